"""Outlets by the domain of their pages (``publishers.yaml``): name, owner, country, language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One outlet.

    Attributes:
        domain: the domain its pages stand under.
        name: its name as readers know it.
        owner: who owns it, None if the table does not say.
        country: ISO 3166-1 code in capitals.
        language: ISO 639-1 code of most of its pages.
    """

    domain: str
    name: str
    owner: str | None
    country: str
    language: str


@lru_cache(maxsize=1)
def publishers() -> dict[str, Publisher]:
    """Return the outlets of ``publishers.yaml`` by domain, read once."""
    source = files("tellings.extract").joinpath("publishers.yaml").read_text(encoding="utf-8")
    data = yaml.load(source, Loader=yaml.CSafeLoader)
    return {
        domain: Publisher(domain=domain, name=name, owner=owner, country=country, language=language)
        for domain, (name, owner, country, language) in data.items()
    }


def publisher_of(url: str | None) -> Publisher | None:
    """Return the outlet of an address: that of the longest domain in the table which its host ends with."""
    try:
        host = (urlsplit(url or "").hostname or "").casefold()
    except ValueError:
        return None
    table = publishers()
    while host:
        if host in table:
            return table[host]
        host = host.partition(".")[2]
    return None
