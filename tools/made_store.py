"""Fill a store with made-up news for measurements, faster than news comes in: rows are copied in other words.

The stories that the others are made of are read by the real stages and kept by the real doors, in a small store of
their own (`prototypes`); `fill` copies their rows, reworded, as many times as asked for.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from made_articles import DAYS, SCENES, SIZES, Rewording, Stencil, Vocabulary, Writer, vocabulary
from sqlalchemy import Connection, func, select, text

from tellings import pipeline
from tellings.config import Settings
from tellings.report.jsonform import to_json
from tellings.store import Store, open_store
from tellings.store.articles import put_article
from tellings.store.codec import decode, unpack
from tellings.store.dossiers import put_dossier
from tellings.store.labels import put_labels
from tellings.store.moments import moment_of
from tellings.store.rows import address_key
from tellings.store.search import index_version
from tellings.store.stories import create_story
from tellings.store.tables import articles, metadata, stories, versions
from tellings.types.articles import Article

CHUNK = 1_000
AT = "2031-03-01T00:00:00Z"
#: Of ten articles one was reworded by its outlet, as in a feed that is watched.
REWORDED = 10
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COPIED = ("labels", "names", "sayings")
_SAID = ("key", "last", "name", "speaker", "due", "label", "actors", "actor", "issue", "turns")


def prototypes(path: Path) -> None:
    """Read the stories that the others are made of and keep them in a store, unless it is there."""
    if path.exists():
        return
    words, settings = vocabulary(), Settings()
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open_store(fresh) as store:
        for scene in range(SCENES):
            reports = Writer(words, scene).reports(max(SIZES))
            held, labels, _ = pipeline.label_articles(reports, settings=settings, progress=lambda *_: None)
            current: list[int] = []
            with store.begin() as connection:
                for number, (article, marks) in enumerate(zip(held, labels, strict=True)):
                    if number % REWORDED == 1:
                        put_article(connection, _shortened(article), seen_at=AT, address=article.url)
                    put = put_article(connection, article, seen_at="2031-03-05T00:00:00Z")
                    current.append(put.version)
                    put_labels(connection, put.version, marks, maker="tellings", release="made", at=AT)
                for size in SIZES:
                    dossier = pipeline.tell_labelled(held[:size], labels[:size], (), settings=settings)
                    story = create_story(connection, f"{scene} {size}", at=AT)
                    put_dossier(connection, story, to_json(dossier), versions=current[:size], at=AT, maker="made")
    fresh.rename(path)


def _shortened(article: Article) -> Article:
    """Return what stood there before: the last paragraph was not written yet."""
    end = article.blocks[-2].end
    body = article.text[:end]
    digest = hashlib.sha256(body.encode()).hexdigest()
    return dataclasses.replace(
        article, id=f"a{digest[:12]}", sha256=digest, capture_sha256=digest, text=body, blocks=article.blocks[:-1]
    )


# ---------------------------------------------------------------------------------------------- stencils


@dataclass
class Kept:
    """A version of a prototype: its row and those that hang on it, as stencils."""

    row: Mapping[str, Any]
    content: Stencil
    text: Stencil
    ident: str
    sha256: str
    hanging: list[tuple[str, Mapping[str, Any], Mapping[str, Stencil]]] = field(default_factory=list)


@dataclass
class Told:
    """A dossier of a prototype, with the story's figures."""

    content: Stencil
    figures: Mapping[str, Any]
    slots: list[Mapping[str, Any]]
    hanging: list[tuple[str, Mapping[str, Any], Mapping[str, Stencil]]] = field(default_factory=list)
    kin: list[list[Any]] = field(default_factory=list)


