"""Articles, the texts that stood at their addresses, the marks on them, and the captures they came in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response

from tellings.desk import labels as marks
from tellings.desk import models
from tellings.serve.api.answers import make_router, reply, unchanged
from tellings.serve.api.forms import article_form
from tellings.serve.api.paging import After, Filter, Ident, Limit, When, moment, seal, unseal
from tellings.serve.faults import missing
from tellings.serve.session import Reader, store_of
from tellings.store.articles import find_article, get_article, get_version, list_articles, versions_of
from tellings.store.captures import get_capture
from tellings.store.labels import get_labels
from tellings.types.articles import Article
from tellings.types.store import StoredArticle, StoredVersion

router = make_router("articles")

Key = Annotated[str, Path(pattern=r"^([1-9][0-9]{0,17}|r[0-9a-f]{16})$", description="Its number or its `key`.")]
Address = Annotated[str | None, Query(max_length=8000, description="Only the article at this address.")]


@router.get("/articles", response_model=models.Page[models.Article], responses=unchanged())
def list_of_articles(  # noqa: PLR0913 -- one for each filter, as the address has them
    request: Request,
    _: Reader,
    *,
    address: Address = None,
    outlet: Filter = None,
    language: Filter = None,
    since: When = None,
    until: When = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """List articles, newest first; with `address` the one that stands there, whatever else is asked."""
    place = unseal(after, "articles", int)
    bounds = [bound for bound in (moment(until), None if place is None else place[0]) if bound is not None]
    with store_of(request).read() as connection:
        if address is not None:
            known = find_article(connection, address)
            found: tuple[StoredArticle, ...] = () if known is None else (known,)
        else:
            found = list_articles(
                connection,
                outlet=outlet,
                language=language,
                since=moment(since),
                before=min(bounds, default=None),
                limit=limit + 1,
            )
    cursor = seal("articles", found[limit - 1].moment) if len(found) > limit else None
    return reply(request, models.Page[models.Article](items=[article_form(one) for one in found[:limit]], next=cursor))


@router.get("/articles/{article}", response_model=models.Article, responses=unchanged())
def read_article(request: Request, article: Key, _: Reader) -> Response:
    """Read what is known of an address; its text is that of the version `current`."""
    with store_of(request).read() as connection:
        held = get_article(connection, _number(article))
    return reply(request, article_form(held))


def _number(key: str) -> int | str:
    return key if key.startswith("r") else int(key)


@router.get("/articles/{article}/versions", response_model=models.Page[models.Version], responses=unchanged())
def list_of_versions(request: Request, article: Key, _: Reader, *, after: After = None, limit: Limit = 50) -> Response:
    """List the texts that stood at an address, in the order in which they stood there."""
    place = unseal(after, "versions", str, int)
    with store_of(request).read() as connection:
        held = versions_of(connection, get_article(connection, _number(article)).id)
    behind = [one for one in held if place is None or (one.seen_at, one.number) > place]
    end = behind[limit - 1] if len(behind) > limit else None
    cursor = None if end is None else seal("versions", end.seen_at, end.number)
    forms = [models.Version.model_validate(one) for one in behind[:limit]]
    return reply(request, models.Page[models.Version](items=forms, next=cursor))


@router.get("/versions/{version}", response_model=models.VersionText, responses=unchanged())
def read_version(request: Request, version: Ident, _: Reader) -> Response:
    """Read a text that stood at an address."""
    with store_of(request).read() as connection:
        held, article = get_version(connection, version)
    return reply(request, _version_form(held, article))


def _version_form(held: StoredVersion, article: Article) -> models.VersionText:
    own = {name: getattr(held, name) for name in models.Version.model_fields}
    nested = ("evidence", "blocks", "dropped")
    told = [name for name in models.VersionText.model_fields if name not in own and name not in nested]
    return models.VersionText(
        **own,
        **{name: getattr(article, name) for name in told},
        evidence=dict(article.evidence),
        blocks=[models.Block.model_validate(block) for block in article.blocks],
        dropped=[models.Gap.model_validate(gap) for gap in article.dropped],
    )


@router.get("/versions/{version}/labels", response_model=marks.Labels, responses=unchanged())
def read_labels(request: Request, version: Ident, _: Reader) -> Response:
    """Read the marks on a version that were made last; 404 while it has none."""
    with store_of(request).read() as connection:
        get_version(connection, version)
        found = get_labels(connection, version)
    if found is None:
        raise missing(f"a mark on version {version}")
    return reply(request, marks.Labels.model_validate(found))


@router.get("/captures/{capture}", response_model=models.Capture, responses=unchanged())
def read_capture(request: Request, capture: Ident, _: Reader) -> Response:
    """Read where and when bytes were had, and what the answer said of them; the bytes stay in the store."""
    with store_of(request).read() as connection:
        held = get_capture(connection, capture)
    names = [name for name in models.Capture.model_fields if name not in ("id", "size", "headers")]
    values = {name: getattr(held, name) for name in names}
    told = [models.Header(name=name, value=value) for name, value in held.headers]
    form = models.Capture(**values, id=capture, size=len(held.content), headers=told)
    return reply(request, form)
