"""Scores of what is lined up across reports: utterances, facts, differences, plans, positions, lineage."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from tellings.evaluate.goldstory import LONGEST, GoldStory, Place
from tellings.evaluate.scores import LOOSE, Score, Stretch, Table, common, day_range, fold, holds_half, same_name
from tellings.evaluate.storylabels import match_quotes

_TIERS = ("core", "attitude", "marginal")
_SERIOUS = frozenset({"contradiction", "differing precision", "update"})
_LOUD = frozenset({"contradiction", "precision", "update"})
#: Which side a stance is on.
_SIDES = {
    "for": "for",
    "demands": "for",
    "supports": "for",
    "against": "against",
    "warns": "against",
    "opposes": "against",
    "conditional": "conditional",
    "undecided": "undecided",
}


def score_utterances(story: GoldStory, table: Table) -> None:
    """Score pairs of statements of two reports put into one utterance; doubtful gold pairs count neither way."""
    gold = story.quotes(*_TIERS)
    sure, free = _gold_pairs(story, gold)
    bad = {
        frozenset((pair["a"], pair["b"])) for pair in (story.files.get("utterances") or {}).get("negative_pairs", [])
    }
    of_statement = {statement["id"]: ident for ident, statement in match_quotes(story, LOOSE).items()}
    report_of = {entry["id"]: entry["content"]["article"] for entry in story.found("statements")}
    found, unmatched = set[frozenset[str]](), 0
    for utterance in story.found("utterances"):
        for a, b in itertools.combinations(utterance["statements"], 2):
            if report_of.get(a) == report_of.get(b):
                continue
            if a in of_statement and b in of_statement:
                found.add(frozenset((of_statement[a], of_statement[b])))
            else:
                unmatched += 1
    hits, counted = len(found & sure), len(found - free) + unmatched
    table.add(Score(name="utterances.pairs", hits=hits, gold=len(sure), right=hits, found=counted))
    table.add(Score(name="utterances.wrong_merges_avoided", hits=len(bad - found), gold=len(bad)))
    for kind, pairs in (("missed", sure - found), ("wrong", found - sure - free)):
        for pair in sorted(map(sorted, pairs)):
            table.miss("utterances", f"{kind} " + " ~ ".join(story.words(gold[q][0]) for q in pair if q in gold))


def _gold_pairs(
    story: GoldStory, gold: Mapping[str, tuple[Place, Mapping[str, Any]]]
) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Return the pairs that must be together and those that may."""
    sure, free = set[frozenset[str]](), set[frozenset[str]]()
    for cluster in story.gold("utterances"):
        members = [(one["quote"], one.get("membership", cluster["identity"])) for one in cluster["members"]]
        for (a, surety_a), (b, surety_b) in itertools.combinations(members, 2):
            if a in gold and b in gold and gold[a][0][0] != gold[b][0][0]:
                certain = {surety_a, surety_b, cluster["identity"]} <= {"certain", "probable"}
                (sure if certain else free).add(frozenset((a, b)))
    return sure, free - sure


def score_facts(story: GoldStory, table: Table) -> None:
    """Score pairs of passages of two reports that one fact puts together."""
    wanted = []
    for fact in story.gold("comparison"):
        supports = _supports(story, fact)
        for a, b in itertools.combinations(sorted(supports), 2):
            wanted.append((fact["id"], (a, supports[a]), (b, supports[b])))
    facts = [_found_supports(story, fact) for fact in story.found("facts")]
    hits = 0
    for ident, (a, left), (b, right) in wanted:
        if any(_any_holds(fact.get(a, ()), left) and _any_holds(fact.get(b, ()), right) for fact in facts):
            hits += 1
        else:
            table.miss("facts", f"missed {ident}: {story.words((a, left[0]))} ~ {story.words((b, right[0]))}")
    linked = _linked(story)
    found = right_pairs = 0
    for fact in facts:
        for a, b in itertools.combinations(sorted(fact), 2):
            for x, y in itertools.product(sorted(fact[a]), sorted(fact[b])):
                found += 1
                if _ids_at(linked, a, x) & _ids_at(linked, b, y):
                    right_pairs += 1
                else:
                    table.miss("facts", f"wrong  {story.words((a, x))} ~ {story.words((b, y))}")
    table.add(Score(name="facts.support_pairs", hits=hits, gold=len(wanted), right=right_pairs, found=found))


