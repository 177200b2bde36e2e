"""What a feed lost on the way: counts and damage → one ``Dropped`` for each kind, with its number."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.collect.feedentries import MAX_ENTRIES, Feed
from tellings.types.articles import Dropped

#: Reasons for which entries are left out against everybody's will, with code and sentence; {0} is "3 entries of the
#: feed have". An entry named twice, or an old one of a sitemap, is no loss.
_LOSSES: Mapping[str, tuple[str, str]] = {
    "no_address": ("C035", "{0} no address: tell the site"),
    "bad_address": ("C036", "{0} an address that cannot be asked: tell the site"),
    "too_many": ("C037", f"{{0}} {MAX_ENTRIES:,} others before: follow parts of it"),
    "other_host": ("C039", "{0} an address on another host and is not read: follow it by itself"),
}
_THINGS = {"other_host": ("part", "parts")}


def losses(feed: Feed, *, source: str) -> tuple[Dropped, ...]:
    """Return what was lost of a feed: entries by the kind of their fault, and that it is damaged.

    Args:
        feed: as it was read.
        source: the address under which it is followed.
    """
    found = []
    for reason, count in feed.dropped:
        if reason in _LOSSES and count:
            code, sentence = _LOSSES[reason]
            one, many = _THINGS.get(reason, ("entry", "entries"))
            words = sentence.format(f"{count:,} {one if count == 1 else many} of the feed {_has(count)}")
            found.append(Dropped(source=source, stage="collect", code=code, reason=words))
    if feed.broken:
        reason = "the feed is damaged, so entries may be missing: tell the site"
        found.append(Dropped(source=source, stage="collect", code="C038", reason=reason))
    return tuple(found)


def _has(count: int) -> str:
    return "has" if count == 1 else "have"
