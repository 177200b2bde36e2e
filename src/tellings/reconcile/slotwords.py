"""Differences of place, time, participants and single words between two claims that are worded much alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Indel, Opcode

from tellings.reconcile.acts import one_act
from tellings.reconcile.numbers import body_words, people_words
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import PRONOUNS, Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Claim, Participant, TimeType
from tellings.types.labels import Time as TimeExpression
from tellings.types.matches import Key
from tellings.types.spans import Span

CLOSE_SLOTS = 0.5
"""Closeness of two claims from which places, times and participants are compared."""

CLOSE_DATES = 0.65
"""The same for two dates that exclude each other, where a mistake is loudest."""

CLOSE_PARTICIPANTS = 0.6
"""The same for participants, which are often different sides of one matter."""

CLOSE_ALIKE = 0.75
"""The same for two participants with no word in common: nearly all else must agree."""

LONGEST_PARTICIPANT = 60
"""Characters of a participant's words: what is longer is a matter of its own."""

CLOSE_WORDS = 0.6
"""Share of the words that two claims must have in common, in order, for single words to be compared."""

ONE_WORD = 0.8
"""Likeness of letters from which two words with one beginning are one word in two forms."""

LONGEST_CHANGE = 3
"""Words of the longest stretch that counts as one word put for another."""

_AGE = "year of age"
_OWNED = re.compile(
    r"^(?:its|his|her|their|our|my|your)\b|\w['’]s?\s|^(?:the|one)\s\w+(?:\sand\s\w+)?\sof\b", re.IGNORECASE
)
"""Marks of what belongs to somebody."""

KEPT = 16384
"""Claims and pairs of them whose words are kept at hand: those of one story of a hundred reports."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def place_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that two claims say of one act that it happened at differently named places."""
    mine, theirs = reader.claims[left], reader.claims[right]
    if mine.place is None or theirs.place is None or mine.predicate != theirs.predicate:
        return
    if not one_act(left, right, reader, close=CLOSE_SLOTS):
        return
    said, other = _fold(reader.words(mine.place)), _fold(reader.words(theirs.place))
    if said == other:
        return
    yield Contrast(
        type=DifferenceType.PRECISION,
        slot="place",
        left=mine.place,
        right=theirs.place,
        left_value=said,
        right_value=other,
        why=f"The place is “{reader.words(mine.place)}” in one report and “{reader.words(theirs.place)}” in the other.",
        rule="places_differ",
        score=0.6,
    )


def _fold(words: str) -> str:
    """Return words in lower case without a leading article."""
    folded = [word for word in words.lower().split() if word not in ("the", "a", "an")]
    return " ".join(folded)


def time_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that two claims date the same in different words: more exactly, or otherwise."""
    if not one_act(left, right, reader, close=CLOSE_SLOTS):
        return
    left_predicate, right_predicate = reader.claims[left].predicate, reader.claims[right].predicate
    for kind in (TimeType.TIME, TimeType.DATE):
        mine, theirs = _times(left, kind, reader), _times(right, kind, reader)
        if len(mine) == 1 and len(theirs) == 1 and mine[0].value != theirs[0].value:
            a, b = mine[0].span, theirs[0].span
            if reader.words(a).lower() == reader.words(b).lower():
                continue
            apart = _apart(str(mine[0].value), str(theirs[0].value))
            if apart and (left_predicate != right_predicate or reader.closeness(left, right) < CLOSE_DATES):
                continue
            yield Contrast(
                type=DifferenceType.CONTRADICTION if apart else DifferenceType.PRECISION,
                slot="time",
                left=a,
                right=b,
                left_value=str(mine[0].value),
                right_value=str(theirs[0].value),
                why=f"The time is “{reader.words(a)}” in one report and “{reader.words(b)}” in the other.",
                rule="times_differ",
                score=0.6,
            )


def _apart(value: str, other: str) -> bool:
    """Return whether two ISO dates of one length, years or days, exclude each other; intervals never do."""
    return len(value) == len(other) and len(value) in (4, 7, 10) and "/" not in value + other and value != other


def _times(key: Key, kind: TimeType, reader: StoryReader) -> list[TimeExpression]:
    """Return the resolved times of one kind in a claim."""
    span = reader.claims[key].span
    inner = [c.span for c in reader.labels[key.article].claims if span.contains(c.span) and c.span != span]
    return [
        time
        for time in reader.labels[key.article].times
        if time.type is kind
        and time.value is not None
        and span.contains(time.span)
        and not any(part.contains(time.span) for part in inner)
    ]


def participant_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that two claims give one act to differently described participants."""
    mine, theirs = reader.claims[left], reader.claims[right]
    if mine.predicate != theirs.predicate or reader.closeness(left, right) < CLOSE_PARTICIPANTS:
        return
    for role in ("agent", "patient"):
        a, b = _only(mine.participants, role), _only(theirs.participants, role)
        if a is None or b is None or not a.head or not b.head or a.head == b.head:
            continue
        if max(len(a.span), len(b.span)) > LONGEST_PARTICIPANT or _same(left, a, right, b, reader):
            continue
        if not _compatible(left, a, right, b, reader):
            continue
        if _counted(a, reader) or _counted(b, reader):
            continue
        if _belongs(left, a, right, b, reader) or _belongs(right, b, left, a, reader):
            continue
        vague = bool({a.head, b.head} & (people_words() | body_words()))
        yield Contrast(
            type=DifferenceType.PRECISION if vague else DifferenceType.WORDING,
            slot="participant",
            left=a.span,
            right=b.span,
            left_value=a.head,
            right_value=b.head,
            why=f"It is “{reader.words(a.span)}” in one report and “{reader.words(b.span)}” in the other.",
            rule="participants_differ",
            score=0.5,
        )


