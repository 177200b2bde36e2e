"""Attributions that have no verb: headlines ("Mayor: bridge will close") and signed quotations ("“…” — Ann Lee")."""

from __future__ import annotations

import re

from tellings.label.candidates import Candidate, Place
from tellings.label.cues import load_cues
from tellings.label.direct import BlockMarks
from tellings.label.quotemarks import Quotation
from tellings.types.labels import StatementKind

_FIRST = re.compile(r"(?P<who>[^:“”\"]{2,60}):\s+(?P<what>\S.{11,})")
_LAST = re.compile(r"(?P<what>.{12,}?)\s*(?::|\s[–—-])\s+(?P<who>[^:“”\"]{2,50})")
_SIGNED = re.compile(r"\s*[―—–-]{1,2}\s*(?P<who>[A-Z][^\s,;:]*(?:\s+[A-Z][^\s,;:]*){0,5})\s*$")
# A speaker's name in a headline has few words; a longer lead is a topic.
_WORDS = 5
_SIGNATURE = 80


def headline(marks: BlockMarks) -> Candidate | None:
    """Return what a headline reports somebody to say before or after a colon, None if it does not.

    Args:
        marks: a title or heading.
    """
    for pattern in (_FIRST, _LAST):
        match = pattern.fullmatch(marks.text)
        if match and _names_speaker(marks, match.start("who"), match.end("who")):
            start = marks.parsed.start
            content = (start + match.start("what"), start + match.end("what"))
            kind = StatementKind.INDIRECT
            for quotation in marks.quotations:
                if quotation.depth == 0 and quotation.outer_start <= content[0] and content[1] <= quotation.outer_end:
                    content, kind = (quotation.start, quotation.end), StatementKind.DIRECT
            who = (start + match.start("who"), start + match.end("who"))
            return Candidate(
                content=content, kind=kind, source=who, source_head=last_word(marks, who), score=0.75, basis="headline"
            )
    return None


def last_word(marks: BlockMarks, place: Place) -> Place:
    """Return the last word of a stretch of a block."""
    text = marks.text[place[0] - marks.parsed.start : place[1] - marks.parsed.start]
    return place[0] + text.rfind(" ") + 1, place[1]


def _names_speaker(marks: BlockMarks, start: int, end: int) -> bool:
    """Whether a stretch of a headline is the name of a person or body, or a noun for a speaker."""
    span = marks.parsed.doc.char_span(start, end, alignment_mode="expand")
    if span is None or not 0 < len(span) <= _WORDS or any(token.pos_ in ("VERB", "AUX") for token in span):
        return False
    words = [token for token in span if token.is_alpha and token.lower_ not in ("the", "a", "an", "of")]
    if not words:
        return False
    named = all(token.ent_type_ in ("PERSON", "ORG") for token in words)
    return named or words[-1].lower_ in load_cues().speaker_nouns


def signature(quotation: Quotation, marks: BlockMarks) -> Place | None:
    """Return the name behind a dash after a quotation that ends its block, None if there is none.

    Args:
        quotation: a direct quotation.
        marks: its block.
    """
    rest = marks.text[quotation.outer_end - marks.parsed.start :][: _SIGNATURE + 1]
    match = _SIGNED.fullmatch(rest) if len(rest) <= _SIGNATURE else None
    return (quotation.outer_end + match.start("who"), quotation.outer_end + match.end("who")) if match else None
