"""Many at once on one store, on both databases: people who edit one story, a watcher, an archive run, readers.

Nothing is lost, no answer is an error of the desk's own, and who comes second is told so with 409.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from tellings.runs.archives import ArchiveOptions, run_archives
from tellings.runs.polling import WatchOptions
from tellings.runs.watch import Watcher
from tellings.serve import DeskOptions, create_app
from tellings.store import Store
from tellings.store.access import list_audit
from tellings.store.articles import list_articles, put_article, versions_of
from tellings.store.decisions import list_decisions
from tellings.store.feeds import add_feed, count_entries
from tellings.store.inspection import check_store
from tellings.store.stories import assign, create_story, get_story, list_stories, members_of
from tests.collect.fetching import StillTime, fetcher
from tests.collect.madewarcs import page_record, write_archive
from tests.collect.site import Site
from tests.collect.site import article as page_of
from tests.store.conftest import address, postgres, stencil, store, template
from tests.store.made import NOON, article

__all__ = ["address", "postgres", "stencil", "store", "template"]

CLOCK = dt.datetime(2031, 5, 4, 12, 0, tzinfo=dt.UTC)
ROUNDS = 8
REPORTS = 6
PAGES, RECORDS = 10, 60
LONGEST = 60.0
READ = (
    "/",
    "/?order=differences",
    "/search?q=bridge",
    "/search?q=council&outlet=The+Lantern",
    "/articles/1",
    "/sources",
)
READ += ("/drops", "/stories/1", "/decisions", "/api/v1/stories", "/api/v1/articles?limit=200", "/api/v1/search?q=the")


def desk_of(store: Store) -> TestClient:
    options = DeskOptions(clock=lambda: CLOCK, requests_per_minute=1_000_000)
    return TestClient(create_app(store, options=options), base_url="http://localhost", follow_redirects=False)


def together(*works: Callable[[], None]) -> None:
    """Do some work at once, and raise what any of it raised."""
    raised: list[BaseException] = []

    def kept(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- raised again in the test's own thread
            raised.append(error)

    threads = [threading.Thread(target=kept, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    if raised:
        raise raised[0]
    assert not any(thread.is_alive() for thread in threads)


def two_stories(store: Store) -> tuple[int, int]:
    """Keep two stories of some reports each."""
    with store.begin() as connection:
        stories = [create_story(connection, title, at=NOON) for title in ("The mill", "The ferry")]
        for number in range(2 * REPORTS):
            put = put_article(connection, article(f"Text {number}.", url=f"https://x.example/{number}"), seen_at=NOON)
            assign(connection, put.article, stories[number % 2], score=1.0, reason="first", at=NOON)
    return stories[0], stories[1]


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, store: Store, name: str) -> None:
        self.desk, self.name = desk_of(store), name

    def open(self, story: int) -> dict[str, str]:
        """Open a story's forms; return what they carry."""
        text = self.desk.get(f"/stories/{story}/edit", follow_redirects=True).text  # one merged meanwhile leads on
        found = re.search(r'name="csrf" value="([^"]+)"><input type="hidden" name="decided" value="([\d.]+)"', text)
        assert found is not None
        return {"csrf": found[1], "decided": found[2], "why": f"{self.name} knows better"}

    def send(self, story: int, what: str, **fields: str) -> int:
        return self.desk.post(f"/stories/{story}/{what}", data=fields).status_code


def test_together_two_people_edit_one_story_and_the_second_is_told(store: Store) -> None:
    mill, ferry = two_stories(store)
    people = [Person(store, name) for name in ("Ada", "Ben")]
    ready = threading.Barrier(2, timeout=LONGEST)
    answers: list[tuple[int, int]] = []

    def edit(person: Person) -> Callable[[], None]:
        def work() -> None:
            for turn in range(ROUNDS):
                carried = person.open(mill)
                ready.wait()  # both have the same page before them
                if person.name == "Ada" or turn % 2:
                    status = person.send(mill, "rename", title=f"{person.name} {turn}", **carried)
                else:
                    status = person.send(mill, "move", article=str(turn + 1), other=str(ferry), **carried)
                answers.append((turn, status))
                ready.wait()

        return work

    together(*map(edit, people))
    for turn in range(ROUNDS):
        assert sorted(status for at, status in answers if at == turn) == [303, 409], turn
    with store.read() as connection:
        decisions = list_decisions(connection)
        assert len(decisions) == ROUNDS
        noted = [entry for entry in list_audit(connection) if entry.action in ("story.rename", "story.move")]
        assert len(noted) == ROUNDS
        titles = [one.after for one in decisions if one.after is not None]
        assert get_story(connection, mill).title == (titles[0] if titles else "The mill")
        moved = sum(len(one.articles) for one in decisions)
        for story, count in ((mill, REPORTS - moved), (ferry, REPORTS + moved)):
            assert get_story(connection, story).reports == len(members_of(connection, story)) == count
        assert list(check_store(connection)) == []


