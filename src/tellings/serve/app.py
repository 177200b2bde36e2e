"""The application: which routes there are, in which order a request passes what guards them."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from tellings.serve import (
    api,
    articles,
    compare,
    editing,
    exports,
    find,
    people,
    plans,
    removing,
    session,
    sources,
    stories,
    story,
)
from tellings.serve.faults import install_faults
from tellings.serve.guard import Guard
from tellings.serve.options import DeskOptions
from tellings.store.base import Store

ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    stories.router,
    story.router,
    articles.router,
    compare.router,
    find.router,
    people.router,
    plans.router,
    editing.router,
    removing.router,
    exports.router,
    sources.router,
    api.router,
)
"""Every group of routes, one module each."""


def create_app(store: Store, *, options: DeskOptions | None = None) -> FastAPI:
    """Return the desk on an open store.

    Args:
        store: what it shows and changes; it stays the caller's to close.
        options: how it guards itself; None is a desk for this machine alone, without tokens.
    """
    app = FastAPI(
        title="Tellings",
        version=version("tellings"),
        description="What several reports say together, and the words each line rests on.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.store = store
    app.state.options = options or DeskOptions()
    app.state.shelves = {}
    app.mount("/static/report", StaticFiles(directory=str(files("tellings.report").joinpath("static"))), name="report")
    app.mount("/static", StaticFiles(directory=str(files("tellings.serve").joinpath("static"))), name="static")
    for router in ROUTERS:
        app.include_router(router)
    install_faults(app)
    app.add_middleware(Guard, options=app.state.options)
    return app
