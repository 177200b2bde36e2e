"""Who may change what by the API: an editor's token, and from a browser the secret of its forms besides."""

from __future__ import annotations

import hmac
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPBearer

from tellings.errors import DeskError
from tellings.serve.cookies import SEED, options_of
from tellings.serve.session import Visitor, admin, visitor_of

bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token of `tellings token add`.")


def checked_header(
    request: Request, sent: Annotated[str | None, Header(alias="X-CSRF-Token", max_length=100)] = None
) -> None:
    """Refuse a change that a browser sends with its cookie and without the secret of its forms.

    A bearer token is sent by programs only, so it needs none; nor does a desk without tokens, where what guards is
    that no page of another site gets in (`guard.py`).

    Raises:
        DeskError: the secret is missing or another (H009).
    """
    visitor = visitor_of(request)
    if visitor is None or visitor.token is None or not visitor.by_cookie:
        return
    held = request.cookies.get(SEED, "")
    if not held or not hmac.compare_digest((sent or "").encode("utf-8", "replace"), held.encode("utf-8", "replace")):
        raise DeskError(403, "H009", "send the secret of this browser's forms as X-CSRF-Token, or use a bearer token")


EDITS: Final = (Depends(checked_header),)
KEYED: Final = (Security(bearer),)
Admin = Annotated[Visitor, Depends(admin)]


def changed_at(request: Request) -> str:
    """Return the time that a change is written down with."""
    return options_of(request).now()
