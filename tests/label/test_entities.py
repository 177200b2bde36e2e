"""Names and their types: one case for each rule. The people and places are made up."""

from __future__ import annotations

import pytest

from tellings.types.labels import EntityType, Form
from tests.label.marking import chain_of, marks, names, types

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was Prime Minister Orla Venn who spoke.", ["Prime Minister Orla Venn"]),
        ("We met chief constable Orla Venn there.", ["chief constable Orla Venn"]),
        ("Then Elmford mayor Orla Venn spoke.", ["Elmford mayor Orla Venn", "Elmford"]),
        ("The Mayor of Boston Orla Venn spoke.", ["Mayor of Boston Orla Venn", "Boston"]),
        ("The Danish President Orla Venn spoke.", ["President Orla Venn"]),
        ("A manager, Orla Venn, spoke.", ["Orla Venn"]),
        ("The spokesman Peter Venn spoke.", ["Peter Venn"]),
        ("He saw Theresa May in May.", ["Theresa May"]),
        ("It was Park Min-ho who sang.", ["Park Min-ho"]),
        ("They met Hassan al-Rawi and Piet van der Loon.", ["Hassan al-Rawi", "Piet van der Loon"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_entities_persons_keep_titles_and_no_more(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Rail Safety Board (RSB) met.", ["Rail Safety Board (RSB)"]),
        ("It was the Office of Rail and Road that met.", ["Office of Rail and Road"]),
        ("We called the Elmford Water and Power office.", ["Elmford Water and Power"]),
        ("He was taken to St George’s university hospital.", ["St George’s university hospital"]),
        ("Elmford ambulance service said so.", ["Elmford ambulance service"]),
        ("It is Elmford Council's plan.", ["Elmford Council"]),
        ("Mr Venn left the Acme Corp. Ltd office.", ["Mr Venn", "Acme Corp."]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_entities_bodies_keep_short_form_and_drop_article(text: str, expected: list[str]) -> None:
    assert names(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They live in Saudi Arabia now.", "Saudi Arabia", "place"),
        ("They live on Harrow Lane now.", "Harrow Lane", "place"),
        ("They bought four Falchion missiles.", "Falchion", "product"),
        ("It carried two F-16 jets.", "F-16", "product"),
        ("The Harbour Treaty was signed.", "Harbour Treaty", "document"),
        ("It was after the Lake Summit.", "Lake Summit", "event"),
        ("Many Muslims prayed.", "Muslims", "group"),
        ("It stands at Duke University.", "Duke University", "organisation"),
        ("It said the Orla Venn School closed.", "Orla Venn School", "organisation"),
        ("The suspect, of Winfield, was held.", "Winfield", "place"),
    ],
    ids=lambda value: value,
)
def test_entities_types_come_from_head_words_and_knowledge(text: str, name: str, kind: str) -> None:
    assert types(text)[name] == kind


def test_entities_a_full_name_settles_every_bare_surname() -> None:
    text = "Brexley spoke. Then Brexley left. President Ann Brexley was tired. Brexley slept."
    assert types(text) == {"Ann Brexley": "person"}
    assert names(text) == ["Brexley", "Brexley", "President Ann Brexley", "Brexley"]


def test_entities_a_nations_adjective_is_a_nominal_mention_of_the_nation() -> None:
    text = "Denmark waited. Danish troops came. The Danes spoke Danish."
    article, mentions, _ = marks(text)
    nation = chain_of(text, "Denmark")
    found = [(article.words(m.span), m.form) for m in mentions if m.chain == nation.id]
    assert found == [("Denmark", Form.NAME), ("Danish", Form.NOMINAL)]
    assert chain_of(text, "Danes").type is EntityType.GROUP


def test_entities_a_region_has_the_place_inside_it() -> None:
    assert names("It happened in south London on Monday.") == ["south London", "London"]


def test_entities_days_and_common_words_are_no_names() -> None:
    assert names("On Monday the Government met. Police came. Terrible, he said at 5 GMT.") == []


def test_entities_headlines_take_the_names_of_the_text() -> None:
    text = "Orla Venn Plans New Talks With Danish Leader Over Falchion Sale\nOrla Venn will talk about the sale soon."
    assert names(text) == ["Orla Venn", "Orla Venn"]


def test_entities_capitals_throughout_take_the_names_of_the_text() -> None:
    text = "VENN LEAVES DENMARK\nOrla Venn has left Denmark for good."
    assert names(text) == ["VENN", "DENMARK", "Orla Venn", "Denmark"]


def test_entities_two_names_joined_by_a_hyphen_are_cut() -> None:
    text = "Venn met Karsk. The Venn-Karsk talks failed. Orla Venn and Piotr Karsk left."
    assert names(text).count("Venn") == 2
    assert "Venn-Karsk" not in names(text)


def test_entities_spans_are_exact_and_unique() -> None:
    text = "  “Hello,” said Orla Venn’s aide.\nThe Rail Safety Board (RSB) agreed; the RSB's head, Dr Ann Lee, left."
    article, mentions, chains = marks(text)
    assert len({(m.span, m.chain) for m in mentions}) == len(mentions)
    assert {m.chain for m in mentions} == {chain.id for chain in chains}
    assert [c.id for c in chains] == [f"c{n}" for n in range(len(chains))]
    assert all(article.words(m.span).strip() == article.words(m.span) for m in mentions)


def test_entities_of_nothing_are_nothing() -> None:
    assert marks("")[1:] == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Justice Department met.", {"Justice Department": "organisation"}),
        ("They met at the Elm County Justice Center.", {"Elm County Justice Center": "organisation"}),
        ("FBI Director Orla Venn spoke.", {"FBI": "organisation", "Orla Venn": "person"}),
        ("National Security Adviser Peter Venn did not.", {"Peter Venn": "person"}),
        ("We met Sen. Orla Venn, D-Vt., there.", {"Orla Venn": "person"}),
        ("Justices Kagge and Peter Venn spoke.", {"Kagge": "person", "Peter Venn": "person"}),
        ("An F.B.I. lab opened.", {"F.B.I.": "organisation"}),
        (
            "California Democratic Rep. Maxine Venn stayed.",
            {"California": "place", "Maxine Venn": "person"},
        ),
        ("The U.S. Fish and Game Service met.", {"U.S. Fish and Game Service": "organisation"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_entities_offices_parties_and_initials(text: str, expected: dict[str, str]) -> None:
    assert types(text) == expected
