"""What was rendered before: a dossier's page takes half a second to prove and to tell, and never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar

from fastapi import Request

T = TypeVar("T")

MOST: Final = 64
"""Pieces kept; a page of eight reports has one megabyte, so a full shelf has less than a hundred."""


class Shelf(Generic[T]):
    """Keeps what was made last, the one not asked for longest is put away first; safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what stands under a key, made if it is not there; two threads may make the same at once."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made


def shelf_of(request: Request, name: str) -> Shelf[Any]:
    """Return the shelf of a name, one for each desk, so that desks on other stores share nothing."""
    shelves: dict[str, Shelf[Any]] = request.app.state.shelves
    return shelves.setdefault(name, Shelf())
