"""A watcher over the test site, and feeds and pages for it to find."""

from __future__ import annotations

from tellings.collect.fetch import Fetcher
from tellings.runs.polling import WatchOptions
from tellings.runs.watch import News, Watcher
from tellings.store import Store
from tellings.store.articles import find_article
from tellings.store.feeds import add_feed, list_feeds
from tellings.types.collecting import StoredFeed
from tellings.types.store import StoredArticle
from tests.collect.fetching import StillTime, fetcher
from tests.collect.site import Call, Site, article

HOUR = 3600.0


class Desk:
    """A watcher over a loopback site, in time that passes only when told to."""

    def __init__(self, store: Store, site: Site, **options: int) -> None:
        self.store, self.site, self.time = store, site, StillTime()
        self.news: list[News] = []
        self.fetcher: Fetcher = fetcher(self.time, pause_seconds=0.0, attempts=1)
        self.watcher = Watcher(
            store=store,
            fetcher=self.fetcher,
            clock=self.time.clock(),
            options=WatchOptions(**options),  # type: ignore[arg-type]
            tell=self.news.append,
        )

    def follow(self, path: str = "/feed", **said: object) -> int:
        at = self.time.clock().now().isoformat()
        return self.store.write(lambda held: add_feed(held, self.site.url(path), at=at, **said))  # type: ignore[arg-type]

    def pass_time(self, seconds: float) -> None:
        self.time.sleep(seconds)

    def once(self) -> list[tuple[str, str]]:
        """Do what is due; return what happened, by kind and word."""
        self.news.clear()
        self.watcher.run(once=True)
        return [(one.what, one.word) for one in self.news]

    def feed(self) -> StoredFeed:
        with self.store.read() as connection:
            return list_feeds(connection)[0]

    def article(self, path: str) -> StoredArticle:
        with self.store.read() as connection:
            found = find_article(connection, self.site.url(path))
        assert found is not None
        return found


def feed_of(*paths: str) -> str:
    items = "".join(f"<item><title>About {path}</title><link>{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>The Lantern</title>{items}</channel></rss>"


def serve_feed(site: Site, *paths: str) -> None:
    """Answer ``/feed`` with a feed of paths that has a validator."""
    body = feed_of(*paths).encode()
    tag = f'"{"-".join(paths)}"'

    def send(call: Call) -> None:
        if call.headers.get("if-none-match") == tag:
            call.answer(304, ETag=tag)
        else:
            call.answer(200, body, Content_Type="application/rss+xml", ETag=tag)

    site.add("/feed", send)


def serve_articles(site: Site, *paths: str) -> None:
    for path in paths:
        site.page(path, article(title=f"The bridge of {path}", middle=f"It was told at {path}."))
