"""Titles of facts: words that can be read by themselves."""

from tellings.reconcile.titles import choose_title
from tellings.types.dossier import Support
from tests.reconcile.claimed import Claimed, reader_of

FULL = "The ferry Corvina sank near Mirren on Monday."
TIED = "Nobody had warned the harbour when the ferry Corvina sank near Mirren."


def title(*told: tuple[str, str]) -> str:
    tellings, support = [], []
    for number, (sentence, words) in enumerate(told):
        telling = Claimed(f"r{number}", sentence)
        key = telling.tells(words, "sink", "ferry sink mirren")
        tellings.append(telling)
        support.append(Support(span=telling.at(words), claim=key))
    reader = reader_of(*tellings)
    return reader.words(choose_title(support, reader))


def test_titles_a_whole_clause_goes_before_a_dependent_one() -> None:
    tied = (TIED, "when the ferry Corvina sank near Mirren")
    whole = (FULL, "The ferry Corvina sank near Mirren on Monday")

    assert title(tied, whole) == title(whole, tied) == "The ferry Corvina sank near Mirren on Monday"


def test_titles_a_dependent_clause_brings_its_sentence() -> None:
    assert title((TIED, "when the ferry Corvina sank near Mirren")) == TIED[:-1]


def test_titles_a_sentence_that_is_too_long_is_left_out() -> None:
    clause = "which sank near Mirren"
    long = "The ferry Corvina, " + "painted red and white, " * 12 + clause + ", is gone."

    assert title((long, clause)) == clause


def test_titles_a_clause_that_is_broken_off_brings_its_sentence() -> None:
    sentence = "The harbour office of Mirren said the ferry Corvina sank."

    assert title((sentence, "The harbour office of Mirren said")) == sentence[:-1]


def test_titles_a_torn_quotation_brings_its_sentence() -> None:
    sentence = "The engineer Ada Brill called it “a loss for the whole coast” in Mirren."

    assert title((sentence, "The engineer Ada Brill called it “a loss")) == sentence[:-1]


def test_titles_names_go_before_words_that_point_back() -> None:
    pointing = ("It sank near Mirren on Monday evening.", "It sank near Mirren on Monday evening")

    assert title(pointing, (FULL, FULL[:-1])) == FULL[:-1]


def test_titles_an_opening_participle_is_no_title() -> None:
    sentence = "Sinking near Mirren, the ferry Corvina lost its bell."

    assert title((sentence, "Sinking near Mirren")) == sentence[:-1]


def test_titles_a_part_that_cannot_stand_alone_brings_a_longer_sentence_than_a_whole_one() -> None:
    clause = "which sank near Mirren"
    sentence = "The ferry Corvina, " + "painted red and white, " * 9 + clause + ", is gone."

    assert 220 < len(sentence) < 300
    assert title((sentence, clause)) == sentence[:-1]


def test_titles_words_between_marks_bring_who_says_them() -> None:
    sentence = "“The ferry should never have left the harbour,” Ada Brill said."
    words = "The ferry should never have left the harbour"
    telling = Claimed("r0", sentence)
    statement = telling.quote(words)
    key = telling.tells(words, "leave", "ferry leave harbour", statement=statement)
    reader = reader_of(telling)

    assert reader.words(choose_title([Support(span=telling.at(words), claim=key)], reader)) == sentence[:-1]
