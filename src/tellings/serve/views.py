"""Templates to answers: one environment, everything escaped, whatever fails to be there is an error."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from tellings.report.controls import show_controls
from tellings.report.html import plural, visible
from tellings.serve.cookies import SEED, form_secret, set_cookie
from tellings.store.words import name_key

MENU = (
    ("/", "Stories"),
    ("/search", "Search"),
    ("/plans", "Plans"),
    ("/people", "People and bodies"),
    ("/sources", "Sources"),
    ("/decisions", "Decisions"),
    ("/drops", "Left out"),
)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates with what they call; text is escaped, and control characters made visible by ``visible``."""
    made = Environment(
        loader=PackageLoader("tellings.serve", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    made.filters["day"] = lambda moment: str(moment)[:10]
    made.filters["minute"] = lambda moment: str(moment)[:16].replace("T", " ")
    made.filters["plainly"] = lambda text: show_controls(str(text), "({})".format)
    made.filters["spoken"] = lambda word: str(word).replace("_", " ")
    made.filters["slug"] = slug
    made.globals["plural"] = plural
    return made


def slug(name: str) -> str:
    """Return a name as it stands in an address of the desk: its words as they are compared, escaped."""
    return quote(name_key(name)[0].replace(" ", "-") or "-", safe="")


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401 -- a template's
    """Return a template as an answer.

    Args:
        request: what is answered; its visitor and its form's secret are given to the template.
        name: the template's file name.
        status: HTTP status.
        context: what the template shows; text of articles only ever as plain ``str``.
    """
    secret = form_secret(request)
    page = environment().get_template(name)
    visitor = getattr(request.state, "visitor", None)
    here = request.url.path
    body = page.render(**context, visitor=visitor, csrf=secret, menu=MENU, here=here, desk=request.app.state.options)
    response = HTMLResponse(body, status_code=status)
    if request.cookies.get(SEED) != secret:
        set_cookie(request, response, SEED, secret)
    return response
