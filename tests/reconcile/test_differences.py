"""What the supports of a fact do not agree in, each reading once."""

from tellings.reconcile.differences import fact_differences, utterance_differences
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Bound
from tests.reconcile.claimed import Claimed, reader_of


def told(ident: str, number: str, value: float, bound: Bound = Bound.EXACTLY) -> tuple:
    sentence = f"{number} people were hurt at the fair."
    telling = Claimed(ident, sentence)
    quantity = telling.number(number, value, bound=bound, counts="people")
    return telling, telling.tells(sentence, "hurt", "people hurt fair", quantities=(quantity,))


def test_differences_one_departing_report_is_listed_once_against_the_commonest_reading() -> None:
    story = [told("a1", "Nine", 9.0), told("b1", "Nine", 9.0), told("c1", "At least nine", 9.0, Bound.AT_LEAST)]
    reader = reader_of(*(telling for telling, _ in story))

    (found,) = fact_differences([key for _, key in story], reader)

    assert found.type is DifferenceType.PRECISION
    assert found.right.article == "c1"


def test_differences_the_earlier_report_stands_on_the_left() -> None:
    story = [told("b1", "Nine", 9.0), told("a1", "Twelve", 12.0)]
    reader = reader_of(*(telling for telling, _ in story))

    (found,) = fact_differences([key for _, key in story], reader)

    assert (found.left.article, found.right.article) == ("b1", "a1")
    assert found.id.startswith("d")
    assert len(found.id) == 13


def test_differences_agreeing_claims_have_none() -> None:
    story = [told("a1", "Nine", 9.0), told("b1", "Nine", 9.0)]
    reader = reader_of(*(telling for telling, _ in story))

    assert fact_differences([key for _, key in story], reader) == ()


def test_differences_parts_of_one_sentence_do_not_disagree() -> None:
    telling, key = told("a1", "Nine", 9.0)
    inner = telling.tells("people were hurt at the fair", "hurt", "people hurt fair", positive=False)

    assert fact_differences([key, inner], reader_of(telling)) == ()


def test_differences_of_an_utterance_are_its_altered_words() -> None:
    a, b = (
        Claimed("a1", "We lost the whole harvest in one night"),
        Claimed("b1", "We lost the entire harvest in one night"),
    )
    keys = [a.key(a.quote(a.article.text)), b.key(b.quote(b.article.text))]

    (found,) = utterance_differences(keys, reader_of(a, b))

    assert (a.article.words(found.left), b.article.words(found.right)) == ("whole", "entire")
