"""Kinds of parameters that several pages take; a field left empty in a form is a parameter not given."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import BeforeValidator, Field, StringConstraints

LARGEST = 2**62
"""No number in a store is larger, and both databases hold it."""


def _given(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Empty = BeforeValidator(_given)

_Number = Annotated[int, Field(ge=1, lt=LARGEST)]
_Text = Annotated[str, StringConstraints(max_length=1000)]

Ident = Annotated[int, Path(ge=1, lt=LARGEST)]
OptionalIdent = Annotated[_Number | None, Empty]
Revision = Annotated[Annotated[int, Field(ge=1, lt=2**31)] | None, Empty]
Words = Annotated[_Text | None, Empty]
