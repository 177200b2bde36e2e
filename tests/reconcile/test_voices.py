"""Differences in who says something and how surely."""

from dataclasses import replace

from tellings.reconcile.voices import certainty_contrasts, naming_contrasts, polarity_contrasts, voice_contrasts
from tellings.types.dossier import DifferenceType
from tellings.types.labels import Speaker, Statement, StatementKind
from tellings.types.matches import Key
from tests.reconcile.claimed import Claimed, reader_of

WORDS = "north bridge close flood"


def pair(first: str, second: str, *, left: dict | None = None, right: dict | None = None) -> tuple:
    a, b = Claimed("a1", first), Claimed("b1", second)
    one, other = a.tells(first, "close", WORDS, **(left or {})), b.tells(second, "close", WORDS, **(right or {}))
    return one, other, reader_of(a, b), a, b


def test_voices_own_voice_beside_a_speaker_is_attribution() -> None:
    said = Speaker(name="Ada Brill")
    one, other, reader, *_ = pair("Bridge closed by flood.", "Bridge closed by flood.", right={"attribution": (said,)})

    (found,) = voice_contrasts(one, other, reader)

    assert found.type is DifferenceType.ATTRIBUTION
    assert "Ada Brill" in found.why


def test_voices_a_longer_name_of_one_speaker_is_no_difference() -> None:
    one, other, reader, *_ = pair(
        "Bridge closed by flood.",
        "Bridge closed by flood.",
        left={"attribution": (Speaker(name="Brill"),)},
        right={"attribution": (Speaker(name="Ada Brill"),)},
    )

    assert list(voice_contrasts(one, other, reader)) == []


def test_voices_claims_with_few_common_words_are_not_compared() -> None:
    a, b = Claimed("a1", "Bridge closed."), Claimed("b1", "School closed.")
    one = a.tells("Bridge closed.", "close", "bridge close")
    other = b.tells("School closed.", "close", "school close", attribution=(Speaker(name="Ada Brill"),))

    assert list(voice_contrasts(one, other, reader_of(a, b))) == []


def test_voices_a_hedge_in_one_report_is_certainty_and_shows_it() -> None:
    one, other, reader, a, _ = pair("Bridge reportedly closed by flood.", "Bridge closed by flood.")

    (found,) = certainty_contrasts(one, other, reader)

    assert found.type is DifferenceType.CERTAINTY
    assert a.article.words(found.left) == "reportedly"


def test_voices_two_hedges_agree() -> None:
    one, other, reader, *_ = pair("Bridge reportedly closed by flood.", "Bridge may have closed by flood.")

    assert list(certainty_contrasts(one, other, reader)) == []


def test_voices_yes_and_no_contradict_only_where_nothing_else_denies() -> None:
    one, other, reader, *_ = pair("Bridge closed by flood.", "Bridge not closed by flood.", right={"positive": False})
    assert [c.type for c in polarity_contrasts(one, other, reader)] == [DifferenceType.CONTRADICTION]

    one, other, reader, *_ = pair(
        "Bridge yet to close by flood.", "Bridge not closed by flood.", right={"positive": False}
    )
    assert list(polarity_contrasts(one, other, reader)) == []


def test_voices_keys_are_of_both_articles() -> None:
    one, other, *_ = pair("Bridge closed by flood.", "Bridge closed by flood.")

    assert (one.article, other.article) == ("a1", "b1")
    assert isinstance(one, Key)


def test_voices_a_described_speaker_is_less_exact_than_a_named_one() -> None:
    a, b = Claimed("a1", "Police said so."), Claimed("b1", "The Hill County Police said so.")
    plain = Speaker(name="Police", span=a.at("Police"), named=False)
    named = Speaker(name="Hill County Police", span=b.at("Hill County Police"))

    (found,) = naming_contrasts(plain, named, reader_of(a, b))

    assert found.type is DifferenceType.PRECISION
    assert "Hill County Police" in found.why


def test_voices_a_person_who_is_called_he_is_not_unnamed() -> None:
    a, b = Claimed("a1", "He said so."), Claimed("b1", "Ada Brill said so.")
    plain = Speaker(name="a man", span=a.at("He"), named=False)
    named = Speaker(name="Ada Brill", span=b.at("Ada Brill"))

    assert list(naming_contrasts(plain, named, reader_of(a, b))) == []


def test_voices_several_unnamed_sources_beside_one_are_a_difference() -> None:
    a, b = Claimed("a1", "Residents said it."), Claimed("b1", "One resident said it.")
    many = Speaker(name="residents", span=a.at("Residents"), named=False)
    one = Speaker(name="one resident", span=b.at("One resident"), named=False)

    (found,) = naming_contrasts(many, one, reader_of(a, b))

    assert found.rule == "speakers_counted"
    assert list(naming_contrasts(many, many, reader_of(a, b))) == []


