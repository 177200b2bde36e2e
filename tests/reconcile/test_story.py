"""The story's title, dates and id."""

from __future__ import annotations

from tellings.reconcile.story import tell_story
from tellings.reconcile.view import StoryView
from tellings.types.dossier import Story
from tellings.types.matches import Matches
from tests.reconcile.handmade import Telling


def story_of(*tellings: Telling) -> Story:
    return tell_story(StoryView([t.article for t in tellings], [t.labels for t in tellings], Matches()))


def test_story_takes_the_most_central_headline() -> None:
    story = story_of(
        Telling("a1", "A ferry sank off Brill.", "Nine people were rescued.", title="Sea takes its toll"),
        Telling("a2", "The ferry from Brill sank.", "All nine were rescued.", title="Brill ferry sinks, nine rescued"),
        Telling("a3", "Nine were rescued from the Brill ferry.", title="A night of fear"),
    )
    assert story.title == "Brill ferry sinks, nine rescued"


def test_story_without_headlines_takes_the_first_sentence() -> None:
    assert story_of(Telling("a1", "A ferry sank off Brill.")).title == "A ferry sank off Brill."


def test_story_dates_are_those_of_its_reports() -> None:
    story = story_of(
        Telling("a1", "One.", published="2031-05-09T10:00:00+02:00"),
        Telling("a2", "Two.", published="2031-05-09T09:00:00Z"),
        Telling("a3", "Three."),
    )
    assert (story.first_published, story.last_published) == ("2031-05-09T10:00:00+02:00", "2031-05-09T09:00:00Z")


def test_story_id_does_not_depend_on_order() -> None:
    one, two = Telling("a1", "One."), Telling("a2", "Two.")
    assert story_of(one, two).id == story_of(two, one).id
