"""Differences in who says something, how surely, and whether it is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

import yaml

from tellings.reconcile.acts import one_act
from tellings.reconcile.naming import naming_contrasts
from tellings.reconcile.numbers import body_words
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.slots import Contrast
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Claim, Modality, Speaker
from tellings.types.matches import Key
from tellings.types.spans import Span

CLOSE_VOICES = 0.75
"""Closeness of two claims from which their speakers are compared: further apart they may tell other matters."""

CLOSE_NAMING = 0.5
"""The same where one report names the speaker and the other only describes one: no loud difference."""

CLOSE_TWO_VOICES = 0.8
"""The same where both have speakers: two witnesses who say alike are two witnesses, not one in doubt."""

FEWEST_TWO_VOICES = 4
"""Content words in common below which two speakers only say something alike ("people were screaming")."""

FEWEST_TWO_VERBS = 3
"""Content words in common below which claims with two verbs are of two acts, whoever says them."""

CLOSE_ALL = 0.9
"""Closeness of claims with two verbs from which fewer words in common are enough."""

CLOSE_CERTAINTY = 0.5
"""The same for how surely they are told."""

BEFORE = 40
"""Characters before a claim in which a hedge still governs it ("initial indications suggest that …")."""

CLOSE_POLARITY = 0.7
"""The same for yes and no, where a mistake is loudest."""

ADVERB_BEFORE = 14
"""Characters before the verb from which an adverb such as "allegedly" belongs to a noun that it stands before."""

_GOVERNS = re.compile(r"\s*(?:that|to)?\s*[“\"‘']?\s*", re.IGNORECASE)
"""What may stand between a hedge and the claim it governs."""

MONTH = "May"
"""What is spelled like a hedge and is none."""

_OPENED = re.compile(
    r"\b(?:before|until|till|if|unless|whether|lest|in case|in order that"
    r"|(?:case|claim|allegation|accusation|suggestion|theory|idea|view|fear|hope|belief|possibility|notion) that"
    r"|(?:expect|hop|fear|want|ask|demand|urg|deny|denied|denie|disput|doubt|reject)(?:s|e|es|ed|ing)?(?: that)?)\b"
    r"[^,;:.]{0,60}$",
    re.IGNORECASE,
)
"""What leaves open whether the clause behind it is so."""

_VERBS = frozenset(
    (
        *("claims", "claimed", "thinks", "think", "thought", "believes", "believe", "believed"),
        *("suggests", "suggest", "suggested"),
    )
)
"""Hedges that govern a clause only from before its verb ends: the claims in "settled the claims" are a thing."""

_SAYS = frozenset(("claims", "claimed", "alleged", "says", "said to"))
"""Hedges that hand on somebody's words: no other certainty where the other report hands them on too."""

_OPEN = frozenset((Modality.POSSIBLE, Modality.EXPECTED, Modality.CONDITIONAL, Modality.PROPOSED))
_FIRM = frozenset((Modality.HAPPENED, Modality.ONGOING))


