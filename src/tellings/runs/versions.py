"""Two versions of an article → what was changed in the words that a reader reads."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from tellings.types.articles import Article

#: Above this many words in both sides of a changed passage the passage is shown as taken out and put in: comparing
#: word by word takes time that grows with their product.
_MOST_WORDS = 2000
_WORD = re.compile(r"\S+|\n")


def paragraphs(article: Article) -> list[str]:
    """Return the headline and the blocks of an article, each on one line."""
    blocks = [" ".join(article.text[block.start : block.end].split()) for block in article.blocks]
    title = " ".join((article.title or "").split())
    return blocks if not title or title in blocks[:1] else [title, *blocks]


def unified_difference(before: Article, after: Article, *, names: tuple[str, str]) -> list[str]:
    """Return the lines of a unified diff between two texts, a paragraph a line; empty if they are the same."""
    old, new = paragraphs(before), paragraphs(after)
    return [line.rstrip("\n") for line in difflib.unified_diff(old, new, *names, n=1, lineterm="")]


def word_difference(before: Article, after: Article) -> list[str]:
    """Return every changed paragraph with ``[-words taken out-]`` and ``{+words put in+}`` in their places."""
    old, new = paragraphs(before), paragraphs(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    lines: list[str] = []
    for tag, start, end, other, last in matcher.get_opcodes():
        if tag != "equal":
            joined = " ".join(_mark("\n".join(old[start:end]), "\n".join(new[other:last])))
            lines += [line.strip() for line in joined.split("\n") if line.strip()]
    return lines


def _mark(old: str, new: str) -> Iterator[str]:
    left, right = _WORD.findall(old), _WORD.findall(new)
    if len(left) + len(right) > _MOST_WORDS:
        yield from (_wrap(left, "[-", "-]"), _wrap(right, "{+", "+}"))
        return
    for tag, start, end, other, last in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield " ".join(left[start:end])
            continue
        yield _wrap(left[start:end], "[-", "-]")
        yield _wrap(right[other:last], "{+", "+}")


def _wrap(words: list[str], start: str, end: str) -> str:
    """Return words between marks, line by line, so that no mark spans two paragraphs."""
    lines = (" ".join(line.split()) for line in " ".join(words).split("\n"))
    return "\n".join(f"{start}{line}{end}" if line else "" for line in lines)
