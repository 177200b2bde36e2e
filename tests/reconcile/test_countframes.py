"""What a number of people stands for."""

from tellings.reconcile.countframes import count_readings
from tellings.types.labels import Bound
from tests.reconcile.claimed import Claimed, reader_of


def frames_of(*tellings: tuple[str, str, float, str]) -> dict[str, list[float]]:
    made = []
    for number, (sentence, words, value, counts) in enumerate(tellings):
        telling = Claimed(f"a{number}", sentence)
        if words:
            telling.number(words, value, bound=Bound.EXACTLY, counts=counts)
        made.append(telling)
    found = count_readings(reader_of(*made))
    return {frame: [r.quantity.value for r in readings] for frame, readings in found.items()}


def test_countframes_the_only_hospital_of_a_story_holds_all_who_were_hurt() -> None:
    found = frames_of(
        ("Three people were treated for broken bones at the Marsh Hospital.", "Three", 3.0, "people"),
        ("Nine people were injured.", "Nine", 9.0, "people"),
    )

    assert found == {"hurt": [3.0, 9.0]}


def test_countframes_two_hospitals_hold_a_part_each() -> None:
    found = frames_of(
        ("Ten people were taken to the Hillside Hospital.", "Ten", 10.0, "people"),
        ("Twelve people were taken to the Marsh University Hospital.", "Twelve", 12.0, "people"),
        ("Twelve of the injured were taken to the Marsh hospital.", "Twelve", 12.0, ""),
    )

    assert found == {"hospital hillside": [10.0], "hospital marsh": [12.0, 12.0]}


def test_countframes_an_open_word_without_a_label_counts() -> None:
    assert frames_of(("Dozens were injured in the blast.", "", 0.0, "")) == {"hurt": [24.0]}


def test_countframes_a_part_without_a_hospital_is_no_count() -> None:
    assert frames_of(("Four of the injured were sailors.", "Four", 4.0, "")) == {}
