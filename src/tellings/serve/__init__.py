"""The desk: web pages and an API on what the store holds.

Needs the extra ``web``. ``create_app`` gives the application; ``tellings serve`` runs it.
"""

from __future__ import annotations

from tellings.errors import MissingExtra

try:
    import fastapi as _fastapi  # noqa: F401 -- only to see whether it is there
    import uvicorn as _uvicorn  # noqa: F401 -- likewise
except ImportError as error:
    raise MissingExtra("the desk needs FastAPI and uvicorn: pip install 'tellings[web]'", code="H001") from error

from tellings.serve.app import create_app
from tellings.serve.options import DeskOptions

__all__ = ["DeskOptions", "create_app"]
