"""Quantities of an article: value or range, how firm, in which unit, of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tellings.label.numbers import parse_number
from tellings.label.parse import Parsed, ParsedBlock
from tellings.label.quantityatoms import Atom, atom_at, next_atom, second_atom, spread
from tellings.label.quantitynames import Found, Surroundings, counts_nothing, is_share, noise
from tellings.label.quantityrules import (
    after_pattern,
    bounds_after,
    currencies,
    far_end_pattern,
    rate_pattern,
    rate_units,
    ratio_pattern,
    unit_words,
)
from tellings.label.quantitywords import bound_before, folded, lone_words, ordinals, vague_words
from tellings.types.labels import Bound, Measure, Quantity, Time, TimeType


def find_quantities(parsed: Parsed, times: Sequence[Time]) -> tuple[Quantity, ...]:
    """Return the quantities of an article in reading order, not overlapping.

    Args:
        parsed: the article with its syntax.
        times: its time expressions; numbers of dates and clock times are no quantities, lengths of time are.
    """
    article = parsed.article
    fixed = [(time.span.start, time.span.end) for time in times if time.type in {TimeType.DATE, TimeType.TIME}]
    result: list[Quantity] = []
    for block in parsed.blocks:
        for found in _in_block(block, article.text[block.start : article.blocks[block.index].end], fixed):
            at = block.start
            also = found.also
            result.append(
                Quantity(
                    id=f"q{len(result)}",
                    span=article.span(at + found.start, at + found.end),
                    value=found.value,
                    high=found.high,
                    bound=found.bound,
                    unit=found.unit,
                    counts=article.span(at + found.counts[0], at + found.counts[1]) if found.counts else None,
                    also=Measure(span=article.span(at + also.start, at + also.end), value=also.value, unit=also.unit)
                    if also
                    else None,
                    vague=found.vague,
                )
            )
    return tuple(result)


def _in_block(block: ParsedBlock, text: str, fixed: Sequence[tuple[int, int]]) -> list[Found]:
    length = len(text)
    inside = [
        (max(0, start - block.start), min(length, end - block.start))
        for start, end in fixed
        if start < block.start + length and end > block.start
    ]
    surroundings = Surroundings(doc=block.doc, text=text, dates=tuple(inside), noise=tuple(noise(text)))
    found = list(_numbers(surroundings))
    taken = [(item.start, item.end) for item in found]
    for item in (*ordinals(surroundings), *vague_words(surroundings), *lone_words(surroundings)):
        if not any(start < item.end and item.start < end for start, end in taken):
            found.append(item)
            taken.append((item.start, item.end))
    return sorted(found, key=lambda item: item.start)


def _numbers(around: Surroundings) -> Iterator[Found]:
    text, position = around.text, 0
    ratios = {item.start: item for item in _ratios(around)}
    while True:
        first = next_atom(text, position)
        if first is None:
            return
        if first.start in ratios:
            yield ratios[first.start]
            position = ratios[first.start].end
            continue
        first = _part_of_million(first, text)
        position = max(first.end, first.number_end)
        if counts_nothing(first, around):
            continue
        pair = _range(first, around)
        if pair:
            low, last = pair
            item = _finish(low, last, around)
        else:
            item = _finish(first, None, around)
        position = item.end
        if item.counts and not item.unit and not is_share(first):
            position = max(position, item.counts[1])
        yield item


_OF_MILLION = re.compile(r" of an? (?P<factor>hundred|thousand|million|billion|trillion)\b")


def _part_of_million(atom: Atom, text: str) -> Atom:
    """Return "a quarter of a million" as one number; any other as it is."""
    match = _OF_MILLION.match(text, atom.number_end) if is_share(atom) else None
    factor = parse_number(match["factor"]) if match else None
    if match is None or factor is None:
        return atom
    return replace(
        atom,
        number_end=match.end(),
        end=match.end(),
        value=atom.value * factor,
        factor=factor,
        words=match["factor"],
    )


def _ratios(around: Surroundings) -> Iterator[Found]:
    """Yield "one in three voters" and "two out of five" as shares."""
    for match in ratio_pattern().finditer(around.text):
        part, whole = parse_number(match["part"]), parse_number(match["whole"])
        counts = around.counted(match.end(), unit="")
        if part is None or whole is None or not 0 < part < whole or around.in_date(match.start("whole")):
            continue
        if counts and around.plural(counts):
            yield Found(start=match.start(), end=match.end(), value=part / whole, unit="share", counts=counts)


_FROM_WORD = re.compile(r"\b(from|between|by)(?: (?:about|around|nearly|almost|just|over|up to))? $", re.IGNORECASE)


def _range(first: Atom, around: Surroundings) -> tuple[Atom, Atom] | None:
    """Return both ends where a number is the first end of a range, else None."""
    text = around.text
    before = _FROM_WORD.search(text[max(0, first.start - 24) : first.start])
    opener = before[1].lower() if before else ""
    joined = second_atom(text, first)
    if joined and not counts_nothing(joined[1], around, inside_range=True):
        word, second = joined
        word = word.split(" ")[0]
        if _belongs_together(word, first, second, opener=opener):
            return spread(first, second), second
    if opener == "from":
        gap = far_end_pattern().match(text, first.end)
        second_far = atom_at(text, gap.end()) if gap else None
        if second_far and _same_kind(first.unit, second_far.unit):
            return spread(first, second_far), second_far
    return None


def _belongs_together(word: str, first: Atom, second: Atom, *, opener: str) -> bool:
    if not _same_kind(first.unit, second.unit):
        return False
    if word == "and":
        return opener == "between"
    if first.unit and not second.unit:
        return opener in {"from", "between"}
    if word == "or":
        return first.value < second.value <= 3 * first.value
    if word == "to":
        return opener != "by" or first.unit == ""
    return bool(second.unit) or first.value < second.value


def _same_kind(left: str, right: str) -> bool:
    """Return whether two units may be the ends of one range: equal, one missing, or one with a rate."""
    return not left or not right or left.split(" per ", maxsplit=1)[0] == right.split(" per ", maxsplit=1)[0]


def _finish(first: Atom, last: Atom | None, around: Surroundings) -> Found:
    text = around.text
    final = last or first
    start, end = first.start, final.end
    unit = max(final.unit, first.unit, key=len)
    bound, start = bound_before(text, start)
    after = after_pattern().match(text, end)
    if after and bound is None:
        bound = bounds_after()[after["bound"].lower()]
        end = after.end()
    if first.below:
        bound, start = Bound.LESS_THAN, first.start
    high = last.value if last else None
    if high is not None and bound in {None, Bound.EXACTLY}:
        bound = Bound.BETWEEN
    if not unit:
        unit = _age(first, around) or _unit_of_next(text, end)
    if not unit and is_share(first):
        unit = "share"
    counts = around.counted(final.number_end, unit=unit)
    if counts and unit in {"", "share"}:
        found = _unit_behind(around, counts, alone=unit == "share" or first.value == 1.0)
        if found:
            unit, end, counts = found, counts[1], None
    also = _conversion(text, end, unit)
    if also:
        end = _closed(text, also.end)
        rate = rate_pattern().match(text, end)  # "9 billion shekels ($2.4 billion) a year"
        unit = f"{unit} per {rate_units()[rate['rate'].lower()]}" if rate else unit
    if counts is None and not unit:
        counts = _noun_before(text, start)
    factor, unit = folded(unit)
    return Found(
        start=start,
        end=end,
        value=first.value * factor,
        high=None if high is None else high * factor,
        bound=bound or Bound.EXACTLY,
        unit=unit,
        counts=counts,
        also=also,
    )


_OR_TWO = re.compile(r"\ban? (?P<noun>[a-z]+) or $", re.IGNORECASE)


def _noun_before(text: str, start: int) -> tuple[int, int] | None:
    """Return what "a boat or two" counts; None anywhere else."""
    head = max(0, start - _NOUN_REACH)
    match = _OR_TWO.search(text[head:start])
    return (head + match.start("noun"), head + match.end("noun")) if match else None


# Characters before "two" in "a boat or two" that are searched for the boat.
_NOUN_REACH = 40


def _closed(text: str, end: int) -> int:
    """Return the end of a bracket that closes right here."""
    return end + 1 if text[end : end + 1] == ")" else end


_NEXT_AMOUNT = re.compile(r" of (?:the|its|their|his|her) |-,? (?:and |or |to )?")

# How many amounts may wait for one unit ("four-, five- and six-cylinder engines").
_WAITING = 4


def _unit_of_next(text: str, end: int) -> str:
    """Return the unit told later ("280 million of the 1.5 billion euros", "two- and four-year"), or ""."""
    for _ in range(_WAITING):
        match = _NEXT_AMOUNT.match(text, end)
        atom = atom_at(text, match.end()) if match else None
        if atom is None or atom.unit:
            return atom.unit if atom else ""
        end = atom.end
    return ""


def _unit_behind(around: Surroundings, counts: tuple[int, int], *, alone: bool) -> str:
    """Return the unit a counted phrase ends in ("six straight days", "a third of a mile"), else "".

    Args:
        around: the block.
        counts: the phrase.
        alone: whether a unit in the singular will do.
    """
    words = around.text[counts[0] : counts[1]]
    last = words.rsplit(" ", 1)[-1].lower()
    found = unit_words().get(last, "")
    if (
        not found
        or found in currencies()
        or len(words.split()) > 3
        or not (last.endswith("s") or last == "feet" or alone)
    ):
        return ""
    return found


_AGE_VERB = re.compile(r"\b(?:he|she|i|who) (?:will be|is|was|would be|turned|turns|has turned) $", re.IGNORECASE)
_AGE_VERB_AFTER = re.compile(r"[.,;]|$| (?:and|but|by|on|in|when|at|this|next|last|years?)\b")
_AGE_BEFORE = re.compile(
    r"(?:\w[\w'’-]+,|\baged(?: \d{1,3}(?:,| and| to)?)?|\bage of|\bages of"
    r"|\b(?:children|people|those|boys|girls|anyone|everyone|aged) (?:under|over|below|above)) $"
)
_AGE_AFTER = re.compile(r",|\)|;| (?:from|of|who|on|were|are)\b| (?:and|to) \d|\.|$")


def _age(atom: Atom, around: Surroundings) -> str:
    """Return "year of age" for a bare number set off behind a name or behind "aged", else ""."""
    text = around.text
    if not 0 < atom.value < 120 or atom.value != int(atom.value) or not atom.words.isdigit():
        return ""
    if _AGE_VERB.search(text[max(0, atom.start - 30) : atom.start]) and _AGE_VERB_AFTER.match(text, atom.end):
        return "year of age"
    if _AGE_BEFORE.search(text[max(0, atom.start - 30) : atom.start]) and _AGE_AFTER.match(text, atom.end):
        named = text[max(0, atom.start - 30) : atom.start].rstrip().endswith(",")
        apart = text[atom.end : atom.end + 1] == ","
        if not named or around.behind_person(atom.start, apart=apart):
            return "year of age"
    return ""


_BRACKET = re.compile(
    r"(?:-(?:long|wide|tall|deep))? ?\((?:about |around |roughly |approximately |nearly |almost |over )?"
)


def _conversion(text: str, end: int, unit: str) -> Atom | None:
    """Return the same amount in another unit, given in brackets right behind."""
    opened = _BRACKET.match(text, end)
    if not unit or opened is None:
        return None
    atom = atom_at(text, opened.end())
    if atom is None or not atom.unit or atom.unit == unit or text[atom.end : atom.end + 1] not in {")", "/", " ", "-"}:
        return None
    money = {name for name in (unit, atom.unit) if name.split(" per ")[0] in currencies()}
    return atom if len(money) != 1 else None
