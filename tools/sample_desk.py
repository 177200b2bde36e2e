"""A store with the sample story and a few made-up ones, as a desk would have it after two days: for pictures and tests.

The sample's reports come in two lots with a dossier after each, so that its story has changed since the first look.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tellings.config import Settings
from tellings.pipeline import read_articles
from tellings.runs.stories import Keeper
from tellings.store import Store
from tellings.store.access import note_look
from tellings.store.articles import put_article
from tellings.store.drops import put_drop
from tellings.store.feeds import Named, add_feed, get_feed, see_entries, update_feed
from tellings.store.stories import list_stories
from tellings.types.articles import Article, Dropped
from tellings.types.collecting import Health

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "src" / "tellings" / "sample"

WEDNESDAY, THURSDAY = "2024-03-13T18:00:00Z", "2024-03-14T16:00:00Z"
LAST = "05-meridian.txt"
"""The sample's report of the second day."""


@dataclass(frozen=True)
class Written:
    """A report made up for the desk: outlet, address, time of publication, headline, text, and whether it is late."""

    outlet: str
    url: str
    published: str
    title: str
    text: str
    late: bool = False


FERRY = (
    Written(
        "The Savin Courier",
        "https://savincourier.example/2024/03/12/ferry-strike",
        "2024-03-12T17:40:00",
        "Ferry crews at Saltmere to strike for two days next week",
        "Ferry crews at Saltmere will stop work for two days from 20 March, their union said on Tuesday.\n\n"
        "About 340 sailors and dockers will take part, said Nerys Calloway, general secretary of the Seafarers' "
        "League. “We have asked for talks four times since January,” she said. “Nobody came.”\n\n"
        "Saltmere Lines, which runs the eleven ferries to the Outer Skerries, called the strike “needless”. "
        "The company has offered a rise of 4 percent. The union wants 7 percent.\n\n"
        "Hospital patients will be carried by the coast guard, the islands' council said. "
        "The council plans to hold an extra meeting on 18 March.",
    ),
    Written(
        "The Hessing Valley Post",
        "https://valleypost.example/news/ferry-strike",
        "2024-03-13T07:10:00",
        "Saltmere ferries to stand still as crews walk out",
        "The ferries between Saltmere and the Outer Skerries will not sail on 20 and 21 March because their crews "
        "walk out.\n\n"
        "Some 400 sailors and dockers are to join the strike, according to Nerys Calloway, who leads the "
        "Seafarers' League. “We asked for talks again and again,” Ms Calloway told a meeting on the quay.\n\n"
        "Saltmere Lines has offered the crews 4 percent more pay. The Seafarers' League asks for 7 percent.\n\n"
        "Ludo Penhallow, the managing director of Saltmere Lines, said the company would not move. "
        "“There is no money left in the till,” he said.",
    ),
    Written(
        "Meridian World Service",
        "https://meridian.example/kelmarra/saltmere-ferries",
        "2024-03-14T11:30:00",
        "Saltmere ferry strike called off after new offer",
        "The ferry crews at Saltmere have called off the strike that was to begin on 20 March.\n\n"
        "Saltmere Lines raised its offer from 4 to 6 percent on Thursday, said managing director Ludo Penhallow. "
        "“We found some money after all,” Mr Penhallow said.\n\n"
        "Nerys Calloway, general secretary of the Seafarers' League, said her members would vote on the offer "
        "by 28 March. “It is not seven, but it is a start,” she said.",
        late=True,
    ),
)

MUSEUM = (
    Written(
        "The Daily Lantern",
        "https://lantern.example/news/gannet-house",
        "2024-03-13T09:20:00",
        "Three paintings stolen from Gannet House in the night",
        "Thieves took three paintings from the Gannet House museum in Port Savin during the night to Wednesday.\n\n"
        "A night porter found a broken skylight at 5.30am, said Inspector Wilmot Treave of the Port Savin police. "
        "“They knew the building,” he said.\n\n"
        "The paintings are by the harbour painter Isolde Fenn, who died in 1911. The museum will stay closed until "
        "Saturday.",
    ),
    Written(
        "The Savin Courier",
        "https://savincourier.example/2024/03/13/gannet-house",
        "2024-03-13T13:05:00",
        "Police hunt Gannet House thieves after four Fenn paintings vanish",
        "Four paintings by Isolde Fenn have been stolen from Gannet House in Port Savin, the museum's director, "
        "Amabel Strood, said on Wednesday. They are worth about 2 million crowns.\n\n"
        "Thieves came through a skylight in the night. The alarm had been switched off since Monday for repairs, "
        "Ms Strood said.\n\n"
        "Inspector Wilmot Treave of the Port Savin police asked anyone who saw a grey van near the museum after "
        "midnight to call. “They knew the building,” he said.",
    ),
)

