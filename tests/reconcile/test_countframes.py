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


def test_countframes_a_magnitude_and_the_people_of_a_town_are_no_toll() -> None:
    quake = "A quake of magnitude 6.4 hit Mirren, killing nobody and injuring many."

    assert frames_of((quake, "6.4", 6.4, "")) == {}
    assert frames_of(("A magnitude 7 quake killed some in Mirren.", "7", 7.0, "")) == {}
    assert frames_of(("The injured were flown to Mirren, a city of 500,000 people.", "500,000", 5e5, "people")) == {}


def test_countframes_more_bodies_come_on_top_of_a_count() -> None:
    assert frames_of(("Two more bodies were found in Mirren.", "Two", 2.0, "bodies")) == {}

    telling = Claimed("a0", "The blast killed nine people and injured 40 more.")
    telling.number("nine", 9.0, counts="people")
    telling.number("40", 40.0)

    assert set(count_readings(reader_of(telling))) == {"dead", "hurt"}


def test_countframes_a_day_long_before_the_story_is_of_another_happening() -> None:
    def frames(words: str, value: str) -> set[str]:
        telling = Claimed("a0", f"The quake killed nine people {words}.", published="2024-06-20")
        telling.number("nine", 9.0, counts="people")
        telling.time(words, value)
        return set(count_readings(reader_of(telling)))

    assert frames("in February", "2024-02") == set()
    assert frames("on Tuesday", "2024-06-18") == {"dead"}
