"""Lists of quotations: pages whose body is what several people said, each with a line that says who.

An extractor takes short quotations in boxes for pull quotes and the linked names below them for links to other
stories. Where quotations make up a good part of the text, all of the list stays, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tellings.extract.pagelines import PageLine
from tellings.extract.pageshape import Around, around

#: So many quotations are a list …
_LEAST = 4
#: … if they hold this share of the letters of what stands around them. Both set on pages made by hand.
_SHARE = 0.35
#: A line below a quotation that says who said it has at most so many words.
_WHO = 16
#: … and so many letters; a quotation has at most so many.
_WHO_LETTERS = 160
_LETTERS = 1700
_QUOTATION = frozenset({"blockquote", "q"})
#: How far above a line its quotation element may stand.
_DEPTH = 4
#: A line that opens with a quotation mark and closes it at its end, or before the name of who said it.
_OPENING = "“\"«„‘'"
_QUOTED = re.compile(r".{8,1500}[”\"»“’'](?:\s{0,3}[—–,(-].{1,120})?[.…]?")
#: Before the name of who said it: a dash, or brackets around it.
_WHO_MARK = re.compile(r"(?:[—–―-]{1,3}|~|•)\s{0,3}\S|[\[(][^\[\]()]{2,100}[\])]$|(?:via|source|by):?\s", re.IGNORECASE)


def is_quotation(line: PageLine) -> bool:
    """Return whether a line is a quotation by its element or by its marks."""
    element = line.element
    for _ in range(_DEPTH):
        if element is None:
            break
        if element.tag in _QUOTATION:
            return True
        element = element.getparent()
    return _is_marked(line)


def _is_marked(line: PageLine) -> bool:
    return line.text[0] in _OPENING and len(line.text) <= _LETTERS and _QUOTED.fullmatch(line.text) is not None


def _has_elements(lines: Sequence[PageLine]) -> bool:
    """Return whether the page of some lines has elements for quotations."""
    element = next((line.element for line in lines if line.element is not None), None)
    return element is not None and next(element.getroottree().iter(*_QUOTATION), None) is not None


def attributions(lines: Sequence[PageLine]) -> frozenset[int]:
    """Return the lines right behind a quotation that say who said it, by a dash or brackets around the name."""
    found: set[int] = set()
    for index in range(1, len(lines)):
        line = lines[index]
        if (
            len(line.text) <= _WHO_LETTERS
            and len(line.text.split()) <= _WHO
            and _WHO_MARK.match(line.text)
            and is_quotation(lines[index - 1])
        ):
            found.add(index)
    return frozenset(found)


def quotation_list(lines: Sequence[PageLine], boxed: Callable[[int], bool]) -> frozenset[int]:
    """Return the lines of a list of quotations, those between and right behind them included; none if there is none.

    Args:
        lines: the visible lines of the page.
        boxed: says of a line whether it stands in a box of furniture.
    """
    quotes = is_quotation if _has_elements(lines) else _is_marked
    quoted = [at for at, line in enumerate(lines) if quotes(line) and not boxed(at)]
    if len(quoted) < _LEAST:
        return frozenset()
    place: Around = around(lines, quoted)
    quoted = [at for at in quoted if place.holds(lines[at].element)]
    if place.core is None:
        return frozenset()
    within = [at for at, line in enumerate(lines) if place.holds(line.element) and not boxed(at)]
    letters = sum(len(lines[at].text) for at in within)
    if sum(len(lines[at].text) for at in quoted) < _SHARE * letters:
        return frozenset()
    last = quoted[-1] + 1
    end = last if last in within and _says_who(lines[last]) else quoted[-1]
    return frozenset(at for at in within if quoted[0] <= at <= end)


def _says_who(line: PageLine) -> bool:
    return len(line.text.split()) <= _WHO and not line.tag.startswith("h")
