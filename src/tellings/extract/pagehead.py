"""What a page says about itself beside its text: JSON-LD, Open Graph, other meta elements, visible elements.

Every field keeps where it came from. JSON-LD comes first: it is written for machines and names its fields; then Open
Graph, then other meta elements, then what is shown.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import htmldate
from lxml import html

from tellings.extract.metadata import iso_moment
from tellings.extract.newsjson import article_said, body_said, nodes_of
from tellings.extract.outlets import credit_names
from tellings.extract.publishers import publisher_of

#: No page is older than the first news site. A date before it is a default of some system (1970-01-01).
_EARLIEST = dt.date(1993, 1, 1)
#: Latest date that is believed where nobody says when the page was fetched; fixed, so that the result does not hang
#: on the day of the run.
_LATEST = dt.date(2100, 12, 31)
#: JSON-LD longer than this is data of an application, not a description of an article. Set by hand, in characters.
_MAX_JSON = 1_000_000
#: Where each field stands in the head, best evidence first.
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"),
    "byline": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "citation_author"),
    "published": (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
        "publication_date",
        "publish-date",
        "pubdate",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "date",
    ),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "url": ("og:url", "parsely-link"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
}
#: Systems that put their own name where that of the publisher belongs.
_SYSTEMS = frozenset(
    ["blogger", "wordpress", "wordpress.com", "medium", "tumblr", "wix", "squarespace", "ghost", "drupal"]
)
_ADDRESS = re.compile(r"(?:https?:)?//|^www\.|@")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What the head of a page says.

    Attributes:
        title, byline, published, updated, outlet, url, language: None where nothing says it; dates are ISO 8601.
        titles: every headline that anything states, best first.
        evidence: by field where its value came from: ``json-ld``, ``open-graph``, ``meta``, ``link``, ``visible``,
            ``htmldate`` or ``publishers`` (our own table).
        stated: by field every value that can be used, best first, each with where it came from.
        free: what JSON-LD says of ``isAccessibleForFree``, None if nothing.
        paid: classes and ids (".paid", "#rest") of the parts that JSON-LD says are not free.
        bodies: the text of the article as JSON-LD has it, the longest first; of a live page that of all entries.
        kind: ``og:type``, "" if there is none.
        live: whether JSON-LD or the page's elements say that it is a LiveBlogPosting.
    """

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    titles: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    free: bool | None = None
    paid: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    kind: str = ""
    live: bool = False


def read_head(root: html.HtmlElement, *, url: str | None = None, fetched_at: str | None = None) -> PageHead:
    """Read what a page says about itself.

    Args:
        root: the page.
        url: its address if known.
        fetched_at: when it was fetched, ISO 8601; no date after it is believed.
    """
    meta = _meta(root)
    nodes = list(_json_ld(root))
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in _META}
    for node in nodes:
        for name, value in article_said(node).items():
            found[name].append((value, "json-ld"))
    for name, keys in _META.items():
        found[name] += [(meta[key], "open-graph" if ":" in key else "meta") for key in keys if key in meta]
    _visible(root, found)
    found["outlet"].sort(key=lambda said: _is_maker(said[0]))
    latest = _latest(fetched_at)
    stated = {name: tuple(_usable(name, values, latest)) for name, values in found.items()}
    picked = {name: next(iter(values), None) for name, values in stated.items()}
    address = _canonical(root, picked["url"], url)
    picked["url"] = address
    known = publisher_of(url) or publisher_of(address[0] if address else None)
    if known is not None:
        picked["outlet"] = known.name, "publishers"
    if picked["published"] is None:
        picked["published"] = _guessed_date(root, url, latest)
    picked["updated"] = _after(picked["published"], picked["updated"])
    titles = [line for value, _ in found["title"] if (line := _line(value))]
    return PageHead(
        **{name: value[0] for name, value in picked.items() if value},
        titles=tuple(dict.fromkeys(titles)),
        evidence={name: value[1] for name, value in picked.items() if value},
        stated=stated,
        free=_free(nodes),
        paid=tuple(_paid(nodes)),
        bodies=tuple(sorted(filter(None, map(body_said, nodes)), key=len, reverse=True)),
        kind=meta.get("og:type", "").casefold(),
        live=_is_live(root, nodes),
    )


def _is_maker(outlet: str) -> bool:
    """Return whether a name is that of an agency or of a system that pages are made with, not of the site."""
    return outlet.strip() in credit_names().agencies or outlet.strip().casefold() in _SYSTEMS