@lru_cache(maxsize=1)
def _hedges() -> re.Pattern[str]:
    """Return a pattern that finds hedging words, longest first, read once."""
    content = resources.files("tellings.reconcile").joinpath("differences.yaml").read_text(encoding="utf-8")
    words = [w.strip() for w in yaml.load(content, Loader=yaml.CSafeLoader)["hedges"].split("|")]
    ordered = sorted((re.escape(w) for w in words if w), key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(ordered) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _half_negations() -> tuple[str, ...]:
    """Return words that deny without "not", of ``differences.yaml``, read once."""
    content = resources.files("tellings.reconcile").joinpath("differences.yaml").read_text(encoding="utf-8")
    return tuple(f" {w.strip()} " for w in yaml.load(content, Loader=yaml.CSafeLoader)["half_negations"].split("|"))


def _hedge(claim: Claim, reader: StoryReader) -> Span | None:
    """Return the words that hedge a claim, in it or before it in its sentence, None if there are none."""
    text = reader.article[claim.span.article].text
    sentence = reader.sentence(claim, claim.span.article)
    start = min(max(sentence.start, claim.span.start - BEFORE), claim.span.start)
    found = [
        hedge
        for hedge in _hedges().finditer(text, start, claim.span.end)
        if (hedge.end() > claim.span.start or _GOVERNS.fullmatch(text, hedge.end(), claim.span.start))
        and (hedge.start() < claim.predicate_span.end or hedge.group().lower() not in _VERBS)
        and hedge.group() != MONTH
        and not _of_a_noun(hedge.group(), claim.predicate_span.start - hedge.end())
    ]
    if not found:
        return None
    return Span(article=claim.span.article, start=found[-1].start(), end=found[-1].end())


def _of_a_noun(hedge: str, before_verb: int) -> bool:
    """Return whether an adverb hedges what is called something, not the clause ("an allegedly drunk driver was held").

    Args:
        hedge: the words that hedge.
        before_verb: characters between them and the verb of the clause, negative behind it.
    """
    return hedge.lower().endswith("edly") and before_verb > ADVERB_BEFORE


def _voice(claim: Claim, key: Key, reader: StoryReader) -> tuple[str, Speaker | None]:
    """Return who answers for a claim: an entity id, a name, or nothing for the outlet itself."""
    if not claim.attribution:
        return "", None
    speaker = claim.attribution[-1]
    entity = reader.entity_of.get(Key(key.article, speaker.chain)) if speaker.chain else None
    return entity.id if entity else speaker.name.lower(), speaker


def _related(speaker: Speaker | None, other: Speaker | None) -> bool:
    """Return whether two speakers may be one: one is nameless, the names end alike, or one name holds the other."""
    if speaker is None or other is None:
        return False
    if not speaker.named or not other.named:
        return True
    mine, theirs = speaker.name.lower().split(), other.name.lower().split()
    same = bool(mine) and bool(theirs) and mine[-1] == theirs[-1] and mine[-1] not in body_words()
    return set(mine) <= set(theirs) or set(theirs) <= set(mine) or same


def voice_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that two reports give a claim to different speakers, or one of them says it itself."""
    mine, theirs = reader.claims[left], reader.claims[right]
    (who, speaker), (other, other_speaker) = _voice(mine, left, reader), _voice(theirs, right, reader)
    if reader.in_heading(mine.span) or reader.in_heading(theirs.span):
        return
    needed = CLOSE_TWO_VOICES if speaker and other_speaker else CLOSE_VOICES
    if who == other:
        return
    if _told_alike(left, right, reader, needed=CLOSE_NAMING if _related(speaker, other_speaker) else needed):
        for one, another in voices_of(mine, theirs):
            yield from naming_contrasts(one, another, reader)
    if reader.closeness(left, right) < needed or _related(speaker, other_speaker):
        return
    if len(set(mine.lemmas) & set(theirs.lemmas)) < FEWEST_TWO_VOICES:
        return
    if mine.predicate != theirs.predicate and any(_is_saying(c, reader) for c in (mine, theirs)):
        return
    if any(
        not _in_own_voice(key, other_voice, reader)
        for key, voice, other_voice in ((left, speaker, other), (right, other_speaker, who))
        if voice is None
    ):
        return
    shown = speaker.span if speaker and speaker.span else mine.span
    other_shown = other_speaker.span if other_speaker and other_speaker.span else theirs.span
    if speaker and other_speaker:
        why = f"Given to {speaker.name} here and to {other_speaker.name} there."
    else:
        name = speaker.name if speaker else other_speaker.name if other_speaker else ""
        why = f"One report gives this to {name}, the other says it in its own voice."
    yield Contrast(
        type=DifferenceType.ATTRIBUTION,
        slot="participant",
        left=shown,
        right=other_shown,
        left_value=who,
        right_value=other,
        why=why,
        rule="speakers_differ",
        score=0.6,
    )


def _told_alike(left: Key, right: Key, reader: StoryReader, *, needed: float) -> bool:
    """Return whether two claims are worded alike enough for their speakers; with two verbs, more must agree."""
    mine, theirs = reader.claims[left], reader.claims[right]
    if mine.predicate == theirs.predicate:
        return reader.closeness(left, right) >= needed
    common, close = len(reader.own_lemmas(left) & reader.own_lemmas(right)), reader.closeness(left, right)
    return close >= CLOSE_ALL or (common >= FEWEST_TWO_VERBS and close >= max(needed, CLOSE_VOICES))


def _is_saying(claim: Claim, reader: StoryReader) -> bool:
    """Return whether the verb of a claim is what hands on somebody's words ("a spokeswoman said")."""
    statements = reader.labels[claim.span.article].statements
    return any(s.cue is not None and s.cue.overlaps(claim.predicate_span) for s in statements)


def _in_own_voice(key: Key, said_by: str, reader: StoryReader) -> bool:
    """Return whether a claim without a speaker is its report's word for what somebody says in the other report."""
    claim = reader.claims[key]
    return reader.is_finite(claim) and not hands_on(claim, reader) and not _tells_of(key, said_by, reader)


def _tells_of(key: Key, who: str, reader: StoryReader) -> bool:
    """Return whether the sentence of a claim in a report's own voice names who says it in the other report.

    Such a sentence tells what somebody said or knew with other words than a cue.
    """
    sentence = reader.sentence(reader.claims[key], key.article)
    return who in reader.names_in(sentence) or (" " in who and who in reader.words(sentence).lower())


def hands_on(claim: Claim, reader: StoryReader) -> bool:
    """Return whether a claim tells that somebody said something, and so is not the outlet's word for what was said.

    Args:
        claim: one claim.
        reader: the story.
    """
    statements = reader.labels[claim.span.article].statements
    return any(s.cue is not None and claim.span.contains(s.cue) and claim.span.overlaps(s.content) for s in statements)


def voices_of(mine: Claim, theirs: Claim) -> Iterator[tuple[Speaker, Speaker]]:
    """Yield the speakers of two claims that stand at one place of their attributions: the outermost, the innermost.

    Args:
        mine: one claim.
        theirs: the other.
    """
    if mine.attribution and theirs.attribution:
        yield mine.attribution[0], theirs.attribution[0]
        if len(mine.attribution) > 1 or len(theirs.attribution) > 1:
            yield mine.attribution[-1], theirs.attribution[-1]


def certainty_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that one report is surer than the other, or tells as done what the other tells as open."""
    mine, theirs = reader.claims[left], reader.claims[right]
    if not _one_verb(mine, theirs):
        return
    hedge, other = _hedge(mine, reader), _hedge(theirs, reader)
    unsure = mine.hedged or mine.modality in _OPEN or hedge is not None
    other_unsure = theirs.hedged or theirs.modality in _OPEN or other is not None
    if unsure == other_unsure or mine.positive != theirs.positive:
        return
    if reader.in_heading(mine.span) or reader.in_heading(theirs.span):
        return
    if not one_act(left, right, reader, close=CLOSE_CERTAINTY):
        return
    firm = theirs if unsure else mine
    if firm.modality not in _FIRM or not all(reader.is_finite(claim) for claim in (mine, theirs)):
        return
    if _left_open(firm, reader):
        return
    words = hedge or other
    if words and reader.words(words).lower() in _SAYS and firm.attribution:
        return
    why = (
        f"One report hedges (“{reader.words(words)}”), the other does not."
        if words
        else "One report is surer than the other."
    )
    yield Contrast(
        type=DifferenceType.CERTAINTY,
        slot="modality",
        left=hedge or mine.predicate_span,
        right=other or theirs.predicate_span,
        left_value="open" if unsure else "firm",
        right_value="open" if other_unsure else "firm",
        why=why,
        rule="certainty_differs",
        score=0.7,
    )


def _left_open(claim: Claim, reader: StoryReader) -> bool:
    """Return whether what stands before a claim leaves open whether it is so ("before normal service was restored")."""
    text = reader.article[claim.span.article].text
    sentence = reader.sentence(claim, claim.span.article)
    start = min(max(sentence.start, claim.span.start - BEFORE), claim.span.start)
    return _OPENED.search(text[start : claim.predicate_span.start]) is not None


def _one_verb(mine: Claim, theirs: Claim) -> bool:
    """Return whether two claims have one verb: "is the first crash" and "is believed to be the first" do."""
    return mine.predicate == theirs.predicate or all(c.predicate.startswith("be ") for c in (mine, theirs))


def polarity_contrasts(left: Key, right: Key, reader: StoryReader) -> Iterator[Contrast]:
    """Yield the case that one report affirms what the other denies, both firmly and of the same act."""
    mine, theirs = reader.claims[left], reader.claims[right]
    if mine.positive == theirs.positive or mine.predicate != theirs.predicate:
        return
    if reader.closeness(left, right) < CLOSE_POLARITY or mine.predicate == "be":
        return
    if any(cue in f" {reader.words(claim.span).lower()} " for claim in (mine, theirs) for cue in _half_negations()):
        return
    if mine.modality not in _FIRM or theirs.modality not in _FIRM or mine.hedged or theirs.hedged:
        return
    yield Contrast(
        type=DifferenceType.CONTRADICTION,
        slot="polarity",
        left=mine.predicate_span,
        right=theirs.predicate_span,
        left_value=str(mine.positive),
        right_value=str(theirs.positive),
        why=f"One report affirms, the other denies “{reader.words(mine.predicate_span)}”.",
        rule="polarity_differs",
        score=0.5,
    )
