"""An article's page: highlights, evidence, versions, relatives; two versions and two reports side by side."""

from __future__ import annotations

import html
import re
from typing import Any

from tellings.serve.alignment import align, runs
from tellings.serve.compare import compare_reports
from tellings.store.articles import get_article, list_articles, note_gone, put_article
from tellings.store.labels import get_labels, put_labels
from tellings.types.labels import Chain, EntityType, Form, Labels, Mention, Speaker, Statement, StatementKind
from tellings.types.spans import Span
from tests.serve.conftest import Desk
from tests.store.made import NOON, ONE, article


def find(desk: Desk, words: str) -> int:
    """Return the id of the article with these words in its headline."""
    with desk.store.read() as connection:
        return next(one.id for one in list_articles(connection) if words in (one.title or ""))


def plain(text: str) -> str:
    """Return what a reader sees, without what only a screen reader says."""
    unheard = re.sub(r'<span class="hear">[^<]*</span>', "", text)
    apart = re.sub(r"</(?:dt|dd|p|h2|h3|li|summary)>", " ", unheard)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", apart)).split())


def test_articles_show_the_whole_kept_text_with_what_was_left_out_apart(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Valley wakes")
    text = sample_desk.client.get(f"/articles/{ident}?marks=none").text
    body = text[text.index('class="body"') : text.index('class="beside-text"')]
    assert "We heard the siren and we just ran" in plain(body)
    assert "left out (" in body
    assert re.search(r'class="junk">.*Skip to content', body, re.DOTALL)
    assert "<mark" not in body


def test_articles_mark_statements_and_say_who_speaks(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Valley wakes")
    text = sample_desk.client.get(f"/articles/{ident}").text
    assert re.search(r'<mark class="m-statements "[^>]*title="said by [^"]*Marna Ollick, word for word', text)
    assert "(said by Marna Ollick, word for word)" in text
    targets = set(re.findall(r'id="(s\d+)"', text))
    assert targets
    assert targets >= set(re.findall(r'href="#(s\d+)"', text))


def test_articles_turn_highlights_on_and_off_by_links(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Valley wakes")
    text = sample_desk.client.get(f"/articles/{ident}").text
    assert 'href="?marks=none" class="toggle m-statements" aria-current="true"' in text
    assert 'href="?marks=statements,names" class="toggle m-names"' in text
    marked = sample_desk.client.get(f"/articles/{ident}?marks=names,times,quantities,nonsense").text
    body = marked[marked.index('class="body"') : marked.index('class="beside-text"')]
    for kind in ("m-names", "m-times", "m-quantities"):
        assert f'class="{kind} "' in body
    assert "m-statements" not in body
    assert "(person: Bram Ollick)" in body


def test_articles_open_at_a_passage(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Valley wakes")
    with sample_desk.store.read() as connection:
        labels = get_labels(connection, get_article(connection, ident).current)
    assert labels is not None
    span = labels.statements[0].content
    text = sample_desk.client.get(f"/articles/{ident}?marks=none&start={span.start}&end={span.end}").text
    assert text.count('id="passage"') == 1
    assert 'class="m-passage "' in text
    beyond = sample_desk.client.get(f"/articles/{ident}?start=99999999&end=999999999")
    assert beyond.status_code == 200
    assert 'id="passage"' not in beyond.text
    assert 'id="passage"' not in sample_desk.client.get(f"/articles/{ident}?start=9&end=4").text


def test_articles_say_what_is_known_and_from_where(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Valley wakes")
    text = plain(sample_desk.client.get(f"/articles/{ident}").text)
    assert "By Corin Dabb" in text
    assert "Published 2024-03-13T08:30:00 (metadata)" in text
    assert "Versions 1" in text
    assert "Other reports of its story 4" in text


def test_articles_that_are_gone_say_so(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Cranes nest")
    with sample_desk.store.begin() as connection:
        note_gone(connection, ident, at="2024-03-14T20:00:00Z", status=410)
    text = plain(sample_desk.client.get(f"/articles/{ident}").text)
    assert "Gone. Nothing stood at its address any more on 2024-03-14 20:00 UTC (the site answered 410)" in text


def test_articles_show_an_older_version(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Four paintings stolen")
    text = sample_desk.client.get(f"/articles/{ident}?version=1").text
    assert "This is version 1" in text
    assert f'href="/articles/{ident}/versions"' in text
    assert sample_desk.client.get(f"/articles/{ident}?version=3").status_code == 404


def test_articles_versions_stand_side_by_side(sample_desk: Desk) -> None:
    ident = find(sample_desk, "Four paintings stolen")
    answer = sample_desk.client.get(f"/articles/{ident}/versions")
    assert answer.status_code == 200
    assert re.search(r"<ins>[^<]+</ins>", answer.text)
    assert "Only in version 2" in answer.text
    turned = sample_desk.client.get(f"/articles/{ident}/versions?left=2&right=1").text
    assert re.search(r"<del>[^<]+</del>", turned)
    assert "Only in version 2" in turned
    assert sample_desk.client.get(f"/articles/{ident}/versions?left=8").status_code == 404
    alone = sample_desk.client.get(f"/articles/{find(sample_desk, 'Cranes nest')}/versions").text
    assert "nothing to compare" in alone


def test_alignment_pairs_what_is_worded_otherwise_and_leaves_the_rest_alone() -> None:
    left = ["One.", "The mill at Orrin Ford will close in May.", "Nobody was asked.", "End."]
    right = ["One.", "The mill at Orrin Ford will close in June.", "A vote is due.", "End."]
    rows = align(left, right)
    assert [row.kind for row in rows] == ["same", "reworded", "left", "right", "same"]
    assert [piece.text for piece in rows[1].left if piece.mark] == ["May"]
    assert [piece.text for piece in rows[1].right if piece.mark] == ["June"]
    assert "".join(piece.text for piece in rows[1].left) == left[1]


def test_alignment_folds_long_runs_that_stayed() -> None:
    rows = align([*"abcdef", "x"], [*"abcdef", "y"])
    assert [(len(run.rows), run.folded) for run in runs(rows)] == [(6, True), (2, False)]


def test_compare_puts_two_reports_side_by_side(sample_desk: Desk) -> None:
    left, right = find(sample_desk, "Valley wakes"), find(sample_desk, "Corran promises")
    text = sample_desk.client.get(f"/compare?left={left}&right={right}").text
    for heading in ("Where they differ", "What both tell", "Passages they share", "What one alone has"):
        assert heading in text
    opened = re.findall(rf'class="open" href="(/articles/{left}\?start=\d+&amp;end=\d+)#passage"', text)
    assert len(opened) > 5
    assert 'id="passage"' in sample_desk.client.get(html.unescape(opened[0])).text
    turned = sample_desk.client.get(f"/compare?left={right}&right={left}").text
    assert plain(turned).count("None.") == plain(text).count("None.")


def reports_of(*texts: str) -> dict[str, Any]:
    """Return a dossier of two made-up reports without anything in it yet."""
    made = [{"id": f"a{n}", "text": text, "body": [[0, len(text)]]} for n, text in enumerate(texts)]
    parts: dict[str, Any] = {name: [] for name in ("facts", "statements", "utterances", "lineage")}
    return parts | {"articles": made}


def ref(document: dict[str, Any], number: int, words: str) -> dict[str, Any]:
    """Return a place in one of the reports."""
    text = document["articles"][number]["text"]
    start = text.index(words)
    return {"article": f"a{number}", "start": start, "end": start + len(words), "text": words}


def fact(*refs: dict[str, Any], weight: float = 1.0) -> dict[str, Any]:
    return {"support": list(refs), "title": refs[0], "weight": weight, "differences": []}


def test_compare_shows_words_of_one_report_alone_once() -> None:
    document = reports_of("Mill burns at Orrin Ford. Two were hurt.", "Rain.")
    headline = ref(document, 0, "Mill burns at Orrin Ford")
    document["facts"] = [
        fact(headline, weight=2.0),
        fact(headline),
        fact(ref(document, 0, "Orrin Ford")),
        fact(ref(document, 0, "were hurt"), weight=0.9),
        fact(ref(document, 0, "Two were hurt"), weight=0.5),
    ]
    made = compare_reports(document, "a0", "a1")
    assert ["".join(piece.text for piece in one.pieces) for one in made.only_left] == [
        "Mill burns at Orrin Ford",
        "Two were hurt",
    ]
    assert (made.only_counts, made.only_right) == ((2, 0), ())


def test_compare_shows_a_pair_of_sentences_once_in_the_order_of_the_left() -> None:
    document = reports_of("The mill burned and two were hurt.", "Two people were hurt when the mill burned down.")
    document["facts"] = [
        fact(ref(document, 0, "two were hurt"), ref(document, 1, "Two people were hurt")),
        fact(ref(document, 0, "The mill burned"), ref(document, 1, "the mill burned down")),
    ]
    (matter,) = compare_reports(document, "a0", "a1").alike
    assert "".join(piece.text for piece in matter.left.pieces) == "The mill burned and two were hurt"
    assert "".join(piece.text for piece in matter.right.pieces) == "Two people were hurt when the mill burned down"
    assert (matter.left.start, matter.left.after) == (0, ".")


def test_compare_says_when_there_is_nothing_to_compare(sample_desk: Desk) -> None:
    dam, cranes = find(sample_desk, "Valley wakes"), find(sample_desk, "Cranes nest")
    assert "not in one story" in sample_desk.client.get(f"/compare?left={dam}&right={cranes}").text
    assert "one report" in sample_desk.client.get(f"/compare?left={dam}&right={dam}").text
    assert sample_desk.client.get(f"/compare?left={dam}&right=999").status_code == 404
    assert sample_desk.client.get(f"/compare?left={dam}").status_code == 422


def test_articles_escape_hostile_texts_and_labels(sample_desk: Desk) -> None:
    bad = '"><script>alert(1)</script>\u202e'
    made = article(f"{bad} said Tarr.", title=bad, outlet=bad, byline=bad, language="en", url="javascript:alert(1)")
    span = Span(article=made.id, start=0, end=len(bad))
    speaker = Speaker(name=bad, chain="c0")
    labels = Labels(
        article=made.id,
        sentences=(),
        chains=(Chain(id="c0", type=EntityType.PERSON, name=bad),),
        mentions=(Mention(span=span, form=Form.NAME, chain="c0"),),
        statements=(Statement(id="s0", kind=StatementKind.DIRECT, content=span, speaker=speaker),),
    )
    with sample_desk.store.begin() as connection:
        put = put_article(connection, made, seen_at=NOON)
        put_labels(connection, put.version, labels, maker="t", release="1", at=NOON)
        put_article(connection, article(f"{bad} says Tarr.", title=bad, url=made.url), seen_at=ONE)
    for path in ("?marks=statements,names", "?version=1", "/versions"):
        text = sample_desk.client.get(f"/articles/{put.article}{path}").text
        assert "<script>alert" not in text
        assert "\u202e" not in text
        assert 'href="javascript' not in text
