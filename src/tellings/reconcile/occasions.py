"""How often something has happened: "the fourth meeting this year", "a third visit since January"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tellings.reconcile.readings import StoryReader
from tellings.reconcile.settling import settled
from tellings.reconcile.slots import Contrast, Found
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound, Quantity
from tellings.types.matches import Key
from tellings.types.spans import Span

REACH = 80
"""Characters behind an ordinal within which the period must be named that it is counted over."""

_OCCASION = re.compile(
    r"\b(?:meetings?|visits?|trips?|encounters?|interactions?|summits?|talks|calls?|conversations?|appearances?"
    r"|sessions?|rounds?|attacks?|strikes?|incidents?|time|tours?)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:this (?:week|month|year|decade|season|term|summer|winter|spring|autumn)|since \w+|so far"
    r"|(?:in|within|over) (?:the (?:past|last) )?(?:\w+ )?(?:days|weeks|months|years?)"
    r"|in as many (?:days|weeks|months|years))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occasion:
    """An ordinal with what it counts and over what, as shown, and who takes part."""

    quantity: Quantity
    shown: Span
    noun: str
    who: frozenset[str]


def occasion_contrasts(reader: StoryReader) -> Iterator[Found]:
    """Yield the counts of occasions of one person that two reports give from different starts.

    Args:
        reader: the story.
    """
    known = [o for article in reader.articles for o in _of_article(article.id, reader)]
    found = [
        _contrast(a, b, reader)
        for a, b in combinations(known, 2)
        if a.shown.article != b.shown.article and a.quantity.value != b.quantity.value and a.who & b.who
    ]
    for contrast in settled(found, reader):
        yield contrast, (contrast.left, contrast.right)


def _of_article(article: str, reader: StoryReader) -> Iterator[_Occasion]:
    """Yield the counted occasions of an article in order."""
    labelled = reader.labels.get(article)
    text = reader.article[article].text
    for quantity in labelled.quantities if labelled else ():
        sentence = reader.sentence_at(quantity.span)
        if quantity.bound is not Bound.ORDINAL or quantity.value < 2 or sentence is None:
            continue
        high = min(sentence.end, quantity.span.end + REACH)
        noun = _OCCASION.search(text, quantity.span.end, high)
        period = _PERIOD.search(text, noun.end(), high) if noun else None
        if noun is None or period is None:
            continue
        who = frozenset(reader.names_in(sentence)) | _pronouns(sentence, reader)
        shown = Span(article=article, start=quantity.span.start, end=period.end())
        yield _Occasion(quantity=quantity, shown=shown, noun=noun.group().lower(), who=who)


def _pronouns(sentence: Span, reader: StoryReader) -> frozenset[str]:
    """Return the entities that pronouns and descriptions of a sentence stand for."""
    keys = (Key(sentence.article, mention.chain) for mention in reader.mentions_in(sentence))
    return frozenset(entity.id for key in keys if (entity := reader.entity_of.get(key)) is not None)


def _contrast(a: _Occasion, b: _Occasion, reader: StoryReader) -> Contrast:
    """Return two counts that need not exclude each other: they count other things, or from other starts."""
    left, right = reader.words(a.shown), reader.words(b.shown)
    return Contrast(
        type=DifferenceType.SCOPE,
        slot="number",
        left=a.shown,
        right=b.shown,
        left_value=f"{a.quantity.value:g} {a.noun}",
        right_value=f"{b.quantity.value:g} {b.noun}",
        why=f"“{left}” and “{right}” count from different starts or different things.",
        rule="occasions_counted",
        score=0.7,
    )
