"""An article: its kept text with highlights, what is known of it and from where, its versions, and its relatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from tellings.report.kinship import KINDS as LINEAGE
from tellings.serve.alignment import align, paragraphs, runs
from tellings.serve.faults import missing
from tellings.serve.marking import KINDS, MANNERS, PASSAGE, Highlight, highlights, stretches
from tellings.serve.parameters import Ident, OptionalIdent
from tellings.serve.removing import present_article
from tellings.serve.session import Reader, store_of
from tellings.serve.views import render
from tellings.store.articles import articles_of, get_version, versions_of
from tellings.store.kin import kin_of
from tellings.store.labels import get_labels, names_of
from tellings.store.stories import get_story
from tellings.types.articles import Article
from tellings.types.labels import Labels, Statement
from tellings.types.store import StoredArticle, StoredVersion

router = APIRouter(include_in_schema=False)

NAMED: Final = 12
"""Names shown beside a text, the most mentioned ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Another report of the same story and how it hangs together with this one; ``kind`` None if nothing is known."""

    article: StoredArticle
    kind: str | None
    name: str
    percent: int
    why: str


@router.get("/articles/{article}")
def show_article(
    request: Request,
    _: Reader,
    article: Ident,
    *,
    version: OptionalIdent = None,
    marks: Annotated[str | None, Query(max_length=100)] = None,
    start: Annotated[int | None, Query(ge=0, lt=2**31)] = None,
    end: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
) -> Response:
    """Show one version of an article, the one that stands there now without a number."""
    shown = ["statements"] if marks is None else [kind for kind in KINDS if kind in marks.split(",")]
    with store_of(request).read() as connection:
        held = present_article(connection, article)
        versions = versions_of(connection, article)
        record, text = get_version(connection, _numbered(versions, version).id if version else held.current)
        labels = get_labels(connection, record.id)
        named = names_of(connection, record.id)[:NAMED]
        relatives = _relatives(connection, held)
        story = None if held.story is None else get_story(connection, held.story)
    found = list(highlights(labels, shown)) if labels else []
    passage = _passage(text, start, end)
    return render(
        request,
        "article.html",
        a=held,
        text=text,
        record=record,
        versions=versions,
        story=story,
        stretches=stretches(text, [*passage, *found]),
        shown=shown,
        toggles=_toggles(shown),
        counts=_counts(labels),
        speakers=_speakers(labels),
        manners=MANNERS,
        named=named,
        relatives=relatives,
        labelled=labels is not None,
        opened=bool(passage),
    )


@router.get("/articles/{article}/versions")
def show_versions(
    request: Request, _: Reader, article: Ident, *, left: OptionalIdent = None, right: OptionalIdent = None
) -> Response:
    """Show two versions of an article side by side, the last two without numbers."""
    with store_of(request).read() as connection:
        held = present_article(connection, article)
        versions = versions_of(connection, article)
        if len(versions) < 2:
            return render(request, "article_versions.html", a=held, versions=versions, left=None)
        sides = (_numbered(versions, left or versions[-2].number), _numbered(versions, right or versions[-1].number))
        (one, before), (other, after) = (get_version(connection, side.id) for side in sides)
    rows = align(paragraphs(before), paragraphs(after))
    counts = {kind: sum(1 for row in rows if row.kind == kind) for kind in ("reworded", "left", "right")}
    return render(
        request,
        "article_versions.html",
        a=held,
        versions=versions,
        left=one,
        right=other,
        runs=runs(rows),
        counts=counts,
        facts=_changed_facts(before, after),
    )


def _numbered(versions: Sequence[StoredVersion], number: int) -> StoredVersion:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise missing(f"version {number} of this article")
    return found


def _passage(text: Article, start: int | None, end: int | None) -> list[Highlight]:
    if start is None or end is None or not start < min(end, len(text.text)):
        return []
    found = Highlight(start=start, end=min(end, len(text.text)), kind=PASSAGE, about="the passage", anchor=PASSAGE)
    return [found]


def _toggles(shown: Sequence[str]) -> list[tuple[str, str, bool, str]]:
    """Return for every kind of highlight its name, whether it is on, and the parameter that turns it about."""
    made = []
    for kind, name in KINDS.items():
        after = [one for one in KINDS if (one in shown) != (one == kind)]
        made.append((kind, name, kind in shown, ",".join(after) or "none"))
    return made


def _counts(labels: Labels | None) -> dict[str, int]:
    return {kind: len(highlights(labels, [kind])) if labels else 0 for kind in KINDS}


def _speakers(labels: Labels | None) -> list[tuple[str, bool, list[Statement]]]:
    """Return who says what, in the order in which they first speak; the unnamed and the unknown with them."""
    speakers: dict[str, list[Statement]] = {}
    named: dict[str, bool] = {}
    for one in labels.statements if labels else ():
        name = one.speaker.name if one.speaker else "Speaker not found"
        speakers.setdefault(name, []).append(one)
        named[name] = named.get(name, False) or bool(one.speaker and one.speaker.named)
    return [(name, named[name], said) for name, said in speakers.items()]


def _relatives(connection: Connection, held: StoredArticle) -> list[Relative]:
    """Return the other reports of an article's story, those that derive from it or it from them first."""
    if held.story is None:
        return []
    pairs = lineage_of(connection, held.story)
    order = [*LINEAGE, None]
    made = []
    for other in articles_of(connection, held.story):
        if other.id == held.id:
            continue
        kind, share, why = pairs.get(frozenset((held.id, other.id)), (None, 0.0, ""))
        name = LINEAGE[kind] if kind else "not compared yet"
        made.append(Relative(article=other, kind=kind, name=name, percent=round(100 * share), why=why))
    return sorted(made, key=lambda one: (order.index(one.kind), -one.percent))


def lineage_of(connection: Connection, story: int) -> dict[frozenset[int], tuple[str | None, float, str]]:
    """Return how the reports of a story hang together by the newest dossier: kind, share and why, by their two ids."""
    known = kin_of(connection, story, get_story(connection, story).revision)
    return {frozenset((one.left, one.right)): (one.kind, one.share, one.why) for one in known}


def _changed_facts(before: Article, after: Article) -> list[tuple[str, str, str]]:
    """Return what is said of two versions and is not the same: name, before, after."""
    names = (("title", "Headline"), ("byline", "By"), ("published", "Published"), ("updated", "Updated"))
    pairs = ((name, getattr(before, field) or "unknown", getattr(after, field) or "unknown") for field, name in names)
    return [(name, str(old), str(new)) for name, old, new in pairs if old != new]
