"""Sentence vectors of the shipped network."""

import numpy as np
import pytest

from tellings.match.vectors import SIZE, embed

pytestmark = pytest.mark.models


def test_vectors_are_unit_rows_and_close_meanings_are_closest() -> None:
    rows = embed(["The ferry sank in a storm.", "A boat went down in bad weather.", "Taxes on bread will rise in May."])

    assert rows.shape == (3, SIZE)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_vectors_do_not_depend_on_the_company() -> None:
    alone = embed(["Only this one."]).copy()
    from tellings.match import vectors  # noqa: PLC0415 (its cache is emptied, so that the text is run again)

    vectors._cache.clear()
    among = embed(["A much longer text that stands beside it and has many more words in it.", "Only this one."])

    assert np.array_equal(alone[0], among[1])


def test_vectors_of_nothing_have_no_rows() -> None:
    assert embed([]).shape == (0, SIZE)
