"""Dataclasses to bytes and back: JSON in an envelope, compressed with zlib.

The form is stable: every field is written by name, so a field may be added with a default, and a record written
before is read with it. A field that is taken away or changes its meaning needs a migration; until then reading such
a record fails with T010 and loses nothing. Text keeps every character, lone surrogates and NUL included.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import types
import zlib
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from tellings.errors import StoreError

T = TypeVar("T")

#: Version of the envelope; a reader refuses one that it does not know.
FORM = 1
#: zlib's own default: level 9 was 1.6 times slower on labels for 1 percent less.
LEVEL = 6
#: A record that unpacks to more is not one of ours: the largest article has a tenth of it.
MAX_UNPACKED = 1_000_000_000

Step = Callable[[Any], Any]


def encode(value: object) -> bytes:
    """Return a dataclass instance as compressed JSON in an envelope that names its class."""
    kind: Any = type(value)
    envelope = {"form": FORM, "type": kind.__name__, "data": _writer(kind)(value)}
    return pack(envelope)


def decode(content: bytes, kind: type[T]) -> T:
    """Return the instance that ``encode`` wrote.

    Raises:
        StoreError: the bytes are not what ``encode`` writes for this class (T010).
    """
    envelope = unpack(content)
    if not isinstance(envelope, dict) or envelope.get("form") != FORM or envelope.get("type") != kind.__name__:
        message = f"a record is no {kind.__name__} of form {FORM}: it was written by another release; upgrade Tellings"
        raise StoreError(message, code="T010")
    try:
        shape: Any = kind
        made: T = _reader(shape)(envelope["data"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"a stored {kind.__name__} does not fit this release ({error}): upgrade Tellings or put it again"
        raise StoreError(message, code="T010") from error
    return made


def pack(document: object) -> bytes:
    """Return a JSON document as compressed bytes, the same for the same document."""
    try:
        text = json.dumps(document, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise StoreError(f"a value cannot be stored as JSON ({error})", code="T010") from error
    return zlib.compress(text.encode("ascii"), LEVEL)


def unpack(content: bytes) -> Any:  # noqa: ANN401 -- any JSON document
    """Return the document that ``pack`` wrote.

    Raises:
        StoreError: the bytes are no compressed JSON (T010).
    """
    try:
        return json.loads(inflate(content))
    except ValueError as error:
        message = f"a record cannot be read ({error}): the store is damaged; restore a backup"
        raise StoreError(message, code="T010") from error


def inflate(content: bytes) -> bytes:
    """Return uncompressed bytes.

    Raises:
        StoreError: the bytes were not compressed with zlib, or unpack to more than any record has (T010).
    """
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(content, MAX_UNPACKED)
    except zlib.error as error:
        message = f"a record cannot be read ({error}): the store is damaged; restore a backup"
        raise StoreError(message, code="T010") from error
    if not unpacker.eof:
        raise StoreError("a record is cut short or too large: the store is damaged; restore a backup", code="T010")
    return plain


def deflate(content: bytes) -> bytes:
    """Return compressed bytes."""
    return zlib.compress(content, LEVEL)


# ---------------------------------------------------------------------------------------------- by type


def _same(value: object) -> object:
    return value


@cache
def _writer(kind: Any) -> Step:  # noqa: ANN401 -- a dataclass or named tuple
    """Return what turns an instance of ``kind`` into JSON values; built once a class."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        steps = [(entry.name, _write_step(hints[entry.name])) for entry in dataclasses.fields(kind)]
        return lambda value: {name: step(getattr(value, name)) for name, step in steps}
    hints = get_type_hints(kind)
    parts = [_write_step(hints[name]) for name in kind._fields]
    return lambda value: [step(part) for step, part in zip(parts, value, strict=True)]


@cache
def _reader(kind: Any) -> Step:  # noqa: ANN401 -- a dataclass or named tuple
    """Return what turns JSON values into an instance of ``kind``; built once a class."""
    make: Any = kind
    hints = get_type_hints(kind)
    if not dataclasses.is_dataclass(kind):
        parts = [_read_step(hints[name]) for name in kind._fields]
        return lambda data: make(*(step(part) for step, part in zip(parts, data, strict=True)))
    steps = {entry.name: _read_step(hints[entry.name]) for entry in dataclasses.fields(kind)}
    return lambda data: make(**{name: steps[name](part) for name, part in data.items()})


def _is_record(hint: object) -> bool:
    return isinstance(hint, type) and (dataclasses.is_dataclass(hint) or hasattr(hint, "_fields"))


def _choice(hint: object) -> object:
    """Return the one type of an optional hint.

    Raises:
        StoreError: the hint is a union of two types, which JSON could not tell apart (T010).
    """
    others = [part for part in get_args(hint) if part is not type(None)]
    if len(others) != 1:
        raise StoreError(f"a field of type {hint} cannot be stored: give it one type or None", code="T010")
    return others[0]


def _write_step(hint: Any) -> Step:  # noqa: ANN401 -- a type hint
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = _write_step(_choice(hint))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _write_tuple(get_args(hint))
    if _is_record(hint):
        return _writer(hint)
    if hint is bytes:
        return lambda value: base64.b64encode(value).decode("ascii")
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value: value.value
    if origin is not None and issubclass(origin, Mapping):
        return dict
    return _plain(hint)


def _read_step(hint: Any) -> Step:  # noqa: ANN401 -- a type hint
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = _read_step(_choice(hint))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _read_tuple(get_args(hint))
    if _is_record(hint):
        return _reader(hint)
    if hint is bytes:
        return base64.b64decode
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if origin is not None and issubclass(origin, Mapping):
        return dict
    return _plain(hint)


def _plain(hint: object) -> Step:
    if hint is float:
        return float
    if hint in (str, int, bool):
        return _same
    raise StoreError(f"a field of type {hint} cannot be stored: teach it to tellings.store.codec", code="T010")


def _write_tuple(parts: tuple[Any, ...]) -> Step:
    if len(parts) == 2 and parts[1] is Ellipsis:
        step = _write_step(parts[0])
        return lambda value: [step(part) for part in value]
    steps = [_write_step(part) for part in parts]
    return lambda value: [step(part) for step, part in zip(steps, value, strict=True)]


def _read_tuple(parts: tuple[Any, ...]) -> Step:
    if len(parts) == 2 and parts[1] is Ellipsis:
        step = _read_step(parts[0])
        return lambda data: tuple(step(part) for part in data)
    steps = [_read_step(part) for part in parts]
    return lambda data: tuple(step(part) for step, part in zip(steps, data, strict=True))
