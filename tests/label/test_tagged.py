"""What the tagger adds to the rules: words behind cues that gave none, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tellings.evaluate.articles import article_from_text
from tellings.label.candidates import Candidate
from tellings.label.parse import Parsed, load_pipeline, parse
from tellings.label.tagged import BASIS, propose_tagged
from tellings.label.tagger import Attribution, Tagger
from tellings.types.labels import StatementKind
from tests.label.reading import PIPELINE

pytestmark = pytest.mark.models

TEXT = "Helen Marsh said the bridge was shut."


class FixedTagger(Tagger):
    """Answers every text with the same stretches of it, and notes what it was asked."""

    def __init__(self, source: str, cue: str, content: str) -> None:
        self.words = (source, cue, content)
        self.asked: list[str] = []

    def tag(self, texts: Sequence[str]) -> list[tuple[Attribution, ...]]:
        self.asked += texts
        return [(self._mark(text),) for text in texts]

    def _mark(self, text: str) -> Attribution:
        source, cue, content = (
            ((text.index(words), text.index(words) + len(words)),) if words else () for words in self.words
        )
        return Attribution(source, cue, content, 0.4)


def parsed(text: str) -> Parsed:
    return parse(article_from_text(text, id_seed=text), pipeline=load_pipeline(PIPELINE))


def proposed(text: str, tagger: FixedTagger, ruled: Sequence[Candidate] = ()) -> list[str]:
    return [text[item.content[0] : item.content[1]] for item in propose_tagged(parsed(text), ruled, tagger)]


def test_tagged_takes_the_clause_behind_an_open_cue() -> None:
    tagger = FixedTagger("Helen Marsh", "said", "the bridge was shut")
    found = list(propose_tagged(parsed(TEXT), (), tagger))
    assert [(item.basis, item.frame, item.source, item.source_head) for item in found] == [
        (BASIS, "say", (0, 11), (6, 11))
    ]


def test_tagged_drops_that_and_the_stop() -> None:
    text = "Helen Marsh said that the bridge was shut."
    assert proposed(text, FixedTagger("Helen Marsh", "said", "that the bridge was shut.")) == ["the bridge was shut"]


def test_tagged_reads_no_paragraph_whose_cues_the_rules_took() -> None:
    tagger = FixedTagger("Helen Marsh", "said", "the bridge was shut")
    ruled = Candidate(content=(17, 36), kind=StatementKind.INDIRECT, cue=(12, 16))
    assert proposed(TEXT, tagger, [ruled]) == []
    assert tagger.asked == []


def test_tagged_reads_no_paragraph_without_a_cue() -> None:
    tagger = FixedTagger("Helen Marsh", "crossed", "the bridge")
    assert proposed("Helen Marsh crossed the bridge.", tagger) == []
    assert tagger.asked == []


@pytest.mark.parametrize(
    ("source", "cue", "content"),
    [
        ("Helen Marsh", "said", "the bridge"),  # no clause
        ("", "said", "the bridge was shut"),  # nobody
        ("Helen Marsh", "", "the bridge was shut"),  # no cue
        ("Helen Marsh", "said", "Helen Marsh said the bridge was shut"),  # the cue in its own words
        ("Helen Marsh", "the bridge", "was shut"),  # no cue of speech
    ],
)
def test_tagged_takes_nothing_but_speech_in_a_clause(source: str, cue: str, content: str) -> None:
    assert proposed(TEXT, FixedTagger(source, cue, content)) == []


def test_tagged_leaves_words_that_a_rule_took() -> None:
    tagger = FixedTagger("Helen Marsh", "said", "the bridge was shut")
    ruled = Candidate(content=(17, 27), kind=StatementKind.INDIRECT)
    assert proposed(TEXT, tagger, [ruled]) == []
