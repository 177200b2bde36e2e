"""Stories, labels and dossiers brought up to date, on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tellings.config import Settings
from tellings.errors import TellingsError
from tellings.match.stories import StoryStream
from tellings.runs import grouping
from tellings.runs.stories import Keeper, Summary, bring_up_to_date
from tellings.store import Store, open_store
from tellings.store.access import list_audit
from tellings.store.articles import put_article
from tellings.store.decisions import merge_stories, move_article, rename_story, split_story, undo
from tellings.store.dossiers import get_dossier
from tellings.store.drops import list_drops
from tellings.store.inspection import check_store
from tellings.store.labels import get_labels
from tellings.store.states import get_state, put_state
from tellings.store.stories import get_story, list_stories, member_of, stale_stories
from tellings.types.store import Ruling
from tests.runs.made import TOPICS, put_report
from tests.store.made import NOON, ONE, THREE, TWO, article

ROOT = Path(__file__).parents[2]


def bring(store: Store, **fields: object) -> Summary:
    return bring_up_to_date(store, settings=Settings(), clock=lambda: NOON, **fields)  # type: ignore[arg-type]


def fill(store: Store, reports: int = 3, *, start: int = 0) -> dict[str, list[int]]:
    """Keep some reports of every story; return the articles by topic."""
    with store.begin() as connection:
        return {topic: [put_report(connection, topic, start + n) for n in range(reports)] for topic in TOPICS}


def grouped(store: Store) -> list[set[int]]:
    """Return the articles of every story, in the order of their lowest id."""
    with store.read() as connection:
        found: dict[int, set[int]] = {}
        for ident in range(1, 200):
            place = member_of(connection, ident)
            if place is not None:
                found.setdefault(place.story, set()).add(ident)
    return sorted(found.values(), key=min)


def ruling(who: str = "Ilka", *, at: str = ONE) -> Ruling:
    return Ruling(who=who, why="I know the town.", at=at)


def story_of(store: Store, one: int) -> int:
    with store.read() as connection:
        place = member_of(connection, one)
    assert place is not None
    return place.story


def test_stories_form_and_have_dossiers(store: Store) -> None:
    made = fill(store)
    done = bring(store)
    assert (done.placed, done.opened - done.joined, done.labelled, done.dossiers) == (9, 3, 9, 3)
    assert grouped(store) == sorted((set(ids) for ids in made.values()), key=min)
    with store.read() as connection:
        assert stale_stories(connection) == ()
        for story in list_stories(connection):
            record, document = get_dossier(connection, story.id)
            assert (record.revision, len(document["articles"])) == (1, 3)
        place = member_of(connection, made["mill"][2])
        assert place is not None
        assert place.by == "machine"
        assert place.reason.startswith("It tells of the same: ")
        assert 0 < place.score <= 1
        assert list(check_store(connection)) == []


def test_stories_doing_it_again_does_nothing(store: Store) -> None:
    fill(store)
    keeper = Keeper(store, settings=Settings(), clock=lambda: NOON)
    assert keeper.bring_up_to_date()
    before = _rows(store)
    assert not keeper.bring_up_to_date()
    assert not bring(store)
    assert _rows(store) == before


def _rows(store: Store) -> list[object]:
    with store.read() as connection:
        stories = list_stories(connection)
        return [stories, get_state(connection, grouping.STATE), [get_dossier(connection, one.id) for one in stories]]


@pytest.mark.parametrize("lot", [1, 4])
def test_stories_in_parts_are_those_of_one_go(store: Store, lot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "LOT", lot)
    made = fill(store, 2)
    bring(store)
    for topic, ids in fill(store, 2, start=2).items():
        made[topic] += ids
    done = bring(store)
    assert (done.placed, done.opened) == (6, 0)
    assert grouped(store) == sorted((set(ids) for ids in made.values()), key=min)


def test_stories_stop_keeps_what_was_done(store: Store) -> None:
    fill(store)
    asked = count()
    done = bring(store, stop=lambda: next(asked) >= 5)
    assert done.stopped
    assert 0 < done.placed < 9
    assert sum(len(one) for one in grouped(store)) == done.placed
    assert bring(store).placed == 9 - done.placed


def test_stories_new_text_of_an_article_makes_a_new_dossier(store: Store) -> None:
    made = fill(store)
    bring(store)
    with store.begin() as connection:
        changed = article(
            TOPICS["mill"] + " One of the workers has died, the hospital said.",
            url="https://outlet0.example/mill", language="xx", labelled=False,
        )  # fmt: skip
        assert put_article(connection, changed, seen_at=TWO).new_version
    done = bring(store)
    assert (done.placed, done.labelled, done.dossiers) == (0, 1, 1)
    with store.read() as connection:
        record, document = get_dossier(connection, story_of(store, made["mill"][0]))
    assert record.revision == 2
    assert any("has died" in one["text"] for one in document["articles"])


def test_stories_of_one_article_have_a_dossier(store: Store) -> None:
    with store.begin() as connection:
        one = put_report(connection, "whale", 0)
    assert bring(store).dossiers == 1
    with store.read() as connection:
        assert len(get_dossier(connection, story_of(store, one))[1]["articles"]) == 1


def test_stories_merged_by_a_person_stay_merged(store: Store) -> None:
    made = fill(store, 2)
    bring(store)
    mill, vote = story_of(store, made["mill"][0]), story_of(store, made["vote"][0])
    with store.begin() as connection:
        merge_stories(connection, mill, vote, ruling=ruling())
    more = fill(store, 2, start=2)
    bring(store)
    assert {story_of(store, one) for one in (*made["mill"], *more["mill"], *made["vote"], *more["vote"])} == {vote}
    assert story_of(store, more["whale"][0]) == story_of(store, made["whale"][0])
    with store.read() as connection:
        assert get_story(connection, mill).merged_into == vote
        assert len(get_dossier(connection, vote)[1]["articles"]) == 8


def test_stories_split_by_a_person_stay_apart(store: Store) -> None:
    made = fill(store, 4)
    bring(store)
    mill = story_of(store, made["mill"][0])
    with store.begin() as connection:
        away = split_story(connection, mill, made["mill"][2:], title="The hurt workers", ruling=ruling())
    more = fill(store, 3, start=4)
    bring(store, settle=True)
    assert {story_of(store, one) for one in made["mill"][:2]} == {mill}
    assert {story_of(store, one) for one in made["mill"][2:]} == {away.story}
    assert {story_of(store, one) for one in more["mill"]} <= {mill, away.story}
    with store.read() as connection:
        assert get_story(connection, away.story).title == "The hurt workers"
        assert get_story(connection, mill).merged_into is None


def test_stories_moved_article_stays_and_undo_brings_it_back(store: Store) -> None:
    made = fill(store)
    bring(store)
    mill, vote = story_of(store, made["mill"][0]), story_of(store, made["vote"][0])
    with store.begin() as connection:
        moved = move_article(connection, made["mill"][1], vote, ruling=ruling())
    fill(store, 1, start=5)
    bring(store)
    assert story_of(store, made["mill"][1]) == vote
    with store.begin() as connection:
        undo(connection, moved.id, who="Oda", at=TWO)
    more = fill(store, 1, start=6)
    bring(store)
    assert story_of(store, made["mill"][1]) == mill == story_of(store, more["mill"][0])
    with store.read() as connection:
        assert stale_stories(connection) == ()


def test_stories_name_given_by_a_person_stays(store: Store) -> None:
    made = fill(store, 1)
    bring(store)
    mill = story_of(store, made["mill"][0])
    with store.begin() as connection:
        rename_story(connection, mill, "The fire at Orrin Ford", ruling=ruling())
    fill(store, 3, start=1)
    bring(store, settle=True)
    with store.read() as connection:
        held = get_story(connection, mill)
        assert (held.title, held.titled_by, held.reports) == ("The fire at Orrin Ford", "Ilka", 4)


def test_stories_joined_by_the_machine_are_recorded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = fill(store, 2)
    lone = StoryStream.add

    def shy(self: StoryStream, one: object) -> object:
        """Open a story for every article: nothing is sure."""
        rules = self.rules
        self.rules = rules.__class__(**{**{n: getattr(rules, n) for n in rules.__dataclass_fields__}, "sure": 900.0})
        try:
            return lone(self, one)  # type: ignore[arg-type]
        finally:
            self.rules = rules

    with monkeypatch.context() as patch:
        patch.setattr(StoryStream, "add", shy)
        assert bring(store).opened == 6
    first = story_of(store, made["mill"][0])
    assert bring(store, settle=True).joined == 3
    assert grouped(store) == sorted((set(ids) for ids in made.values()), key=min)
    with store.read() as connection:
        told = [entry for entry in list_audit(connection) if entry.action == "story.join"]
        assert {entry.who for entry in told} == {"machine"}
        assert len(told) == 3
        assert get_story(connection, first).reports == 2
        place = member_of(connection, made["mill"][1])
        assert place is not None
        assert place.reason.startswith("Its story was joined to this one. It tells")
        assert stale_stories(connection) == ()


def test_stories_join_into_the_one_with_a_persons_hand(store: Store) -> None:
    made = fill(store, 2)
    bring(store)
    with store.begin() as connection:
        lone = put_report(connection, "mill", 9)
    bring(store)
    mill, vote = story_of(store, made["mill"][0]), story_of(store, made["vote"][0])
    assert story_of(store, lone) == mill
    with store.begin() as connection:
        first = move_article(connection, made["vote"][0], mill, ruling=ruling())
        move_article(connection, made["mill"][0], vote, ruling=ruling())
    bring(store, settle=True)
    assert story_of(store, made["vote"][0]) == mill
    assert story_of(store, made["mill"][0]) == vote
    with store.begin() as connection:
        undo(connection, first.id, who="Ilka", at=THREE)
    bring(store, settle=True)
    assert story_of(store, made["vote"][0]) == vote


@pytest.mark.parametrize("damage", ["version", "lost"])
def test_stories_go_on_where_the_state_is_of_no_use(store: Store, damage: str) -> None:
    made = fill(store, 2)
    bring(store)
    before = grouped(store)
    with store.begin() as connection:
        change, state = get_state(connection, grouping.STATE)
        state = {"stream": {**state["stream"], "version": 0}} if damage == "version" else {**state, "order": ["sffff"]}
        put_state(connection, grouping.STATE, state, change=change)
    more = fill(store, 1, start=2)
    bring(store)
    after = grouped(store)
    assert len(after) == len(before)
    assert story_of(store, more["whale"][0]) == story_of(store, made["whale"][0])


def test_stories_version_that_cannot_be_labelled_is_noted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, 2)

    def fails(text: object, *, pipeline: str) -> object:
        if "outlet 0 " in text.text:  # type: ignore[attr-defined]
            raise ValueError("too odd")
        return real(text, pipeline=pipeline)  # type: ignore[arg-type]

    real = grouping_label()
    monkeypatch.setattr("tellings.pipeline.label_article", fails)
    keeper = Keeper(store, settings=Settings(), clock=lambda: NOON)
    done = keeper.bring_up_to_date()
    assert (done.labelled, done.failed, done.dossiers) == (3, 3, 3)
    assert not keeper.bring_up_to_date()
    with store.read() as connection:
        assert stale_stories(connection) == ()
        drops = list_drops(connection)
        assert {(one.stage, one.code) for one in drops} == {("label", "W001")}
        document = get_dossier(connection, list_stories(connection)[0].id)[1]
    assert [one["code"] for one in document["dropped"]] == ["W001"]


def grouping_label() -> object:
    from tellings.pipeline import label_article  # noqa: PLC0415 -- the one before it is replaced

    return label_article


def test_stories_large_one_holds_the_newest_reports(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.runs.dossiers.MOST_REPORTS", 2)
    made = fill(store, 3)
    bring(store)
    story = story_of(store, made["mill"][0])
    with store.read() as connection:
        record, document = get_dossier(connection, story)
        assert not get_story(connection, story).stale
    assert len(record.versions) == 3
    assert [one["code"] for one in document["dropped"]] == ["R010"]
    assert [one["outlet"] for one in document["articles"]] == ["Outlet 1", "Outlet 2"]


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Collect processes and end those that are left."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        if one.poll() is None:
            one.kill()
        one.communicate()


def start(workers: list[subprocess.Popen[str]], address: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.runs.worker", address]
    one = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    workers.append(one)
    return one


def test_stories_two_processes_at_once_lose_nothing(address: str, workers: list[subprocess.Popen[str]]) -> None:
    with open_store(address) as store:
        made = fill(store, 8)
        both = [start(workers, address), start(workers, address)]
        more = fill(store, 4, start=8)  # while they work
        for one in both:
            _, told = one.communicate(timeout=240)
            assert one.returncode == 0, told
        bring(store, settle=True)
        expected = sorted(({*made[topic], *more[topic]} for topic in TOPICS), key=min)
        assert grouped(store) == expected
        with store.read() as connection:
            assert stale_stories(connection) == ()
            assert list(check_store(connection)) == []


def test_stories_killed_run_goes_on_where_it_was(address: str, workers: list[subprocess.Popen[str]]) -> None:
    with open_store(address) as store:
        made = fill(store, 6)
        for word in ("stories 6", "dossiers 1"):
            one = start(workers, address)
            assert one.stdout is not None
            for line in one.stdout:
                if line.startswith(word):
                    break
            os.kill(one.pid, signal.SIGKILL)
            one.wait()
        bring(store, settle=True)
        assert grouped(store) == sorted((set(ids) for ids in made.values()), key=min)
        with store.read() as connection:
            assert stale_stories(connection) == ()
            assert list(check_store(connection)) == []


@pytest.mark.models
def test_stories_english_articles_are_labelled_others_are_not(store: Store) -> None:
    with store.begin() as connection:
        english = put_report(connection, "mill", 0, language="en")
        other = put_report(connection, "mill", 1)
    bring(store)
    assert story_of(store, english) == story_of(store, other)
    with store.read() as connection:
        marks = {one: get_labels(connection, one) for one in (1, 2)}
    assert marks[1] is not None
    assert marks[1].statements
    assert marks[2] is not None
    assert not marks[2].sentences


def test_stories_missing_parser_is_one_error(store: Store) -> None:
    with store.begin() as connection:
        put_report(connection, "mill", 0, language="en")
    with pytest.raises(TellingsError) as raised:
        bring_up_to_date(store, settings=Settings(pipeline="no_such_parser"), clock=lambda: NOON)
    assert raised.value.code == "S001"
    assert grouped(store) == [{1}]