def _supports(story: GoldStory, fact: Mapping[str, Any]) -> dict[str, list[Stretch]]:
    """Return the evidence of a gold fact by report: the focus where one is marked, else the sentence."""
    out: dict[str, list[Stretch]] = {}
    for support in fact["supporters"]:
        if support["doc"] in story.articles:
            points = [entry.get("focus") or entry for entry in support["evidence"]]
            out[support["doc"]] = [(point["start"], point["end"]) for point in points]
    return out


def _found_supports(story: GoldStory, fact: Mapping[str, Any]) -> dict[str, set[Stretch]]:
    out: dict[str, set[Stretch]] = {}
    for report, stretch in story.places(fact["support"]):
        if stretch[1] - stretch[0] <= LONGEST:
            out.setdefault(report, set()).add(stretch)
    return out


def _any_holds(stretches: Iterable[Stretch], foci: list[Stretch]) -> bool:
    return any(holds_half(stretch, focus) for stretch in stretches for focus in foci)


def _linked(story: GoldStory) -> dict[str, list[tuple[Stretch, str]]]:
    """Return by report every stretch that the gold ties to a fact, an utterance or an event, with that id."""
    out: dict[str, list[tuple[Stretch, str]]] = {report: [] for report in story.articles}
    for fact in story.gold("comparison"):
        for report, stretches in _supports(story, fact).items():
            out[report].extend((stretch, fact["id"]) for stretch in stretches)
        for report, stretch in story.annotated(fact["conflicts"]):
            out[report].append((stretch, fact["id"]))
    quotes = story.quotes(*_TIERS)
    for cluster in story.gold("utterances"):
        for member in cluster["members"]:
            if member["quote"] in quotes:
                report, stretch = quotes[member["quote"]][0]
                out[report].append((stretch, cluster["id"]))
    for event in story.gold("events"):
        for mention in event["mentions"]:
            if mention["doc"] in story.articles:
                point = mention.get("trigger") or mention["sentence"]
                out[mention["doc"]].append(((point["start"], point["end"]), event["id"]))
    return out


def _ids_at(linked: dict[str, list[tuple[Stretch, str]]], report: str, stretch: Stretch) -> set[str]:
    return {ident for focus, ident in linked[report] if holds_half(stretch, focus)}


#: A difference that was found: its type and its two sides.
_Shown = tuple[str, Place, Place]
#: A gold conflict, where it stands, and the passages it stands against.
_Conflict = tuple[Mapping[str, Any], Place, list[Place]]


def score_differences(story: GoldStory, table: Table) -> None:
    """Score differences inside facts: serious and wording recall, precision of the loud ones and of all."""
    wanted, got = _gold_conflicts(story), _found_differences(story)
    serious = [one for one in wanted if one[0]["severity"] in _SERIOUS]
    wording = [one for one in wanted if one[0]["severity"] == "different wording"]
    for name, group in (("contradiction_or_precision", serious), ("wording", wording)):
        missed = [one for one in group if not any(_shows(shown, one) for shown in got)]
        for conflict, place, _ in missed:
            table.miss("differences", f"missed [{conflict['severity']}] {story.words(place)}: {conflict['how']}")
        hits = len(group) - len(missed)
        table.add(Score(name=f"conflicts.{name}_recall", hits=hits, gold=len(group)))
    loud = [shown for shown in got if shown[0] in _LOUD]
    for name, group_shown in (("loud", loud), ("all", got)):
        right = [shown for shown in group_shown if any(_shows(shown, one) for one in wanted)]
        table.add(Score(name=f"conflicts.precision_of_{name}", hits=len(right), gold=len(group_shown)))
    for shown in loud:
        if not any(_shows(shown, one) for one in wanted):
            table.miss("differences", f"wrong  {shown[0]}: {story.words(shown[1])} vs {story.words(shown[2])}")


def _gold_conflicts(story: GoldStory) -> list[_Conflict]:
    out = []
    for fact in story.gold("comparison"):
        supports = [place for one in fact["supporters"] for place in story.annotated(_with_doc(one))]
        for conflict in fact["conflicts"]:
            if conflict["doc"] in story.articles and conflict["severity"] != "compatible":
                out.append((conflict, (conflict["doc"], (conflict["start"], conflict["end"])), supports))
    return out


def _found_differences(story: GoldStory) -> list[_Shown]:
    out = []
    for fact in story.found("facts"):
        for difference in fact.get("differences") or []:
            left, right = story.place(difference["left"]), story.place(difference["right"])
            if left and right and max(left[1][1] - left[1][0], right[1][1] - right[1][0]) <= LONGEST:
                out.append((difference["type"], left, right))
    return out