def _meta(root: html.HtmlElement) -> dict[str, str]:
    """Return the first content of each meta element by its name in lower case."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().casefold()
            if name and content:
                found.setdefault(name, content)
    return found


def _json_ld(root: html.HtmlElement) -> Iterator[Mapping[str, object]]:
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").casefold() or len(text) > _MAX_JSON:
            continue
        try:
            data = json.loads(re.sub(r"^\s*<!--|-->\s*$|[\x00-\x1f]", " ", text.strip().rstrip(";")))
        except (ValueError, RecursionError):
            continue
        yield from nodes_of(data)


def _free(nodes: list[Mapping[str, object]]) -> bool | None:
    """Return whether the article is said to be free to read, None if nothing says so."""
    said = [node["isAccessibleForFree"] for node in nodes if "isAccessibleForFree" in node and "hasPart" in node]
    said += [node["isAccessibleForFree"] for node in nodes if "isAccessibleForFree" in node]
    return None if not said else str(said[0]).strip().casefold() not in {"false", "no", "0", "http://schema.org/false"}


def _paid(nodes: list[Mapping[str, object]]) -> Iterator[str]:
    """Yield the simple selectors of the parts that are said not to be free."""
    for node in nodes:
        parts = node.get("hasPart")
        for part in parts if isinstance(parts, list) else [parts]:
            if isinstance(part, dict) and _free([part]) is False:
                yield from re.findall(r"[.#][\w-]{1,80}", str(part.get("cssSelector"))[:500])


def _is_live(root: html.HtmlElement, nodes: list[Mapping[str, object]]) -> bool:
    """Return whether a page says that it is a live blog."""
    said = any("LiveBlogPosting" in str(node.get("@type")) or "liveBlogUpdate" in node for node in nodes)
    return said or bool(root.xpath("//*[contains(@itemtype, 'LiveBlogPosting')]"))


def _visible(root: html.HtmlElement, found: dict[str, list[tuple[str, str]]]) -> None:
    """Add what elements of the page itself mark."""
    for name, key in (("published", "datePublished"), ("updated", "dateModified")):
        for element in root.xpath(f"//*[@itemprop='{key}' and not(self::meta)]")[:3]:
            found[name].append((element.get("datetime") or element.get("content") or _text(element), "visible"))
    for element in root.xpath("//time[@datetime][@pubdate or contains(@class, 'publish')]")[:3]:
        found["published"].append((element.get("datetime"), "visible"))
    for element in root.xpath("//*[@rel='author' or @itemprop='author']")[:4]:
        found["byline"].append((_text(element), "visible"))
    heads = [(_text(head), "visible") for head in root.findall(".//h1")]
    shown = heads if len(heads) == 1 else []
    title = root.find(".//title")
    whole = "" if title is None else _text(title)
    #: A heading that shares no word with the page's title is the name of the site.
    named = bool(shown) and bool(whole) and _words(shown[0][0]).isdisjoint(_words(whole))
    found["title"] += [] if named else shown
    if title is not None:
        found["title"].append((re.split(r"\s[|»·–—-]\s", whole)[0] if len(whole) > 30 else whole, "meta"))
        found["title"].append((whole, "meta"))
    found["title"] += shown if named else []
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        found["language"].insert(0, (language, "visible"))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _text(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext())[:2000].split())


def _usable(name: str, values: list[tuple[str, str]], latest: dt.date) -> Iterator[tuple[str, str]]:
    """Yield the values that can be used, each with where it came from."""
    for value, origin in values:
        good = _moment(value, latest) if name in {"published", "updated"} else _line(value)
        if good and name == "byline" and (_ADDRESS.search(good) or len(good) > 200):
            continue
        if good:
            yield good, origin


def _line(value: str) -> str | None:
    words = " ".join(value.split())
    return words if words and len(words) <= 2000 else None


def _latest(fetched_at: str | None) -> dt.date:
    """Return the last day that is believed: one day after the fetching, for clocks ahead of ours."""
    try:
        return dt.datetime.fromisoformat(fetched_at or "").date() + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return _LATEST


def _moment(value: str, latest: dt.date) -> str | None:
    """Return a date or date-time in ISO 8601 that can be believed, None for any other words."""
    moment = iso_moment(value[:60])
    if moment is None:
        return None
    day = dt.datetime.fromisoformat(moment).date()
    return moment if _EARLIEST <= day <= latest else None


def _after(published: tuple[str, str] | None, updated: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return the moment of the update if it is not the publication itself and not before its day."""
    if updated is None or published is None:
        return updated
    return updated if updated[0] != published[0] and updated[0][:10] >= published[0][:10] else None


def _canonical(root: html.HtmlElement, stated: tuple[str, str] | None, url: str | None) -> tuple[str, str] | None:
    """Return the address the page gives itself; the front page of a site is the address of no article."""
    links = [str(link) for link in root.xpath("//link[@rel='canonical']/@href")[:1]]
    for value, origin in [*((link, "link") for link in links), *([stated] if stated else [])]:
        try:
            address = urljoin(url or "", value.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.hostname and parts.path not in {"", "/"}:
            return address, origin
    return None


def _guessed_date(root: html.HtmlElement, url: str | None, latest: dt.date) -> tuple[str, str] | None:
    """Return the date that htmldate finds in the address or the visible text."""
    try:
        found = htmldate.find_date(
            root,
            original_date=True,
            extensive_search=False,
            url=url,
            max_date=latest.isoformat(),
            deferred_url_extractor=False,
        )
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    moment = _moment(found, latest) if found else None
    return (moment, "htmldate") if moment else None
