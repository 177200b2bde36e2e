"""One story as the stream keeps it: sums of what its articles hold, from which mean likenesses follow.

The likeness of two articles is the log-odds of a logistic regression over a few figures (``stories.yaml``). All but
two of the figures are dot products, so the mean over all pairs of two stories is the dot product of their sums:
average link, without looking at the articles again.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

from tellings.match.storyfeatures import BAGS, Bag, Marks, Vector, dot
from tellings.match.storywords import words_of
from tellings.match.vectors import SIZE
from tellings.types.matches import Grounds
from tellings.types.stories import StorySummary

_MOST_NAMES = 12
"""Names in a summary."""
_FARTHEST_DAYS = 64
"""Days between two articles beyond which more of them say no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Weights and bars; see ``stories.yaml``, which says how each was set."""

    weights: dict[str, float]
    bias: float
    sure: float
    enough: float
    cohesion: float
    cohesion_doubt: float
    patience_articles: int
    patience_days: int
    window_days: int
    window_articles: int
    candidates: int
    key_terms: int
    longest_posting: int


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Return the rules of ``stories.yaml``, read once."""
    content = resources.files("tellings.match").joinpath("stories.yaml").read_text(encoding="utf-8")
    return Rules(**yaml.load(content, Loader=yaml.CSafeLoader))


@dataclass(slots=True)
class Group:
    """A story that still takes articles.

    Attributes:
        id: ``s`` and twelve hex digits.
        opened: number of the arrival that opened it.
        touched: number of the last arrival in it.
        members: article ids in order of arrival.
        days: ordinal of each member's day, None if unknown.
        lengths: of each member, see ``Marks.length``.
        titles: of each member.
        sums: by bag, the sum over the members.
        meaning: sum over the members.
        inner: sum of the log-odds over all pairs of members.
        places: forms that some member names as a place.
        spelled: name forms as first spelled.
        keys: terms under which it is found, with how many members brought them.
        renamed: the title that a person gave it, None if none did.
    """

    id: str
    opened: int
    touched: int
    members: list[str]
    days: list[int | None]
    lengths: list[float]
    titles: list[str]
    sums: dict[str, Bag]
    meaning: Vector
    inner: float = 0.0
    places: dict[str, None] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    renamed: str | None = None

    @property
    def newest(self) -> int | None:
        """Return the ordinal of the newest day, None if no member is dated."""
        return max((day for day in self.days if day is not None), default=None)

    def title(self) -> str:
        """Return the headline nearest to all articles: most of what the leads have in common, in few words."""
        if self.renamed:
            return self.renamed
        lead = self.sums["lead"]

        def centrality(at: int) -> float:
            words = dict.fromkeys(words_of(self.titles[at]))
            return sum(lead.get(word, 0.0) for word in words) / math.sqrt(max(1, len(words)))

        return self.titles[max(range(len(self.titles)), key=lambda at: (centrality(at), -at))]

    def summary(self) -> StorySummary:
        """Return the story at a glance."""
        dated = sorted(day for day in self.days if day is not None)
        best = sorted(self.sums["names"].items(), key=lambda item: (-item[1], item[0]))
        names = dict.fromkeys(self.spelled.get(form, form) for form, _ in best)
        return StorySummary(
            id=self.id,
            title=self.title(),
            articles=tuple(self.members),
            names=tuple(names)[:_MOST_NAMES],
            first=dt.date.fromordinal(dated[0]).isoformat() if dated else None,
            last=dt.date.fromordinal(dated[-1]).isoformat() if dated else None,
        )

    def to_state(self) -> dict[str, Any]:
        """Return the story as plain values that JSON takes, nothing rounded."""
        state = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "meaning"}
        state["meaning"] = base64.b64encode(self.meaning.astype("<f8").tobytes()).decode("ascii")
        state["places"] = list(self.places)
        return state

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Group:
        """Return the story that ``to_state`` described."""
        meaning = np.frombuffer(base64.b64decode(state["meaning"]), dtype="<f8").astype(np.float64).reshape(SIZE)
        return cls(**{**state, "meaning": meaning, "places": dict.fromkeys(state["places"])})


def single(article: str, marks: Marks, *, arrival: int, ident: str, key_terms: int) -> Group:
    """Return a story of one article."""
    return Group(
        id=ident,
        opened=arrival,
        touched=arrival,
        members=[article],
        days=[marks.day],
        lengths=[marks.length],
        titles=[marks.title],
        sums={name: dict(marks.bags[name]) for name in BAGS},
        meaning=marks.meaning.copy(),
        places=dict.fromkeys(sorted(marks.places)),
        spelled=dict(marks.spelled),
        keys=dict.fromkeys(_key_terms(marks, key_terms), 1),
    )


def _key_terms(marks: Marks, count: int) -> list[str]:
    """Return the heaviest single words of an article."""
    single_words = [(form, value) for form, value in marks.bags["words"].items() if " " not in form]
    return [form for form, _ in sorted(single_words, key=lambda item: (-item[1], item[0]))[:count]]


