"""The processes of a run: their names, whether they are alive, and how they are told to stop."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


def own_name() -> str:
    """Return the name of this process among all of all machines: host, number, time of its start."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid()) or 0}"


def is_dead(name: str) -> bool:
    """Return whether a name is that of a process of this machine that is no more."""
    host, _, rest = name.rpartition("/")[0].rpartition("/")
    started = name.rpartition("/")[2]
    if host != socket.gethostname() or not rest.isdigit() or started == "0":
        return False
    return _started(int(rest)) != started


def _started(process: int) -> str | None:
    """Return when a process was started, in ticks since the machine was; None if there is none, or no telling."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Turn the first interrupt or request to end into a flag; the second one ends the process at once."""
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if told:
            raise KeyboardInterrupt
        told.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
