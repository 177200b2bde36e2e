"""Dataclasses to bytes and back, unchanged."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import StoreError
from tellings.store.codec import FORM, decode, encode, pack, unpack
from tellings.types.articles import Article, Block, Capture, DroppedSpan, Hints
from tellings.types.dossier import Dossier
from tellings.types.labels import Chain, Claim, Labels, Mention, Quantity, Sentence, Statement, Time
from tellings.types.matches import Key, Matches
from tellings.types.spans import Span
from tests.store.made import article

texts = st.text(st.characters(), max_size=20)

# a label holds numbers; JSON has none that are not finite, and pack refuses them (tested below)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


labels = st.builds(
    Labels,
    article=texts,
    sentences=st.lists(st.from_type(Sentence), max_size=2).map(tuple),
    mentions=st.lists(st.from_type(Mention), max_size=2).map(tuple),
    chains=st.lists(st.from_type(Chain), max_size=2).map(tuple),
    times=st.lists(st.from_type(Time), max_size=2).map(tuple),
    quantities=st.lists(st.builds(Quantity, value=st.floats(allow_nan=False, allow_infinity=False)), max_size=2).map(
        tuple
    ),
    statements=st.lists(st.from_type(Statement), max_size=2).map(tuple),
    claims=st.lists(st.from_type(Claim), max_size=1).map(tuple),
)


@given(
    st.builds(
        Article,
        blocks=st.lists(st.from_type(Block), max_size=3).map(tuple),
        dropped=st.lists(st.from_type(DroppedSpan), max_size=3).map(tuple),
        text=texts,
    )
)
def test_codec_article_comes_back(value: Article) -> None:
    assert decode(encode(value), Article) == value


@given(labels)
def test_codec_labels_come_back(value: Labels) -> None:
    content = encode(value)
    assert decode(content, Labels) == value
    assert encode(decode(content, Labels)) == content


@given(st.builds(Capture, content=st.binary(max_size=50), hints=st.builds(Hints, title=texts)))
def test_codec_capture_comes_back(value: Capture) -> None:
    assert decode(encode(value), Capture) == value


def test_codec_dossier_of_the_sample_comes_back(sample_dossier: Dossier) -> None:
    assert decode(encode(sample_dossier), Dossier) == replace(sample_dossier, settings=dict(sample_dossier.settings))
    for marks in sample_dossier.labels:
        assert decode(encode(marks), Labels) == marks
        assert type(decode(encode(marks), Labels).sentences[0].kind) is type(marks.sentences[0].kind)


def test_codec_form_is_stable() -> None:
    content = unpack(encode(Span(article="a1", start=2, end=5)))
    assert content == {"form": 1, "type": "Span", "data": {"article": "a1", "start": 2, "end": 5}}
    assert FORM == 1


KEY = Key("a", "b")


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    name: str
    key: Key = KEY
    size: float | None = None
    pairs: tuple[tuple[str, int], ...] = ()
    colour: Colour = Colour.RED
    more: Mapping[str, object] | None = None


def written_as(value: object, name: str) -> bytes:
    envelope = unpack(encode(value))
    return pack(envelope | {"type": name})


def test_codec_field_that_was_added_has_its_default() -> None:
    assert decode(written_as(Old(name="x"), "New"), New) == New(name="x")


def test_codec_field_that_is_not_known_is_refused_not_dropped() -> None:
    with pytest.raises(StoreError) as raised:
        decode(written_as(New(name="x"), "Old"), Old)
    assert raised.value.code == "T010"


def test_codec_named_tuples_enums_and_pairs_come_back_as_such() -> None:
    value = New(name="x", key=Key("c", "d"), size=2, pairs=(("a", 1), ("b", 2)), more={"z": [1, None]})
    back = decode(encode(value), New)
    assert back == value
    assert type(back.key) is Key
    assert type(back.colour) is Colour
    assert type(back.pairs[0]) is tuple


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zlib",
        zlib.compress(b"no json"),
        zlib.compress(b"[]"),
        encode(article())[:-5],
        pack({"form": 2, "type": "Article", "data": {}}),
        pack({"form": 1, "type": "Labels", "data": {}}),
        pack({"form": 1, "type": "Article", "data": {}}),
        pack({"form": 1, "type": "Article", "data": None}),
        pack({"form": 1, "type": "Article"}),
    ],
)
def test_codec_what_is_no_article_is_refused(content: bytes) -> None:
    with pytest.raises(StoreError) as raised:
        decode(content, Article)
    assert raised.value.code == "T010"


@dataclass(frozen=True)
class Loose:
    anything: object


@dataclass(frozen=True)
class Torn:
    either: int | str


@pytest.mark.parametrize("value", [Loose(1), Torn(1)])
def test_codec_fields_it_cannot_keep_are_refused(value: object) -> None:
    with pytest.raises(StoreError) as raised:
        encode(value)
    assert raised.value.code == "T010"


def test_codec_matches_without_anything_come_back() -> None:
    assert decode(encode(Matches()), Matches) == Matches()
