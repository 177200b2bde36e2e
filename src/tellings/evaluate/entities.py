"""Names for public sets of annotated mentions (GUM news, MEANTIME)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language

from tellings.evaluate.articles import article_from_text
from tellings.label.entities import find_mentions
from tellings.label.parse import parse
from tellings.types.labels import Form

#: Types of GUM that can be names of what we mark.
_NAMED_TYPES = frozenset({"person", "place", "organization", "event", "object"})


def predict(rows: Iterable[dict[str, Any]], *, pipeline: Language) -> Iterator[dict[str, Any]]:
    """Yield a row of name mentions for each row of gold.

    Args:
        rows: with ``doc``, ``text``, ``title`` and ``published``; nothing else is read.
        pipeline: a spaCy pipeline as the labels use it.

    Yields:
        ``{"doc", "mentions": [{"start", "end", "type", "chain"}]}``, offsets into the row's text.
    """
    for row in rows:
        title, published = row.get("title"), row.get("published")
        article = article_from_text(row["text"], id_seed=row["doc"], title=title, published=published)
        mentions, chains = find_mentions(parse(article, pipeline=pipeline))
        types = {chain.id: chain.type.value for chain in chains}
        marked = [
            {"start": one.span.start, "end": one.span.end, "type": types[one.chain], "chain": one.chain}
            for one in mentions
            if one.form is Form.NAME
        ]
        yield {"doc": row["doc"], "mentions": marked}


def is_name(mention: dict[str, Any], text: str) -> bool:
    """Return whether a gold mention is a name: marked so, or of a type that can be named and all in capitals.

    MEANTIME marks names; GUM does not, so there a mention counts whose every word but small ones is capitalised.
    """
    if "form" in mention:
        return bool(mention["form"] == "NAM")
    words = [word for word in text[mention["start"] : mention["end"]].split() if len(word) > 3 or word[0].isupper()]
    return mention.get("type") in _NAMED_TYPES and bool(words) and all(word[0].isupper() for word in words)
