"""General knowledge about names: places and their people, titles, given names, bodies, head words.

Read once from the YAML files beside this module. Everything in them is general knowledge; nothing is there because
of one story.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

Phrase = tuple[str, ...]
_SIBILANT = ("s", "sh", "ch", "ese", "z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What is known about names before any article is read.

    Attributes:
        countries: every name of a country or continent → its usual name.
        people: word for its people, or adjective → usual name of the country ("Danish" → "Denmark").
        adjectives: the members of ``people`` that serve as adjectives.
        seats: capital → country, for capitals that stand for their government.
        places: every other place by name.
        groups: words for faiths, peoples and parties, with plurals.
        given: given name, lower case → ``female``, ``male`` or ``both``.
        titles: titles as lower-case token tuples without stops → whether capitals are needed.
        title_gender: the same tuples → ``female`` or ``male``.
        bodies: name of an organisation → its first listed name.
        words: the remaining word lists by their key in ``names_words.yaml``.
        jobs: nouns for people and bodies, lower case, as in ``nominals.yaml``.
        lower_heads: ``any``, ``long`` and ``between`` of lower-case heads.
    """

    countries: Mapping[str, str]
    people: Mapping[str, str]
    adjectives: frozenset[str]
    seats: Mapping[str, str]
    places: frozenset[str]
    groups: frozenset[str]
    given: Mapping[str, str]
    titles: Mapping[Phrase, bool]
    title_gender: Mapping[Phrase, str]
    bodies: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    lower_heads: Mapping[str, frozenset[str]]
    jobs: frozenset[str]

    def place(self, name: str) -> bool:
        """Return whether a name is a known place."""
        return name in self.places or name in self.countries or name in self.seats

    def known(self, name: str) -> bool:
        """Return whether a name is a known place, body, people or group."""
        return self.place(name) or name in self.bodies or name in self.people or name in self.groups


def load_yaml(name: str) -> Any:  # noqa: ANN401 - what YAML holds is known to the caller alone
    """Return the content of a YAML file beside this module."""
    text = resources.files("tellings.label").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def phrase(text: str) -> Phrase:
    """Return a title's tokens: lower case, without stops, hyphens as tokens of their own."""
    return tuple(word.lower().rstrip(".") or word for word in text.replace("-", " - ").split())


def plurals(word: str) -> tuple[str, ...]:
    """Return a word for one inhabitant and the word for many."""
    if word.endswith(("man", "woman")):
        return word, word[:-2] + "en"
    if word.endswith(_SIBILANT):
        return (word,)
    return word, word + "s"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon, read once per process."""
    places = load_yaml("names_places.yaml")
    words = load_yaml("names_words.yaml")
    given = load_yaml("names_given.yaml")
    countries, people, adjectives, seats = _countries(places["countries"])
    genders = {name.lower(): gender for gender in ("male", "female", "both") for name in given[gender].split()}
    shared = {name.lower() for name in given["male"].split()} & {name.lower() for name in given["female"].split()}
    capital = {phrase(title) for title in words["capital_titles"]}
    title_gender = {phrase(title): "female" for title in words["female_titles"]}
    title_gender.update({phrase(title): "male" for title in words["male_titles"]})
    groups = frozenset(form for word in places["groups"] for form in plurals(word))
    return Lexicon(
        countries=countries,
        people=people,
        adjectives=adjectives,
        seats=seats,
        places=frozenset((*places["regions"], *places["states"], *places["cities"])),
        groups=groups,
        given={**genders, **dict.fromkeys(sorted(shared), "both")},
        titles={phrase(title): phrase(title) in capital for title in words["titles"]},
        title_gender=title_gender,
        bodies={name: names[0] for names in words["organisations"] for name in names},
        words=_lists(words),
        jobs=_jobs(),
        lower_heads={key: frozenset(value) for key, value in words["lower_heads"].items()},
    )


def _jobs() -> frozenset[str]:
    table = load_yaml("nominals.yaml")
    return frozenset(noun for group in (*table["person"].values(), table["body"]) for noun in group)


def _lists(words: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    flat = {}
    for key, value in words.items():
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            flat[key] = frozenset(value)
    return flat


def _countries(
    table: Mapping[str, Mapping[str, list[str]]],
) -> tuple[dict[str, str], dict[str, str], frozenset[str], dict[str, str]]:
    countries: dict[str, str] = {}
    people: dict[str, str] = {}
    adjectives: set[str] = set()
    seats: dict[str, str] = {}
    for country, entry in table.items():
        countries[country] = country
        countries.update(dict.fromkeys(entry.get("also", ()), country))
        seats.update(dict.fromkeys(entry.get("seat", ()), country))
        for word in entry.get("people", ()):
            people.update(dict.fromkeys(plurals(word), country))
            adjectives.add(word)
    return countries, people, frozenset(adjectives), seats
