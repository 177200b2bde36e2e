"""Numbers that an article's list has beside its amounts.

Reports disagree on more figures than those that count something: a helpline, the second measure of a pair, the three
that "two women and the driver" make, a speed that is only called too fast. They stand in the list of numbers, marked
``calendar`` as dates are (``quantitydates.py``), and no claim and no comparison of claims holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from tellings.label.numbers import ORDINAL, alternatives, parse_ordinal
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.quantitynames import Found, Surroundings
from tellings.label.quantityrules import (
    degree_pattern,
    lexicon,
    limit_pattern,
    many_pattern,
    telephone_pattern,
    unit_words,
    while_pattern,
)
from tellings.types.articles import Article
from tellings.types.labels import Bound, Quantity, Time, TimeType
from tellings.types.spans import Span

TELEPHONE_UNIT = "telephone"


def listed_quantities(parsed: Parsed, times: Sequence[Time], quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the numbers of an article that are listed and compared with nothing.

    Args:
        parsed: the article with its syntax.
        times: its time expressions; their lengths that are no quantity yet ("a day after") become one here.
        quantities: what ``find_quantities`` and ``calendar_quantities`` found.

    Returns:
        Quantities with ``calendar`` set, whose ids begin with ``qx``: telephone numbers; the second measure of a
        pair; lengths of time; degrees and comparisons without a figure ("too fast"); ranks ("the worst … since");
        "many"; people counted together ("two women and the driver"); and the numbers of passages that were left out
        because they say again what a kept one says.
    """
    measured = [quantity.span for quantity in quantities if not quantity.calendar]
    told = [item for item in _in_blocks(parsed) if not any(item.span.overlaps(span) for span in measured)]
    found = [*told, *_second_measures(quantities), *_lengths(times, quantities, parsed.article)]
    found += _together(quantities, parsed.article)
    found += _echoes(parsed.article, (*quantities, *found))
    return tuple(replace(quantity, id=f"qx{index}", calendar=True) for index, quantity in enumerate(found))


def _in_blocks(parsed: Parsed) -> Iterator[Quantity]:
    article = parsed.article
    for block in parsed.blocks:
        text = block.doc.text
        around = Surroundings(doc=block.doc, text=text, dates=(), noise=())
        for item in (*_plain(text), *_degrees(text), *_ranks(around), *_many(around), *_pronouns(around)):
            yield _quantity(item, block, article)


def _quantity(item: Found, block: ParsedBlock, article: Article) -> Quantity:
    counts = article.span(block.start + item.counts[0], block.start + item.counts[1]) if item.counts else None
    return Quantity(
        id="",
        span=article.span(block.start + item.start, block.start + item.end),
        value=item.value,
        high=item.high,
        bound=item.bound,
        unit=item.unit,
        counts=counts,
        vague=item.vague,
    )


_TWICE = re.compile(r"\b(?P<often>twice|thrice)\b", re.IGNORECASE)
_IN_HIS = re.compile(r"\b(?:in|into) (?:his|her|their) (?:early |mid-? ?|late )?(?P<age>[1-9]0)s\b")


def _plain(text: str) -> Iterator[Found]:
    """Yield telephone numbers, "twice", and ages told by their decade."""
    for match in _TWICE.finditer(text):
        often = 2.0 if match["often"].lower() == "twice" else 3.0
        yield Found(start=match.start(), end=match.end(), value=often, unit="times")
    for match in _IN_HIS.finditer(text):
        age = float(match["age"])
        yield Found(
            start=match.start("age"), end=match.end(), value=age, high=age + 9, bound=Bound.BETWEEN, unit="year of age"
        )
    for match in telephone_pattern().finditer(text):
        figures = re.sub(r"\D", "", match[0])
        yield Found(start=match.start(), end=match.end(), value=float(figures), unit=TELEPHONE_UNIT)


