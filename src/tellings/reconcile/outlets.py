"""Agencies, outlets and platforms: who is told something or hands it on, and is no witness of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.readings import StoryReader
from tellings.types.labels import Speaker

_NAMED = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlets:
    """Names of outlets, words they end with, and words that show a body instead; see ``outlets.yaml``."""

    names: frozenset[str]
    endings: frozenset[str]
    bodies: frozenset[str]


@lru_cache(maxsize=1)
def _known() -> _Outlets:
    """Return the lists of ``outlets.yaml``, read once."""
    content = resources.files("tellings.reconcile").joinpath("outlets.yaml").read_text(encoding="utf-8")
    data = yaml.load(content, Loader=yaml.CSafeLoader)
    return _Outlets(
        names=frozenset(name.strip() for name in data["names"].split("|")),
        endings=frozenset(data["endings"].split()),
        bodies=frozenset(data["bodies"].split("|")),
    )


def is_outlet(speaker: Speaker, reader: StoryReader) -> bool:
    """Return whether a speaker is an agency, outlet or platform, by its name; those of the story's reports are too.

    Args:
        speaker: who is said to say something.
        reader: the story.
    """
    name = speaker.name.lower().removeprefix("the ").strip()
    known = _known()
    if name in known.names or any(name == (a.outlet or "").lower().removeprefix("the ") for a in reader.articles):
        return True
    words = name.split()
    if len(words) < 2 or words[-1] not in known.endings or not all(_NAMED.match(w) for w in speaker.name.split()):
        return False
    return not known.bodies & set(words)
