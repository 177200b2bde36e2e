"""States of runs: put by one process at a time."""

from __future__ import annotations

import pytest

from tellings.errors import StoreConflict
from tellings.store import Store
from tellings.store.states import get_state, put_state, state_change


def test_states_come_back_and_count_their_changes(store: Store) -> None:
    with store.begin() as connection:
        assert get_state(connection, "walk") == (0, None)
        assert state_change(connection, "walk") == 0
        assert put_state(connection, "walk", {"step": 1, "name": "é\x00"}, change=0) == 1
        assert put_state(connection, "walk", {"step": 2}, change=1) == 2
    with store.read() as connection:
        assert get_state(connection, "walk") == (2, {"step": 2})
        assert state_change(connection, "walk") == 2
        assert get_state(connection, "run") == (0, None)


@pytest.mark.parametrize("change", [0, 2])
def test_states_put_by_another_in_between_are_refused(store: Store, change: int) -> None:
    with store.begin() as connection:
        put_state(connection, "walk", {"step": 1}, change=0)
    with pytest.raises(StoreConflict) as raised, store.begin() as connection:
        put_state(connection, "walk", {"step": 9}, change=change)
    assert raised.value.code == "T009"
    with store.read() as connection:
        assert get_state(connection, "walk") == (1, {"step": 1})
