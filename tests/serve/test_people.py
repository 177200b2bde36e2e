"""People and bodies: who is named, what they say over time, where they stand, in which stories."""

from __future__ import annotations

import html
import re

from tellings.store.articles import put_article
from tellings.store.labels import newest_names, put_labels
from tellings.types.labels import Chain, EntityType, Form, Labels, Mention, Speaker, Statement, StatementKind
from tellings.types.spans import Span
from tests.serve.conftest import Desk
from tests.store.made import NOON, article


def test_people_lists_whom_the_newest_reports_name(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/people").text
    assert 'href="/people/ilsabet-corran"' in text
    assert "11 newest reports" in text
    people, bodies = text[text.index(">People</h2>") :].split(">Bodies</h2>")
    assert "Kelmarran Water and Power" in bodies
    assert "Kelmarran Water and Power" not in people


def test_people_a_name_asked_for_has_a_page(sample_desk: Desk) -> None:
    answer = sample_desk.client.get("/people?q=Ilsabet Corran")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/ilsabet-corran")
    missing = sample_desk.client.get("/people/nobody-known")
    assert missing.status_code == 404
    assert "No report names" in missing.text
    assert sample_desk.client.get("/people/...").status_code == 404
    assert sample_desk.client.get("/people?q=!!!").status_code == 200


def test_people_page_shows_statements_over_time(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/people/wilmot-treave").text
    assert "<h1><bdi>Wilmot Treave</bdi></h1>" in text
    assert "They knew the building" in text
    days = re.findall(r'<h3 class="day"><time>([\d-]+)</time>', text)
    assert days == sorted(days, reverse=True)
    assert len(days) == len(set(days)) > 0
    address = html.unescape(re.findall(r'class="what"><a href="([^"]+)"', text)[0])
    assert 'id="passage"' in sample_desk.client.get(address).text


def test_people_page_shows_positions_stories_and_reports(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/people/petra-lindqvane").text
    stands = text[text.index('id="stands-h"') : text.index('id="stories-h"')]
    assert re.search(r'<span class="tag[^"]*">(?:for|against|demands|warns|conditional|undecided)</span>', stands)
    assert re.search(r'href="/stories/\d+#positions"', stands)
    assert "Corran promises inquiry" in html.unescape(text[text.index('id="stories-h"') :])


def test_people_a_last_word_names_everybody_who_has_it(sample_desk: Desk) -> None:
    text = sample_desk.client.get("/people/ollick").text
    assert 'href="/people/bram-ollick"' in text
    assert 'href="/people/marna-ollick"' in text
    one = sample_desk.client.get("/people/marna-ollick").text
    assert 'href="/people/bram-ollick"' not in one
    with sample_desk.store.read() as connection:
        assert {name for _, name, _, _ in newest_names(connection, "marna ollick")} == {"Marna Ollick"}


def test_people_page_goes_on_page_by_page_and_escapes(sample_desk: Desk) -> None:
    bad = '<script>alert(1)</script>"'
    text = "\n".join(f"{bad} Word {number}." for number in range(40))
    made = article(text, title=bad, outlet=bad, url="https://x.example/said")
    name = "Ines <b>Okoro"
    statements = tuple(
        Statement(
            id=f"s{number}",
            kind=StatementKind.DIRECT,
            content=Span(article=made.id, start=block.start, end=block.end),
            speaker=Speaker(name=name, chain="c0"),
        )
        for number, block in enumerate(made.blocks)
    )
    chain = Chain(id="c0", type=EntityType.PERSON, name=name)
    mention = Mention(span=Span(article=made.id, start=0, end=5), form=Form.NAME, chain="c0")
    labels = Labels(article=made.id, mentions=(mention,), chains=(chain,), statements=statements)
    with sample_desk.store.begin() as connection:
        put = put_article(connection, made, seen_at=NOON)
        put_labels(connection, put.version, labels, maker="t", release="1", at=NOON)
    first = sample_desk.client.get("/people/ines-b-okoro").text
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    second = sample_desk.client.get("/people/ines-b-okoro" + html.unescape(more.group(1))).text
    words = [set(re.findall(r"Word (\d+)\.", page)) for page in (first, second)]
    assert not words[0] & words[1]
    assert len(words[0] | words[1]) == 40
    for page in (first, second):
        assert "<script>alert" not in page
        assert "Ines <b>" not in page
