"""Articles from the bare text of a public set, without going through extraction."""

from __future__ import annotations

import hashlib
import re

from tellings.types.articles import Article, Block, BlockKind

_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def article_from_text(text: str, *, id_seed: str, title: str | None = None, published: str | None = None) -> Article:
    """Return an article whose blocks are the lines of a text that hold something.

    Args:
        text: kept as it is; offsets of what is found in it are offsets into this text.
        id_seed: any text that tells articles apart, such as the row's document id; only its hash is used.
        title: headline; the first line counts as title where it is equal to it.
        published: ISO 8601 date or date-time, None if unknown.
    """
    blocks = []
    for index, match in enumerate(_LINE.finditer(text)):
        is_title = index == 0 and title is not None and match[0] == title.strip()
        kind = BlockKind.TITLE if is_title else BlockKind.PARAGRAPH
        blocks.append(Block(start=match.start(), end=match.end(), kind=kind))
    digest = hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()
    seed = hashlib.sha256(id_seed.encode("utf-8", errors="replace")).hexdigest()
    return Article(
        id=f"a{seed[:12]}",
        title=title,
        published=published,
        language="en",
        sha256=digest,
        capture_sha256=digest,
        text=text,
        blocks=tuple(blocks),
    )
