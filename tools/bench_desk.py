"""Print how fast the desk answers with 100,000 articles in the store, on SQLite and on PostgreSQL.

The stores are filled once and kept under ``--folder``; with them there, the next run measures at once. Pages are asked
for through the application itself, one after the other, without a network. PostgreSQL is a server of this run's own.
The rate of taking reports in is that of the real door (`put_article` with its capture) into the full store.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import os
import pwd
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from made_articles import Writer, vocabulary
from made_store import Filler, fill, prototypes
from sqlalchemy import func, select
from starlette.testclient import TestClient

from tellings.serve import DeskOptions, create_app
from tellings.store import Store, open_store
from tellings.store.articles import put_article
from tellings.store.schema import upgrade
from tellings.store.tables import articles, stories
from tellings.types.articles import Capture

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 200
LIMIT = 0.150
TAKEN_IN = 300
SEEN = "2032-04-01T00:00:00Z"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server on the data under a folder, made if need be; yield its URL with ``%s`` for the database."""
    found = shutil.which("initdb")
    bins = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not bins:
        raise SystemExit("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    who: dict[str, Any] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    english, data = {"LC_ALL": "C.UTF-8"}, folder / "postgresql"
    place = Path(tempfile.mkdtemp(prefix="tellings-pg-", dir="/tmp"))
    fresh = not (data / "PG_VERSION").exists()
    data.mkdir(exist_ok=True)
    if user is not None:
        for path in (place, data):
            os.chown(path, user.pw_uid, user.pw_gid)
    if fresh:
        command = [bins[0] / "initdb", "-D", data, "-U", "tellings", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, env=english, cwd=place, **who)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={place}", "-c", "max_wal_size=4GB"]
    with (place / "log").open("wb") as log:
        command = [bins[0] / "postgres", "-D", data, *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, env=english, cwd=place, **who)
        try:
            ready = [bins[0] / "pg_isready", "-h", place, "-q"]
            while subprocess.run(ready, check=False, env=english).returncode != 0:
                if server.poll() is not None:
                    raise SystemExit((place / "log").read_text())
                time.sleep(0.1)
            yield f"postgresql://tellings@/%s?host={place}"
        finally:
            server.terminate()
            server.wait(60)
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def filled(folder: Path, kind: str, count: int) -> Iterator[Store]:
    """Yield a store with so many made-up articles, filled if it is not there."""
    prototypes(folder / "prototypes.db")
    name = f"desk{count}"
    if kind == "sqlite":
        path = folder / f"{name}.db"
        if not path.exists():
            part = path.with_suffix(".part")
            part.unlink(missing_ok=True)
            with open_store(part) as store:
                _fill(store, folder, count)
            part.rename(path)
        with open_store(path, check=False) as store:
            store.write(upgrade)
            yield store
        return
    with postgres(folder) as url:
        with psycopg.connect(url % "postgres", autocommit=True) as connection:
            held = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if name not in held:
                connection.execute(f"DROP DATABASE IF EXISTS {name}_part")
                connection.execute(f"CREATE DATABASE {name}_part")
                with open_store(url % f"{name}_part", check=False) as store:
                    store.write(upgrade)
                    _fill(store, folder, count)
                connection.execute(f"ALTER DATABASE {name}_part RENAME TO {name}")
        with open_store(url % name, check=False) as store:
            store.write(upgrade)
            yield store


def _fill(store: Store, folder: Path, count: int) -> None:
    start = time.perf_counter()
    fill(store, Filler(folder / "prototypes.db", count))
    print(f"filled in {time.perf_counter() - start:.0f} s")


# ---------------------------------------------------------------------------------------------- what is asked


class Asker:
    """Knows what is in the store, and asks for it."""

    def __init__(self, store: Store) -> None:
        self._chance = random.Random(3)  # noqa: S311 -- the same addresses in every run
        self._words = vocabulary()
        with store.read() as connection:
            self.size = connection.execute(select(func.max(articles.c.id))).scalar_one()
            self._stories = connection.execute(select(func.max(stories.c.id))).scalar_one()
            self._outlets = connection.execute(select(articles.c.outlet).distinct()).scalars().all()
            middle = select(articles.c.published).where(articles.c.id.between(1, self.size))
            self._days = sorted({day[:10] for day in connection.execute(middle).scalars()})

    def kinds(self) -> dict[str, Callable[[], str]]:
        """Return what is asked for, by the name under which it is printed; the first ones are those with a limit."""
        words = {
            "a rare word": lambda: self._plain(6_000, 8_000),
            "a common word": lambda: self._chance.choice(("council", "officials", "government", "works")),
            "any word": lambda: self._plain(0, 3_000),
            "a phrase": lambda: f'"{self._person(0, 400)}"',
            "a common phrase": lambda: '"people left their homes"',
            "OR and -": lambda: f"{self._plain(0, 300)} OR (council {self._plain(0, 50)} -{self._plain(0, 300)})",
            "a beginning": lambda: self._plain(0, 1_000)[:4] + "*",
        }
        searches = {f"search: {name}": self._search(word) for name, word in words.items()}
        narrowed = {
            "outlet": lambda: ("outlet", self._chance.choice(self._outlets)),
            "person": lambda: ("person", self._person(0, 1_500)),
            "day": lambda: ("since", self._chance.choice(self._days)),
            "said by": lambda: ("said_by", self._person(0, 1_500)),
            "differs in": lambda: ("differs_in", self._chance.choice(("number", "polarity", "time", "place"))),
        }
        for name, pair in narrowed.items():
            searches[f"search: common word, {name}"] = self._search(lambda: "council", pair)
            searches[f"search: {name} alone"] = self._search(lambda: "", pair)
            searches[f"search: any word, {name}"] = self._search(lambda: self._plain(0, 500), pair)
        return {
            "stories: newest": lambda: "/",
            "stories: independent": lambda: "/?order=independent",
            "stories: differences": lambda: "/?order=differences",
            "stories: of a day": lambda: f"/?day={self._chance.choice(self._days)}&order={self._order()}",
            "stories: further on": lambda: f"/?after={self._story()}&order={self._order()}",
            **searches,
            "article": lambda: f"/articles/{self._chance.randint(1, self.size)}",
        }

    def others(self) -> dict[str, Callable[[], str]]:
        """Return what is printed without a limit."""
        return {
            "article, versions": lambda: f"/articles/{self._chance.randint(1, self.size)}/versions",
            "story, first look": lambda: f"/stories/{self._story()}",
            "person": lambda: f"/people/{quote(self._person(0, 1_500))}",
            "person, well known": lambda: f"/people/{quote(self._person(0, 3))}",
            "people": lambda: "/people",
            "plans": lambda: "/plans",
            "sources": lambda: "/sources",
            "left out": lambda: "/drops",
            "API: stories": lambda: f"/api/v1/stories?order={self._order()}",
            "API: articles": lambda: "/api/v1/articles",
            "API: article": lambda: f"/api/v1/articles/{self._chance.randint(1, self.size)}",
            "API: search": lambda: f"/api/v1/search?q={self._plain(0, 3_000)}&count=true",
            "API: search, common": lambda: "/api/v1/search?q=council&count=true",
            "API: story": lambda: f"/api/v1/stories/{self._story()}",
            "API: dossier": lambda: f"/api/v1/stories/{self._story()}/dossier",
        }

    def _search(self, word: Callable[[], str], pair: Callable[[], tuple[str, str]] | None = None) -> Callable[[], str]:
        def address() -> str:
            asked = [("q", word()), *([] if pair is None else [pair()])]
            return "/search?" + urlencode([one for one in asked if one[1]])

        return address

    def _plain(self, first: int, last: int) -> str:
        return self._words.plain[self._chance.choice((5, 6, 7, 8, 9))][self._chance.randrange(first, last)]

    def _person(self, first: int, last: int) -> str:
        return " ".join(self._words.person(self._chance.randrange(first, last)))

    def _story(self) -> int:
        return self._chance.randint(1, self._stories)

    def _order(self) -> str:
        return self._chance.choice(("newest", "independent", "differences"))


def measure(client: TestClient, address: Callable[[], str], requests: int) -> tuple[float, float, float, int]:
    """Return how long some requests take, in seconds, and how many did not answer with 200.

    Median, 95th percentile, and that of this process's processor time, which other work on the machine lengthens less.
    """
    times, busy, failed = [], [], 0
    for number in range(requests + 3):
        where = address()
        start, before = time.perf_counter(), time.process_time()
        answer = client.get(where)
        taken, worked = time.perf_counter() - start, time.process_time() - before
        if number >= 3:  # the first ones load templates and wake connections
            times.append(taken)
            busy.append(worked)
            failed += answer.status_code != 200
    late = int(requests * 0.95)
    return statistics.median(times), sorted(times)[late], sorted(busy)[late], failed


def ask(store: Store, requests: int, wanted: str) -> bool:
    """Print how long each page takes whose name has the wanted words; return whether all that have a limit keep it."""
    asker, kept = Asker(store), True
    options = DeskOptions(requests_per_minute=10_000_000)
    client = TestClient(create_app(store, options=options), base_url="http://localhost", follow_redirects=True)
    print(f"{store.dialect}: {asker.size} articles\n{'page':32s} {'p50, ms':>9s} {'p95, ms':>9s} {'p95 busy, ms':>13s}")
    for limit, kinds in ((LIMIT, asker.kinds()), (None, asker.others())):
        for name, address in kinds.items():
            if wanted not in name:
                continue
            if client.get(address()).status_code == 404:
                continue
            half, most, worked, failed = measure(client, address, requests)
            slow = limit is not None and most >= limit
            kept = kept and not slow and not failed
            note = f"  over {limit * 1000:.0f}" if slow and limit else ""
            note += f"  {failed} failed" if failed else ""
            print(f"{name:32s} {half * 1000:9.1f} {most * 1000:9.1f} {worked * 1000:13.1f}{note}", flush=True)
    return kept


def take_in(store: Store) -> float:
    """Return how many reports a second go through the real door, each with its page, in a transaction of its own.

    They are taken away again by nobody: the next run's are others, and some hundred among 100,000 change nothing.
    """
    begun = time.time_ns()
    made = [Writer(vocabulary(), scene).reports(25) for scene in range(4)]
    reports = [report for group in made for report in group] * (TAKEN_IN // 100)
    start = time.perf_counter()
    for number, article in enumerate(reports):
        text = f"{article.text}\n\nFiled as number {number} at {begun}."
        address = f"https://door.example/{begun}/{number}"
        page = f"<html><body><p>{text}</p></body></html>".encode() * 10
        digest = hashlib.sha256(page).hexdigest()
        fresh = dataclasses.replace(article, id=f"a{digest[:12]}", text=text, url=address, capture_sha256=digest)
        came = Capture(
            source=address, content=page, media_type="text/html", sha256=digest, url=address, fetched_at=SEEN
        )
        store.write(
            lambda connection, fresh=fresh, came=came: put_article(connection, fresh, seen_at=SEEN, capture=came)
        )
    return len(reports) / (time.perf_counter() - start)


def main() -> None:
    """Fill what is not filled and print the tables; status 1 if a page with a limit does not keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="articles in the store")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tellings-bench-desk")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="requests for each page")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one of the databases")
    parser.add_argument("--pages", default="", help="only pages whose name has this; nothing is taken in then")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    kept = True
    for kind in ("sqlite", "postgresql"):
        if given.only in (None, kind):
            with filled(given.folder, kind, given.articles) as store:
                kept = ask(store, given.requests, given.pages) and kept
                if given.pages:
                    continue
                print(f"{kind}: {take_in(store):.0f} reports a second taken in\n", flush=True)
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