def _degrees(text: str) -> Iterator[Found]:
    """Yield "too fast" and "a higher speed than permitted": more, or less, than a figure that is not named."""
    for match in degree_pattern().finditer(text):
        kind = lexicon()["degrees"][match["degree"].lower()]
        yield Found(start=match.start(), end=match.end(), value=0.0, bound=Bound.MORE_THAN, unit=kind, vague=True)
    for match in limit_pattern().finditer(text):
        below = (match["side"] or match["place"] or "").lower() in lexicon()["below_limit"]
        bound = Bound.LESS_THAN if below else Bound.MORE_THAN
        yield Found(start=match.start(), end=match.end(), value=0.0, bound=bound, vague=True)
    for match in while_pattern().finditer(text):
        yield Found(start=match.start(), end=match.end(), value=0.0, bound=Bound.MORE_THAN, unit="time", vague=True)


_SCOPE = re.compile(r",? (?:in|since|of|on|ever|yet|to date|so far|for|among|this|outside|after|at)\b|-ever\b")
_RANKED = re.compile(rf"({ORDINAL})[ -]$")
_FIGURED = re.compile(r"(?<![\w.,-])\d{1,3}(?:st|nd|rd|th)\b")

# Characters before a superlative in which "second-" or "2nd " is looked for.
_RANK_REACH = 16


def _ranks(around: Surroundings) -> Iterator[Found]:
    """Yield superlatives that rank within a stated range, and ordinals in figures before a title."""
    for token in around.doc:
        if (
            token.tag_ not in {"JJS", "RBS"}
            or token.lower_ == "latest"
            or (token.i > 0 and token.nbor(-1).lower_ == "at")
        ):
            continue
        noun = _ranked_noun(token)
        if noun is None:
            continue
        end = noun.idx + len(noun.text)
        owned = any(child.dep_ == "poss" for child in noun.children)
        if not owned and not _SCOPE.match(around.text, end):
            continue
        head = around.text[max(0, token.idx - _RANK_REACH) : token.idx]
        ranked = _RANKED.search(head)
        start = token.idx - len(ranked[0]) if ranked else token.idx
        value = float(parse_ordinal(ranked[1]) or 1) if ranked else 1.0
        yield Found(
            start=start, end=end, value=value, bound=Bound.ORDINAL, counts=(noun.idx, end), vague=ranked is None
        )
    for match in _FIGURED.finditer(around.text):
        following = around.token(match.end() + 1) if match.end() + 1 < len(around.text) else None
        if following is not None and following.pos_ == "PROPN" and not around.in_date(match.start()):
            value = float(parse_ordinal(match[0]) or 0)
            yield Found(start=match.start(), end=match.end(), value=value, bound=Bound.ORDINAL)


def _ranked_noun(token: Token) -> Token | None:
    """Return the noun that a superlative grades, None if it grades none behind it."""
    head = token.head if token.tag_ == "JJS" else token.head.head
    if head.pos_ not in {"NOUN", "PROPN"} or head.i <= token.i or head.sent.start != token.sent.start:
        return None
    return head


def _many(around: Surroundings) -> Iterator[Found]:
    """Yield "many", "lots", "a small number of": words for a number that no figure stands behind."""
    for match in many_pattern().finditer(around.text):
        token = around.token(match.start())
        counts = around.counted(match.end(), unit="")
        if token is None or token.tag_ in {"RBS", "RB"}:
            continue  # "most extensive"
        alone = token.dep_ in {"nsubj", "nsubjpass", "npadvmod"}
        plural = counts is not None and (around.plural(counts) or around.text[counts[1] - 1] == "s")
        if alone or plural:
            yield Found(
                start=match.start(), end=match.end(), value=2.0, bound=Bound.AT_LEAST, counts=counts, vague=True
            )


def _pronouns(around: Surroundings) -> Iterator[Found]:
    """Yield "One said the driver …": one of those spoken of before."""
    for token in around.doc:
        if token.text == "One" and token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ in lexicon()["one_does"]:
            following = token.nbor(1).lower_ if token.i + 1 < len(around.doc) else ""
            if following not in {"of", "in"}:
                yield Found(start=token.idx, end=token.idx + len(token.text), value=1.0)


