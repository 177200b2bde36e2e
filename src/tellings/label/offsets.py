"""Tokens of a parsed text by their place in it."""

from __future__ import annotations

from spacy.tokens import Doc, Token


def token_at(doc: Doc, offset: int) -> Token | None:
    """Return the token that holds a character of a parsed text; None for a blank or a place outside.

    Args:
        doc: any parsed text; found by halving, so that long blocks cost little.
        offset: counted from the beginning of ``doc.text``.
    """
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx <= offset:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return None
    token: Token = doc[low - 1]
    return token if offset < token.idx + len(token) else None
