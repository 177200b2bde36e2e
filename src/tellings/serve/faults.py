"""Errors as answers: one shape in JSON, one page in HTML, and never a trace of our insides."""

from __future__ import annotations

import logging
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from tellings.errors import DeskError, StoreConflict, StoreError
from tellings.serve.views import render

log = logging.getLogger("tellings.serve")

API: Final = "/api/"
TITLES: Final = {
    400: "This request cannot be understood",
    401: "Sign in",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not possible here",
    409: "Somebody was faster",
    422: "This request cannot be understood",
    500: "Something went wrong",
    503: "The store cannot be reached",
}


def missing(what: str) -> DeskError:
    """Return the error for something that is not in the store."""
    return DeskError(404, "H010", f"{what} is not in the store")


def answer(request: Request, status: int, code: str, message: str) -> Response:
    """Return an error as JSON for the API, as a page otherwise."""
    if request.url.path.startswith(API):
        headers = {"www-authenticate": "Bearer"} if status == 401 else None
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
        if error.code == "T013":
            return answer(request, 404, error.code, str(error))
        log.error("store: %s", error)
        return answer(request, 503, error.code, "the store cannot be used now: see the desk's log")

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, error.status_code, "H010" if error.status_code == 404 else "H011", str(error.detail))

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
