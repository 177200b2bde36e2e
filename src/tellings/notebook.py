"""A dossier at a glance in a notebook: one table of figures, the facts that most hangs on, what differs.

HTML without script, style sheet or outside request; every word of a report is escaped, and control characters that
would act unseen are shown by their code. `tellings` sets it as ``Dossier.display``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tellings.report.html import visible
from tellings.types.dossier import DifferenceType, Dossier, Fact
from tellings.types.spans import Span

MOST: Final = 8
"""Facts and differences shown: one screen of a notebook; the tables have them all."""

LENGTH: Final = 300
"""Characters of a passage."""


def to_html(dossier: Dossier) -> str:
    """Return a dossier's summary as a stretch of HTML."""
    texts = {article.id: article.text for article in dossier.articles}
    outlets = {article.id: article.outlet or article.path or article.id for article in dossier.articles}

    def quoted(span: Span) -> str:
        words = " ".join(texts[span.article][span.start : span.end].split())
        shown = words if len(words) <= LENGTH else words[:LENGTH] + "\u2026"
        return f"{visible(shown)} <small>({visible(outlets[span.article])})</small>"

    parts = [f"<h3>{visible(dossier.story.title)}</h3>", _figures(dossier)]
    if dossier.brief:
        parts += ["<h4>In brief</h4>", _list(quoted(line.sentence) for line in dossier.brief)]
    weighty = sorted(dossier.facts, key=lambda fact: (-fact.weight, fact.id))[:MOST]
    if weighty:
        parts += [f"<h4>Facts ({len(dossier.facts)})</h4>", _list(_fact(fact, quoted(fact.title)) for fact in weighty)]
    told = [
        f"<b>{visible(part.type.value)}</b> ({visible(part.slot)}): {quoted(part.left)} / {quoted(part.right)}"
        for held in (*(fact.differences for fact in dossier.facts), *(one.differences for one in dossier.utterances))
        for part in held
        if part.type is not DifferenceType.WORDING
    ]
    if told:
        parts += [f"<h4>Differences ({len(told)})</h4>", _list(told[:MOST])]
    return "<div>" + "".join(parts) + "</div>"


def _figures(dossier: Dossier) -> str:
    counts = {
        "reports": dossier.articles,
        "facts": dossier.facts,
        "statements": [statement for labels in dossier.labels for statement in labels.statements],
        "entities": dossier.entities,
        "plans": dossier.plans,
        "positions": dossier.positions,
        "left out": dossier.dropped,
    }
    head = "".join(f"<th>{name}</th>" for name in counts)
    body = "".join(f"<td>{len(things):,}</td>" for things in counts.values())
    return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{body}</tr></tbody></table>"


def _fact(fact: Fact, title: str) -> str:
    reports = len({part.span.article for part in fact.support})
    return f"{title} <small>{visible(fact.kind.value)}, {reports} reports, {fact.independent} independent</small>"


def _list(items: Iterable[str] | Iterator[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
