"""Who and what an article speaks of, and which mentions are the same.

A name's mention holds its title ("Prime Minister Ann Lee"), the place or body before it ("London mayor Ann Lee") and a
short form in brackets after it ("Rail Safety Board (RSB)"); it holds no article, no possessive and no nation's
adjective. A place inside such a mention has a mention of its own. A nation's adjective ("Danish troops") is a nominal
mention of the nation.
"""

from __future__ import annotations

from tellings.label.chains import Thing, gather
from tellings.label.names import find_names
from tellings.label.names_tokens import words_of
from tellings.label.parse import Parsed
from tellings.label.references import resolve
from tellings.types.labels import Chain, Form, Mention


def find_mentions(parsed: Parsed) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """Return every mention of an article in reading order, and the chains they belong to.

    Args:
        parsed: the article with its syntax.

    Returns:
        Mentions of names, descriptions of people and bodies, and third-person pronouns that could be resolved; and
        one chain for each person, body, place or thing, numbered by first mention.
    """
    blocks = list(words_of(parsed))
    names = find_names(blocks)
    things, owners = gather(names)
    resolve(blocks, names, owners, things)
    things = sorted((thing for thing in things if thing.mentions), key=lambda thing: min(thing.mentions)[:2])
    mentions: list[tuple[int, int, Form, str]] = []
    chains = []
    for number, thing in enumerate(things):
        chains.append(_chain(parsed, thing, f"c{number}"))
        mentions.extend((begin, end, form, f"c{number}") for begin, end, form in thing.mentions)
    mentions.sort(key=lambda mention: (mention[0], -mention[1], mention[3]))
    return (
        tuple(
            Mention(span=parsed.article.span(begin, end), form=form, chain=chain)
            for begin, end, form, chain in mentions
        ),
        tuple(chains),
    )


def _chain(parsed: Parsed, thing: Thing, number: str) -> Chain:
    return Chain(
        id=number,
        type=thing.type,
        name=thing.name(),
        named=thing.named,
        gender=thing.gender,
        roles=tuple(parsed.article.span(begin, end) for begin, end in sorted(set(thing.roles))),
    )
