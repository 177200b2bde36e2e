"""Tokens, audit log and what readers have seen."""

from __future__ import annotations

from sqlalchemy import select

from tellings.store import Store
from tellings.store.access import (
    allows,
    check_token,
    create_token,
    last_look,
    last_looks,
    list_audit,
    list_tokens,
    note_look,
    record,
    revoke_token,
)
from tellings.store.stories import create_story
from tellings.store.tables import tokens
from tellings.types.store import Scope
from tests.store.made import NOON, ONE, TWO


def test_access_secret_is_not_kept_and_ends_when_it_should(store: Store) -> None:
    with store.begin() as connection:
        token, secret = create_token(connection, "desk", scope=Scope.EDIT, at=NOON, expires_at=TWO)
        other, second = create_token(connection, "reader", scope=Scope.READ, at=NOON)
        assert secret not in str(connection.execute(select(tokens)).all())
        assert check_token(connection, secret, at=ONE) == token
        assert check_token(connection, secret, at=TWO) is None
        assert check_token(connection, secret[:-1], at=ONE) is None
        revoke_token(connection, other.id, at=ONE)
        assert check_token(connection, second, at=ONE) is None
        assert [held.name for held in list_tokens(connection)] == ["desk", "reader"]
        assert (allows(token, Scope.READ), allows(token, Scope.EDIT), allows(token, Scope.ADMIN)) == (True, True, False)


def test_access_sessions_end_with_the_token_they_were_begun_with(store: Store) -> None:
    with store.begin() as connection:
        token, _ = create_token(connection, "ann", scope=Scope.EDIT, at=NOON)
        namesake, _ = create_token(connection, "ann", scope=Scope.EDIT, at=NOON)
        _, own = create_token(connection, "ann", scope=Scope.EDIT, at=NOON, parent=token.id)
        _, other = create_token(connection, "ann", scope=Scope.EDIT, at=NOON, parent=namesake.id)
        revoke_token(connection, token.id, at=ONE)
        assert check_token(connection, own, at=ONE) is None
        held = check_token(connection, other, at=ONE)
        assert held is not None
        assert held.parent == namesake.id
        create_token(connection, "ann", scope=Scope.EDIT, at=TWO)
        assert check_token(connection, own, at=TWO) is None


def test_access_a_session_is_not_valid_longer_than_its_token(store: Store) -> None:
    with store.begin() as connection:
        token, _ = create_token(connection, "ann", scope=Scope.READ, at=NOON, expires_at=ONE)
        _, own = create_token(connection, "ann", scope=Scope.READ, at=NOON, parent=token.id)
        assert check_token(connection, own, at=NOON) is not None
        assert check_token(connection, own, at=ONE) is None


def test_access_audit_lists_latest_first(store: Store) -> None:
    with store.begin() as connection:
        for number, target in enumerate(("story/1", "story/2", "story/1")):
            record(connection, who="ann", action="story.rename", target=target, at=NOON, detail={"number": number})
        everything = list_audit(connection)
        assert [entry.detail["number"] for entry in everything] == [2, 1, 0]
        assert [entry.detail["number"] for entry in list_audit(connection, target="story/1")] == [2, 0]
        assert list_audit(connection, before=everything[1].id) == everything[2:]


def test_access_look_is_never_set_back(store: Store) -> None:
    with store.begin() as connection:
        story = create_story(connection, "The mill", at=NOON)
        assert last_look(connection, "ann", story) is None
        note_look(connection, "ann", story, revision=3, at=ONE)
        note_look(connection, "ann", story, revision=2, at=TWO)
        look = last_look(connection, "ann", story)
        assert look is not None
        assert (look.revision, look.at) == (3, ONE)
        note_look(connection, "ann", story, revision=3, at=TWO)
        assert last_looks(connection, "ann") == {story: last_look(connection, "ann", story)}
        assert last_looks(connection, "ben") == {}
