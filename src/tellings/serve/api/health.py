"""Whether the desk answers and reaches its store; the one thing that needs no token."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import text

from tellings.desk import models
from tellings.serve.api.answers import make_router, reply, unchanged
from tellings.serve.session import store_of

router = make_router("health")


@router.get("/health", response_model=models.Condition, responses=unchanged())
def read_health(request: Request) -> Response:
    """Say that all is well; 503 if the store cannot be reached."""
    with store_of(request).read() as connection:
        connection.execute(text("SELECT 1"))
    return reply(request, models.Condition(status="ok", version=version("tellings")))
