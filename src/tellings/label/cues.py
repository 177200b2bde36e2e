"""The words that mark an attribution, read from ``cues.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The lists of ``cues.yaml``: lemmas in lower case; what each list is for stands in the file."""

    say: frozenset[str]
    quote_only: frozenset[str]
    ask: frozenset[str]
    direct_others: frozenset[str]
    undertake: frozenset[str]
    with_that: frozenset[str]
    call_for: frozenset[str]
    breaks: frozenset[str]
    turns: frozenset[str]
    believe: frozenset[str]
    describe: frozenset[str]
    call: frozenset[str]
    express: frozenset[str]
    expressed: frozenset[str]
    show: frozenset[str]
    documents: frozenset[str]
    nouns: frozenset[str]
    prepositions: frozenset[str]
    speaker_nouns: frozenset[str]
    spokespersons: frozenset[str]
    anonymous: frozenset[str]
    titles: frozenset[str]
    groups: frozenset[str]
    bodies: frozenset[str]
    firms: frozenset[str]
    relatives: frozenset[str]
    papers: frozenset[str]
    audiences: frozenset[str]
    titles_before: frozenset[str]
    titles_after: frozenset[str]
    outlets: frozenset[str]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Return the lists of ``cues.yaml``, read once per process."""
    text = files("tellings.label").joinpath("cues.yaml").read_text(encoding="utf-8")
    lists = yaml.load(text, Loader=yaml.CSafeLoader)
    return Cues(**{name: frozenset(words) for name, words in lists.items()})
