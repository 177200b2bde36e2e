"""Names of agencies and outlets as they stand in credits (``outlets.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class CreditNames:
    """The names that credits are made of.

    Attributes:
        agencies: name to show by name as written ("The Associated Press" → "AP").
        pattern: regular expression source that matches any name, longest first, without a group.
        agency_pattern: the same for news agencies alone.
        text_pattern: the same for agencies and outlets, without picture agencies.
    """

    agencies: dict[str, str]
    pattern: str
    agency_pattern: str
    text_pattern: str


@lru_cache(maxsize=1)
def credit_names() -> CreditNames:
    """Return the names of ``outlets.yaml``, read once."""
    source = files("tellings.extract").joinpath("outlets.yaml").read_text(encoding="utf-8")
    data = yaml.load(source, Loader=yaml.CSafeLoader)
    agencies = {written: name for name, forms in data["agencies"].items() for written in forms}
    every = [*agencies, *data["pictures"], *data["outlets"]]
    return CreditNames(
        agencies=agencies,
        pattern=_any_of(every),
        agency_pattern=_any_of(list(agencies)),
        text_pattern=_any_of([*agencies, *data["outlets"]]),
    )


def _any_of(names: list[str]) -> str:
    return "(?:" + "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name))) + ")"
