"""Which stories have left the window."""

from __future__ import annotations

import dataclasses
from datetime import date

from tellings.match.stories import StoryStream
from tellings.match.storyfeatures import read_marks
from tellings.match.storygroup import Group, load_rules, single
from tellings.match.storywindow import StoryWindow
from tellings.match.storywords import WordCounts
from tellings.types.stories import StoryArticle
from tests.match.test_stories import even

RULES = dataclasses.replace(load_rules(), window_articles=3, window_days=2)


def group(ident: str, *, touched: int, newest: int | None) -> Group:
    day = None if newest is None else date.fromordinal(newest).isoformat()
    marks = read_marks(StoryArticle(id=ident, text="The ferry sank.", published=day), WordCounts(), embed=even)
    return single(ident, marks, arrival=touched, ident=ident, key_terms=RULES.key_terms)


def ended(window: StoryWindow, *groups: Group, arrival: int, clock: int | None) -> list[str]:
    return [one.id for one in window.ended({one.id: one for one in groups}, arrival=arrival, clock=clock)]


def test_storywindow_ends_a_story_by_arrivals_and_days() -> None:
    window = StoryWindow(RULES)
    dated, undated = group("d", touched=1, newest=10), group("u", touched=2, newest=None)
    for one in (dated, undated):
        window.touch(one)
    assert ended(window, dated, undated, arrival=4, clock=99) == []
    assert ended(window, dated, undated, arrival=5, clock=12) == []
    assert ended(window, dated, undated, arrival=6, clock=12) == ["u"]
    assert ended(window, dated, arrival=7, clock=13) == ["d"]
    assert ended(window, dated, arrival=99, clock=99) == []


def test_storywindow_news_keeps_a_story() -> None:
    window = StoryWindow(RULES)
    one = group("a", touched=1, newest=10)
    window.touch(one)
    assert ended(window, one, arrival=5, clock=12) == []
    one = group("a", touched=6, newest=12)
    window.touch(one)
    assert ended(window, one, arrival=9, clock=13) == []
    assert ended(window, one, arrival=10, clock=14) == []
    assert ended(window, one, arrival=10, clock=15) == ["a"]


def test_storywindow_holds_the_stories_of_the_window_alone() -> None:
    """Three stories a day: those of the last ten days and of the day itself."""
    rules = dataclasses.replace(load_rules(), window_articles=29, window_days=10)
    stream = StoryStream(rules=rules, embed=even)
    held = []
    for number in range(150):
        name = "".join("bdfgklmnpr"[int(digit)] + "a" for digit in f"{number:04}")
        text = " ".join(f"{begin}{name}" for begin in ("Vo", "Zu", "Che", "Wi", "Sto", "Tre"))
        day = date.fromordinal(741_000 + number // 3).isoformat()
        stream.add(StoryArticle(id=f"a{number}", text=text, published=day))
        held.append(len(stream.stories()))
    assert max(held) == 33


def test_storywindow_goes_on_after_a_stop_as_if_never_stopped() -> None:
    def read(number: int) -> StoryArticle:
        day = f"2031-03-{1 + number // 3:02}" if number % 5 else None
        return StoryArticle(id=f"a{number}", text=f"Harbour{number // 2} Ferry{number}", published=day)

    whole, parts = StoryStream(rules=RULES, embed=even), StoryStream(rules=RULES, embed=even)
    for number in range(40):
        expected = whole.add(read(number))
        parts = StoryStream.from_state(parts.to_state(), rules=RULES, embed=even)
        assert parts.add(read(number)) == expected
