"""Names that stand in credits."""

from __future__ import annotations

import re

from tellings.extract.outlets import credit_names


def test_outlets_longest_name_matches_first() -> None:
    found = re.match(credit_names().pattern, "Getty Images")
    assert found is not None
    assert found.group() == "Getty Images"


def test_outlets_forms_of_an_agency_share_a_name() -> None:
    agencies = credit_names().agencies
    assert agencies["The Associated Press"] == agencies["AP"] == "AP"


def test_outlets_picture_agencies_credit_no_text() -> None:
    assert re.fullmatch(credit_names().text_pattern, "Getty Images") is None
    assert re.fullmatch(credit_names().text_pattern, "Reuters")
