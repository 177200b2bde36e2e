"""A desk's API from Python, and what it answers.

Needs the extra ``web``. ``models.py`` and ``labels.py`` are shared with the server, so both ends have one contract.
"""

from __future__ import annotations

from tellings.desk.client import Desk

__all__ = ["Desk"]
