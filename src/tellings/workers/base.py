"""What a worker promises: every item gives its result or a ``Dropped``, in the order of the items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[Item, Result]):
    """One stage as a worker runs it.

    Attributes:
        stage: name of the stage, for messages and ``Dropped.stage``.
        run: the stage's function for one item; it must be importable by name to run in other processes.
        name: how an item is called in a message (its path or address).
        on_error: ``record`` turns an exception of ``run`` into a ``Dropped``; ``stop`` lets it through.
    """

    stage: str
    run: Callable[[Item], Result]
    name: Callable[[Item], str]
    on_error: str = "record"
