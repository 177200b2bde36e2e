"""Places in a kept text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of one article's kept text.

    Attributes:
        article: id of the article.
        start: first character, counted in ``str`` indices of ``Article.text``.
        end: one past the last character; always greater than ``start``.
    """

    article: str
    start: int
    end: int

    def __len__(self) -> int:
        """Return the number of characters."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Return whether both spans share at least one character of one article."""
        return self.article == other.article and self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether ``other`` lies inside this span (equal spans contain each other)."""
        return self.article == other.article and self.start <= other.start and other.end <= self.end
