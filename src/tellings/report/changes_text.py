"""What changed, as JSON, as plain text for a terminal, and as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from tellings.report.changes_view import ChangesView, ChangeView, QuoteView
from tellings.report.controls import show_controls
from tellings.report.markdown import escaped
from tellings.types.changes import Change, Changes, Quote

Json = dict[str, Any]

SCHEMA = "changes/1"

FEW = 8
"""Entries of a section that a terminal shows; the other forms have all of them."""

QUOTES = 3
"""Quotes of one entry that a terminal and Markdown show; JSON has all of them."""


def changes_to_json(changes: Changes, before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    """Return changes as one document: which dossiers, and each change with refs into them."""
    return {
        "schema": SCHEMA,
        "before": _dossier_form(before),
        "after": _dossier_form(after),
        "changes": [_change_form(change) for change in changes.changes],
    }


def _dossier_form(document: Mapping[str, Any]) -> Json:
    keys = ("id", "path", "url", "outlet", "title", "published", "sha256")
    return {
        "story": document["story"],
        "articles": [{key: article.get(key) for key in keys} for article in document["articles"]],
    }


def _change_form(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "id": change.id,
        "type": change.type or None,
        "why": change.why,
        "before": [_ref(quote) for quote in change.before],
        "after": [_ref(quote) for quote in change.after],
    }


def _ref(quote: Quote) -> Json:
    span = quote.span
    return {"article": span.article, "start": span.start, "end": span.end, "text": quote.text}


def changes_to_text(view: ChangesView, *, width: int = 100) -> str:
    """Return changes for a terminal of that many columns; no colour is needed to read them."""
    lines = [_flat(view.title), _summary(view), ""]
    for section in view.sections:
        heading = f"{section.heading} ({len(section.entries)})"
        lines += [heading, "-" * min(width, len(heading))]
        for entry in section.entries[:FEW]:
            lines += _entry_lines(entry, width)
        if len(section.entries) > FEW:
            lines.append(f"  … and {len(section.entries) - FEW} more: the other forms list all of them")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _summary(view: ChangesView) -> str:
    reports = f"{view.before} report{'s' if view.before != 1 else ''} before, {view.after} now"
    if not view.total:
        return f"{reports}. Nothing changed."
    return f"{reports}. {view.total} change{'s' if view.total != 1 else ''}."


def _entry_lines(entry: ChangeView, width: int) -> Iterator[str]:
    yield from _wrapped(f"[{entry.badge}] {entry.why}", width, first="  ", rest="    ")
    for quote in entry.quotes[:QUOTES]:
        when = "was: " if quote.time == "before" else ""
        yield from _wrapped(f"{when}{quote.card.name}: {quote.text}", width, first="    | ", rest="    |   ")
    if len(entry.quotes) > QUOTES:
        yield f"    | … and {len(entry.quotes) - QUOTES} more"


def _wrapped(text: str, width: int, *, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        _flat(text), width=max(40, width), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _flat(text: str) -> str:
    """Return text on one line, control characters shown by their code: a terminal must not obey them."""
    return show_controls(" ".join(text.split()), "({})".format)


def changes_to_markdown(view: ChangesView) -> str:
    """Return changes as a Markdown document."""
    lines = [f"# What changed: {escaped(view.title)}", "", _summary(view), ""]
    lines += changes_lines(view, level=2)
    return "\n".join(lines).rstrip("\n") + "\n"


def changes_lead(view: ChangesView) -> Iterator[str]:
    """Yield what changed as the first section of a dossier in Markdown."""
    yield from ("## What changed", "", _summary(view), "")
    yield from changes_lines(view, level=3)


def changes_lines(view: ChangesView, *, level: int) -> Iterator[str]:
    """Yield the sections of changes as Markdown lines, headings from that level."""
    for section in view.sections:
        yield f"{'#' * level} {section.heading}"
        yield ""
        for entry in section.entries:
            yield f"- **{entry.badge}**: {escaped(entry.why)}"
            yield from (f"  - {_markdown_quote(quote)}" for quote in entry.quotes[:QUOTES])
            if len(entry.quotes) > QUOTES:
                yield f"  - … and {len(entry.quotes) - QUOTES} more"
        yield ""


def _markdown_quote(quote: QuoteView) -> str:
    when = "before, " if quote.time == "before" else ""
    start, end = quote.place
    words = escaped("".join(piece.text for piece in quote.pieces))
    if any(quote.context):
        words = f"{_around(quote.context[0])}**{words}**{_around(quote.context[1])}"
    return f"{escaped(quote.card.name)} ({when}characters {start} to {end}): {words}"


def _around(text: str) -> str:
    """Return what stands beside some words, its blanks kept as one each."""
    shown = escaped(text)
    return (" " if text[:1].isspace() else "") + shown + (" " if text[-1:].isspace() and shown else "")
