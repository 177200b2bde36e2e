"""From settled candidates to statements: speakers in reading order, second-hand chains, fragments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tellings.label.candidates import Candidate, Place
from tellings.label.cues import load_cues
from tellings.label.quotemarks import Quotation
from tellings.label.speakers import name_speaker, speaker_for
from tellings.label.voices import Voices
from tellings.types.labels import EntityType, Form, Speaker, Statement, StatementKind, Time, TimeType

# Characters around a cue in which a time is the time of saying.
_NEAR_CUE = 60
# Statements on either side among which one that holds another is looked for: more than any sentence has.
_NEIGHBOURS = 24
# Blocks over which a quotation without an end goes on: captions and headings may stand between.
_BLOCKS = 4
# Score up to which a statement inside another one's words is dropped: fragments without a clause, "to ask him to go".
_UNSURE = 0.6
# Characters before a quotation in which a colon and a line break are looked for.
_INTRODUCTION = 12
_SPEAKING = frozenset((EntityType.PERSON, EntityType.ORGANISATION))
_FIRST = frozenset(("i", "we", "my", "our"))


@dataclass(slots=True, kw_only=True)
class _Draft:
    candidate: Candidate
    speaker: Speaker | None = None
    via: tuple[Speaker, ...] = ()
    dropped: bool = False


def assemble(
    candidates: list[Candidate], quotations: tuple[Quotation, ...], voices: Voices, times: tuple[Time, ...]
) -> Iterator[Statement]:
    """Yield the statements that settled candidates stand for.

    Args:
        candidates: in order of their content.
        quotations: every stretch between quotation marks.
        voices: everybody who may speak.
        times: time expressions of the article.
    """
    direct = [candidate.content for candidate in candidates if candidate.kind is StatementKind.DIRECT]
    voices.mark_quoted(direct)
    drafts = [_Draft(candidate=candidate) for candidate in candidates]
    _name_all(drafts, voices)
    _chain_sources(drafts, voices)
    _drop_nested(drafts)
    number = 0
    for draft in drafts:
        if not draft.dropped:
            yield _statement(f"s{number}", draft, quotations, voices, times)
            number += 1


def _name_all(drafts: list[_Draft], voices: Voices) -> None:
    """Give each draft its speaker: first those with a source, in order of their cue, then those that go on."""
    order = sorted(range(len(drafts)), key=lambda i: (_cue_start(drafts[i].candidate), i))
    for i in order:
        draft = drafts[i]
        if draft.candidate.source is None or draft.candidate.inside:
            continue
        draft.speaker = speaker_for(draft.candidate, voices)
        if draft.speaker is not None and draft.speaker.chain is not None and draft.candidate.source is not None:
            cue = draft.candidate.cue
            nested = cue is not None and any(_holds(d.candidate.content, cue) for d in drafts[max(0, i - 3) : i])
            voices.note_speaker(draft.candidate.source, draft.speaker.chain, nested=nested)
    for i, draft in enumerate(drafts):
        if draft.speaker is None and not draft.candidate.inside:
            draft.speaker = _goes_on(i, drafts, voices)
    for i, draft in enumerate(drafts):
        if draft.candidate.inside:
            outer = next(
                (
                    d
                    for d in reversed(drafts[max(0, i - _NEIGHBOURS) : i])
                    if _holds(d.candidate.content, draft.candidate.content)
                ),
                None,
            )
            draft.speaker = _told_by(draft, outer, voices)
            draft.via = (outer.speaker,) if outer is not None and outer.speaker is not None else ()


def _cue_start(candidate: Candidate) -> int:
    return candidate.source[0] if candidate.source else candidate.content[0]


def _holds(outer: Place, inner: Place) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _told_by(draft: _Draft, outer: _Draft | None, voices: Voices) -> Speaker | None:
    """Return whose words a quoted speaker repeats."""
    place, head = draft.candidate.source, draft.candidate.source_head
    if place is None or head is None:
        return None
    word = voices.parsed.article.text[place[0] : place[1]].lower()
    if word in _FIRST and outer is not None:
        return outer.speaker
    teller = outer.speaker.chain if outer is not None and outer.speaker is not None else None
    return name_speaker(place, head, voices, other_than=teller)


def _goes_on(index: int, drafts: list[_Draft], voices: Voices) -> Speaker | None:
    """Return the speaker of a statement that names none: the one before it, the one after it, the last subject."""
    here = drafts[index].candidate.content
    block = _block(here, voices)
    unended = _unended(index, drafts)
    if unended is not None and block - _block(unended.candidate.content, voices) <= _BLOCKS:
        return _unplaced(unended.speaker)
    introduced = _introduced(drafts[index], voices)
    if introduced is not None:
        return introduced
    before = next(
        (d for d in reversed(drafts[max(0, index - 4) : index]) if d.speaker is not None and not d.candidate.inside),
        None,
    )
    if before is not None and _block(before.candidate.content, voices) == block:
        return _unplaced(before.speaker)
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    if after is not None and after.speaker is not None and _block(after.candidate.content, voices) == block:
        between = voices.parsed.article.text[here[1] : after.candidate.content[0]]
        if len(between.strip(" \"“”‘’'.,")) == 0:
            return _unplaced(after.speaker)
    if before is not None and block - _block(before.candidate.content, voices) <= 2:
        return _unplaced(before.speaker)
    chain = voices.nearest(here[0], lambda item: item.type is EntityType.PERSON, prominent=True)
    return Speaker(name=chain.name, chain=chain.id, named=chain.named) if chain is not None else None


def _introduced(draft: _Draft, voices: Voices) -> Speaker | None:
    """Return the subject of the paragraph that ends in a colon right before a quotation, None if none does."""
    if draft.candidate.kind is not StatementKind.DIRECT:
        return None
    lead = voices.parsed.article.text[: draft.candidate.content[0]][-_INTRODUCTION:].rstrip("\"“‘'")
    if "\n" not in lead[len(lead.rstrip()) :] or not lead.rstrip().endswith(":"):
        return None
    chain = voices.nearest(draft.candidate.content[0], lambda item: item.named and item.type in _SPEAKING)
    return Speaker(name=chain.name, chain=chain.id) if chain is not None else None


def _unended(index: int, drafts: list[_Draft]) -> _Draft | None:
    """Return the last direct statement before a quotation if its closing mark is missing: the quotation goes on."""
    for draft in reversed(drafts[max(0, index - _NEIGHBOURS) : index]):
        if draft.candidate.kind is StatementKind.DIRECT and not draft.candidate.inside:
            return draft if draft.candidate.open_ended and draft.speaker is not None else None
    return None


def _unplaced(speaker: Speaker | None) -> Speaker | None:
    return replace(speaker, span=None) if speaker is not None else None


def _block(place: Place, voices: Voices) -> int:
    return voices.parsed.sentences[voices.sentence_at(place[0])].block


def _chain_sources(drafts: list[_Draft], voices: Voices) -> None:
    """Where one attribution reports another, keep the order of sources: the inner words came by way of the outer."""
    cued = sorted(
        (draft for draft in drafts if draft.candidate.cue is not None and not draft.candidate.inside),
        key=_cue,
    )
    starts = [_cue(draft)[0] for draft in cued]
    for outer in drafts:
        root = outer.candidate.root
        if root is None or outer.dropped or outer.speaker is None:
            continue
        for inner in cued[max(0, bisect_right(starts, root) - 3) : bisect_right(starts, root)]:
            if inner is outer or not _cue(inner)[0] <= root < _cue(inner)[1]:
                continue
            if inner.speaker is not None and outer.speaker.chain == inner.speaker.chain is not None:
                continue
            inner.via = (outer.speaker, *inner.via)
            if outer.candidate.frame == "according" or _is_outlet(outer.speaker.name):
                outer.dropped = True


def _cue(draft: _Draft) -> Place:
    assert draft.candidate.cue is not None
    return draft.candidate.cue


def _drop_nested(drafts: list[_Draft]) -> None:
    """Drop what is part of reported words: beliefs, fragments without a clause, what the same one says in them."""
    for i, inner in enumerate(drafts):
        cue = inner.candidate.cue
        if cue is None:
            continue
        weak = inner.candidate.frame == "believe" or inner.candidate.score <= _UNSURE
        inner.dropped = inner.dropped or any(
            outer is not inner
            and not outer.dropped
            and _holds(outer.candidate.content, cue)
            and (weak or _says_itself(outer, inner))
            for outer in drafts[max(0, i - _NEIGHBOURS) : i + _NEIGHBOURS]
        )


def _says_itself(outer: _Draft, inner: _Draft) -> bool:
    """Whether somebody's reported clause tells of another saying of the same one ("She said she had warned …")."""
    if outer.candidate.kind is StatementKind.DIRECT or inner.candidate.kind is StatementKind.DIRECT:
        return False
    if outer.speaker is None or inner.speaker is None or outer.speaker.chain is None:
        return False
    return outer.speaker.chain == inner.speaker.chain and outer.candidate.frame != "believe"


