"""Marks of plans: which sentences tell of something announced, expected, proposed or open, and when it is due."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from tellings.reconcile.dues import Due, DueWords, night_due, read_due, vague_due, words_from
from tellings.reconcile.plansense import Senses, lessened, senses_from
from tellings.reconcile.view import LONGEST_SENTENCE, Place, StoryView, stem, stems
from tellings.types.articles import BlockKind
from tellings.types.labels import Modality, TimeType
from tellings.types.spans import Span

#: A longer sentence is cut to the clause around the words that show the plan. Characters; set by reading.
LONGEST_EVIDENCE = 260
#: A stated time that is still to come adds this to a mark's weight.
DUE_WEIGHT = 0.8
#: A stated time on the day of publication adds this.
DUE_TODAY = 0.2
#: Each further rule that shows a plan in the sentence adds this.
OTHERS = 0.2
#: Characters before and behind the words that show a plan within which its core is read.
CORE = (90, 110)
#: Two parts of one sentence are two plans if each tells of one this surely.
PART_WEIGHT = 2.0
_JOINT = re.compile(r"(?:,|;) (?:and|but|while|whereas|although|though) |; ", re.IGNORECASE)
_BACKWARD = re.compile(
    r"\b(?:after|since|when|following|because|despite|whose|which|said|says|told|added|wrote|announced|tweeted"
    r"|interview|statement)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:\bto|\bwill|\bshall|\bwould|'ll|’ll|\bcould|\bmay|\bmight)$", re.IGNORECASE)
ASIDE = frozenset({BlockKind.TITLE, BlockKind.HEADING})
CONDITIONAL = "conditional"
_MODALITY = {
    Modality.PLANNED: "planned",
    Modality.PROPOSED: "proposed",
    Modality.CONDITIONAL: CONDITIONAL,
    Modality.EXPECTED: "expected",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of ``planmarks.yaml``."""

    id: str
    status: str
    weight: float
    today: bool
    closes: bool
    alone: bool
    match: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None


