"""Reported facts and utterances: what supports each, how many stand on their own, who lacks it, what differs."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tellings.reconcile.differences import fact_differences, people_differences, utterance_differences
from tellings.reconcile.independence import (
    Pair,
    all_words,
    copied_pairs,
    count_independent,
    derived_passages,
    own_words,
)
from tellings.reconcile.people import introductions
from tellings.reconcile.readings import StoryReader
from tellings.reconcile.titles import LONGEST, choose_title
from tellings.types.articles import Article
from tellings.types.dossier import Difference, DifferenceType, Fact, FactKind, Missing, Plan, Support, Utterance
from tellings.types.labels import Labels
from tellings.types.matches import ClaimGroup, Entity, Grounds, Key, Matches, Passage, UtteranceGroup
from tellings.types.spans import Span

LONGEST_SUPPORT = 400
"""Characters of a sentence that supports a fact as one stretch: what a claim may have at most."""

WEIGHT_OF_PEOPLE = 0.4
"""What an introduction weighs beside a happening that as many reports tell."""

_QUIET = (DifferenceType.WORDING, DifferenceType.ATTRIBUTION)


def _hash(letter: str, spans: Iterable[Span]) -> str:
    """Return an id: a letter and twelve hex digits over article ids and places."""
    words = ";".join(f"{span.article}:{span.start}-{span.end}" for span in spans)
    return letter + hashlib.sha256(words.encode()).hexdigest()[:12]


def build_facts(
    articles: Sequence[Article], labels: Sequence[Labels], matches: Matches, *, plans: Sequence[Plan] = ()
) -> tuple[Fact, ...]:
    """Return the facts of a story: one for each group of claims.

    Args:
        articles: in story order.
        labels: one for each article, in any order.
        matches: what belongs together across the articles.
        plans: what was announced or open, with how it ended.

    Returns:
        Facts by weight, heaviest first, then by their first support.
    """
    reader = StoryReader(articles, labels, matches, plans=plans)
    passages = derived_passages(matches.lineage)
    copies = copied_pairs(matches.lineage)
    facts = [_fact(group, reader, passages, copies=copies) for group in matches.claims if group.claims]
    facts += [fact for entity in matches.entities if (fact := _person(entity, reader, passages)) is not None]
    return _listed_once(sorted(facts, key=lambda fact: (-fact.weight, reader.place(fact.support[0].span), fact.id)))


def _listed_once(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return facts with every difference in the heaviest fact that has it: claims of one sentence are in several."""
    seen: set[tuple[DifferenceType, str, Span, Span]] = set()
    found = []
    for fact in facts:
        kept = tuple(d for d in fact.differences if (d.type, d.slot, d.left, d.right) not in seen)
        seen.update((d.type, d.slot, d.left, d.right) for d in kept)
        kind = _kind(len({item.span.article for item in fact.support}), kept)
        found.append(replace(fact, differences=kept, kind=kind))
    return tuple(found)


def _fact(
    group: ClaimGroup, reader: StoryReader, passages: dict[Pair, list[Passage]], *, copies: frozenset[Pair]
) -> Fact:
    """Return the fact that one group of claims reports."""
    keys = reader.in_order(group.claims)
    support = _support(keys, reader)
    spans: dict[str, list[Span]] = {}
    for item in support:
        spans.setdefault(item.span.article, []).append(item.span)
    told = [item.span for item in support]
    groups = count_independent(
        spans, passages, words=own_words(told, reader), spoken=all_words(told, reader), copies=copies
    )
    differences = fact_differences(keys, reader)
    return Fact(
        id=_hash("f", (item.span for item in support)),
        kind=_kind(len(spans), differences),
        title=choose_title(support, reader),
        support=support,
        independent=len(groups),
        groups=groups,
        differences=differences,
        missing=_missing(list(spans), reader.articles),
        weight=_weight(support, len(groups), reader),
        grounds=group.grounds,
    )


def _support(keys: Sequence[Key], reader: StoryReader) -> tuple[Support, ...]:
    """Return what supports a fact: clauses of one sentence as one stretch of it, under the longest of the claims.

    Clauses that lie further apart than a long sentence stay by themselves.
    """
    told: dict[Span, list[Key]] = {}
    for key in keys:
        told.setdefault(reader.sentence(reader.claims[key], key.article), []).append(key)
    found = []
    for parts in told.values():
        spans = [reader.claims[key].span for key in parts]
        whole = Span(article=spans[0].article, start=min(s.start for s in spans), end=max(s.end for s in spans))
        if len(whole) > LONGEST_SUPPORT:
            found += [Support(span=span, claim=key) for span, key in zip(spans, parts, strict=True)]
        else:
            longest = max(parts, key=lambda key: (len(reader.claims[key].span), -reader.claims[key].span.start))
            found.append(Support(span=whole, claim=longest))
    return tuple(found)


