"""Quotations that are speech of their own, and the cue and speaker beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
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

    def quoted_near(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations that overlap a stretch of the kept text or touch it, in order."""
        last = bisect_right(self.quotations, end, key=lambda quotation: quotation.outer_start)
        found: list[Quotation] = []
        for quotation in reversed(self.quotations[:last]):
            if quotation.depth == 0 and quotation.outer_end < start:
                break
            found.append(quotation)
        return found[::-1]

    def cues_between(self, start: int, end: int) -> tuple[Attribution, ...]:
        """Return the attributions whose head stands in a stretch of the kept text, in order."""
        first = bisect_left(self.attributions, start - self.parsed.start, key=lambda item: item.head.idx)
        last = bisect_left(self.attributions, end - self.parsed.start, key=lambda item: item.head.idx)
        return self.attributions[first:last]


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
            (ends or (verb and len(words) > 3))
            and (begins or not lead)
            and not _names_title(inner, tail, words, ends=ends)
        )
    if lead[-1] == ":":
        final = bool(_FINAL.search(inner)) or not quotation.closed
        return (begins or final or verb) and (final or len(words) > 1)
    if lead[-1] in ",;" or lead[-1] in "—–":
        return (begins and (verb or ends)) or (_is_second_half(quotation, marks) and (verb or ends))
    return begins and verb and len(words) > 3 and _cue_before(quotation, marks)


def _begins_upper(inner: str) -> bool:
    first = next((char for char in inner if char.isalnum()), "")
    return first.isupper() or first.isdigit() or inner[:1] == "["


def _names_title(inner: str, tail: str, words: list[str], *, ends: bool) -> bool:
    """Whether a quotation at the start of a sentence is a name and goes on as its subject."""
    return not ends and tail[:1].islower() and len(words) <= 5 and not inner.endswith(("?", "!"))


def _has_finite_verb(quotation: Quotation, marks: BlockMarks) -> bool:
    offset = marks.parsed.start
    span = marks.parsed.doc.char_span(quotation.start - offset, quotation.end - offset, alignment_mode="expand")
    return span is not None and any(token.tag_ in ("VBD", "VBP", "VBZ", "MD", "VB") for token in span)


def _is_second_half(quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether an earlier quotation of the block ended a little before, with only a cue between ("X," he said, "y")."""
    near = marks.quoted_near(quotation.outer_start - _REACH, quotation.outer_start)
    earlier = [other for other in near if other.outer_end <= quotation.outer_start and other.depth == quotation.depth]
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
        and next(_breaks(marks, between, last.outer_end), None) is None
        and _any_cue(marks, last.outer_end, quotation.outer_start)
    )


def _any_cue(marks: BlockMarks, start: int, end: int) -> bool:
    return bool(marks.cues_between(start, end))


def _breaks(marks: BlockMarks, between: str, start: int) -> Iterator[re.Match[str]]:
    """Yield where a sentence ends between two places; a stop inside a sentence ("Mr. Oakes", "W. Tull") ends none.

    Args:
        marks: the block.
        between: the words between the two places.
        start: offset of ``between`` in the kept text.
    """
    doc = marks.parsed.doc
    for stop in _BREAK.finditer(between):
        at = start - marks.parsed.start + stop.end()
        following = doc.char_span(at, at + 1, alignment_mode="expand")
        if following is None or following[0].is_sent_start or not _begins_upper(following[0].text):
            yield stop


def _offset(marks: BlockMarks, token: Token) -> int:
    return marks.parsed.start + int(token.idx)


def _cue_before(quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether the last words before an opening mark are a cue, or a cue and its hearer."""
    for item in marks.cues_between(quotation.outer_start - _REACH, quotation.outer_start)[::-1]:
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
    limit = quotation.outer_end + _REACH
    after = bisect_left(others, quotation.outer_end, key=lambda other: other.outer_start)
    if after < len(others):
        limit = min(limit, others[after].outer_start)
    between = marks.text[quotation.outer_end - marks.parsed.start : limit - marks.parsed.start]
    stop = next(_breaks(marks, between, quotation.outer_end), None)
    if stop:
        limit = quotation.outer_end + stop.start()
    for item in marks.cues_between(quotation.outer_end, limit):
        return item if _first_verb(marks, quotation.outer_end, _offset(marks, item.head)) else None
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
    start = max(marks.parsed.start, quotation.outer_start - _REACH)
    before = bisect_left(others, quotation.outer_start, key=lambda other: other.outer_start)
    if before > 0:
        start = max(start, others[before - 1].outer_end)
    between = marks.text[start - marks.parsed.start : quotation.outer_start - marks.parsed.start]
    for stop in _breaks(marks, between, quotation.outer_start - len(between)):
        start = max(start, quotation.outer_start - len(between) + stop.end())
    lead = between.rstrip()
    if not lead or lead[-1] in '.!?…”"':
        return None
    for item in marks.cues_between(start, quotation.outer_start)[::-1]:
        return item if lead[-1] == ":" or item.content is None or _reaches(item, quotation, marks) else None
    return None


def _reaches(item: Attribution, quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether the clause an attribution governs is the quotation or runs into it, and not one before it."""
    assert item.content is not None
    last = marks.parsed.doc[max(item.content[0], item.content[1] - 1)]
    return _offset(marks, last) >= quotation.outer_start or item.content[1] <= item.head.i


def opening_speaker(quotation: Quotation, marks: BlockMarks) -> Token | None:
    """Return the head of the phrase that a colon introduces as the speaker ("Mr Harbin: “We are late.”")."""
    at = quotation.outer_start - marks.parsed.start
    before = marks.text[max(0, at - _REACH) : at]
    lead = before.rstrip()
    if not lead.endswith(":"):
        return None
    cues = load_cues()
    last = at - (len(before) - len(lead))
    colon = marks.parsed.doc.char_span(last - 1, last, alignment_mode="expand")
    if colon is None or not len(colon):
        return None
    sent = colon[0].sent
    subjects = [token for token in sent if token.dep_ in ("nsubj", "ROOT") and token.pos_ in ("PROPN", "PRON", "NOUN")]
    subjects = [token for token in subjects if token.idx + marks.parsed.start < quotation.outer_start]
    for token in subjects:
        if token.pos_ != "NOUN" or token.lemma_.lower() in cues.anonymous | cues.speaker_nouns:
            return token
    return None
