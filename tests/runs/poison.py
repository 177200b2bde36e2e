"""What reads pages in tests, importable by name in a fresh process; some pages end it."""

from __future__ import annotations

import os

from tellings.runs.archives import Read, read_page
from tellings.types.articles import Capture

POISON = b"<!-- ends its reader -->"


def read_poisonous(capture: Capture, *, languages: frozenset[str]) -> Read:
    """Read a page, or end the process."""
    if POISON in capture.content:
        os._exit(7)
    return read_page(capture, languages=languages)