def _second_measures(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    for quantity in quantities:
        also = quantity.also
        if also is not None:
            yield Quantity(
                id="", span=also.span, value=also.value, high=also.high, bound=quantity.bound, unit=also.unit
            )


_LENGTH = re.compile(r"P(?:T?)(?P<amount>\d+)(?P<code>[YMWDHS])")
_UNITS = "second|minute|hour|day|weekend|week|fortnight|month|quarter|year|decade|century"
_UNIT = re.compile(
    rf"\b(?P<unit>{_UNITS}|centurie)(?P<many>s)?(?:-long)?(?:['’] time)?(?: (?:ago|earlier|later|before|after))?$",
    re.IGNORECASE,
)


def _lengths(times: Sequence[Time], quantities: Sequence[Quantity], article: Article) -> Iterator[Quantity]:
    """Yield the lengths of time that no quantity stands for: "a day after", "hours before", "a few days later"."""
    measured = [quantity.span for quantity in quantities if not quantity.calendar]
    for time in times:
        match = _UNIT.search(article.words(time.span))
        if match is None or time.type is TimeType.SET or any(span.overlaps(time.span) for span in measured):
            continue
        unit = unit_words().get(match["unit"].lower().replace("centurie", "century"), "")
        stated = _LENGTH.fullmatch(time.timex or time.value or "")
        if time.type is not TimeType.DURATION and not match["many"]:
            continue  # "last week" is a place on the calendar
        value = float(stated["amount"]) if stated else 2.0
        bound = Bound.EXACTLY if stated else Bound.AT_LEAST
        yield Quantity(id="", span=time.span, value=value, bound=bound, unit=unit, vague=stated is None)


@cache
def _and_one() -> re.Pattern[str]:
    """Return the pattern of one more person behind those counted: "and the driver"."""
    return re.compile(
        r",? (?:and|plus|along with|together with|as well as) (?:the|an?|one|his|her|their|its) "
        rf"(?:[a-z-]{{2,20}} )?(?P<noun>{alternatives(list(lexicon()['people']))})\b(?!['’-])"
    )


def _together(quantities: Iterable[Quantity], article: Article) -> Iterator[Quantity]:
    """Yield people told one after another: "two women and the driver" are three."""
    people = frozenset(lexicon()["people"])
    for quantity in quantities:
        if quantity.counts is None or quantity.unit or quantity.vague or quantity.bound is Bound.ORDINAL:
            continue
        counted = article.words(quantity.counts).lower().rsplit(" ", 1)[-1]
        match = _and_one().match(article.text, quantity.counts.end)
        if match is None or _singular(counted) not in people:
            continue
        span = article.span(quantity.span.start, match.end())
        yield Quantity(id="", span=span, value=quantity.value + 1, bound=quantity.bound, counts=quantity.counts)


_IRREGULAR = {"women": "woman", "men": "man", "children": "child", "people": "person", "wives": "wife"}


def _singular(noun: str) -> str:
    for plural, single in _IRREGULAR.items():
        if noun.endswith(plural):
            return noun[: len(noun) - len(plural)] + single
    return noun.removesuffix("s")


#: Reasons of the cleaner for a passage that says again what a kept one says.
_AGAIN = frozenset({"repeated", "pull_quote", "caption"})

# Such passages that are looked at in one article; a page of nothing but repetitions has more.
_MOST_ECHOES = 60


def _echoes(article: Article, known: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the numbers of passages left out as repetitions: those of the kept passage with the same words."""
    for dropped in [span for span in article.dropped if span.reason in _AGAIN][:_MOST_ECHOES]:
        words = article.text[dropped.start : dropped.end].rstrip(" .,;:…")
        block = next((b for b in article.blocks if words in article.text[b.start : b.end]), None) if words else None
        if block is None:
            continue
        place = article.text.index(words, block.start)
        shift = dropped.start - place
        for quantity in known:
            if place <= quantity.span.start and quantity.span.end <= place + len(words):
                yield replace(quantity, span=_moved(quantity.span, shift), counts=None, also=None)


def _moved(span: Span, shift: int) -> Span:
    return Span(article=span.article, start=span.start + shift, end=span.end + shift)
