"""Errors as answers: one shape in JSON, one page in HTML, and never a trace of our insides."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from tellings.errors import DeskError, StoreConflict, StoreError
from tellings.serve.views import render
from tellings.store.failures import PASSING

log = logging.getLogger("tellings.serve")

API: Final = "/api/"
ASKED: Final = {"T013": 404, "T014": 422}
"""What a request asks of the store that it has not, or cannot understand."""
TITLES: Final = {
    400: "This request cannot be understood",
    401: "Sign in",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not possible here",
    409: "Somebody was faster",
    410: "Removed for good",
    422: "This request cannot be understood",
    500: "Something went wrong",
    503: "The store cannot be reached",
}


def missing(what: str) -> DeskError:
    """Return the error for something that is not in the store."""
    return DeskError(404, "H010", f"{what} is not in the store")


def answer(
    request: Request, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error as JSON for the API, as a page otherwise."""
    if request.url.path.startswith(API):
        headers = {**(headers or {}), **({"www-authenticate": "Bearer"} if status == 401 else {})}
        message = message.removeprefix(f"{code}: ").encode("utf-8", "replace").decode()
        return JSONResponse({"error": {"code": code, "message": message}}, status_code=status, headers=headers)
    if status == 401:
        return RedirectResponse("/login", status_code=303)
    title = TITLES.get(status, TITLES[500])
    return render(request, "error.html", status=status, title=title, code=code, message=message)


def install_faults(app: FastAPI) -> None:
    """Let every error of an app become an answer of the one shape."""

    def on_desk(request: Request, error: Exception) -> Response:
        assert isinstance(error, DeskError)
        return answer(request, error.status, error.code, error.message)

    def on_store(request: Request, error: Exception) -> Response:
        assert isinstance(error, StoreError)
        if isinstance(error, StoreConflict):
            return answer(request, 409, error.code, str(error))
        if error.code in ASKED:
            return answer(request, ASKED[error.code], error.code, str(error))
        log.error("store: %s", error)
        told = "the store cannot be used now: see the desk's log"
        return answer(request, 503, error.code, told, headers={"retry-after": "2"} if error.code in PASSING else None)

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = "H010" if error.status_code == 404 else "H011"
        return answer(request, error.status_code, code, str(error.detail), headers=error.headers)

    def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        told = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()[:5])
        return answer(request, 422, "H011", told)

    def on_any(request: Request, error: Exception) -> Response:
        log.error("unforeseen", exc_info=error)
        return answer(request, 500, "H012", "an unforeseen error; it is in the desk's log")

    app.add_exception_handler(DeskError, on_desk)
    app.add_exception_handler(StoreError, on_store)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_any)