def _is_outlet(name: str) -> bool:
    folded = name.lower().removeprefix("the ").strip()
    return folded in load_cues().outlets


def _statement(
    name: str, draft: _Draft, quotations: tuple[Quotation, ...], voices: Voices, times: tuple[Time, ...]
) -> Statement:
    candidate, article = draft.candidate, voices.parsed.article
    fragments = () if candidate.kind is StatementKind.DIRECT else _fragments(candidate.content, quotations)
    kind = candidate.kind
    if kind is not StatementKind.DIRECT:
        kind = StatementKind.MIXED if fragments else StatementKind.INDIRECT
    addressee = _addressee(candidate, voices)
    via = draft.via
    if addressee is not None and _is_outlet(addressee.name) and not via:
        via = (addressee,)
    return Statement(
        id=name,
        kind=kind,
        content=article.span(*candidate.content),
        fragments=tuple(article.span(*place) for place in fragments),
        cue=article.span(*candidate.cue) if candidate.cue else None,
        speaker=draft.speaker,
        addressee=addressee,
        when=_when(candidate, times, quotations),
        via=via,
        score=candidate.score,
        basis=candidate.basis,
    )


def _fragments(content: Place, quotations: tuple[Quotation, ...]) -> tuple[Place, ...]:
    first = bisect_left(quotations, content[0], key=lambda q: q.outer_start)
    last = bisect_right(quotations, content[1], key=lambda q: q.outer_start)
    inside = [q for q in quotations[first:last] if q.end <= content[1]]
    outermost: list[Quotation] = []
    for quotation in inside:
        if not outermost or quotation.outer_start >= outermost[-1].outer_end:
            outermost.append(quotation)
    return tuple((q.start, q.end) for q in outermost)


