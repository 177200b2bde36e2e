"""A desk on loopback in a thread of its own, and a browser to look at it: for pictures and tests."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, Error, Playwright

from tellings.serve import DeskOptions, create_app
from tellings.store import Store

CLOCK = dt.datetime(2024, 3, 14, 18, 0, tzinfo=dt.UTC)
"""The evening of the sample's second day."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def running(store: Store, *, tokens: bool = False) -> Iterator[str]:
    """Serve a store on a free port of loopback; give the desk's address."""
    options = DeskOptions(tokens=tokens, requests_per_minute=1_000_000, clock=lambda: CLOCK)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(store, options=options), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        give_up = time.monotonic() + 30
        while not server.started:
            if time.monotonic() > give_up:
                raise TimeoutError("the desk did not start")
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


def start_browser(playwright: Playwright) -> Browser | None:
    """Start the system's Chromium, else the one playwright installed; None if there is neither."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    try:
        return playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-proxy-server"]
        )
    except Error as error:
        if path is None and "Executable doesn't exist" in str(error):
            return None
        raise
