"""How the API answers: JSON with a strong tag, "not changed" to who has it already, and one shape of errors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from tellings.desk.models import Failure
from tellings.errors import DeskError, StoreError

ASK_AGAIN: Final = "private, no-cache"
"""Nobody between may keep an answer, and a browser asks with its tag whether it still holds."""

FOR_GOOD: Final = "private, max-age=86400, immutable"
"""For what never changes, such as a numbered revision; a day, as a token may be withdrawn."""

_TOLD: Final = {
    400: "The body cannot be read",
    401: "No valid token",
    403: "The token does not allow this",
    404: "Not in the store",
    405: "Not possible here",
    409: "Somebody was faster",
    412: "It has changed since the tag in If-Match",
    413: "The request is too large",
    422: "The request cannot be understood",
    429: "Too many requests: Retry-After says how many seconds to wait",
    503: "The store cannot be used now",
}


def faults(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return the errors of a route for its description: those that any can have, and ``codes``."""
    every = (401, 403, 404, 413, 422, 429, 503, *codes)
    return {code: {"model": Failure, "description": _TOLD[code]} for code in sorted(every)}


def unchanged() -> dict[int | str, dict[str, Any]]:
    """Return what a reading route answers beside its result."""
    return {304: {"description": "Not changed since the tag in If-None-Match"}}


def _named(route: APIRoute) -> str:
    return route.name


def make_router(tag: str) -> APIRouter:
    """Return a router for one kind of thing; a route's function names the operation."""
    return APIRouter(tags=[tag], responses=faults(), generate_unique_id_function=_named)


# ---------------------------------------------------------------------------------------------- bodies


def dumps(body: BaseModel | Mapping[str, Any]) -> bytes:
    """Return a body as JSON; a lone surrogate is written as JSON's own escape, so that every text gets through."""
    plain = body.model_dump() if isinstance(body, BaseModel) else body
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def tag_of(content: bytes) -> str:
    """Return the strong tag of an answer's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def matches(header: str, tag: str, *, weak: bool) -> bool:
    """Return whether a list of tags, or ``*``, has a tag; only ``If-None-Match`` takes weak ones (RFC 9110, 8.8.3)."""
    listed = [part.strip() for part in header.split(",")]
    if weak:
        listed = [part.removeprefix("W/") for part in listed]
    return "*" in listed or tag in listed


def reply(
    request: Request, body: BaseModel | Mapping[str, Any], *, status: int = 200, caching: str = ASK_AGAIN
) -> Response:
    """Return an answer with its tag, or 304 if a reader has it already."""
    content = dumps(body)
    tag = tag_of(content)
    headers = {"etag": tag, "vary": "authorization, cookie"}
    if request.method == "GET":
        headers["cache-control"] = caching
        if matches(request.headers.get("if-none-match", ""), tag, weak=True):
            return Response(status_code=304, headers=headers)
    return Response(content, status_code=status, media_type="application/json", headers=headers)


def demand_match(request: Request, body: BaseModel) -> None:
    """Refuse to change something that is no longer what ``If-Match`` says; without the header nothing is asked.

    Raises:
        DeskError: it has changed (T009, 412).
    """
    header = request.headers.get("if-match")
    if header is not None and not matches(header, tag_of(dumps(body)), weak=False):
        raise DeskError(412, "T009", "it has changed since you read it: read it again, then repeat")


def usable(work: Callable[[], Any]) -> Any:  # noqa: ANN401 -- whatever the work gives
    """Return what some work on the store gives; values that it cannot use are the request's fault.

    Raises:
        DeskError: a value or a search cannot be used (T010, T014; 422).
    """
    try:
        return work()
    except StoreError as error:
        if error.code in ("T010", "T014"):
            raise DeskError(422, error.code, str(error).removeprefix(f"{error.code}: ")) from error
        raise
