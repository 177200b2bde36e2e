"""The desk as JSON under ``/api/v1``: what its pages show and what its forms do.

``answers.py`` says how everything is answered, ``paging.py`` how lists go on, ``guards.py`` who may change what; the
shapes are in ``tellings.desk.models``, which the client shares.
"""

from __future__ import annotations

from fastapi import APIRouter

from tellings.serve.api import articles, decisions, health, keys, people, search, sources, stories
from tellings.serve.api.guards import KEYED

router = APIRouter(prefix="/api/v1")
router.include_router(health.router)
for part in (stories, articles, search, people, decisions, sources, keys):
    router.include_router(part.router, dependencies=KEYED)

__all__ = ["router"]
