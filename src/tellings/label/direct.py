"""Quotations that are speech of their own, and the cue and speaker beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Token

from tellings.label.attribution import Attribution, phrase
from tellings.label.cues import load_cues
from tellings.label.parse import ParsedBlock
from tellings.label.quotemarks import Quotation

_FINAL = re.compile(r"[.,!?…—–-]\s*$")
_BREAK = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
# Characters between a quotation and its cue that are looked at: a long attribution with an apposition.
_REACH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockMarks:
    """One block with what was found in it so far.

    Attributes:
        parsed: the block with its syntax.
        text: the block's words.
        quotations: quotations of the block, outer before inner.
        attributions: attributions of the block, in order.
    """

    parsed: ParsedBlock
    text: str
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]

    def token_at(self, offset: int) -> int:
        """Return the index of the token that holds or follows an offset into the kept text."""
        starts = [token.idx for token in self.parsed.doc]
        return max(0, bisect_right(starts, offset - self.parsed.start) - 1)


def is_direct(quotation: Quotation, marks: BlockMarks) -> bool:
    """Return whether a quotation is speech of its own and not a fragment in somebody else's clause.

    Rule: it stands where a sentence may begin, or after a colon or a comma, and reads like an utterance.
    """
    inner = marks.text[quotation.start - marks.parsed.start : quotation.end - marks.parsed.start]
    lead = marks.text[
        max(0, quotation.outer_start - marks.parsed.start - _REACH) : quotation.outer_start - marks.parsed.start
    ].rstrip()
    tail = marks.text[quotation.outer_end - marks.parsed.start :][:_REACH].lstrip()
    words = inner.split()
    begins = _begins_upper(inner)
    ends = bool(_FINAL.search(inner)) or tail[:1] in (",", "—", "–") or not quotation.closed
    verb = _has_finite_verb(quotation, marks)
    if not lead or lead[-1] in '.!?”"…' or (lead[-1] in "’'" and lead[-2:-1] in (".", ",", "!", "?")):
        if lead and lead[-1] in '”"' and lead[-2:-1].isalnum():
            return False
        return (
            (ends or (verb and len(words) > 3)) and (begins or not lead) and not _names_title(inner, tail, words, ends)
        )
    if lead[-1] == ":":
        return begins or ends or verb
    if lead[-1] in ",;" or lead[-1] in "—–":
        return (begins and (verb or ends)) or (_is_second_half(quotation, marks) and (verb or ends))
    return begins and verb and len(words) > 3 and _cue_before(quotation, marks)


def _begins_upper(inner: str) -> bool:
    first = next((char for char in inner if char.isalnum()), "")
    return first.isupper() or first.isdigit() or inner[:1] == "["


def _names_title(inner: str, tail: str, words: list[str], ends: bool) -> bool:
    """Whether a quotation at the start of a sentence is a name and goes on as its subject."""
    return not ends and tail[:1].islower() and len(words) <= 5 and not inner.endswith(("?", "!"))


def _has_finite_verb(quotation: Quotation, marks: BlockMarks) -> bool:
    offset = marks.parsed.start
    span = marks.parsed.doc.char_span(quotation.start - offset, quotation.end - offset, alignment_mode="expand")
    return span is not None and any(token.tag_ in ("VBD", "VBP", "VBZ", "MD", "VB") for token in span)


def _is_second_half(quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether an earlier quotation of the block ended a little before, with only a cue between ("X," he said, "y")."""
    earlier = [
        other
        for other in marks.quotations
        if other.outer_end <= quotation.outer_start and other.depth == quotation.depth
    ]
    if not earlier:
        return False
    last = earlier[-1]
    between = marks.text[last.outer_end - marks.parsed.start : quotation.outer_start - marks.parsed.start]
    ended = (
        marks.text[last.start - marks.parsed.start : last.end - marks.parsed.start].rstrip()[-1:] in ",?!—–-…"
        or between[:1] == ","
    )
    return (
        ended
        and len(between) < _REACH
        and not _BREAK.search(between)
        and _any_cue(marks, last.outer_end, quotation.outer_start)
    )


def _any_cue(marks: BlockMarks, start: int, end: int) -> bool:
    return any(start <= _offset(marks, item.head) < end for item in marks.attributions)


def _offset(marks: BlockMarks, token: Token) -> int:
    return marks.parsed.start + int(token.idx)


