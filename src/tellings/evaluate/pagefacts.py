"""What pages say of themselves: how much of it is found, and how often two places on one page say the same.

Public pages carry no gold for title, date, outlet and writer. Two places of one page that were written for different
readers (JSON-LD, Open Graph, other meta elements, what is shown) are the next best: where they agree, either is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tellings.evaluate.rows import Row
from tellings.evaluate.scores import Score, Table
from tellings.extract.decode import decode
from tellings.extract.pagehead import PageHead, read_head
from tellings.extract.pagelines import parse_markup

#: The fields, as in ``PageHead``.
FIELDS = ("title", "published", "outlet", "byline")
#: Words that stand in names of outlets or before names of writers and tell nothing.
_EMPTY = frozenset(["the", "by", "and", "com", "www", "news", "online", "staff"])


def score_facts(rows: Iterable[Row]) -> Table:
    """Return for each field how many pages have it, and on how many of those with two sources these agree.

    Args:
        rows: pages as ``read_pages`` gives them.
    """
    found = dict.fromkeys(FIELDS, 0)
    twice = dict.fromkeys(FIELDS, 0)
    agreed = dict.fromkeys(FIELDS, 0)
    pages = 0
    table = Table()
    for row in rows:
        head = _head(row)
        pages += 1
        for name in FIELDS if head is not None else ():
            assert head is not None
            found[name] += getattr(head, name) is not None
            by_origin = _by_origin(head.stated.get(name, ()))
            if len(by_origin) > 1:
                twice[name] += 1
                agreed[name] += agree(name, by_origin)
                if not agree(name, by_origin):
                    table.miss("metadata", f"{row['doc']}: {name}: {by_origin}")
    for name in FIELDS:
        table.add(Score(name=f"metadata.{name}.found", hits=found[name], gold=pages))
        table.add(Score(name=f"metadata.{name}.agree", hits=agreed[name], gold=twice[name]))
    return table


def _head(row: Row) -> PageHead | None:
    decoded = decode(row["content"], declared=True)
    root = parse_markup(decoded.text) if decoded else None
    return None if root is None else read_head(root, url=row["url"])


def _by_origin(stated: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the values of a field by where they came from, best first."""
    found: dict[str, list[str]] = {}
    for value, origin in stated:
        found.setdefault(origin, []).append(value)
    return found


def agree(name: str, by_origin: Mapping[str, list[str]]) -> bool:
    """Return whether the best value is also what another source says.

    Dates agree on the day; of titles, outlets and writers the words of one must be among those of the other.
    """
    origins = list(by_origin)
    best = by_origin[origins[0]][0]
    others = [value for origin in origins[1:] for value in by_origin[origin]]
    if name == "published":
        return any(value[:10] == best[:10] for value in others)
    return any(_same(best, value) for value in others)


def _words(value: str) -> frozenset[str]:
    words = frozenset(re.findall(r"\w+", value.casefold()))
    return words - _EMPTY or words


def _same(left: str, right: str) -> bool:
    """Return whether one name has the words of the other, or its letters without blanks, or its initials."""
    small, large = sorted((_words(left), _words(right)), key=len)
    if small and small <= large:
        return True
    joined = [
        "".join(re.findall(r"\w+", name.casefold())).removesuffix("com").removeprefix("the") for name in (left, right)
    ]
    initials = ["".join(word[0] for word in re.findall(r"\w+", name.casefold())) for name in (left, right)]
    return bool(joined[0]) and (joined[0] == joined[1] or joined[0] == initials[1] or joined[1] == initials[0])
