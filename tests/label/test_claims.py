"""Claims: one clause for each matter, with its slots."""

from __future__ import annotations

import pytest

from tellings.types.labels import Modality
from tests.label.reading import claim, read

pytestmark = pytest.mark.models


def spans(text: str) -> list[str]:
    article, labels = read(text)
    return [article.words(item.span) for item in labels.claims]


def test_claims_coordinated_clauses_are_apart() -> None:
    text = "Three people died and a dozen were taken to hospital after the fire."
    assert spans(text) == ["Three people died", "a dozen were taken to hospital after the fire"]


def test_claims_content_of_a_statement_is_the_claim_and_not_its_cue() -> None:
    text = "Helen Marsh said the bridge was closed on Monday."
    article, labels = read(text)
    assert [article.words(item.span) for item in labels.claims] == ["the bridge was closed on Monday"]
    found = labels.claims[0]
    assert found.statement == labels.statements[0].id
    assert [speaker.name for speaker in found.attribution] == ["Helen Marsh"]
    assert found.time is not None


def test_claims_attribution_is_outermost_first() -> None:
    text = "Helen Marsh told Reuters the bridge had collapsed."
    assert [speaker.name for speaker in claim(text, "collapse").attribution] == ["Reuters", "Helen Marsh"]


def test_claims_participants_and_their_roles() -> None:
    text = "The mayor opened a school in Vienna."
    article, _ = read(text)
    found = claim(text, "open")
    assert [(item.role, article.words(item.span), item.head) for item in found.participants] == [
        ("agent", "The mayor", "mayor"),
        ("patient", "a school", "school"),
        ("place", "Vienna", "vienna"),
    ]
    assert found.place is not None


def test_claims_passive_subject_is_the_patient() -> None:
    found = claim("The driver was arrested by the police.", "arrest")
    assert [(item.role, item.head) for item in found.participants] == [("patient", "driver"), ("agent", "police")]


def test_claims_relative_clause_is_a_claim_of_its_antecedent() -> None:
    found = claim("The boat, which carried forty people, sank at night.", "carry")
    assert [(item.role, item.head) for item in found.participants][:1] == [("agent", "boat")]


@pytest.mark.parametrize(
    ("text", "predicate", "modality"),
    [
        ("The bridge will open in May.", "open", Modality.PLANNED),
        ("The council plans to open the bridge.", "open", Modality.PLANNED),
        ("The bridge is expected to open in May.", "open", Modality.EXPECTED),
        ("The bridge may open in May.", "open", Modality.POSSIBLE),
        ("The bridge would open in May.", "open", Modality.CONDITIONAL),
        ("The council should open the bridge.", "open", Modality.PROPOSED),
        ("The bridge opened in May.", "open", Modality.HAPPENED),
        ("Workers are opening the bridge.", "open", Modality.ONGOING),
        ("Helen Marsh denied that the bridge had opened.", "open", Modality.DENIED),
    ],
)
def test_claims_modality(text: str, predicate: str, modality: Modality) -> None:
    assert claim(text, predicate).modality is modality


@pytest.mark.parametrize(
    ("text", "predicate", "positive"),
    [
        ("The bridge did not open.", "open", False),
        ("The bridge failed to open.", "open", False),
        ("No bridge opened.", "open", False),
        ("The bridge opened.", "open", True),
    ],
)
def test_claims_polarity(text: str, predicate: str, positive: bool) -> None:  # noqa: FBT001 (a table's column)
    assert claim(text, predicate).positive is positive


@pytest.mark.parametrize("text", ["The bridge reportedly opened.", "The bridge is believed to have opened."])
def test_claims_hedges(text: str) -> None:
    assert claim(text, "open").hedged


def test_claims_comparison_stays_in_its_clause() -> None:
    assert spans("The lorry was travelling faster than is allowed.") == [
        "The lorry was travelling faster than is allowed"
    ]


def test_claims_every_sentence_has_one_and_none_is_long() -> None:
    text = (
        "Dark night.\nA fire. " + "The boat and the crew and the cargo of " + "fish and salt and " * 60 + "rope sank."
    )
    _, labels = read(text)
    assert {item.sentence for item in labels.claims} == set(range(len(labels.sentences)))
    assert all(len(item.span) <= 400 for item in labels.claims)


def test_claims_of_a_quotation_stay_inside_its_marks() -> None:
    article, labels = read("“The bridge is shut,” Helen Marsh said.")
    assert [article.words(item.span) for item in labels.claims] == ["The bridge is shut"]


def test_claims_what_is_said_of_a_speaker_in_passing_is_a_claim() -> None:
    text = "Helen Marsh, the mayor of Brightwater, said the bridge was closed."
    article, labels = read(text)
    assert [article.words(item.span) for item in labels.claims] == [
        "Helen Marsh, the mayor of Brightwater",
        "the bridge was closed",
    ]
    assert labels.claims[0].predicate == "be mayor"


def test_claims_telling_of_somebody_elses_words_is_a_claim() -> None:
    text = "Helen Marsh said the driver asked whether the bridge was safe."
    assert "ask" in [item.predicate for item in read(text)[1].claims]