def test_together_opposite_merges_and_moves_leave_every_report_in_one_story(store: Store) -> None:
    mill, ferry = two_stories(store)
    statuses: list[int] = []

    def merge(name: str, story: int, other: int) -> Callable[[], None]:
        person = Person(store, name)

        def work() -> None:
            for _ in range(ROUNDS):
                carried = person.open(story)
                statuses.append(person.send(story, "merge", other=str(other), **carried))
                with store.read() as connection:
                    last = list_decisions(connection, limit=1)
                if last:
                    fields = {"csrf": carried["csrf"]}
                    statuses.append(person.desk.post(f"/decisions/{last[0].id}/undo", data=fields).status_code)

        return work

    together(merge("Ada", mill, ferry), merge("Ben", ferry, mill))
    assert set(statuses) <= {303, 409, 422}
    with store.read() as connection:
        standing = list_stories(connection)
        assert sum(story.reports for story in standing) == 2 * REPORTS
        assert all(story.reports == len(members_of(connection, story.id)) for story in standing)
        assert all(story.merged_into is None for story in standing)
        assert list(check_store(connection)) == []


def test_together_a_poll_an_archive_run_an_editor_and_readers(store: Store, tmp_path: Path) -> None:
    mill, _ = two_stories(store)
    archive = write_archive(tmp_path / "made.warc.gz", [page_record(number) for number in range(RECORDS)])
    done, statuses, told = threading.Event(), [], []
    time = StillTime()
    with Site() as site, fetcher(time, pause_seconds=0.0, attempts=1) as fetching:
        paths = [f"/bridge/{number}" for number in range(PAGES)]
        links = "".join(f"<item><title>About {path}</title><link>{path}</link></item>" for path in paths)
        feed = f"<rss version='2.0'><channel><title>The Lantern</title>{links}</channel></rss>".encode()
        site.add("/feed", lambda call: call.answer(200, feed, Content_Type="application/rss+xml"))
        for path in paths:
            site.page(path, page_of(title=f"The bridge of {path}", middle=f"It was told at {path}."))
        at = time.clock().now().isoformat()
        store.write(lambda connection: add_feed(connection, site.url("/feed"), at=at))
        watcher = Watcher(
            store=store, fetcher=fetching, clock=time.clock(), options=WatchOptions(batch=3), tell=lambda _: None
        )

        def write() -> None:
            try:
                together(lambda: watcher.run(once=True), take_archive, edit)
            finally:
                done.set()

        def take_archive() -> None:
            assert run_archives(store, [archive], ArchiveOptions()).is_done

        def edit() -> None:
            person = Person(store, "Ada")
            for turn in range(ROUNDS):
                told.append(person.send(mill, "rename", title=f"Mill {turn}", **person.open(mill)))

        def read() -> None:
            desk = desk_of(store)
            while True:
                statuses.extend((path, desk.get(path).status_code) for path in READ)
                if done.is_set():
                    return

        together(write, read, read)
    assert [one for one in statuses if one[1] != 200] == []
    assert told == [303] * ROUNDS
    with store.read() as connection:
        held = list_articles(connection, limit=1000)
        assert len(held) == 2 * REPORTS + PAGES + RECORDS
        assert all(len(versions_of(connection, one.id)) == 1 for one in held)
        assert sum(count_entries(connection).values()) == PAGES
        assert len(list_decisions(connection)) == ROUNDS
        assert get_story(connection, mill).title == f"Mill {ROUNDS - 1}"
        assert list(check_store(connection)) == []
