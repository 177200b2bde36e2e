"""Stages for tests, importable by name in a fresh process: they do to it what an item says."""

from __future__ import annotations

import os
import signal
import time

ENDLESS = 10_000


def deadly(item: str) -> str:
    """Return an item in capitals; some end the process, keep it for ever, or fill its memory."""
    if item == "exit":
        os._exit(7)
    if item == "fault":
        signal.signal(signal.SIGSEGV, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGSEGV)
    if item == "sleep":
        time.sleep(ENDLESS)
    if item == "loop":
        while True:
            pass
    if item == "memory":
        return str(len(bytearray(1 << 44)))
    # in time on any machine: the limits of these tests are for the items above
    signal.setitimer(signal.ITIMER_REAL, 0)
    if item == "fail":
        raise ValueError(item)
    return item.upper()
