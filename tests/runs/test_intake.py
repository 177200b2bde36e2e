"""What comes in is kept once, changed texts are versions, losses are noted and harm nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tellings.collect import collect
from tellings.runs.intake import Taken, keep, read_captures, take
from tellings.store import Store
from tellings.store.articles import find_article, get_version, versions_of
from tellings.store.captures import captures_of, get_capture
from tellings.store.drops import drops_of, list_drops
from tellings.store.inspection import check_store, count_rows
from tellings.types.articles import Capture, Dropped, Unchanged
from tests.collect.site import article

PAGE = "https://lantern.example/bridge"
NOON, ONE, TWO, THREE = (f"2026-03-01T{hour}:00:00Z" for hour in (12, 13, 14, 15))
WALL = """<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>
<p>We and our 812 partners use cookies to store and access information on your device.</p>
<button>Accept all</button><button>Reject all</button></body></html>"""


def page(body: str, *, at: str = NOON, source: str = PAGE, **fields: object) -> Capture:
    content = body.encode()
    values: dict[str, object] = {
        "source": source,
        "content": content,
        "media_type": "text/html",
        "sha256": hashlib.sha256(content).hexdigest(),
        "url": source,
        "fetched_at": at,
        "status": 200,
        "charset": "utf-8",
    }
    return Capture(**(values | fields))  # type: ignore[arg-type]


def rows(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return dict(count_rows(connection))


def gone_at(store: Store, address: str = PAGE) -> tuple[str | None, int | None]:
    with store.read() as connection:
        found = find_article(connection, address)
    assert found is not None
    return found.gone_at, found.gone_status


def test_intake_of_an_edited_page_gives_versions_of_one_article(store: Store) -> None:
    bodies = [article(middle=f"{count} members were in favour.") for count in ("Eleven", "Twelve", "Thirteen")]
    words = [take(store, page(body, at=at)).word for body, at in zip(bodies, (NOON, ONE, TWO), strict=True)]
    assert words == ["new", "changed", "changed"]
    with store.read() as connection:
        found = find_article(connection, PAGE)
        assert found is not None
        held = [get_version(connection, version.id) for version in versions_of(connection, found.id)]
        assert list(check_store(connection)) == []
    assert [version.number for version, _ in held] == [1, 2, 3]
    assert all(version.capture is not None for version, _ in held)
    for (_, text), count in zip(held, ("Eleven", "Twelve", "Thirteen"), strict=True):
        assert f"{count} members were in favour." in text.text


def test_intake_of_an_unchanged_page_adds_nothing(store: Store) -> None:
    take(store, page(article()))
    before = rows(store)
    other_markup = article().replace("<article>", "<article class='wide'>")
    again = take(store, page(other_markup, at=ONE))
    assert (again.word, again.put and again.put.number) == ("same", 1)
    assert rows(store) == before
    same = take(store, Unchanged(source=PAGE, url=PAGE, fetched_at=TWO))
    assert same.word == "same"
    assert rows(store) == before
    with store.read() as connection:
        found = find_article(connection, PAGE)
    assert found is not None
    assert (found.first_seen_at, found.last_seen_at) == (NOON, TWO)


def test_intake_of_a_wall_leaves_the_good_version(store: Store) -> None:
    take(store, page(article()))
    lost = take(store, page(WALL, at=ONE))
    assert lost.word == "dropped"
    assert lost.dropped is not None
    assert lost.dropped.code == "E006"
    with store.read() as connection:
        found = find_article(connection, PAGE)
        assert [drop.code for drop in list_drops(connection)] == ["E006"]
    assert found is not None
    assert (found.versions, found.last_seen_at, found.gone_at) == (1, NOON, None)


def test_intake_notes_an_address_as_gone_until_it_answers_again(store: Store) -> None:
    take(store, page(article()))
    dropped = Dropped(source=PAGE, stage="collect", code="C021", reason="there is no such page", status=410)
    assert take(store, dropped, at=ONE).word == "gone"
    assert gone_at(store) == (ONE, 410)
    assert take(store, page("not found", at=TWO, status=404)).word == "gone"
    assert gone_at(store) == (ONE, 410)
    assert take(store, page(article(), at=THREE)).word == "same"
    assert gone_at(store) == (None, None)


WALLS = {
    "E007": "<h1>Bridge to be rebuilt</h1><p>This article is for subscribers only.</p><p>Subscribe to continue.</p>",
    "E010": "<h1>Log in</h1><form><input type=password></form>",
    "E009": "<h1>404 Not Found</h1><p>The page was not found.</p>",
}


@pytest.mark.parametrize("code", WALLS)
def test_intake_keeps_the_bytes_of_a_wall_and_of_nothing_else_that_is_refused(store: Store, code: str) -> None:
    wall = page(f"<html><body>{WALLS[code]}</body></html>")
    for _ in range(2):
        taken = take(store, wall)
        assert (taken.word, taken.dropped is not None and taken.dropped.code) == ("dropped", code)
    with store.read() as connection:
        (lost,) = drops_of(connection, PAGE)
        kept = captures_of(connection, PAGE)
        assert kept == (() if code == "E009" else (lost.capture,))
        if lost.capture is not None:
            assert get_capture(connection, lost.capture).content == wall.content
        else:
            assert code == "E009"
    assert take(store, page(article(), at=ONE)).word == "new"


def test_intake_of_an_unknown_address_that_is_gone_is_a_drop(store: Store) -> None:
    dropped = Dropped(source=PAGE, stage="collect", code="C021", reason="there is no such page (status 404): moved")
    assert take(store, dropped, at=ONE).word == "dropped"
    assert rows(store)["articles"] == 0


def test_intake_of_a_fault_of_the_site_is_not_gone(store: Store) -> None:
    take(store, page(article()))
    assert take(store, page("busy", at=ONE, status=503)).word == "dropped"
    assert gone_at(store) == (None, None)


def test_intake_of_an_article_moved_to_the_front_page_is_no_version(store: Store) -> None:
    take(store, page(article()))
    moved = page(article(title="Today in Lower Marrow"), at=ONE, url="https://lantern.example/")
    taken = take(store, moved, address=PAGE)
    assert taken.dropped is not None
    assert taken.dropped.code == "R001"
    assert rows(store)["versions"] == 1


def test_intake_under_a_known_address_makes_no_second_article(store: Store) -> None:
    take(store, page(article()))
    moved = page(article(middle="Twelve were."), at=ONE, url="https://lantern.example/2026/bridge")
    assert take(store, moved, address=PAGE).word == "changed"
    assert rows(store)["articles"] == 1


def test_intake_leaves_out_how_the_reader_came(store: Store) -> None:
    taken = [take(store, page(article(), source=f"{PAGE}?utm_source={name}")) for name in ("feed", "mail")]
    assert [one.word for one in taken] == ["new", "same"]
    assert {one.address for one in taken} == {PAGE}


def test_intake_of_unchanged_without_a_text_says_so(store: Store) -> None:
    taken = take(store, Unchanged(source=PAGE, url=PAGE, fetched_at=NOON))
    assert taken.dropped is not None
    assert taken.dropped.code == "R002"


def test_intake_of_files_stands_under_their_paths_and_addresses(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(article(), encoding="utf-8")
    (tmp_path / "b.html").write_text(article(middle="Nine were."), encoding="utf-8")
    (tmp_path / "meta.json").write_text('{"files": [{"file": "b.html", "url": "https://lantern.example/b"}]}')
    taken = [take(store, outcome, at=NOON) for outcome in collect([tmp_path])]
    assert [one.word for one in taken] == ["new", "new"]
    assert {one.address for one in taken} == {(tmp_path / "a.html").as_posix(), "https://lantern.example/b"}


def test_intake_with_progress_is_one_transaction(store: Store) -> None:
    """What a run keeps and how far it is stand or fall together; kept twice it is there once."""
    captures = [page(article(middle=f"{n} were."), source=f"https://lantern.example/{n}") for n in range(3)]
    read = read_captures(captures)

    def batch(*, stop: bool) -> list[Taken]:
        with store.begin() as connection:
            taken = [keep(connection, *pair, at=NOON) for pair in zip(captures, read, strict=True)]
            if stop:
                raise KeyboardInterrupt
            return taken

    try:
        batch(stop=True)
    except KeyboardInterrupt:
        assert rows(store)["articles"] == 0
    assert [one.word for one in batch(stop=False)] == ["new"] * 3
    before = rows(store)
    assert [one.word for one in batch(stop=False)] == ["same"] * 3
    assert rows(store) == before


def test_intake_order_of_arrival_does_not_matter(store: Store) -> None:
    first, second = page(article(), at=NOON), page(article(middle="Twelve were."), at=ONE)
    take(store, second)
    assert take(store, first).word == "changed"
    with store.read() as connection:
        found = find_article(connection, PAGE)
        assert found is not None
        assert "Twelve were." in get_version(connection, found.current)[1].text
