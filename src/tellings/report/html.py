"""An outline as one self-contained page: no request leaves it, nothing in an article can run in it.

Every word of an article is escaped by the template engine. On top of that the page's own policy forbids any
script and style but its own two, which it names by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from tellings.report.changes_view import ChangesView
from tellings.report.controls import show_controls
from tellings.report.drawing import draw_lineage, draw_timeline
from tellings.report.matters import DIFFERENCES
from tellings.report.outline import SECTIONS, build_outline
from tellings.report.parts import Passage

FIRST = 8
"""Entries of a long list that are shown at once; the rest unfolds."""

CHANGED = ("changed", "What changed")
"""Anchor and heading of the section that a page has where it is told against an earlier dossier."""

MANY = 4
"""Reports beside one line up to which they are named in full; beyond it their tags stand for them."""


def to_html(document: Mapping[str, Any], *, changes: ChangesView | None = None) -> str:
    """Return a dossier as one HTML page.

    Args:
        document: a dossier as ``to_json`` gives it or a file holds it.
        changes: what changed against an earlier dossier, told at the top; None leaves that section out.

    Raises:
        SchemaError: the document is no dossier.
        AnchorError: one of its refs does not hold.
    """
    outline = build_outline(document)
    style, script = page_style(), _static("page.js")
    page: str = (
        templates()
        .get_template("page.html")
        .render(
            o=outline,
            sections=SECTIONS if changes is None else (CHANGED, *SECTIONS),
            changes=changes,
            linked=True,
            timeline=draw_timeline(outline.dated, document["articles"], outline.cards),
            graph=draw_lineage(outline.pairs, outline.cards),
            kinds=DIFFERENCES,
            style=Markup(style),  # noqa: S704 -- our own file
            script=Markup(script),  # noqa: S704 -- our own file
            policy=page_policy(style, script),
            first=FIRST,
            many=MANY,
        )
    )
    return page.lstrip() + "\n"


@lru_cache(maxsize=2)
def _static(name: str) -> str:
    return files("tellings.report").joinpath("static", name).read_text(encoding="utf-8")


def page_style() -> str:
    """Return the style sheet of all pages."""
    return _static("page.css")


def page_policy(style: str, script: str | None = None) -> str:
    """Return a content security policy that allows this style and this script, and nothing from anywhere."""
    scripts = f"'{_digest(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src {scripts}; "
        "img-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Return the templates of all pages, with what they call."""
    environment = Environment(
        loader=PackageLoader("tellings.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.filters["numbers"] = numbers
    environment.filters["spoken"] = lambda word: str(word).replace("_", " ")
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.tests["loud"] = lambda kind: kind in ("contradiction", "update")
    environment.globals["plural"] = plural
    return environment


def visible(text: str) -> Markup:
    """Return text escaped, with control characters that would act unseen shown by their code."""
    code = '<span class="code" title="invisible character">{}</span>'
    return Markup(show_controls(str(escape(text)), code.format))  # noqa: S704 -- escaped right here


def numbers(passages: Iterable[Passage]) -> str:
    """Return the numbers of passages, as the page's script reads them."""
    return " ".join(str(passage.number) for passage in passages)


def plural(count: int | Sequence[object], one: str, more: str | None = None) -> str:
    """Return "1 report" or "3 reports"."""
    number = count if isinstance(count, int) else len(count)
    return f"{number:,} {one if number == 1 else (more or one + 's')}"
