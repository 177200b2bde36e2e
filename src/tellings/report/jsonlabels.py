"""Refs, and the labels of one article, as JSON."""

from __future__ import annotations

import math
from typing import Any

from tellings.report.index import Index
from tellings.types.labels import Claim, Measure, Participant, Quantity, Speaker, Statement, Time
from tellings.types.spans import Span

Json = dict[str, Any]


def ref(span: Span, index: Index) -> Json:
    """Return a span with the exact words it points at."""
    return {"article": span.article, "start": span.start, "end": span.end, "text": index.words(span)}


def ref_or_null(span: Span | None, index: Index) -> Json | None:
    """Return ``ref(span)``, None where there is no span."""
    return None if span is None else ref(span, index)


def _finite(number: float | None) -> float | None:
    """Return a number that JSON can hold, None for one that it cannot (a numeral of a thousand digits)."""
    return number if number is not None and math.isfinite(number) else None


def _speaker_form(article: str, speaker: Speaker, index: Index) -> Json:
    entity = index.entity_of(article, speaker.chain)
    return {
        "name": index.speaker_name(article, speaker),
        "entity": entity.id if entity else None,
        "span": ref_or_null(speaker.span, index),
        "named": speaker.named,
    }


def time_form(article: str, time: Time, index: Index) -> Json:
    """Return one time expression as the contract has it."""
    return {
        "id": index.id_of(article, time.id),
        "span": ref(time.span, index),
        "type": time.type.value,
        "value": time.value,
        "timex": time.timex,
        "basis": time.basis,
    }


def quantity_form(article: str, quantity: Quantity, index: Index) -> Json:
    """Return one number as the contract has it."""
    return {
        "id": index.id_of(article, quantity.id),
        "span": ref(quantity.span, index),
        "value": _finite(quantity.value),
        "high": _finite(quantity.high),
        "bound": quantity.bound.value,
        "unit": quantity.unit,
        "counts": ref_or_null(quantity.counts, index),
        "also": _measure_form(quantity.also, index) if quantity.also else None,
        "vague": quantity.vague,
        "calendar": quantity.calendar,
    }


def _measure_form(measure: Measure, index: Index) -> Json:
    """Return the same amount in another unit."""
    value, high = _finite(measure.value), _finite(measure.high)
    return {"span": ref(measure.span, index), "value": value, "high": high, "unit": measure.unit}


def statement_form(article: str, statement: Statement, index: Index) -> Json:
    """Return one statement as the contract has it."""
    speaker, addressee = statement.speaker, statement.addressee
    return {
        "id": index.id_of(article, statement.id),
        "kind": statement.kind.value,
        "content": ref(statement.content, index),
        "fragments": [ref(span, index) for span in statement.fragments],
        "cue": ref_or_null(statement.cue, index),
        "speaker": _speaker_form(article, speaker, index) if speaker else None,
        "addressee": _speaker_form(article, addressee, index) if addressee else None,
        "when": index.id_of(article, statement.when),
        "via": [_speaker_form(article, source, index) for source in statement.via],
        "score": round(statement.score, 4),
        "basis": statement.basis,
    }


def _participant_form(article: str, participant: Participant, index: Index) -> Json:
    entity = index.entity_of(article, participant.chain)
    return {
        "role": participant.role,
        "entity": entity.id if entity else None,
        "span": ref(participant.span, index),
        "head": participant.head,
    }


def claim_form(article: str, claim: Claim, index: Index) -> Json:
    """Return one claim as the contract has it."""
    return {
        "id": index.id_of(article, claim.id),
        "span": ref(claim.span, index),
        "predicate": claim.predicate,
        "predicate_ref": ref(claim.predicate_span, index),
        "participants": [_participant_form(article, part, index) for part in claim.participants],
        "time": index.id_of(article, claim.time),
        "place": ref_or_null(claim.place, index),
        "quantities": [made for local in claim.quantities if (made := index.id_of(article, local))],
        "polarity": "positive" if claim.positive else "negative",
        "modality": claim.modality.value,
        "hedged": claim.hedged,
        "attribution": [_speaker_form(article, speaker, index) for speaker in claim.attribution],
        "statement": index.id_of(article, claim.statement),
    }