def _only(participants: Sequence[Participant], role: str) -> Participant | None:
    """Return the one participant of a role, None if there is none or more than one."""
    found = [participant for participant in participants if participant.role == role]
    return found[0] if len(found) == 1 else None


def _compatible(left: Key, a: Participant, right: Key, b: Participant, reader: StoryReader) -> bool:
    """Return whether two participants may be one thing described in two ways.

    They may where they share a content word, both speak of people, or where all else that the two claims say of the
    act is the same; a body may be named in one and only described in the other ("the authorities").
    """
    named = [p.chain is not None and p.chain in _named(k, reader) for k, p in ((left, a), (right, b))]
    mine, theirs = (set(re.findall(r"\w{4,}", reader.words(p.span).lower())) for p in (a, b))
    if mine & theirs or ({a.head, b.head} <= people_words()):
        return True
    if any(named):
        plain = b if named[0] else a
        return named[0] != named[1] and plain.head in body_words()
    return reader.closeness(left, right) >= CLOSE_ALIKE


def _counted(participant: Participant, reader: StoryReader) -> bool:
    """Return whether a participant is told with its number: numbers are compared by themselves."""
    span = participant.span
    return any(
        span.contains(q.span) and not q.calendar and not q.vague and q.unit != _AGE
        for q in reader.labels[span.article].quantities
    )


def _belongs(key: Key, thing: Participant, owner: Key, holder: Participant, reader: StoryReader) -> bool:
    """Return whether one participant is a part or thing of somebody ("their plan", "the hand of a man"), the other not.

    Who holds it is people, a body or has a name; the thing is none of them.
    """
    alive = [
        p.head in people_words() | body_words() or (p.chain is not None and p.chain in _named(k, reader))
        for k, p in ((key, thing), (owner, holder))
    ]
    return alive == [False, True] and _OWNED.search(reader.words(thing.span)) is not None


def _same(left: Key, a: Participant, right: Key, b: Participant, reader: StoryReader) -> bool:
    """Return whether two participants are one, are two that have names, or one is a pronoun."""
    if any(reader.words(p.span).lower() in PRONOUNS for p in (a, b)):
        return True
    one = reader.entity_of.get(Key(left.article, a.chain)) if a.chain else None
    other = reader.entity_of.get(Key(right.article, b.chain)) if b.chain else None
    if one is not None and other is not None:
        return one.id == other.id or (a.chain in _named(left, reader) and b.chain in _named(right, reader))
    return False


def _named(key: Key, reader: StoryReader) -> frozenset[str]:
    """Return the chains of an article that have a name: two named actors are two sides, not two wordings."""
    return frozenset(chain.id for chain in reader.labels[key.article].chains if chain.named)


def word_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield single words that one of two like-worded claims puts for those of the other."""
    a, b = reader.claims[left].span, reader.claims[right].span
    (first, mine), (second, theirs) = (_words(reader.words(span), span) for span in (a, b))
    texts = mine, theirs
    codes = _aligned(mine, theirs)
    common = sum(code.src_end - code.src_start for code in codes if code.tag == "equal")
    if common < CLOSE_WORDS * min(len(first), len(second)) or common < LONGEST_CHANGE:
        return
    blocks = [code for code in codes if code.tag == "equal"]
    for before, after in pairwise(blocks):
        src, dest = (before.src_end, after.src_start), (before.dest_end, after.dest_start)
        sizes = src[1] - src[0], dest[1] - dest[0]
        if min(sizes) < 1 or max(sizes) > LONGEST_CHANGE:
            continue
        said, other = " ".join(texts[0][src[0] : src[1]]), " ".join(texts[1][dest[0] : dest[1]])
        if _spelled_alike(said, other):
            continue
        if _telling(said, reader.claims[left]) and _telling(other, reader.claims[right]):
            yield _changed(first[src[0] : src[1]], second[dest[0] : dest[1]], said, other)


@lru_cache(maxsize=KEPT)
def _words(text: str, span: Span) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return the places of the words of a span, which are given, and the words themselves, folded."""
    found = list(_WORD.finditer(text))
    places = tuple(Span(article=span.article, start=span.start + m.start(), end=span.start + m.end()) for m in found)
    return places, tuple(m.group().lower().replace("’", "'") for m in found)


@lru_cache(maxsize=KEPT)
def _aligned(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Opcode, ...]:
    """Return how one row of words becomes another; the same words meet in many pairs of reports."""
    return tuple(Indel.opcodes(first, second))


def _spelled_alike(said: str, other: str) -> bool:
    """Return whether two stretches are one word in two spellings or inflections ("traveling", "travelling")."""
    return said.replace("-", " ") == other.replace("-", " ") or (
        said[:4] == other[:4] and Indel.normalized_similarity(said, other) >= ONE_WORD
    )


def _telling(words: str, claim: Claim) -> bool:
    """Return whether words carry meaning in a claim: function words that change are grammar."""
    return any(lemma[:4] == word[:4] for word in words.split() if len(word) > 3 for lemma in claim.lemmas)


def _changed(mine: Sequence[Span], theirs: Sequence[Span], said: str, other: str) -> Contrast:
    """Return the contrast of one changed stretch."""
    return Contrast(
        type=DifferenceType.WORDING,
        slot="predicate",
        left=Span(article=mine[0].article, start=mine[0].start, end=mine[-1].end),
        right=Span(article=theirs[0].article, start=theirs[0].start, end=theirs[-1].end),
        left_value=said,
        right_value=other,
        why=f"“{said}” in one report, “{other}” in the other.",
        rule="words_differ",
        score=0.4,
    )
