"""Scores and the overlap measures they rest on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

#: A stretch of one report: half-open character offsets.
Stretch = tuple[int, int]

#: Overlap that makes two spans the same, strictly and loosely: the two levels of the Gender Gap Tracker's
#: quotation evaluation (Asr et al. 2021).
STRICT, LOOSE = 0.8, 0.3

_NO_PART_OF_A_NAME = frozenset({"the", "a", "an", "anonymous", "unnamed", "mr", "mrs", "ms", "president", "former"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One row: how much of the gold was found, and how much of what was found is in the gold.

    Attributes:
        name: the row's name, ``part.measure``.
        hits: gold entries found.
        gold: gold entries.
        right: found entries that are in the gold; None for a plain share.
        found: found entries; None for a plain share.
    """

    name: str
    hits: int
    gold: int
    right: int | None = None
    found: int | None = None

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found, 0.0 for an empty gold."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        """Return the share of the found that is in the gold, 0.0 if nothing was found."""
        return (self.right or 0) / self.found if self.found else 0.0

    @property
    def value(self) -> float:
        """Return F1, or the share where there is no precision; in [0.0, 1.0], higher is better."""
        if self.found is None:
            return self.recall
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def line(self) -> str:
        """Return the row as one line of a table."""
        if self.found is None:
            return f"{self.name:40s} {self.value:.3f}  ({self.hits} of {self.gold})"
        sides = f"P {self.precision:.3f}  R {self.recall:.3f}  (gold {self.gold}, found {self.found})"
        return f"{self.name:40s} {self.value:.3f}  {sides}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanScore:
    """A row whose precision and recall are means over items, as B-cubed has them."""

    name: str
    precision: float
    recall: float
    items: int

    @property
    def value(self) -> float:
        """Return F1, in [0.0, 1.0], higher is better."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def line(self) -> str:
        """Return the row as one line of a table."""
        return f"{self.name:40s} {self.value:.3f}  P {self.precision:.3f}  R {self.recall:.3f}  ({self.items} items)"


@dataclass(slots=True, kw_only=True)
class Table:
    """Rows in order, and for each part the entries that were missed or wrong, one line each."""

    rows: dict[str, Score | MeanScore] = field(default_factory=dict)
    misses: dict[str, list[str]] = field(default_factory=dict)

    def add(self, row: Score | MeanScore) -> None:
        """Add a row."""
        self.rows[row.name] = row

    def miss(self, part: str, line: str) -> None:
        """Note an entry that was missed or wrong."""
        self.misses.setdefault(part, []).append(line)

    def values(self) -> dict[str, float]:
        """Return each row's value, rounded to four places."""
        return {name: round(row.value, 4) for name, row in self.rows.items()}


def common(left: Stretch, right: Stretch) -> int:
    """Return how many characters two stretches share."""
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def jaccard(left: Stretch, right: Stretch) -> float:
    """Return shared characters over all characters of both, in [0.0, 1.0]."""
    shared = common(left, right)
    union = left[1] - left[0] + right[1] - right[0] - shared
    return shared / union if union else 0.0


def holds_half(stretch: Stretch, focus: Stretch) -> bool:
    """Return whether a stretch holds at least half of a focus that is not empty."""
    return common(stretch, focus) * 2 >= focus[1] - focus[0] > 0


def same_name(left: str | None, right: str | None) -> bool:
    """Return whether two names plausibly name one person or body.

    Case, punctuation and a doubled final y do not count; after dropping articles and courtesy titles the last
    words must agree, or the words of one be among those of the other.
    """
    a, b = _folded(left), _folded(right)
    if not a or not b:
        return False
    if a == b:
        return True
    left_words = [word for word in a.split() if word not in _NO_PART_OF_A_NAME]
    right_words = [word for word in b.split() if word not in _NO_PART_OF_A_NAME]
    if not left_words or not right_words:
        return False
    if left_words[-1] == right_words[-1]:
        return True
    return set(left_words) <= set(right_words) or set(right_words) <= set(left_words)


def fold(name: str | None) -> str:
    """Return a name in lower case with everything but letters and digits turned into single blanks."""
    return re.sub(r"[^a-z0-9]+", " ", (name or "").lower()).strip()


def _folded(name: str | None) -> str:
    return re.sub(r"yy\b", "y", fold(unicodedata.normalize("NFC", name or "")))


def day_range(value: str | None) -> tuple[str, str] | None:
    """Return the first and last day of an ISO date, month, year, date-time or interval; None for anything else.

    A month ends on a nominal 31st: days are only compared with each other.
    """
    if not value:
        return None
    first, _, last = str(value).partition("/")
    low, high = _day(first, "-01", "-01"), _day(last or first, "-12", "-31")
    return (low, high) if low and high else None


def _day(value: str, month: str, day: str) -> str | None:
    head = value.strip()[:10]
    if re.fullmatch(r"\d{4}", head):
        return head + month + day
    if re.fullmatch(r"\d{4}-\d{2}", head):
        return head + day
    return head if re.fullmatch(r"\d{4}-\d{2}-\d{2}", head) else None