class Prototypes:
    """All that is copied."""

    def __init__(self, path: Path, words: Vocabulary) -> None:
        self._holes = Rewording(words).holes()
        self.days: set[str] = set()
        self.scenes: list[list[list[Kept]]] = []
        self.told: dict[tuple[int, int], Told] = {}
        with open_store(path) as store, store.read() as connection:
            self._find_holes(connection)
            most = max(SIZES)
            held = connection.execute(select(articles).order_by(articles.c.id)).all()
            self.places = {row.id: number % most for number, row in enumerate(held)}
            for scene in range(SCENES):
                rows = held[scene * most : (scene + 1) * most]
                self.scenes.append([self._versions(connection, row.id) for row in rows])
            for row in connection.execute(select(stories)).all():
                scene, size = map(int, row.title.split())
                self.told[scene, size] = self._told(connection, row.id)

    def _find_holes(self, connection: Connection) -> None:
        """Note ids, hashes and days, which are replaced like words."""
        for row in connection.execute(select(versions)):
            article = decode(row.content, Article)
            self._holes |= {article.id, article.sha256}
        for table in ("versions", "labels", "dossiers"):
            for (content,) in connection.execute(select(metadata.tables[table].c.content)):
                self.days |= set(_DAY.findall(_plain(content)))
        self._holes |= self.days

    def _stencil(self, said: str) -> Stencil:
        return Stencil(said, self._holes)

    def _versions(self, connection: Connection, article: int) -> list[Kept]:
        query = select(versions).where(versions.c.article_id == article).order_by(versions.c.number)
        found = []
        for row in connection.execute(query).all():
            held = decode(row.content, Article)
            kept = Kept(
                row=row._mapping,
                content=self._stencil(_plain(row.content)),
                text=self._stencil(held.text),
                ident=held.id,
                sha256=held.sha256,
            )
            for name in _COPIED:
                table = metadata.tables[name]
                for one in connection.execute(select(table).where(table.c.version_id == row.id)).mappings():
                    kept.hanging.append((name, one, self._row_stencils(one)))
            found.append(kept)
        return found

    def _row_stencils(self, row: Mapping[str, Any]) -> dict[str, Stencil]:
        said = {name: row[name] for name in _SAID if name in row and row[name] is not None}
        said |= {"content": _plain(row["content"])} if "content" in row else {}
        return {name: self._stencil(value) for name, value in said.items()}

    def _told(self, connection: Connection, story: int) -> Told:
        """Return what hangs on a story."""
        found = {}
        for name in ("stories", "dossiers", "slots", "plans", "positions", "kin"):
            table = metadata.tables[name]
            same = table.c.id if name == "stories" else table.c.story_id
            found[name] = list(connection.execute(select(table).where(same == story)).mappings())
        figures = {name: found["stories"][0][name] for name in ("independent", "differences")}
        told = Told(self._stencil(_plain(found["dossiers"][0]["content"])), figures, found["slots"])
        told.hanging += [(name, row, self._row_stencils(row)) for name in ("plans", "positions") for row in found[name]]
        told.kin += unpack(found["kin"][0]["content"])
        return told


def _plain(content: bytes) -> str:
    """Return a kept record as JSON in which a made-up word never touches an escape."""
    return json.dumps(unpack(content), ensure_ascii=False, separators=(",", ":"))


def _packed(said: str) -> bytes:
    """Return what `unpack` reads; at the fastest level, for the filling alone."""
    return zlib.compress(said.encode(), 1)


# ---------------------------------------------------------------------------------------------- filling


