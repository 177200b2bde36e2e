"""Labels by maker and release, and who is named and quoted in them."""

from __future__ import annotations

import pytest

from tellings.errors import StoreError
from tellings.store import Store
from tellings.store.articles import put_article
from tellings.store.labels import (
    articles_naming,
    count_labels,
    drop_labels,
    get_labels,
    names_of,
    put_labels,
    sayings_of,
    unlabelled,
)
from tellings.types.articles import Article
from tellings.types.labels import (
    Chain,
    EntityType,
    Form,
    Labels,
    Mention,
    Speaker,
    Statement,
    StatementKind,
)
from tellings.types.store import StoredArticle
from tests.store.made import NOON, ONE, article

TEXT = "Mayor Oswin Tärr said the mill would close. He said more. A clerk said nothing."


def marks(of: Article, *, name: str = "Oswin Tärr", statements: int = 1) -> Labels:
    """Return labels with one named speaker, one unnamed one and somebody who only is named."""
    chains = (
        Chain(id="c0", type=EntityType.PERSON, name=name),
        Chain(id="c1", type=EntityType.PERSON, name="a clerk", named=False),
        Chain(id="c2", type=EntityType.ORGANISATION, name="Orrin Mills"),
    )
    mentions = tuple(
        Mention(span=of.span(start, start + 4), form=Form.NAME, chain=chain)
        for start, chain in ((6, "c0"), (44, "c0"), (0, "c2"))
    )
    said = [
        Statement(
            id=f"s{number}",
            kind=StatementKind.INDIRECT,
            content=of.span(22 + number, 42),
            speaker=Speaker(name="He", chain="c0"),
        )
        for number in range(statements)
    ]
    clerk = Speaker(name="a clerk", chain="c1", named=False)
    said.append(Statement(id="s99", kind=StatementKind.DIRECT, content=of.span(0, 5), speaker=clerk))
    said.append(Statement(id="s98", kind=StatementKind.DIRECT, content=of.span(0, 5)))
    return Labels(article=of.id, chains=chains, mentions=mentions, statements=tuple(said))


def test_labels_of_a_new_release_stand_beside_the_old_ones(store: Store) -> None:
    with store.begin() as connection:
        text = article(TEXT)
        version = put_article(connection, text, seen_at=NOON).version
        assert unlabelled(connection, maker="tellings", release="1") == (version,)
        put_labels(connection, version, marks(text), maker="tellings", release="1", at=NOON)
        assert unlabelled(connection, maker="tellings", release="1") == ()
        assert unlabelled(connection, maker="tellings", release="2") == (version,)
        newer = marks(text, name="Oswin Tarr")
        put_labels(connection, version, newer, maker="tellings", release="2", at=ONE)
        assert get_labels(connection, version) == newer
        assert get_labels(connection, version, maker="tellings", release="1") == marks(text)
        assert count_labels(connection) == (("tellings", "1", 1), ("tellings", "2", 1))
        assert drop_labels(connection, maker="tellings", release="1") == 1
        assert drop_labels(connection, maker="tellings", release="2") == 0
        assert get_labels(connection, version, release="1") is None


def test_labels_only_of_current_versions_are_asked_for(store: Store) -> None:
    with store.begin() as connection:
        put_article(connection, article("old"), seen_at=NOON)
        newer = put_article(connection, article("new"), seen_at=ONE)
        other = put_article(connection, article("x", url="https://x.example/"), seen_at=ONE)
        assert unlabelled(connection, maker="tellings", release="1") == (newer.version, other.version)
        assert unlabelled(connection, maker="tellings", release="1", after=newer.version) == (other.version,)


def test_labels_find_who_is_named_and_quoted_by_any_spelling(store: Store) -> None:
    with store.begin() as connection:
        text = article(TEXT)
        put = put_article(connection, text, seen_at=NOON)
        put_labels(connection, put.version, marks(text), maker="tellings", release="1", at=NOON)
        assert names_of(connection, put.version) == (("Oswin Tärr", "person", 2), ("Orrin Mills", "organisation", 1))
        for name in ("Oswin Tärr", "oswin tarr", "TARR"):
            said = sayings_of(connection, name)
            assert [(one.speaker, one.start, one.end, one.article) for one in said] == [
                ("Oswin Tärr", 22, 42, put.article)
            ]
            assert [held.id for held, _ in articles_naming(connection, name)] == [put.article]
        for name in ("Oswin", "a clerk", ""):
            assert sayings_of(connection, name) == ()
            assert articles_naming(connection, name) == ()


def test_labels_pages_of_sayings_lose_none(store: Store) -> None:
    with store.begin() as connection:
        for number in range(4):
            text = article(TEXT, url=f"https://x.example/{number}")
            put = put_article(connection, text, seen_at=NOON)
            put_labels(connection, put.version, marks(text, statements=2), maker="m", release="1", at=NOON)
        seen, after = [], None
        while page := sayings_of(connection, "Tarr", after=after, limit=3):
            seen += [(one.article, one.statement) for one in page]
            after = page[-1]
        assert seen == [(number, statement) for number in (4, 3, 2, 1) for statement in ("s0", "s1")]
        pages: list[StoredArticle] = []
        before: int | None = None
        while found := articles_naming(connection, "tarr", before=before, limit=3):
            pages += [held for held, _ in found]
            before = found[-1][1]
        assert [held.id for held in pages] == [4, 3, 2, 1]


def test_labels_of_an_unknown_version_are_refused(store: Store) -> None:
    with store.begin() as connection:
        with pytest.raises(StoreError) as raised:
            put_labels(connection, 7, Labels(article="a"), maker="m", release="1", at=NOON)
        assert raised.value.code == "T013"
