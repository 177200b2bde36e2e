"""Print pages a second of fetching on loopback, beside bare httpx in the same run.

The site is a process of its own that answers every path with one page of 40 kB, packed to 8 kB; eight addresses of
loopback stand for eight hosts. Pauses are off. Both run by turns, so that what else the machine does hits both. Ratios
carry over between machines, pages a second do not; that of processor time holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection

import httpx

from tellings.collect.fetch import Fetcher, FetchOptions
from tellings.types.articles import Capture

HOSTS = 8
REPEATS = 5


def page() -> bytes:
    """Return a page of made-up words, the same every time."""
    pick = random.Random(7)  # noqa: S311 -- words for a page, no secret
    words = ["".join(pick.choices("abdeilmnorstu", k=pick.randint(2, 9))) for _ in range(1200)]
    paragraphs = "".join(f"<p>{' '.join(pick.choices(words, k=60))}.</p>\n" for _ in range(105))
    return f"<!DOCTYPE html><html><head><title>A page</title></head><body>{paragraphs}</body></html>".encode()


class _Server(asyncio.Protocol):
    """Answers every request with the same bytes."""

    answer = b""
    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self.none if request.startswith(b"GET /robots.txt") else self.answer)


def serve(pipe: Connection) -> None:
    """Serve until the process is ended; tell the port."""
    packed = gzip.compress(page(), mtime=0)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    )
    _Server.answer = head.encode() + packed

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "0.0.0.0", 0)  # noqa: S104 -- all of loopback
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def rates(*works: Callable[[], int]) -> list[tuple[float, float]]:
    """Return pages a second and a second of processor time of each, the medians of some runs by turns."""
    found: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, runs in zip(works, found, strict=True):
            start, spent = time.perf_counter(), time.process_time()
            pages = work()
            runs.append((pages / (time.perf_counter() - start), pages / (time.process_time() - spent)))
    return [(statistics.median(one[0] for one in runs), statistics.median(one[1] for one in runs)) for runs in found]


def ours(urls: list[str], *, at_once: int) -> int:
    """Fetch with everything on but the pauses."""
    options = FetchOptions(pause_seconds=0.0, hosts_at_once=at_once, allow_private=("127.0.0.0/8",))
    with Fetcher(options) as fetcher:
        return sum(isinstance(outcome, Capture) for outcome in fetcher.fetch_all(urls))


def bare(urls: list[str], *, at_once: int) -> int:
    """Fetch with httpx alone."""
    with httpx.Client(trust_env=False) as client, ThreadPoolExecutor(at_once) as pool:
        return sum(bool(response.content) for response in pool.map(client.get, urls))


def main() -> None:
    """Run both on one host and on all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1600, help="pages a run")
    pages = parser.parse_args().pages
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    process.start()
    port = here.recv()
    print(f"\nfetching on loopback, {pages} pages of {len(page()):,} bytes, median of {REPEATS}")
    print(f"{'hosts at once':>13s} {'tellings, pages/s':>18s} {'bare httpx, pages/s':>20s} {'÷ bare':>7s}", end=" ")
    print(f"{'processor time ÷ bare':>21s}")
    for hosts in (1, HOSTS):
        urls = [f"http://127.0.0.{1 + at % hosts}:{port}/page-{at}.html" for at in range(pages)]
        mine, plain = rates(partial(ours, urls, at_once=hosts), partial(bare, urls, at_once=hosts))
        ratio, spent = mine[0] / plain[0], plain[1] / mine[1]
        print(f"{hosts:13d} {mine[0]:18.0f} {plain[0]:20.0f} {ratio:7.2f} {spent:21.2f}")
    process.terminate()
    process.join()


if __name__ == "__main__":
    main()
