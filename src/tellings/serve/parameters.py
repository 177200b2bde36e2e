"""Kinds of parameters that several pages take; a field left empty in a form is a parameter not given."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BeforeValidator

LARGEST = 2**62
"""No number in a store is larger, and both databases hold it."""


def _given(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Empty = BeforeValidator(_given)

Ident = Annotated[int, Path(ge=1, lt=LARGEST)]
OptionalIdent = Annotated[int | None, Empty, Query(ge=1, lt=LARGEST)]
Revision = Annotated[int | None, Empty, Query(ge=1, lt=2**31)]
Words = Annotated[str | None, Empty, Query(max_length=1000)]
Day = Annotated[str | None, Empty, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")]
