"""Who and what an article names, and which mentions are the same."""

from __future__ import annotations

from tellings.label.names import find_names
from tellings.label.names_tokens import words_of
from tellings.label.parse import Parsed
from tellings.types.labels import Chain, Form, Mention


def find_mentions(parsed: Parsed) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """Return every mention of an article in reading order, and the chains they belong to."""
    names = find_names(list(words_of(parsed)))
    chains: dict[str, Chain] = {}
    mentions = []
    for name in names:
        key = name.nation or name.text
        if key not in chains:
            chains[key] = Chain(id=f"c{len(chains)}", type=name.type, name=key)
        form = Form.NOMINAL if name.adjective else Form.NAME
        mentions.append(Mention(span=parsed.article.span(name.begin, name.end), form=form, chain=chains[key].id))
    return tuple(mentions), tuple(chains.values())