Hit = tuple[Rule, re.Match[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``planmarks.yaml``."""

    rules: tuple[Rule, ...]
    topics: Mapping[str, re.Pattern[str]]
    lowers: tuple[tuple[float, re.Pattern[str]], ...]
    senses: Senses
    dues: DueWords
    open: re.Pattern[str]
    lapsed: re.Pattern[str]
    endings: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One sentence that tells of a plan: which rule says so, how surely, and when it is due.

    ``groups`` are the claim groups of its claims; ``words`` are its stems and entities, ``core`` those
    near the words that show the plan;
    ``verbs`` are stems of what is to be done; ``closes`` is whether a later report can tell that it was;
    ``topics`` says what is open; ``gains`` is whether it is surer where other reports say so too.
    """

    place: Place
    span: Span
    status: str
    weight: float
    due: Due | None
    groups: frozenset[int]
    words: frozenset[str]
    core: frozenset[str]
    verbs: frozenset[str]
    closes: bool
    topics: frozenset[str]
    gains: bool


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Return the rules, read and compiled once."""
    source = resources.files(__package__).joinpath("planmarks.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return Rules(
        rules=tuple(
            Rule(
                id=rule["id"],
                status=rule["status"],
                weight=float(rule["weight"]),
                today=rule.get("today", True),
                closes=rule.get("closes", True),
                alone=rule.get("alone", True),
                match=tuple(re.compile(pattern, re.IGNORECASE) for pattern in rule["match"]),
                unless=re.compile(rule["not"], re.IGNORECASE) if "not" in rule else None,
            )
            for rule in data["rules"]
        ),
        topics={name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["topics"].items()},
        lowers=tuple((float(low["minus"]), re.compile("|".join(low["match"]))) for low in data["lowers"]),
        senses=senses_from(data["senses"]),
        dues=words_from(data["dues"]),
        open=re.compile(data["outcomes"]["open"], re.IGNORECASE),
        lapsed=re.compile(data["outcomes"]["lapsed"], re.IGNORECASE),
        endings=tuple(
            (re.compile(pair["state"], re.IGNORECASE), re.compile(pair["end"], re.IGNORECASE))
            for pair in data["outcomes"]["endings"]
        ),
    )


def find_marks(view: StoryView, place: Place) -> list[Mark]:
    """Return the marks of a sentence: one for each of its parts that tell of a plan on their own, else at most one."""
    parts = [find_mark(view, part) for part in _parts(place)]
    found = [mark for mark in parts if mark and mark.weight >= PART_WEIGHT]
    if len(found) > 1:
        return found
    mark = find_mark(view, place)
    return [mark] if mark else []


def _parts(place: Place) -> list[Place]:
    """Return the parts of a sentence between ", and", ", but" and the like; none if there is but one."""
    cuts = [match.span() for match in _JOINT.finditer(place.text)]
    edges = zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(place.text)], strict=True)
    return [_part(place, low, high) for low, high in edges if high - low >= 25] if cuts else []


def _part(place: Place, low: int, high: int) -> Place:
    text = place.text[low:high]
    if text[0] in '“"' and not any(mark in text[1:] for mark in '”"'):
        low += 1
    elif text[-1] in '”"' and not any(mark in text[:-1] for mark in '“"'):
        high -= 1
    span = replace(place.span, start=place.span.start + low, end=place.span.start + high)
    return replace(
        place,
        span=span,
        text=place.text[low:high],
        claims=tuple(claim for claim in place.claims if claim.span.overlaps(span)),
        times=tuple(time for time in place.times if span.contains(time.span)),
        statements=tuple(statement for statement in place.statements if statement.content.overlaps(span)),
    )


def find_mark(view: StoryView, place: Place) -> Mark | None:
    """Return what shows that a sentence tells of a plan, None if nothing does."""
    if place.kind in ASIDE or len(place.text) > LONGEST_SENTENCE:
        return None
    rules = load_rules()
    hits = [(rule, match) for rule in rules.rules if (match := _first_match(rule, place.text))]
    if not hits:
        return None
    due = _due(view, place, hits)
    published = view.published(place.span.article)
    hits, others = _in_sense(place, hits, due=due, published=published)
    best, match = _best(hits, due, place)
    weight = best.weight + _due_weight(due, published) + OTHERS * others
    weight -= max((minus for minus, pattern in rules.lowers if pattern.search(place.text)), default=0.0)
    span = clause_around(place, match.start(), match.end())
    near = replace(
        place.span,
        start=max(place.span.start, place.span.start + match.start() - CORE[0]),
        end=min(place.span.end, place.span.start + match.end() + CORE[1]),
    )
    return Mark(
        place=place,
        span=span,
        status=_status(place, match, best, conditions=[hit for hit in hits if hit[0].status == CONDITIONAL]),
        weight=weight,
        due=due,
        words=view.core(place.span),
        core=view.core(near),
        verbs=_verbs(place, match),
        closes=best.closes,
        gains=best.alone,
        topics=frozenset() if best.closes else _topics(place.text),
        groups=frozenset(
            group
            for claim in place.claims
            if claim.span.overlaps(span) and (group := view.group(span.article, claim)) is not None
        ),
    )


def _in_sense(place: Place, hits: Sequence[Hit], *, due: Due | None, published: str | None) -> tuple[list[Hit], int]:
    """Return the hits with the weight that their sense leaves them, and how many but the best keep all of it."""
    senses = load_rules().senses
    out: list[Hit] = []
    for rule, match in hits:
        minus = lessened(place, match, rule=rule.id, published=None if due else published, senses=senses)
        out.append((replace(rule, weight=rule.weight - minus), match))
    full = sum(new[0].weight == old[0].weight for new, old in zip(out, hits, strict=True))
    return out, max(0, full - 1)


def _due_weight(due: Due | None, published: str | None) -> float:
    """Return what a due time adds to the weight of a mark: little if it is only the day of publication."""
    if due is None:
        return 0.0
    return DUE_WEIGHT if _later(due, published) else DUE_TODAY


def _topics(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in load_rules().topics.items() if pattern.search(text))


def _first_match(rule: Rule, text: str) -> re.Match[str] | None:
    if rule.unless and rule.unless.search(text):
        return None
    return next((match for pattern in rule.match if (match := pattern.search(text))), None)


def _status(place: Place, match: re.Match[str], rule: Rule, *, conditions: Sequence[Hit]) -> str:
    """Return the rule's status, or the modality of the claim in which its words stand if that says what is to come.

    What will be done on a condition that is named with it is conditional.
    """
    if rule.status == "planned" and any(m.start() < match.end() and match.start() < m.end() for _, m in conditions):
        return CONDITIONAL
    at = place.span.start + match.start()
    holding = [claim for claim in place.claims if claim.span.start <= at < claim.span.end]
    smallest = min(holding, key=lambda claim: len(claim.span), default=None)
    if smallest and rule.status == "planned" and smallest.modality in _MODALITY:
        return _MODALITY[smallest.modality]
    return rule.status


def _best(hits: Sequence[Hit], due: Due | None, place: Place) -> Hit:
    """Return the hit that the due time belongs to (the last one before it), else the surest."""
    if due and not due.vague:
        at = due.span.start - place.span.start
        leading = [hit for hit in hits if hit[0].weight >= 1.7 and hit[1].start() <= at]
        if leading:
            return max(leading, key=lambda hit: (hit[1].start(), hit[0].weight))
    return max(hits, key=lambda hit: hit[0].weight)


def _due(view: StoryView, place: Place, hits: Sequence[Hit]) -> Due | None:
    """Return the due time nearest to words that show a plan; what is still to come goes before today.

    A length of time counts only where no day is named. A time on the day of publication counts only behind such
    words, only where the rule allows it, and only if no "after", "since", "when" or word of speech stands between.
    """
    published = view.published(place.span.article)
    words = load_rules().dues
    found: list[tuple[bool, bool, int, Span, Due]] = []
    for time in place.times:
        due = read_due(time, place.text, start=place.span.start, published=published, words=words)
        if due is None:
            continue
        at = due.span.start - place.span.start
        later = _later(due, published)
        length = time.type is TimeType.DURATION and not due.value.endswith("/")
        for rule, match in hits:
            leads = rule.today and match.start() <= at and not _BACKWARD.search(place.text[match.end() : at])
            if later or leads:
                found.append((not later, length, abs(at - match.start()), due.span, due))
    if not found:
        night = night_due(place.span, place.text, stamp=view.articles[place.article].published, words=words)
        return night or vague_due(place.span, place.text, published=published, words=words)
    return min(found, key=lambda entry: entry[:4])[4]


def _later(due: Due, published: str | None) -> bool:
    """Return whether a due time reaches beyond the day of publication."""
    return published is None or due.last.isoformat() > published or due.value.endswith("/")


def clause_around(place: Place, start: int, end: int) -> Span:
    """Return the whole sentence, or of a long one the claim or comma-bounded stretch that holds ``[start, end)``."""
    if len(place.text) <= LONGEST_EVIDENCE:
        return place.span
    low, high = place.span.start + start, place.span.start + end
    holding = [c.span for c in place.claims if c.span.start <= low and high <= c.span.end and len(c.span) >= 40]
    if holding:
        return min(holding, key=lambda span: (len(span), span))
    left = max(place.text.rfind(mark, 0, max(0, start - 20)) for mark in ",;:—–")
    right = min((at for mark in ",;—–" if (at := place.text.find(mark, end + 20)) >= 0), default=len(place.text))
    words = place.text[left + 1 : right]
    first = place.span.start + left + 1 + len(words) - len(words.lstrip())
    return replace(place.span, start=first, end=first + len(words.strip()))


def _verbs(place: Place, match: re.Match[str]) -> frozenset[str]:
    """Return the stems of what is to be done: verbs of claims still to come there, and the first words that follow."""
    at = place.span.start + match.start()
    verbs = {
        stem(claim.predicate.split(" ")[0])
        for claim in place.claims
        if claim.modality in _MODALITY and claim.span.end > at
    }
    behind = place.text[match.end() : match.end() + 60]
    if not _TO.search(match.group()):
        cut = behind.find(" to ")
        behind = behind[cut + 4 :] if cut >= 0 else ""
    following = re.findall(r"[A-Za-z]+", behind)[:1]
    return frozenset(verbs | set(stems(" ".join(following))))
