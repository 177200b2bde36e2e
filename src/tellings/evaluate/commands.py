"""``tellings eval``: repeat our figures on a user's own copy of the annotated sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Protocol

import typer
from spacy.language import Language

from tellings import pipeline
from tellings.config import Settings
from tellings.evaluate import copies as copy_rows
from tellings.evaluate import coref as coref_rows
from tellings.evaluate import entities as entity_rows
from tellings.evaluate import pages as page_rows
from tellings.evaluate import quantities as quantity_rows
from tellings.evaluate import quotes as quote_rows
from tellings.evaluate import stories as story_rows
from tellings.evaluate import times as time_rows
from tellings.evaluate.corefscores import score_coref
from tellings.evaluate.pagefacts import score_facts
from tellings.evaluate.rows import Row, read_rows, write_rows
from tellings.evaluate.scores import Table
from tellings.evaluate.setscores import score_attributions, score_mentions, score_quantities, score_times
from tellings.evaluate.story import score_story
from tellings.label.parse import load_pipeline
from tellings.report.jsonform import to_json

app = typer.Typer(help="Score labels and matches on annotated sets.", no_args_is_help=True)

Misses = Annotated[str | None, typer.Option(help="List what was missed or wrong for a part, such as quotes or facts.")]
Gold = Annotated[Path, typer.Argument(help="The annotated set, .jsonl or .jsonl.gz.")]
Predictions = Annotated[Path | None, typer.Option(help="Also write what was found, one JSON object a line.")]


class Predict(Protocol):
    """What finds labels for the rows of a set."""

    def __call__(self, rows: Iterable[Row], *, pipeline: Language) -> Iterator[Row]:
        """Yield a row of predictions for each row."""


def score_set(gold: Path, predict: Predict, score: Callable[[list[Row], list[Row]], Table]) -> tuple[Table, list[Row]]:
    """Return the scores on one annotated set, and what was found."""
    rows = read_rows(gold)
    found = list(predict(rows, pipeline=load_pipeline(Settings().pipeline)))
    return score(rows, found), found


def score_names(gold: list[Row], found: list[Row]) -> Table:
    """Score name mentions of GUM or MEANTIME."""
    return score_mentions(gold, found, is_name=entity_rows.is_name)


#: By set: what finds its labels and what scores them.
SETS: dict[str, tuple[Predict, Callable[[list[Row], list[Row]], Table]]] = {
    "quotes": (quote_rows.predict, score_attributions),
    "times": (time_rows.predict, score_times),
    "quantities": (quantity_rows.predict, score_quantities),
    "entities": (entity_rows.predict, score_names),
    "coref": (coref_rows.predict, score_coref),
}


def _run(name: str, gold: Path, predictions: Path | None) -> None:
    table, found = score_set(gold, *SETS[name])
    if predictions:
        write_rows(predictions, found)
    _print(table)


def _print(table: Table) -> None:
    typer.echo("\n".join(row.line() for row in table.rows.values()))


@app.command()
def story(
    reports: Annotated[Path, typer.Argument(help="Folder of reports.")],
    gold: Annotated[Path, typer.Argument(help="Folder of their hand-made gold.")],
    *,
    misses: Misses = None,
) -> None:
    """Read a story and compare its dossier with a hand-made gold."""
    table = score_story(to_json(pipeline.read([reports])), gold)
    if misses:
        typer.echo("\n".join(table.misses.get(misses, ["nothing"])))
    else:
        _print(table)


@app.command()
def quotes(gold: Gold, *, predictions: Predictions = None) -> None:
    """Score sources, cues and contents of attributions (PolNeAR)."""
    _run("quotes", gold, predictions)


@app.command()
def times(gold: Gold, *, predictions: Predictions = None) -> None:
    """Score time expressions and their values (TIMEX3)."""
    _run("times", gold, predictions)


@app.command()
def quantities(gold: Gold, *, predictions: Predictions = None) -> None:
    """Score quantities, their units and bounds (NewsQuant)."""
    _run("quantities", gold, predictions)


@app.command()
def entities(gold: Gold, *, predictions: Predictions = None) -> None:
    """Score name mentions (GUM news, MEANTIME)."""
    _run("entities", gold, predictions)


@app.command()
def coref(gold: Gold, *, predictions: Predictions = None) -> None:
    """Score which mentions are of one event, across documents (ECB+)."""
    _run("coref", gold, predictions)


@app.command()
def copies(
    pairs: Annotated[Path, typer.Argument(help="Labelled pairs of articles, .jsonl or .jsonl.gz.")],
    articles: Annotated[Path, typer.Argument(help="The articles, .jsonl or .jsonl.gz.")],
    *,
    predictions: Predictions = None,
) -> None:
    """Score which articles are copies, rewrites or independent (syndicated news)."""
    rows = read_rows(pairs)
    found = list(copy_rows.predict(rows, read_rows(articles)))
    if predictions:
        write_rows(predictions, found)
    _print(copy_rows.score_copies(rows, found))


@app.command()
def stories(gold: Gold, *, predictions: Predictions = None) -> None:
    """Score the grouping of articles into stories, fed one by one in order of time (BASIL, ECB+)."""
    rows = read_rows(gold)
    found = list(story_rows.predict(rows))
    if predictions:
        write_rows(predictions, found)
    _print(story_rows.score_stories(rows, found))


@app.command()
def pages(
    gold: Annotated[Path, typer.Argument(help="ground-truth.json of the article extraction benchmark.")],
    folder: Annotated[Path, typer.Argument(help="Folder of its pages, .html.gz or .html.")],
    *,
    predictions: Predictions = None,
) -> None:
    """Score the main text of web pages (article extraction benchmark), and say how far their metadata agree."""
    rows = page_rows.read_pages(gold, folder)
    found = list(page_rows.predict(rows))
    if predictions:
        write_rows(predictions, found)
    _print(page_rows.score_pages(rows, found))
    _print(score_facts(rows))