def test_voices_a_belief_that_does_not_govern_a_claim_is_no_hedge_of_it() -> None:
    first = "She thought aloud, and the bridge closed by flood."
    a, b = Claimed("a1", first), Claimed("b1", "Bridge closed by flood.")
    one, other = (
        a.tells("the bridge closed by flood.", "close", WORDS),
        b.tells("Bridge closed by flood.", "close", WORDS),
    )

    assert list(certainty_contrasts(one, other, reader_of(a, b))) == []


def test_voices_a_noun_after_the_verb_is_no_hedge() -> None:
    one, other, reader, *_ = pair("Bridge closed by flood claims.", "Bridge closed by flood.")

    assert list(certainty_contrasts(one, other, reader)) == []


def test_voices_a_hedge_that_hands_on_words_says_no_more_than_a_speaker() -> None:
    said = Speaker(name="Ada Brill")
    hedged = "Claimed that bridge closed by flood."
    one, other, reader, *_ = pair(hedged, "Bridge closed by flood.")
    assert len(list(certainty_contrasts(one, other, reader))) == 1

    one, other, reader, *_ = pair(hedged, "Bridge closed by flood.", right={"attribution": (said,)})
    assert list(certainty_contrasts(one, other, reader)) == []


def test_voices_a_description_that_holds_the_name_names_the_speaker() -> None:
    named = "Ada Brill"
    full = "a lawyer for the mayor, Ada Brill of Orr"
    a, b = Claimed("a1", f"{named} spoke."), Claimed("b1", f"{full} spoke.")
    speaker = Speaker(name=named, span=a.at(named))
    other = Speaker(name=full, span=b.at(full), named=False)

    assert list(naming_contrasts(speaker, other, reader_of(a, b))) == []


def test_voices_a_claim_that_names_the_speaker_itself_is_not_the_outlets_own_voice() -> None:
    said = Speaker(name="Ada Brill")
    words = "The mayor stated the bridge closed by flood."
    one, other, reader, a, b = pair(words, "Bridge closed by flood.", right={"attribution": (said,)})
    assert len(list(voice_contrasts(one, other, reader))) == 1

    content = "the bridge closed by flood"
    handed = Statement(id="s9", kind=StatementKind.INDIRECT, content=a.at(content), cue=a.at("stated"))
    a.labels = replace(a.labels, statements=(handed,))
    assert list(voice_contrasts(one, other, reader_of(a, b))) == []


def test_voices_the_people_of_somebody_are_not_somebody() -> None:
    a, b = Claimed("a1", "Ada Brill spoke."), Claimed("b1", "Brill’s critics spoke.")
    speaker = Speaker(name="Ada Brill", span=a.at("Ada Brill"))
    other = Speaker(name="Brill’s critics", span=b.at("Brill’s critics"), named=False)

    assert list(naming_contrasts(speaker, other, reader_of(a, b))) == []


def test_voices_the_month_is_no_hedge() -> None:
    one, other, reader, *_ = pair("Bridge closed by flood in May.", "Bridge closed by flood.")

    assert list(certainty_contrasts(one, other, reader)) == []


def test_voices_a_surname_is_no_description_of_its_bearer() -> None:
    a, b = Claimed("a1", "Brill said so."), Claimed("b1", "Ada Brill said so.")
    plain = Speaker(name="Brill", span=a.at("Brill"), named=False)
    named = Speaker(name="Ada Brill", span=b.at("Ada Brill"))

    assert list(naming_contrasts(plain, named, reader_of(a, b))) == []


def test_voices_those_around_somebody_are_not_that_person() -> None:
    a, b = Claimed("a1", "The Brill administration said so."), Claimed("b1", "Ada Brill said so.")
    plain = Speaker(name="administration", span=a.at("The Brill administration"), named=False)
    named = Speaker(name="Ada Brill", span=b.at("Ada Brill"))

    assert list(naming_contrasts(plain, named, reader_of(a, b))) == []


def test_voices_what_is_told_before_it_happened_is_not_firm() -> None:
    sentence = "It may take days before the flood closed bridge is open."
    a, b = Claimed("a1", sentence), Claimed("b1", "The flood may have closed the bridge.")
    one = a.tells("the flood closed bridge is open.", "close", "flood close bridge")
    other = b.tells("The flood may have closed the bridge.", "close", "flood close bridge", hedged=True)

    assert list(certainty_contrasts(one, other, reader_of(a, b))) == []


def test_voices_yes_and_no_are_no_matter_of_certainty() -> None:
    one, other, reader, *_ = pair(
        "Bridge closed by flood.", "Bridge may not close by flood.", right={"positive": False}
    )

    assert list(certainty_contrasts(one, other, reader)) == []


def test_voices_an_adverb_before_a_noun_hedges_the_noun_alone() -> None:
    held = "An allegedly reckless sailor from Mirren closed the bridge."
    a, b = Claimed("a1", held), Claimed("b1", "A sailor closed the bridge.")
    one = a.tells(held, "close", "sailor close bridge")
    a.labels = replace(a.labels, claims=tuple(replace(c, predicate_span=a.at("closed")) for c in a.labels.claims))
    other = b.tells("A sailor closed the bridge.", "close", "sailor close bridge")

    assert list(certainty_contrasts(one, other, reader_of(a, b))) == []
