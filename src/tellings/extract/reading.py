"""What was read from one source, before it is weighed against what others say about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tellings.extract.markdown import read_front_matter
from tellings.extract.metadata import Found, find_metadata
from tellings.extract.plain import MAX_LINE, MAX_TEXT, Cleaned, clean
from tellings.types.articles import Block, DroppedSpan, Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A kept text, sorted, with what the source says about itself.

    Attributes:
        text: the kept text.
        blocks: what belongs to the article.
        dropped: what does not.
        found: what the text says, with its places.
        said: what the source says beside the text (fields of a JSON document, the head of a page).
        updated: when it was last changed as the source says, None if it does not.
        evidence: by field of ``said`` where a page says it, see ``pagehead``.
    """

    text: str
    blocks: tuple[Block, ...]
    dropped: tuple[DroppedSpan, ...]
    found: Found
    said: Hints = field(default_factory=Hints)
    updated: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a source gave no article: a code of ``tellings.errors`` and one plain sentence."""

    code: str
    reason: str


def too_long(text: str) -> Unreadable | None:
    """Return why a text is too long to be read, None if it is not."""
    if len(text) <= MAX_TEXT:
        return None
    longest = max(map(len, text.splitlines()), default=0)
    if longest > MAX_LINE:
        reason = f"one line has {longest:,} characters, more than the {MAX_LINE:,} that prose can have: break it up"
        return Unreadable("E004", reason)
    reason = f"the text has {len(text):,} characters, more than the {MAX_TEXT:,} that one report can have: split it"
    return Unreadable("E005", reason)


def read_text(
    text: str, *, title: str | None, markdown: bool = False, said: Hints | None = None
) -> Reading | Unreadable:
    """Read plain text or Markdown.

    Args:
        text: the kept text.
        title: the headline if something outside the text tells it.
        markdown: whether ``#`` marks headings.
        said: what the source says beside the text.
    """
    excess = too_long(text)
    if excess is not None:
        return excess
    front = read_front_matter(text) if markdown else None
    if front is not None and front.end:
        said = front.said
        title = title or said.title
    cleaned: Cleaned = clean(text, title=title, markdown=markdown, head_end=front.end if front else 0)
    return Reading(
        text=text,
        blocks=cleaned.blocks,
        dropped=cleaned.dropped,
        found=find_metadata(text, cleaned),
        said=said or Hints(),
    )