MUSEUM_AGAIN = replace(
    MUSEUM[0],
    title="Four paintings stolen from Gannet House in the night",
    text="Thieves took four paintings from the Gannet House museum in Port Savin during the night to Wednesday.\n\n"
    "A night porter found a broken skylight at 5.30am, said Inspector Wilmot Treave of the Port Savin police. "
    "“They knew the building,” he said.\n\n"
    "The alarm had been switched off for repairs, the museum said.\n\n"
    "The paintings are by the harbour painter Isolde Fenn, who died in 1911. The museum will stay closed until Sunday.",
    late=True,
)
"""What stands at the address of the first report on the second day."""

BRIDGE = (
    Written(
        "The Hessing Valley Post",
        "https://valleypost.example/news/old-bridge-cranes",
        "2024-03-14T08:00:00",
        "Cranes nest on Upper Hessing's old bridge for first time in 60 years",
        "A pair of cranes has built a nest on the old stone bridge at Upper Hessing, the first since 1964.\n\n"
        "“I had to look twice,” said Osbert Quill of the valley's bird watch. He counted two eggs on Thursday "
        "morning.\n\n"
        "The council will close the bridge to walkers until the end of May.",
        late=True,
    ),
)


def fill(store: Store) -> Keeper:
    """Fill an empty store with the first day, look at the sample's story, then add the second day."""
    settings = Settings(processes=1)
    moment = [WEDNESDAY]
    keeper = Keeper(store, settings=settings, clock=lambda: moment[0])
    sample = _sample(settings)
    made = (*FERRY, *MUSEUM, *BRIDGE)
    _keep(store, [one for name, one in sample if name != LAST], at=WEDNESDAY)
    _keep(store, _read([one for one in made if not one.late], settings), at=WEDNESDAY)
    keeper.bring_up_to_date(settle=True)
    look(store, "local", at=WEDNESDAY)
    moment[0] = THURSDAY
    _keep(store, [one for name, one in sample if name == LAST], at=THURSDAY)
    _keep(store, _read([one for one in made if one.late] + [MUSEUM_AGAIN], settings), at=THURSDAY)
    keeper.bring_up_to_date(settle=True)
    _sources(store)
    return keeper


def look(store: Store, reader: str, *, at: str) -> None:
    """Note that a reader has seen every story as it stands."""
    with store.begin() as connection:
        for story in list_stories(connection):
            note_look(connection, reader, story.id, revision=story.revision, at=at)


def _sample(settings: Settings) -> list[tuple[str, Article]]:
    """Return the sample's reports with the names of their files."""
    articles, _ = read_articles([SAMPLE], hints=None, settings=settings, progress=_quiet)
    return [(Path(one.path or "").name, one) for one in articles]


def _read(reports: list[Written], settings: Settings) -> list[Article]:
    """Read reports as they would be read from files."""
    with tempfile.TemporaryDirectory() as folder:
        meta = []
        for number, one in enumerate(reports):
            name = f"{number}.txt"
            (Path(folder) / name).write_text(f"{one.title}\n\n{one.text}\n", encoding="utf-8")
            fields = {"outlet": one.outlet, "url": one.url, "published": one.published, "title": one.title}
            meta.append({"file": name, **fields})
        (Path(folder) / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        articles, dropped = read_articles([folder], hints=None, settings=settings, progress=_quiet)
    assert not dropped, dropped
    return list(articles)


def _keep(store: Store, articles: list[Article], *, at: str) -> None:
    with store.begin() as connection:
        for one in articles:
            address = one.url or f"file:{Path(one.path or one.id).name}"
            put_article(connection, one, seen_at=at, address=address)


def _sources(store: Store) -> None:
    """Follow three feeds of different health, and note some inputs that gave no article."""
    with store.begin() as connection:
        for address, title, health, error in _feeds():
            ident = add_feed(connection, address, at=WEDNESDAY, title=title, outlet=title)
            held = replace(get_feed(connection, ident), health=health, checked_at=THURSDAY, error=error)
            update_feed(connection, replace(held, failures=7 if error else 0, changed_at=WEDNESDAY))
            named = [Named(f"{address}/one", "One"), Named(f"{address}/two", "Two")]
            see_entries(connection, ident, named, at=THURSDAY)
        for stage, code, source, reason in (
            ("collect", "C013", "https://valleypost.example/video/sirens", "robots.txt does not let it be read"),
            ("extract", "E002", "https://lantern.example/live/flood", "the page shows a wall: 'Subscribe to read on'"),
            ("extract", "E002", "https://newsbrick.example/quiz/lighthouse", "the page has no article"),
        ):
            put_drop(connection, Dropped(source=source, stage=stage, code=code, reason=reason), at=THURSDAY)


def _feeds() -> Iterator[tuple[str, str, Health, str | None]]:
    yield "https://savincourier.example/rss", "The Savin Courier", Health.WELL, None
    yield "https://valleypost.example/feed.xml", "The Hessing Valley Post", Health.WELL, None
    yield "https://lantern.example/rss", "The Daily Lantern", Health.FAILING, "the server answered 503"


def _quiet(_stage: str, _done: int, _total: int | None) -> None:
    """Show no progress."""