def _person(entity: Entity, reader: StoryReader, passages: dict[Pair, list[Passage]]) -> Fact | None:
    """Return who somebody is as the reports introduce them, None where fewer than two reports do."""
    found = introductions(entity, reader)
    if len(found) < 2:
        return None
    support = tuple(Support(span=item.span, claim=item.claim) for item in found)
    groups = count_independent({item.span.article: [item.span] for item in found}, passages)
    differences = people_differences(found, reader)
    told = Grounds(rule="introductions", score=1.0, detail=f"{len(found)} reports say who {entity.name} is.")
    return Fact(
        id=_hash("f", (item.span for item in support)),
        kind=_kind(len(found), differences),
        title=max(found, key=lambda item: (len(item.span) <= LONGEST, len(item.span))).span,
        support=support,
        independent=len(groups),
        groups=groups,
        differences=differences,
        missing=_missing([item.span.article for item in found], reader.articles),
        weight=round(WEIGHT_OF_PEOPLE * _weight(support, len(groups), reader), 4),
        grounds=(told,),
    )


def _kind(reports: int, differences: Sequence[Difference]) -> FactKind:
    """Return how the reports stand to a fact; other wording or another speaker is no dissent."""
    if any(difference.type not in _QUIET for difference in differences):
        return FactKind.DIFFERING
    return FactKind.AGREED if reports > 1 else FactKind.SINGLE


def _published(article: Article) -> dt.datetime | None:
    """Return when an article came out, None if unknown; a bare day is its first moment."""
    if article.published is None:
        return None
    try:
        when = dt.datetime.fromisoformat(article.published)
    except ValueError:
        return None
    return when.replace(tzinfo=None) if when.tzinfo is None else when.astimezone(dt.UTC).replace(tzinfo=None)


def _day_only(article: Article) -> bool:
    """Return whether only the day of publication is known: midnight sharp is what sites write for that."""
    return article.published is not None and (len(article.published) == 10 or article.published[11:19] == "00:00:00")


def _missing(having: Sequence[str], articles: Sequence[Article]) -> tuple[Missing, ...]:
    """Return the reports without a fact, and whether it had been reported when they came out."""
    holders = [article for article in articles if article.id in having]
    known = [when for article in holders if (when := _published(article)) is not None]
    complete = len(known) == len(holders)
    first = min(known) if known else None
    found = []
    for article in articles:
        if article.id in having:
            continue
        when = _published(article)
        could: bool | None = None
        if when is not None and first is not None:
            same_day = when.date() == first.date()
            vague = same_day and (_day_only(article) or any(_day_only(holder) for holder in holders))
            if when >= first and not vague:
                could = True
            elif complete and not vague:
                could = False
        found.append(Missing(article=article.id, could_know=could))
    return tuple(found)


def _weight(support: Sequence[Support], independent: int, reader: StoryReader) -> float:
    """Return how much the story turns on a fact: by witnesses, then by how early the reports tell it."""
    reports = {item.span.article for item in support}
    spread = len(reports) / max(1, len(reader.articles))
    witnesses = independent / max(1, len(reader.articles))
    early = sum(
        1.0 - min(reader.depth(item.span) for item in support if item.span.article == report)
        for report in sorted(reports)
    )
    return round(min(1.0, 0.45 * spread + 0.25 * witnesses + 0.30 * early / len(reports)), 4)


def build_utterances(articles: Sequence[Article], labels: Sequence[Labels], matches: Matches) -> tuple[Utterance, ...]:
    """Return the acts of speech that two statements or more report.

    Args:
        articles: in story order.
        labels: one for each article, in any order.
        matches: what belongs together across the articles.

    Returns:
        Utterances by their first statement.
    """
    reader = StoryReader(articles, labels, matches)
    return tuple(_utterance(group, reader) for group in matches.utterances if len(group.statements) > 1)


def _utterance(group: UtteranceGroup, reader: StoryReader) -> Utterance:
    """Return one utterance with its speaker: the named one that most statements give."""
    keys = reader.statements_in_order(group.statements)
    speakers = [(key, speaker) for key in keys if (speaker := reader.statements[key].speaker) is not None]
    named = [(key, speaker) for key, speaker in speakers if speaker.named] or speakers
    counts: dict[tuple[str, str | None], int] = {}
    for key, speaker in named:
        entity = reader.entity_of.get(Key(key.article, speaker.chain)) if speaker.chain else None
        who = (entity.name if entity else speaker.name, entity.id if entity else None)
        counts[who] = counts.get(who, 0) + 1
    best = max(counts, key=lambda who: (counts[who], who[1] is not None, who[0])) if counts else (None, None)
    return Utterance(
        id=_hash("u", (reader.statements[key].content for key in keys)),
        speaker=best[0],
        entity=best[1],
        statements=tuple(keys),
        differences=utterance_differences(keys, reader),
        grounds=group.grounds,
    )
