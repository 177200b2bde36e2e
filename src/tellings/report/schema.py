"""The JSON Schema of a dossier, and whether a document follows it."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _text() -> str:
    return files("tellings.report").joinpath("dossier.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``dossier/1``, a fresh copy at each call.

    It demands every key of the contract in its shape and allows extra keys. That refs point at their words is
    beyond a schema: ``tellings.report.verify`` checks that.
    """
    loaded: dict[str, Any] = json.loads(_text())
    return loaded
