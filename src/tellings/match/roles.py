"""Who a description stands for, where one report gives the description and another the name with the same role."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from tellings.match.names import fold

_Holder = TypeVar("_Holder", bound=Hashable)

_ARTICLES = ("the ", "a ", "an ", "its ", "his ", "her ", "their ")
#: A description of fewer words ("the president") may mean anybody who has that office.
LEAST_WORDS = 2


def role_key(words: str) -> str:
    """Return a stated role without its article, folded for comparison."""
    key = fold(words)
    for article in _ARTICLES:
        if key.startswith(article):
            return key[len(article) :]
    return key


def holder_of(description: str, roles: Mapping[_Holder, Iterable[str]]) -> _Holder | None:
    """Return the one holder whose stated role is a definite description.

    Args:
        description: as it stands in a report, with its article ("the Kelmarran prime minister").
        roles: each candidate's roles as stated anywhere in the story.

    Returns:
        The holder, or None if the description is indefinite, too short, or fits none or several of them.
    """
    if not description.lower().startswith("the "):
        return None
    key = role_key(description)
    if len(key.split()) < LEAST_WORDS:
        return None
    fitting = [holder for holder, stated in roles.items() if any(role_key(role) == key for role in stated)]
    return fitting[0] if len(fitting) == 1 else None