def _with_doc(support: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [{"doc": support["doc"], "start": one["start"], "end": one["end"]} for one in support["evidence"]]


def _shows(shown: _Shown, conflict: _Conflict) -> bool:
    """Return whether one side of a difference touches the gold's conflicting words and the other a support."""
    _, place, supports = conflict
    return any(
        a[0] == place[0] and common(a[1], place[1]) and _touching([b], supports)
        for a, b in ((shown[1], shown[2]), (shown[2], shown[1]))
    )


def _touching(places: list[Place], evidence: list[Place]) -> bool:
    return any(a[0] == b[0] and common(a[1], b[1]) for a in places for b in evidence)


def score_plans(story: GoldStory, table: Table) -> None:
    """Score plans against the gold's open items, and due times where the gold has one."""
    plans = [(plan, story.places(plan["evidence"])) for plan in story.found("plans")]
    items = [(item, story.annotated(item["evidence"])) for item in story.gold("open_items")]
    items = [(item, evidence) for item, evidence in items if evidence]
    used, hits, due, due_right = set[int](), 0, 0, 0
    for item, evidence in items:
        near = [at for at, (_, places) in enumerate(plans) if _touching(places, evidence)]
        used.update(near)
        hits += bool(near)
        want = day_range(item.get("due_iso"))
        if want:
            due += 1
            got = [day_range(plans[at][0].get("due")) for at in near]
            due_right += any(value and value[0] <= want[1] and want[0] <= value[1] for value in got)
        if not near:
            table.miss("plans", f"missed {item['item'][:90]!r}, due {item.get('due_as_stated')!r}")
    for at, (_, places) in enumerate(plans):
        if at not in used and places:
            table.miss("plans", f"extra  {story.words(places[0])}")
    table.add(Score(name="plans", hits=hits, gold=len(items), right=len(used), found=len(plans)))
    table.add(Score(name="plans.due_compatible", hits=due_right, gold=due))


def score_positions(story: GoldStory, table: Table) -> None:
    """Score positions by actor and passage, and the side they are on."""
    positions = [(one, story.places(one["evidence"])) for one in story.found("positions")]
    wanted = [(one, story.annotated(one["evidence"])) for one in story.gold("positions")]
    wanted = [(one, evidence) for one, evidence in wanted if evidence]
    used, hits, sides = set[int](), 0, 0
    for gold, evidence in wanted:
        near = [
            at
            for at, (one, places) in enumerate(positions)
            if same_name(one["actor"], gold["actor"]) and _touching(places, evidence)
        ]
        used.update(near)
        hits += bool(near)
        want = _SIDES.get(fold(gold["stance"]).split(" ")[0], "other")
        sides += any(_SIDES.get(positions[at][0]["stance"], "other") == want for at in near)
        if not near:
            table.miss("positions", f"missed {gold['actor']} / {gold['issue']}: {gold['stance']}")
    for at, (one, places) in enumerate(positions):
        if at not in used and places:
            table.miss("positions", f"extra  {one['actor']} {one['stance']}: {story.words(places[0])}")
    table.add(Score(name="positions", hits=hits, gold=len(wanted), right=len(used), found=len(positions)))
    table.add(Score(name="positions.stance", hits=sides, gold=hits))


def score_lineage(story: GoldStory, table: Table) -> None:
    """Score pairs of reports: related found related, independent kept independent."""
    report_of = {article["id"]: report for report, article in story.articles.items()}
    related = set[frozenset[str]]()
    for entry in story.found("lineage"):
        if entry["kind"] != "independent":
            related.add(frozenset(report_of.get(ident, ident) for ident in entry["pair"]))
    counts = {"related_found": [0, 0], "independent_kept": [0, 0]}
    for pair in story.gold("derivation"):
        if all(report in story.articles for report in pair["pair"]):
            is_free = pair["judgement"] == "independent"
            got_free = frozenset(pair["pair"]) not in related
            row = counts["independent_kept" if is_free else "related_found"]
            row[0] += is_free == got_free
            row[1] += 1
            if is_free != got_free:
                table.miss("lineage", f"{'~'.join(pair['pair'])}: gold {pair['judgement']}")
    for name, (hits, gold) in counts.items():
        table.add(Score(name=f"lineage.{name}", hits=hits, gold=gold))
