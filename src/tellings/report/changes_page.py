"""What changed as a page of its own: the look of a dossier's page, without any script."""

from __future__ import annotations

from markupsafe import Markup

from tellings.report.changes_view import ChangesView
from tellings.report.html import FIRST, MANY, page_policy, page_style, templates


def changes_to_html(view: ChangesView) -> str:
    """Return changes as one self-contained HTML page."""
    style = page_style()
    page: str = (
        templates()
        .get_template("changes.html")
        .render(
            changes=view,
            linked=False,
            style=Markup(style),  # noqa: S704 -- our own file
            policy=page_policy(style),
            first=FIRST,
            many=MANY,
        )
    )
    return page.lstrip() + "\n"