def absorb(kept: Group, gone: Group, *, between: float) -> None:
    """Add one story's articles to another.

    Args:
        kept: the story that goes on.
        gone: the story that ends.
        between: mean log-odds over the pairs of both, as ``likeness`` gives it.
    """
    kept.inner += gone.inner + between * len(kept.members) * len(gone.members)
    for name in BAGS:
        bag = kept.sums[name]
        for form, value in gone.sums[name].items():
            bag[form] = bag.get(form, 0.0) + value
    kept.meaning = kept.meaning + gone.meaning
    kept.members += gone.members
    kept.days += gone.days
    kept.lengths += gone.lengths
    kept.titles += gone.titles
    kept.places.update(gone.places)
    for form, word in gone.spelled.items():
        kept.spelled.setdefault(form, word)
    for form, count in gone.keys.items():
        kept.keys[form] = kept.keys.get(form, 0) + count
    kept.touched = max(kept.touched, gone.touched)
    kept.renamed = kept.renamed or gone.renamed


def figures(left: Group, right: Group) -> dict[str, float]:
    """Return the mean of each figure over all pairs of articles of two stories.

    Returns:
        The five bags and ``meaning``: cosines; ``dated``: share of pairs with both days known; ``gap``: how far the
        days lie apart, 0.0 the same day to 1.0 at 64 days, 0.0 for undated pairs; ``shorter``, ``longer``: logarithm of
        the words of the shorter and the longer article.
    """
    pairs = len(left.members) * len(right.members)
    out = {name: dot(left.sums[name], right.sums[name]) / pairs for name in BAGS}
    out["meaning"] = float(left.meaning @ right.meaning) / pairs
    first = np.array([day for day in left.days if day is not None], dtype=np.float64)
    second = np.array([day for day in right.days if day is not None], dtype=np.float64)
    gaps = np.minimum(np.abs(first[:, None] - second[None, :]), _FARTHEST_DAYS)
    out["dated"] = gaps.size / pairs
    out["gap"] = float(np.log2(1 + gaps).sum()) / math.log2(_FARTHEST_DAYS) / pairs
    one, other = np.array(left.lengths)[:, None], np.array(right.lengths)[None, :]
    out["shorter"] = float(np.minimum(one, other).mean())
    out["longer"] = float(np.maximum(one, other).mean())
    return out


def likeness(left: Group, right: Group, rules: Rules) -> float:
    """Return the mean log-odds that an article of one story and one of the other tell the same story."""
    found = figures(left, right)
    return sum(weight * found[name] for name, weight in rules.weights.items()) + rules.bias


def cohesion(group: Group, rules: Rules) -> float:
    """Return how closely a story holds together, 0.0 or more; 0.0 for a single article.

    A story whose articles are very alike asks the same of a newcomer: another event of the same kind falls short.
    """
    pairs = len(group.members) * (len(group.members) - 1) / 2
    return max(0.0, group.inner / (pairs + rules.cohesion_doubt)) if pairs else 0.0


def days_apart(left: Group, right: Group) -> int:
    """Return the days between the nearest two articles of two stories, 0 where one has no dated article."""
    first = np.array(sorted({day for day in left.days if day is not None}))
    second = np.array(sorted({day for day in right.days if day is not None}))
    return int(np.abs(first[:, None] - second[None, :]).min()) if first.size and second.size else 0


def explain(left: Group, right: Group, rules: Rules) -> tuple[Grounds, ...]:
    """Return why two stories belong together, strongest first: what they share and how much it weighed."""
    found = figures(left, right)
    details = {
        "names": ("names in common: ", _shared(left, right, "names", skip=left.places)),
        "places": ("places in common: ", _shared(left, right, "names", only=left.places)),
        "words": ("telling words in common: ", _shared(left, right, "words")),
        "numbers": ("numbers in common: ", _shared(left, right, "numbers")),
        "times": ("days named in both: ", [form.lstrip("@") for form in _shared(left, right, "times")]),
        "lead": ("headlines and openings share: ", _shared(left, right, "lead")),
    }
    weighed = []
    for rule, (label, forms) in details.items():
        name = "names" if rule == "places" else rule
        score = found[name]
        if forms and score > 0:
            weighed.append((rules.weights[name] * score, rule, score, label + ", ".join(forms)))
    close = found["meaning"]
    weighed.append((rules.weights["meaning"] * (close - 0.3), "meaning", close, "their openings mean much the same"))
    if found["dated"]:
        apart = days_apart(left, right)
        when = "published on the same day" if apart == 0 else f"published {apart} day{'s' * (apart > 1)} apart"
        weighed.append((rules.weights["dated"], "published", 1 - min(1.0, found["gap"]), when))
    weighed = [entry for entry in weighed if entry[0] > 0]
    weighed.sort(key=lambda entry: (-entry[0], entry[1]))
    return tuple(
        Grounds(rule=rule, score=round(min(1.0, score), 4), detail=detail) for _, rule, score, detail in weighed
    )


def _shared(left: Group, right: Group, name: str, **where: dict[str, None]) -> list[str]:
    """Return up to five forms that two stories share in a bag, weightiest first, names as spelled."""
    one, other = left.sums[name], right.sums[name]
    only, skip = where.get("only"), where.get("skip", {})
    forms = [form for form in one if form in other and form not in skip and (only is None or form in only)]
    forms.sort(key=lambda form: (-one[form] * other[form], form))
    if name == "names":
        return list(dict.fromkeys(left.spelled.get(form, form) for form in forms))[:5]
    return forms[:5]
