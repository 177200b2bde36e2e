"""The desk's two cookies, and what a request knows of the desk's options."""

from __future__ import annotations

import secrets
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from tellings.serve.options import DeskOptions

SEED: Final = "tellings_form"
"""Cookie that a form's secret must equal."""

SEED_LENGTH: Final = 43
"""Characters of 32 random bytes in URL-safe base 64."""


def options_of(request: Request) -> DeskOptions:
    """Return what the desk was started with."""
    options: DeskOptions = request.app.state.options
    return options


def form_secret(request: Request) -> str:
    """Return the secret that this browser's forms carry; a new one where it has none yet."""
    known: str | None = getattr(request.state, "form_secret", None) or request.cookies.get(SEED)
    if known is None or len(known) != SEED_LENGTH:
        known = secrets.token_urlsafe(32)
    request.state.form_secret = known
    return known


def set_cookie(request: Request, response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie that no script reads and no other site sends."""
    secure = options_of(request).secure
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=secure, path="/")