def _addressee(candidate: Candidate, voices: Voices) -> Speaker | None:
    place = candidate.addressee
    if place is None:
        return None
    text = voices.parsed.article.text
    words = text[place[0] : place[1]]
    if words.lower().startswith("this ") and words.lower().split()[-1] in load_cues().papers:
        return Speaker(name=words, span=voices.parsed.article.span(*place), named=False)
    mentions = [m for m in voices.inside(place) if m.form is not Form.PRONOUN]
    if mentions:
        head = mentions[-1].span
        return name_speaker(place, (head.start, head.end), voices)
    last = text.rfind(" ", place[0], place[1]) + 1 or place[0]
    return name_speaker(place, (last, place[1]), voices)


def _quoted(time: Time, cue: tuple[int, int], quotations: tuple[Quotation, ...]) -> bool:
    """Return whether a time stands between quotation marks that do not hold the cue: it is part of what is said."""
    return any(
        quote.start <= time.span.start < quote.end and not quote.start <= cue[0] < quote.end for quote in quotations
    )


def _when(candidate: Candidate, times: Iterable[Time], quotations: tuple[Quotation, ...]) -> str | None:
    """Return the id of the time that stands beside the cue and outside the content."""
    if candidate.cue is None:
        return None
    best: tuple[int, str] | None = None
    for time in times:
        if time.type not in (TimeType.DATE, TimeType.TIME):
            continue
        inside = candidate.content[0] <= time.span.start < candidate.content[1]
        gap = max(time.span.start - candidate.cue[1], candidate.cue[0] - time.span.end)
        nearer = not inside and gap <= _NEAR_CUE and (best is None or gap < best[0])
        if nearer and not _quoted(time, candidate.cue, quotations):
            best = (gap, time.id)
    return best[1] if best else None