def _cue_before(quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether the last words before an opening mark are a cue, or a cue and its hearer."""
    for item in reversed(marks.attributions):
        at = _offset(marks, item.head)
        if at < quotation.outer_start:
            end = at + len(item.head.text)
            if item.addressee is not None and item.addressee.i > item.head.i:
                last = marks.parsed.doc[phrase(item.addressee)[1] - 1]
                end = _offset(marks, last) + len(last.text)
            return not marks.text[end - marks.parsed.start : quotation.outer_start - marks.parsed.start].strip()
    return False


def cue_for(quotation: Quotation, marks: BlockMarks, others: list[Quotation]) -> Attribution | None:
    """Return the attribution beside a direct quotation, None if none stands there.

    Args:
        quotation: a direct quotation.
        marks: its block.
        others: every direct quotation of the block that is not inside another one.
    """
    before, after = _left_cue(quotation, marks, others), _right_cue(quotation, marks, others)
    offset = marks.parsed.start
    inner = marks.text[quotation.start - offset : quotation.end - offset]
    lead = marks.text[max(0, quotation.outer_start - offset - 3) : quotation.outer_start - offset].rstrip()
    if before is not None and lead[-1:] == ":":
        return before
    if after is not None and (
        inner[-1:] in ",?!—–-…" or marks.text[quotation.outer_end - offset :][:2].lstrip()[:1] in (",", "—", "–")
    ):
        return after
    return before


def _right_cue(quotation: Quotation, marks: BlockMarks, others: list[Quotation]) -> Attribution | None:
    limit = min(
        [other.outer_start for other in others if other.outer_start >= quotation.outer_end],
        default=len(marks.text) + marks.parsed.start,
    )
    limit = min(limit, quotation.outer_end + _REACH)
    between = marks.text[quotation.outer_end - marks.parsed.start : limit - marks.parsed.start]
    stop = _BREAK.search(between)
    if stop:
        limit = quotation.outer_end + stop.start()
    for item in marks.attributions:
        at = _offset(marks, item.head)
        if quotation.outer_end <= at < limit:
            return item if _first_verb(marks, quotation.outer_end, at) else None
    return None


def _first_verb(marks: BlockMarks, start: int, end: int) -> bool:
    """Whether no other main verb stands between two offsets (relative clauses and participles do not count)."""
    span = marks.parsed.doc.char_span(start - marks.parsed.start, end - marks.parsed.start, alignment_mode="contract")
    if span is None:
        return True
    finite = [
        t
        for t in span
        if t.tag_ in ("VBD", "VBZ", "VBP") and t.pos_ == "VERB" and t.dep_ not in ("relcl", "acl", "advcl")
    ]
    return not finite


def _left_cue(quotation: Quotation, marks: BlockMarks, others: list[Quotation]) -> Attribution | None:
    start = max(
        [other.outer_end for other in others if other.outer_end <= quotation.outer_start], default=marks.parsed.start
    )
    start = max(start, quotation.outer_start - _REACH)
    between = marks.text[start - marks.parsed.start : quotation.outer_start - marks.parsed.start]
    for stop in _BREAK.finditer(between):
        start = max(start, quotation.outer_start - len(between) + stop.end())
    lead = between.rstrip()
    if not lead or lead[-1] in '.!?…”"':
        return None
    for item in reversed(marks.attributions):
        at = _offset(marks, item.head)
        if start <= at < quotation.outer_start:
            return item if lead[-1] == ":" or item.content is None or _reaches(item, quotation, marks) else None
    return None


def _reaches(item: Attribution, quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether the clause an attribution governs is the quotation or runs into it, and not one before it."""
    assert item.content is not None
    last = marks.parsed.doc[max(item.content[0], item.content[1] - 1)]
    return _offset(marks, last) >= quotation.outer_start or item.content[1] <= item.head.i


def opening_speaker(quotation: Quotation, marks: BlockMarks) -> Token | None:
    """Return the head of the phrase that a colon introduces as the speaker ("Mr Harbin: “We are late.”")."""
    lead = marks.text[: quotation.outer_start - marks.parsed.start].rstrip()
    if not lead.endswith(":"):
        return None
    cues = load_cues()
    index = marks.token_at(quotation.outer_start - 1)
    doc = marks.parsed.doc
    sent = doc[min(index, len(doc) - 1)].sent
    subjects = [token for token in sent if token.dep_ in ("nsubj", "ROOT") and token.pos_ in ("PROPN", "PRON", "NOUN")]
    subjects = [token for token in subjects if token.idx + marks.parsed.start < quotation.outer_start]
    for token in subjects:
        if token.pos_ != "NOUN" or token.lemma_.lower() in cues.anonymous | cues.speaker_nouns:
            return token
    return None
