"""Whether a dossier still points at the words it claims to point at.

Every ref anywhere in a document is read again from the kept text of its article, and every kept text is hashed
again. The first thing that does not hold ends the check: a dossier with one wrong anchor proves nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tellings.errors import AnchorError, SchemaError

SHOWN = 80
"""Characters of a passage that a message quotes: enough to find it, few enough for one terminal line each."""


def verify(document: Mapping[str, Any]) -> int:
    """Check every ref, every body and dropped stretch, and every hash of a dossier.

    Args:
        document: a dossier as ``json.loads`` gives it.

    Returns:
        How many refs were read.

    Raises:
        SchemaError: the document has no list of articles with id, text and sha256.
        AnchorError: a text does not have its hash, or a ref or stretch does not hold; the message says where,
            in which article, which words were expected and which were found.
    """
    texts = _texts(document)
    for place, article in enumerate(document["articles"]):
        _check_stretches(article, f"articles[{place}]")
    count = 0
    for path, found in _refs(document, ""):
        _check_ref(path, found, texts)
        count += 1
    return count


def _texts(document: Mapping[str, Any]) -> dict[str, str]:
    """Return article id → kept text, each checked against its hash."""
    articles = document.get("articles") if isinstance(document, Mapping) else None
    if not isinstance(articles, list):
        message = "the document has no list 'articles': is it a dossier that 'tellings read --format json' wrote?"
        raise SchemaError(message)
    texts: dict[str, str] = {}
    for place, article in enumerate(articles):
        if not isinstance(article, Mapping) or not all(
            isinstance(article.get(key), str) for key in ("id", "text", "sha256")
        ):
            message = f"articles[{place}] lacks 'id', 'text' or 'sha256'"
            raise SchemaError(message)
        if article["id"] in texts:
            message = f"articles[{place}]: the id {article['id']} stands twice"
            raise SchemaError(message)
        digest = hashlib.sha256(article["text"].encode("utf-8", "surrogatepass")).hexdigest()
        if digest != article["sha256"]:
            message = (
                f"articles[{place}]: the text of article {article['id']} was changed: "
                f"its SHA-256 should be {article['sha256']} and is {digest}"
            )
            raise AnchorError(message)
        texts[article["id"]] = article["text"]
    return texts


def _stretch(start: object, end: object, length: int) -> tuple[int, int] | None:
    """Return two offsets as a stretch of a text of that length, None if they are none."""
    if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool) or isinstance(end, bool):
        return None
    return (start, end) if 0 <= start < end <= length else None


def _check_stretches(article: Mapping[str, Any], path: str) -> None:
    """Check that body, sentences, blocks and dropped stretches lie inside the text."""
    length = len(article["text"])
    for key in ("body", "sentences", "blocks", "dropped"):
        for place, part in enumerate(article.get(key) or ()):
            start, end = (part.get("start"), part.get("end")) if isinstance(part, Mapping) else _pair(part)
            if _stretch(start, end, length) is None:
                message = (
                    f"{path}.{key}[{place}]: {start!r} to {end!r} is no stretch of article {article['id']}, "
                    f"which has {length} characters"
                )
                raise AnchorError(message)


def _pair(part: object) -> tuple[Any, Any]:
    if isinstance(part, Sequence) and not isinstance(part, str) and len(part) == 2:
        return part[0], part[1]
    return None, None


def _refs(value: object, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every ref below a value with the path that leads to it, in document order."""
    waiting: list[tuple[str, object]] = [(path, value)]
    while waiting:
        where, part = waiting.pop()
        below: list[tuple[str, object]] = []
        if isinstance(part, Mapping):
            if "article" in part and ("start" in part or "end" in part):
                yield where, part
            below = [(f"{where}.{key}" if where else str(key), inner) for key, inner in part.items()]
        elif isinstance(part, list):
            below = [(f"{where}[{place}]", inner) for place, inner in enumerate(part)]
        waiting.extend(reversed([entry for entry in below if isinstance(entry[1], Mapping | list)]))


def _check_ref(path: str, found: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    article, start, end, words = (found.get(key) for key in ("article", "start", "end", "text"))
    if not isinstance(article, str) or article not in texts:
        message = f"{path}: there is no article {article!r}"
        raise AnchorError(message)
    text = texts[article]
    place = _stretch(start, end, len(text))
    if place is None:
        message = f"{path}: {start!r} to {end!r} is no stretch of article {article}, which has {len(text)} characters"
        raise AnchorError(message)
    there = text[place[0] : place[1]]
    if there != words:
        message = f"{path}: article {article} at {start} to {end}: expected {_shown(words)}, found {_shown(there)}"
        raise AnchorError(message)


def _shown(words: object) -> str:
    if not isinstance(words, str):
        return "no words"
    return repr(words) if len(words) <= SHOWN else repr(words[:SHOWN]) + " …"
