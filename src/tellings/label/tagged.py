"""What the attribution tagger proposes as statements where the rules see a cue and no words.

The tagger was taught on a corpus that counts every attitude; here only what somebody says or asks is taken from
it, and only where its words are a clause. It reads the paragraphs in which a verb of saying has given no statement:
those are few, so that the second reading costs little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from tellings.label.candidates import Candidate, Place
from tellings.label.cues import Cues, load_cues
from tellings.label.frames import is_idle
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.tagger import Attribution, Tagger
from tellings.types.articles import BlockKind
from tellings.types.labels import StatementKind

BASIS = "tagger"
# What a proposal of the tagger counts beside the rules' scores (0.5 to 0.95): as much as a fragment behind a cue.
_SCORE = 0.6
_EDGES = " \t\n,:;.–—-"
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def propose_tagged(parsed: Parsed, ruled: Sequence[Candidate], tagger: Tagger) -> Iterator[Candidate]:
    """Yield what the tagger takes for somebody's words in paragraphs where a cue has given the rules none.

    Args:
        parsed: the article with its syntax.
        ruled: what the rules propose.
        tagger: a loaded tagger.
    """
    contents = _merged(item.content for item in ruled)
    cues = _merged(item.cue for item in ruled if item.cue is not None)
    taken = _merged((*contents, *cues))
    blocks = [block for block in parsed.blocks if _has_open_cue(block, taken)]
    if not blocks:
        return
    for block, attributions in zip(blocks, tagger.tag([block.doc.text for block in blocks]), strict=True):
        for attribution in attributions:
            candidate = _candidate(block, attribution)
            if candidate is None or candidate.cue is None:
                continue
            if not _touches(candidate.content, contents) and not _touches(candidate.cue, cues):
                yield candidate


def _merged(places: Iterable[Place]) -> list[Place]:
    """Return stretches in order, those that overlap as one."""
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _touches(place: Place, merged: Sequence[Place]) -> bool:
    """Whether a place shares a character with one of several stretches that do not overlap."""
    before = bisect_left(merged, place[1], key=lambda stretch: stretch[0]) - 1
    return before >= 0 and merged[before][1] > place[0]


def _has_open_cue(block: ParsedBlock, taken: Sequence[Place]) -> bool:
    """Whether a paragraph has a cue outside everything that the rules took."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.CAPTION):
        return False
    cues = load_cues()
    return any(
        (token.lower_ == "according" or _frame_of(token, cues)) and not _touches(_placed(block, _of(token)), taken)
        for token in block.doc
    )


def _candidate(block: ParsedBlock, attribution: Attribution) -> Candidate | None:
    """Return an attribution as a candidate, None if it is not speech reported of somebody in a clause."""
    if not attribution.cue or not attribution.source or not attribution.content:
        return None
    cue = (attribution.cue[0][0], attribution.cue[-1][1])
    source, frame = _span(block, attribution.source[0]), _frame(block, cue)
    content = _content(block, attribution.content)
    if source is None or not frame or content is None or content[0] <= cue[0] < content[1]:
        return None
    words = _span(block, content)
    if words is None or not _is_clause(words):
        return None
    head = source.root
    return Candidate(
        content=_placed(block, content),
        kind=StatementKind.INDIRECT,
        cue=_placed(block, cue),
        source=_placed(block, attribution.source[0]),
        source_head=_placed(block, _of(head)),
        frame=frame,
        score=_SCORE,
        basis=BASIS,
    )


def _of(token: Token) -> Place:
    return token.idx, token.idx + len(token.text)


def _placed(block: ParsedBlock, place: Place) -> Place:
    return block.start + place[0], block.start + place[1]


def _span(block: ParsedBlock, place: Place) -> DocSpan | None:
    span = block.doc.char_span(*place, alignment_mode="expand")
    return span if span is not None and len(span) else None


def _frame(block: ParsedBlock, cue: Place) -> str:
    """Return the frame of a cue by its words, empty if it is no cue of speech."""
    span = _span(block, cue)
    if span is None:
        return ""
    if "according" in (token.lower_ for token in span):
        return "according"
    cues = load_cues()
    return next((frame for token in span if (frame := _frame_of(token, cues))), "")


def _frame_of(token: Token, cues: Cues) -> str:
    if token.pos_ != "VERB" or is_idle(token):
        return ""
    lemma = token.lemma_.lower()
    if lemma in cues.say - cues.quote_only - cues.with_that:
        return "say"
    return "ask" if lemma in cues.ask else ""


def _content(block: ParsedBlock, pieces: Sequence[Place]) -> Place | None:
    """Return the place of the words reported, without "that" and marks at their ends."""
    text = block.doc.text
    start, end = pieces[0][0], pieces[-1][1]
    while start < end and text[start] in _EDGES:
        start += 1
    if text[start : start + 5].lower() == "that ":
        start += 5
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return (start, end) if end > start else None


def _is_clause(words: DocSpan) -> bool:
    """Whether words are held by a verb with a subject, one of which is finite."""
    root = words.root
    return (
        root.pos_ in ("VERB", "AUX")
        and any(child.dep_ in _SUBJECTS and child in words for child in root.children)
        and any(token.tag_ in _FINITE for token in (root, *root.children))
    )
