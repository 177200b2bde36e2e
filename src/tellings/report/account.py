"""A dossier's page in pieces, for a page that has a frame, a style sheet and a script of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tellings.report.changes_view import ChangesView
from tellings.report.drawing import draw_lineage, draw_timeline
from tellings.report.html import FIRST, MANY, templates
from tellings.report.matters import DIFFERENCES
from tellings.report.outline import SECTIONS, build_outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A dossier as it is told, every word of an article escaped.

    Attributes:
        period: first and last day of its reports as people write them, None if none is dated.
        refs: how many references were checked.
        tally: what was found, in figures, and the reports.
        sections: every section, in the order of ``contents``.
        passages: the empty panel in which the script shows passages.
        contents: anchor and heading of each section.
    """

    period: str | None
    refs: int
    tally: Markup
    sections: Markup
    passages: Markup
    contents: tuple[tuple[str, str], ...]


def tell_account(document: Mapping[str, Any]) -> Account:
    """Return a dossier's page in pieces.

    Args:
        document: a dossier as ``to_json`` gives it or a file holds it.

    Raises:
        SchemaError: the document is no dossier.
        AnchorError: one of its refs does not hold.
    """
    outline = build_outline(document)
    context = {
        "o": outline,
        "timeline": draw_timeline(outline.dated, document["articles"], outline.cards),
        "graph": draw_lineage(outline.pairs, outline.cards),
        "kinds": DIFFERENCES,
        "first": FIRST,
        "many": MANY,
    }
    return Account(
        period=outline.period,
        refs=outline.refs,
        tally=_part("tally_alone.html", context),
        sections=_part("account.html", context),
        passages=_part("passages.html", {}),
        contents=SECTIONS,
    )


def tell_changes(changes: ChangesView, *, heading: str, linked: bool) -> Markup:
    """Return what changed as one section with the anchor ``changed``.

    Args:
        changes: what changed.
        heading: what the section is called.
        linked: whether the account of the dossier after stands on the same page, for the words to lead there.
    """
    context = {"changes": changes, "heading": heading, "linked": linked, "first": FIRST, "many": MANY}
    return _part("changed_alone.html", context)


def _part(name: str, context: Mapping[str, Any]) -> Markup:
    return Markup(templates().get_template(name).render(**context))  # noqa: S704 -- a template that escapes
