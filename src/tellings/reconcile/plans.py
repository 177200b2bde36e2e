"""Plans: what the reports announce, expect, propose or leave open, merged across reports, with due windows.

Every sentence is tried against the rules of ``planmarks.yaml``; what is found is joined where two passages tell of the
same plan (the same claim group, the same due time, or much the same words), weighed, and closed where a later
report tells the outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from tellings.reconcile.dues import Due
from tellings.reconcile.joining import join
from tellings.reconcile.outcomes import Ending, find_outcome, read_ends
from tellings.reconcile.planmarks import Mark, find_marks
from tellings.reconcile.view import Cosine, StoryView
from tellings.types.dossier import Plan
from tellings.types.labels import StatementKind

#: Marks below this weight are no plans. Set on the sample story and checked on a second one, steps of 0.1.
LEAST_WEIGHT = 2.0
#: Two passages at least this alike (weighted cosine of stems and entities) tell of one plan.
SAME_PLAN = 0.32
#: Overlapping due times raise likeness by this factor; due times apart halve it.
SAME_DUE = 2.0
#: Open questions on the same topic are more alike by this much.
SAME_TOPIC = 0.15
#: Passages of different reports that share a claim group are more alike by this factor.
SAME_CLAIM = 1.5

#: Each further report that tells of a plan adds this to its weight.
MORE_REPORTS = 0.4


def find_plans(view: StoryView) -> tuple[Plan, ...]:
    """Return the plans of a story: dated ones first, by due time; then the others, the surest first."""
    marks = [mark for place in view.places for mark in find_marks(view, place)]
    clusters = join(
        marks, words=[mark.words | mark.core for mark in marks], likeness=_likeness(view, marks), least=SAME_PLAN
    )
    ends = read_ends(view)
    found = [_plan(view, [marks[i] for i in cluster], ends) for cluster in clusters]
    kept = [(weight, plan) for weight, plan in found if weight >= LEAST_WEIGHT]
    kept.sort(key=lambda pair: (pair[1].due is None, pair[1].due or "", -pair[0], view.order(pair[1].evidence[0])))
    return tuple(plan for _, plan in kept)


def _likeness(view: StoryView, marks: Sequence[Mark]) -> Callable[[Mark, Mark], float]:
    """Return how far two marks tell of the same plan, in steps that ``SAME_PLAN`` is measured against."""
    cores = Cosine([mark.core for mark in marks])
    whole = Cosine([mark.words for mark in marks])

    def alike(left: Mark, right: Mark) -> float:
        score = max(whole(left.words, right.words), cores(left.core, right.core))
        if left.groups & right.groups and left.span.article != right.span.article:
            score = max(SAME_CLAIM * score, score + 0.2) if score >= 0.12 else score
        if left.topics & right.topics:
            score += SAME_TOPIC
        if left.due and right.due and not left.due.vague and not right.due.vague:
            apart = left.due.last < right.due.first or right.due.last < left.due.first
            return score / 2 if apart else SAME_DUE * score
        return score

    return alike


def _plan(view: StoryView, marks: Sequence[Mark], ends: Sequence[Ending]) -> tuple[float, Plan]:
    """Return one plan and its weight."""
    marks = sorted(marks, key=lambda mark: view.order(mark.span))
    best = max(marks, key=lambda mark: (mark.weight, -len(mark.span)))
    articles = {mark.span.article for mark in marks}
    due = _due(marks)
    weight = best.weight + (MORE_REPORTS * (len(articles) - 1) if best.gains else 0.0)
    outcome = find_outcome(view, marks, ends)
    status = outcome[0] if outcome else _status(marks)
    evidence = sorted({mark.span for mark in marks} | ({outcome[1]} if outcome else set()), key=view.order)
    digest = hashlib.sha256("|".join(f"{s.article}:{s.start}-{s.end}" for s in evidence).encode()).hexdigest()
    return weight, Plan(
        id=f"p{digest[:12]}",
        label=best.span,
        actors=_actors(view, marks),
        status=status,
        due=due.value if due else None,
        due_span=due.span if due else None,
        evidence=tuple(evidence),
        outcome=outcome[1] if outcome else None,
    )


def _due(marks: Sequence[Mark]) -> Due | None:
    """Return the due time that most reports give; of equals the one of the surest passage, then of the last report."""
    dated = [(mark, mark.due) for mark in marks if mark.due]
    reports: dict[str, set[int]] = {}
    for mark, due in dated:
        reports.setdefault(due.value, set()).add(mark.place.article)
    ranked = [((len(reports[due.value]), mark.weight, mark.place.article), due) for mark, due in dated]
    return max(ranked, key=itemgetter(0))[1] if ranked else None


def _actors(view: StoryView, marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return who is to act: agents of the claims in the evidence, else who says it; entity ids or names."""
    agents: dict[str, None] = {}
    speakers: dict[str, None] = {}
    for mark in marks:
        article = mark.span.article
        for claim in mark.place.claims:
            for part in claim.participants:
                entity = view.entity(article, part.chain)
                if part.role == "agent" and claim.span.overlaps(mark.span) and entity:
                    agents.setdefault(entity.id)
        for statement in mark.place.statements:
            speaker = statement.speaker
            entity = view.entity(article, speaker.chain) if speaker else None
            if speaker and statement.kind is not StatementKind.INDIRECT:
                speakers.setdefault(entity.id if entity else speaker.name)
    return tuple(agents or speakers)


def _status(marks: Sequence[Mark]) -> str:
    """Return the status that most of the weight of the passages speaks for; the earliest of equals."""
    weights: dict[str, float] = {}
    for mark in marks:
        weights[mark.status] = round(weights.get(mark.status, 0.0) + mark.weight, 3)
    return max(weights, key=lambda status: weights[status])
