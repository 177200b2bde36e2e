"""Score a whole dossier against a hand-made gold story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tellings.evaluate.goldstory import GoldStory, load_gold_story
from tellings.evaluate.scores import Table
from tellings.evaluate.storylabels import (
    score_clean,
    score_entities,
    score_integrity,
    score_quantities,
    score_quotes,
    score_times,
)
from tellings.evaluate.storymatches import (
    score_differences,
    score_facts,
    score_lineage,
    score_plans,
    score_positions,
    score_utterances,
)

PARTS: tuple[Callable[[GoldStory, Table], None], ...] = (
    score_integrity,
    score_clean,
    score_quotes,
    score_utterances,
    score_entities,
    score_times,
    score_quantities,
    score_facts,
    score_differences,
    score_plans,
    score_positions,
    score_lineage,
)


def score_story(document: Mapping[str, Any], gold: Path) -> Table:
    """Compare a dossier document with the gold in a folder.

    Args:
        document: the dossier in JSON form.
        gold: a folder of gold files, see ``tellings.evaluate.goldstory``.

    Returns:
        One row a measure, each in [0.0, 1.0], higher is better, and what was missed.

    Raises:
        InputError: the folder holds no gold for this story.
    """
    story = load_gold_story(document, gold)
    table = Table()
    for score in PARTS:
        score(story, table)
    return table