class Filler:
    """Turns numbers of stories into rows."""

    def __init__(self, path: Path, total: int) -> None:
        words = vocabulary()
        self._reworded = Rewording(words)
        self._held = Prototypes(path, words)
        self._total = total
        self._made = {"article": 0, "version": 0}
        self.outlets: dict[str, int] = {}

    def rows(self) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Yield rows by table, some thousand at a time, until there are as many articles as wanted."""
        number, out = 0, defaultdict[str, list[dict[str, Any]]](list)
        stories_in_all = max(1, self._total * 100 // sum(size * share for size, share in SIZES.items()))
        while self._made["article"] < self._total:
            number += 1
            self._story(out, number, min(number / stories_in_all, 1.0))
            if len(out["articles"]) >= CHUNK:
                yield out
                out = defaultdict(list)
        yield out

    def _story(self, out: dict[str, list[dict[str, Any]]], number: int, way: float) -> None:
        scene, size = number % SCENES, self._reworded.size_of(number)
        other = self._reworded.words_of(number, scene)
        shift = dt.timedelta(days=int(way * DAYS))
        for day in self._held.days:
            other[day] = (dt.date.fromisoformat(day) + shift).isoformat()
        other[""] = str(number)
        moments, current = [], []
        for kept in self._held.scenes[scene][:size]:
            moment, version = self._article(out, kept, other)
            moments.append(moment)
            current.append(version)
            place = {"article_id": self._made["article"], "story_id": number, "by": "machine", "score": 0.9}
            out["members"].append(place | {"reason": "the same names and numbers", "at": AT})
        told = self._held.told[scene, size]
        packed = _packed(told.content.fill(other))
        base = {"story_id": number, "revision": 1, "built_at": AT, "maker": "made"}
        out["dossiers"].append(base | {"versions": _packed(json.dumps(sorted(current))), "content": packed})
        out["slots"] += [dict(row) | {"story_id": number} for row in told.slots]
        self._agenda(out, told, number, size, other, max(moments))
        title = out["articles"][-1]["title"]
        ends = {"first_moment": min(moments), "last_moment": max(moments), "reports": size}
        fixed = {"id": number, "title": title, "titled_by": "machine", "created_at": AT, "updated_at": AT}
        out["stories"].append(fixed | ends | {"revision": 1, "stale": False, "change": 1} | told.figures)

    def _article(
        self, out: dict[str, list[dict[str, Any]]], kept: list[Kept], other: dict[str, str]
    ) -> tuple[int, int]:
        """Add an article with its versions; return its moment and its current version's id."""
        self._made["article"] += 1
        ident = self._made["article"]
        for one in kept:
            digest = hashlib.sha256(one.text.fill(other).encode()).hexdigest()
            other |= {one.ident: f"a{digest[:12]}", one.sha256: digest}
        for number, one in enumerate(kept, start=1):
            self._made["version"] += 1
            version, said = self._made["version"], one.content.fill(other)
            article = json.loads(said)["data"]
            seen = f"{article['published'][:10]}T12:00:00Z"
            moment = moment_of(article["published"], seen, version)
            fixed = {"id": version, "article_id": ident, "number": number, "ident": article["id"], "moment": moment}
            more = {"body_sha256": article["sha256"], "seen_at": seen, "last_seen_at": seen, "title": article["title"]}
            out["versions"].append(fixed | more | {"content": _packed(said)})
            for name, row, stencils in one.hanging:
                out[name].append(self._hanging(row, stencils, other) | {"version_id": version})
                if "moment" in row:
                    out[name][-1]["moment"] = moment
        address = article["url"] + f"-{ident}"
        held = {name: article[name] for name in ("outlet", "title", "language", "published")}
        held |= {"current": version, "current_moment": moment}
        moment = moment_of(article["published"], seen, ident)
        fixed = {"id": ident, "key": address_key(address), "address": address, "moment": moment}
        out["articles"].append(held | fixed | {"versions": len(kept), "first_seen_at": seen, "last_seen_at": seen})
        self._named(out, out["articles"][-1])
        return moment, version

    def _agenda(
        self,
        out: dict[str, list[dict[str, Any]]],
        told: Told,
        story: int,
        size: int,
        other: dict[str, str],
        moment: int,
    ) -> None:
        """Add plans, positions and kin of a story whose articles were added last."""
        before = self._made["article"] - size + 1
        for name, row, stencils in told.hanging:
            made = self._hanging(row, stencils, other) | {"story_id": story}
            made["article_id"] = None if row["article_id"] is None else before + self._held.places[row["article_id"]]
            out[name].append(made | ({"moment": moment} if "moment" in row else {}))
        places = self._held.places
        pairs = [[before + places[left], before + places[right], *rest] for left, right, *rest in told.kin]
        out["kin"].append({"story_id": story, "revision": 1, "content": _packed(json.dumps(pairs))})

    @staticmethod
    def _hanging(row: Mapping[str, Any], stencils: Mapping[str, Stencil], other: Mapping[str, str]) -> dict[str, Any]:
        said: dict[str, Any] = {name: stencil.fill(other) for name, stencil in stencils.items()}
        if "content" in said:
            said["content"] = _packed(said["content"])
        return {**row, **said}

    def _named(self, out: dict[str, list[dict[str, Any]]], article: Mapping[str, Any]) -> None:
        """Let the outlet's feed have named an article."""
        outlet, address = article["outlet"], article["address"]
        if outlet not in self.outlets:
            self.outlets[outlet] = len(self.outlets) + 1
            where = f"https://{outlet.lower().replace(' ', '-')}.example/feed"
            ident = {"id": self.outlets[outlet], "key": address_key(where), "address": where, "title": outlet}
            state = {"kind": "rss", "outlet": outlet, "next_due": AT, "wait_seconds": 900, "health": "well"}
            out["feeds"].append(ident | state)
        seen = article["first_seen_at"]
        entry = {"feed_id": self.outlets[outlet], "key": article["key"], "address": address, "title": article["title"]}
        times = {"published": article["published"], "first_seen_at": seen, "last_seen_at": seen, "state": "kept"}
        out["feed_entries"].append(entry | times | {"next_due": None, "article_id": article["id"]})
        if article["id"] % 5 == 0:
            lost = {"key": address_key(address + "/x"), "source": address + "/x", "stage": "extract", "times": 1}
            code = f"E00{2 + article['id'] % 7}"
            reason = {"code": code, "reason": "no article text", "first_at": seen, "last_at": seen}
            out["drops"].append(lost | reason)


ORDER = ("articles", "versions", "labels", "names", "sayings", "stories", "members", "dossiers", "slots", "feeds")
ORDER = (*ORDER, "feed_entries", "drops", "plans", "positions", "kin")


def fill(store: Store, filler: Filler) -> None:
    """Put made-up rows into a store without content; indexes of PostgreSQL's search are built at the end."""
    postgres = store.dialect == "postgresql"
    if postgres:
        with store.begin() as connection:
            connection.execute(text("DROP INDEX ix_search_words_words"))
    for rows in filler.rows():
        with store.begin() as connection:
            if postgres:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in ORDER:
                if rows.get(name):
                    connection.execute(metadata.tables[name].insert(), rows[name])
            for row in rows["versions"]:
                index_version(connection, row["moment"], decode(row["content"], Article))
        print(".", end="", flush=True)
    print()
    with store.begin() as connection:
        if postgres:
            connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
            connection.execute(text("CREATE INDEX ix_search_words_words ON search_words USING GIN (words)"))
            for name in ("articles", "versions", "stories", "feeds", "drops"):
                most = connection.execute(select(func.max(metadata.tables[name].c.id))).scalar()
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :most)"), {"name": name, "most": most}
                )
    tidy(store)


def tidy(store: Store) -> None:
    """Let the database count what it holds, as PostgreSQL does by itself some time after and SQLite when asked."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store.dialect == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
