"""Languages."""

from __future__ import annotations

import pytest

from tellings.extract.language import detect_language, normal_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bridge was closed.", "en"),
        ("Police: no one hurt", None),
        ("1 2 3", None),
        (
            "Der Bürgermeister sagte am Montag, die alte Brücke werde für drei Wochen gesperrt, weil ein Riss gefunden "
            "worden sei, und eine Fähre werde ab Samstag fahren.",
            "de",
        ),
        (
            "Le maire a déclaré lundi que le vieux pont serait fermé pendant trois semaines après la découverte d'une "
            "fissure dans une pile, et qu'un bac circulerait dès samedi.",
            "fr",
        ),
        ("Ο δήμαρχος ανακοίνωσε ότι η γέφυρα θα κλείσει για τρεις εβδομάδες.", "el"),
        ("Η γέφυρα έκλεισε χθες.", "el"),
    ],
)
def test_language_is_found_or_left_open(text: str, code: str | None) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("eng", "en"),
        ("Greek", "el"),
        ("xx-unknown-3", "xx"),
        (None, None),
        ("?", None),
    ],
)
def test_language_tags_become_codes(tag: str | None, code: str | None) -> None:
    assert normal_code(tag) == code
