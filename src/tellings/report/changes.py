"""Two dossiers of one story → what changed between them.

Pure: it looks at the documents alone and proves both before it says anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tellings.errors import SchemaError
from tellings.report.changes_facts import difference_changes, fact_changes
from tellings.report.changes_matters import plan_changes, position_changes
from tellings.report.changes_places import Places, Version
from tellings.report.verify import verify
from tellings.types.articles import Dropped
from tellings.types.changes import Change, ChangeKind, Changes, Quote
from tellings.types.spans import Span

Json = Mapping[str, Any]

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def compare(before: Json, after: Json, *, known: Sequence[Dropped] = ()) -> Changes:
    """Return what changed between two dossiers.

    Facts, plans and positions are told to be the same by where their words stand, articles by id, then by address.

    Args:
        before: a dossier as ``to_json`` gives it or a file holds it.
        after: another one.
        known: inputs of an update that were in the dossier before already.

    Raises:
        AnchorError: a ref of either does not hold.
        SchemaError: one of them is no dossier.
    """
    for document in (before, after):
        if not isinstance(document, Mapping) or document.get("schema") != "dossier/1":
            message = "the document is no dossier of schema 'dossier/1': 'tellings read --format json' writes one"
            raise SchemaError(message)
        verify(document)
    try:
        found = list(_changes(before, after, known))
    except (KeyError, TypeError, AttributeError) as error:
        message = f"a dossier lacks something to compare ({error!r}): 'tellings schema' prints what it must have"
        raise SchemaError(message) from error
    order = list(ChangeKind)
    return Changes(changes=tuple(sorted(found, key=lambda change: order.index(change.kind))))


def _changes(before: Json, after: Json, known: Sequence[Dropped]) -> Iterator[Change]:
    places = Places(before, after)
    yield from _report_changes(places)
    for item in known:
        yield Change(kind=ChangeKind.REPORT_KNOWN, why=f"{item.source}: {item.reason}.")
    yield from fact_changes(before, after, places)
    yield from difference_changes(before, after, places)
    yield from plan_changes(before, after, places)
    yield from position_changes(before, after, places)
    for version in places.versions:
        yield from _line_changes(places, version)


def _report_changes(places: Places) -> Iterator[Change]:
    for ident, article in places.after.items():
        if ident in places.fresh:
            why = f"{_name(article)} was not there before."
            yield Change(kind=ChangeKind.REPORT_NEW, id=ident, why=why, after=_headline(article))
    for version in places.versions:
        older, newer = places.before[version.older], places.after[version.newer]
        told = (
            f"{_name(newer)} has other words now: {_lines(len(version.withdrawn))} withdrawn, "
            f"{_lines(len(version.reworded))} reworded, {_lines(len(version.added))} added."
        )
        yield Change(
            kind=ChangeKind.REPORT_REPLACED,
            id=version.newer,
            why=told,
            before=_headline(older),
            after=_headline(newer),
        )
    for ident, article in places.before.items():
        if places.counterpart(ident) is None:
            why = f"{_name(article)} is no longer there."
            yield Change(kind=ChangeKind.REPORT_GONE, id=ident, why=why, before=_headline(article))


def _lines(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"


def _name(article: Json) -> str:
    return str(article.get("outlet") or article.get("path") or article.get("url") or article["id"])


def _headline(article: Json) -> tuple[Quote, ...]:
    """Return the headline where it stands in the text, else the first stretch of the body."""
    ref = article.get("title_ref")
    if ref:
        return (_quote(article, ref["start"], ref["end"]),)
    return tuple(_quote(article, start, end) for start, end in article["body"][:1])


def _quote(article: Json, start: int, end: int) -> Quote:
    return Quote(span=Span(article=article["id"], start=start, end=end), text=article["text"][start:end])


def _line_changes(places: Places, version: Version) -> Iterator[Change]:
    """Yield the lines of an article that its newer version has no more, has in other words, or adds."""
    older, newer = places.before[version.older], places.after[version.newer]
    for start, end in version.withdrawn:
        why = f"{_name(newer)} no longer says this."
        yield Change(kind=ChangeKind.LINE_WITHDRAWN, id=version.older, why=why, before=(_quote(older, start, end),))
    for old, new in version.reworded:
        was, now = _quote(older, *old), _quote(newer, *new)
        numbers = _DIGITS.findall(was.text) != _DIGITS.findall(now.text)
        yield Change(
            kind=ChangeKind.NUMBER_MOVED if numbers else ChangeKind.LINE_REWORDED,
            id=version.newer,
            why=f"{_name(newer)} has {'another number' if numbers else 'other words'} in this line now.",
            before=(was,),
            after=(now,),
        )
    for start, end in version.added:
        why = f"{_name(newer)} did not say this before."
        yield Change(kind=ChangeKind.LINE_ADDED, id=version.newer, why=why, after=(_quote(newer, start, end),))
