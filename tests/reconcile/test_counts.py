"""Numbers of people across a whole story."""

from dataclasses import replace

from tellings.reconcile.counts import count_contrasts
from tellings.types.articles import BlockKind
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, sentence: str, *numbers: tuple, published: str | None = None) -> Claimed:
    telling = Claimed(ident, sentence, published=published)
    quantities = tuple(
        telling.number(words, value, bound=bound, counts=counts) for words, value, bound, counts in numbers
    )
    telling.tells(sentence, "be", "ferry harbour", quantities=quantities)
    return telling


def found_in(*tellings: Claimed) -> list:
    return [contrast for contrast, _ in count_contrasts(reader_of(*tellings))]


def test_counts_one_toll_in_sentences_with_no_other_word_in_common() -> None:
    first = told("a1", "Nine dead as ferry sinks.", ("Nine", 9.0, Bound.EXACTLY, ""))
    second = told("b1", "At least nine people lost their lives.", ("At least nine", 9.0, Bound.AT_LEAST, "people"))

    (found,) = found_in(first, second)

    assert found.type is DifferenceType.PRECISION
    assert {first.article.words(found.right), second.article.words(found.left)} == {"Nine", "At least nine people"}


def test_counts_a_verb_right_before_a_number_governs_it() -> None:
    first = told(
        "a1",
        "The blast trapped five people, injuring another 40.",
        ("five", 5.0, Bound.EXACTLY, "people"),
        ("40", 40.0, Bound.EXACTLY, ""),
    )
    second = told("b1", "Some 50 people were hurt.", ("50", 50.0, Bound.EXACTLY, "people"))

    (found,) = found_in(first, second)

    assert {found.left_value, found.right_value} == {"exactly 40 ", "exactly 50 "}


def test_counts_a_part_and_a_past_disaster_are_other_counts() -> None:
    now = "2024-03-01"
    first = told("a1", "Nine people were killed.", ("Nine", 9.0, Bound.EXACTLY, "people"), published=now)
    part = told("b1", "Four of those killed were sailors.", ("Four", 4.0, Bound.EXACTLY, ""), published=now)
    past = told("c1", "In 1987 eight people were killed.", ("eight", 8.0, Bound.EXACTLY, "people"), published=now)

    assert found_in(first, part, past) == []


def test_counts_of_two_named_hospitals_are_two() -> None:
    first = told("a1", "Ten people were taken to Hillside Hospital.", ("Ten", 10.0, Bound.EXACTLY, "people"))
    second = told("b1", "Twelve people were taken to Marsh Hospital.", ("Twelve", 12.0, Bound.EXACTLY, "people"))

    assert found_in(first, second) == []


def test_counts_every_report_that_only_bounds_a_number_stands_beside_the_exact_one() -> None:
    exact = told("a1", "A total of 31 people were taken to two hospitals.", ("31", 31.0, Bound.EXACTLY, "people"))
    first = told("b1", "More than 30 people were taken to hospital.", ("More than 30", 30.0, Bound.MORE_THAN, "people"))
    second = told(
        "c1", "In all more than 30 people went to hospital.", ("more than 30", 30.0, Bound.MORE_THAN, "people")
    )

    found = found_in(exact, first, second)

    assert [c.type for c in found] == [DifferenceType.PRECISION] * 2
    assert {c.left.article for c in found} == {"b1", "c1"}


def test_counts_a_number_of_hospitals_does_not_hide_what_is_said_of_the_people() -> None:
    first = told(
        "a1",
        "A total of 31 went to two hospitals.",
        ("31", 31.0, Bound.EXACTLY, ""),
        ("two", 2.0, Bound.EXACTLY, "hospitals"),
    )
    second = told("b1", "About 40 people were taken to hospital.", ("About 40", 40.0, Bound.ABOUT, "people"))

    assert len(found_in(first, second)) == 1


def test_counts_a_headline_that_rounds_a_number_of_its_text_is_no_reading() -> None:
    text = "2,400 moved to safety"
    first = Claimed("a1", text, "About 2,400 people were evacuated.")
    head = first.number("2,400", 2400.0)
    body = first.number("About 2,400", 2400.0, bound=Bound.ABOUT, counts="people")
    first.tells(text, "move", "safety", quantities=(head,))
    first.tells("About 2,400 people were evacuated.", "evacuate", "people", quantities=(body,))
    blocks = first.article.blocks
    first.article = replace(first.article, blocks=(replace(blocks[0], kind=BlockKind.TITLE), *blocks[1:]))
    second = told("b1", "Some 3,100 people have been evacuated.", ("3,100", 3100.0, Bound.EXACTLY, "people"))

    (found,) = found_in(first, second)

    assert {found.left_value, found.right_value} == {"about 2400 ", "exactly 3100 "}


def test_counts_that_one_report_gives_far_apart_are_of_two_things() -> None:
    first = told("a1", "Nine people were killed.", ("Nine", 9.0, Bound.EXACTLY, "people"))
    second = Claimed("b1", "Nine people were killed.", "Sixty people died in a quake elsewhere.")
    nine = second.number("Nine", 9.0, counts="people")
    sixty = second.number("Sixty", 60.0, counts="people")
    second.tells("Nine people were killed.", "kill", "people kill", quantities=(nine,))
    second.tells("Sixty people died in a quake elsewhere.", "die", "people die quake", quantities=(sixty,))

    assert found_in(first, second) == []
