"""Scores of what is marked on single reports: cleaning, quotations, names, times, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tellings.evaluate.goldstory import GoldStory, Place
from tellings.evaluate.scores import (
    LOOSE,
    STRICT,
    MeanScore,
    Score,
    Stretch,
    Table,
    common,
    day_range,
    jaccard,
    same_name,
)

TIERS = ("core", "attitude", "marginal", "boilerplate")

#: Gold types whose names count.
_COUNTED_TYPES = frozenset(
    {"person", "organisation", "organization", "company", "group"}
    | {"country", "city", "place", "location", "region"}
    | {"weapon", "system", "product"}
)


def score_integrity(story: GoldStory, table: Table) -> None:
    """Score whether every ref carries the exact words it points at."""
    texts = {article["id"]: article["text"] for article in story.document["articles"]}
    total = right = 0
    waiting: list[object] = [value for key, value in story.document.items() if key != "articles"]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
            if {"article", "start", "end"} <= set(value):
                total += 1
                text = texts.get(value["article"], "")
                inside = 0 <= value["start"] < value["end"] <= len(text)
                right += inside and value.get("text") in (None, text[value["start"] : value["end"]])
    table.add(Score(name="integrity.references_exact", hits=right, gold=total))


def score_clean(story: GoldStory, table: Table) -> None:
    """Score characters of junk that were left out; blanks and the title count neither way."""
    hits = gold = found = 0
    for report, article in story.articles.items():
        text = article["text"]
        ink = {at for at, char in enumerate(text) if not char.isspace()}
        junk, title, body = set[int](), set[int](), set[int]()
        for entry in story.gold("boilerplate"):
            if entry["doc"] == report and not entry["article_body"]:
                (title if entry["kind"] == "title" else junk).update(range(entry["start"], entry["end"]))
        for start, end in article["body"]:
            body.update(range(start, end))
        dropped = (ink - body) - title
        junk = (junk & ink) - title
        hits, gold, found = hits + len(junk & dropped), gold + len(junk), found + len(dropped)
        for line in re.finditer(r"[^\n]+", text):
            marks = set(range(*line.span())) & ink
            is_junk, is_dropped = len(marks & junk) * 2 > len(marks), len(marks & dropped) * 2 > len(marks)
            if is_junk and not is_dropped:
                table.miss("clean", f"{report} kept junk: {line.group()[:90]!r}")
            if is_dropped and not marks & junk and not marks & title:
                table.miss("clean", f"{report} lost body: {line.group()[:90]!r}")
    table.add(Score(name="clean.junk_chars", hits=hits, gold=gold, right=hits, found=found))


def match_quotes(story: GoldStory, level: float) -> dict[str, Mapping[str, Any]]:
    """Return the dossier's statement for each gold quotation it matches, one to one, best overlap first."""
    gold = story.quotes(*TIERS)
    pairs: list[tuple[float, int, str]] = []
    statements = story.found("statements")
    for at, statement in enumerate(statements):
        place = story.place(statement["content"])
        if place:
            for ident, (where, _) in gold.items():
                near = jaccard(place[1], where[1]) if where[0] == place[0] else 0.0
                if near >= level:
                    pairs.append((near, at, ident))
    pairs.sort(key=lambda pair: -pair[0])
    used, out = set[int](), dict[str, Mapping[str, Any]]()
    for _, at, ident in pairs:
        if at not in used and ident not in out:
            used.add(at)
            out[ident] = statements[at]
    return out


def score_quotes(story: GoldStory, table: Table) -> None:
    """Score statements against core quotations; those of weaker tiers count neither way."""
    gold = story.quotes(*TIERS)
    core = {ident for ident, (_, quote) in gold.items() if quote.get("tier", "core") == "core"}
    marked = [statement for statement in story.found("statements") if story.place(statement["content"])]
    for name, level in (("quotes.strict", STRICT), ("quotes.loose", LOOSE)):
        matched = match_quotes(story, level)
        hits = len(core & set(matched))
        counted = len(marked) - (len(matched) - hits)
        table.add(Score(name=name, hits=hits, gold=len(core), right=hits, found=counted))
    right_speaker = right_kind = 0
    for ident in sorted(core & set(matched)):
        place, quote = gold[ident]
        speaker = (matched[ident].get("speaker") or {}).get("name")
        right_kind += matched[ident]["kind"] == quote["kind"]
        if same_name(speaker, quote["speaker_name"]):
            right_speaker += 1
        else:
            table.miss("speakers", f"{story.words(place)}: gold {quote['speaker_name']!r}, got {speaker!r}")
    table.add(Score(name="quotes.speaker", hits=right_speaker, gold=hits))
    table.add(Score(name="quotes.kind", hits=right_kind, gold=hits))
    table.add(Score(name="quotes.core_with_right_speaker", hits=right_speaker, gold=len(core)))
    for ident in sorted(core - set(matched)):
        table.miss("quotes", f"missed {gold[ident][1]['kind']}: {story.words(gold[ident][0], 100)}")
    used = {id(statement) for statement in matched.values()}
    for statement in marked:
        place_found = story.place(statement["content"])
        if id(statement) not in used and place_found:
            table.miss("quotes", f"extra {statement['kind']}: {story.words(place_found, 100)}")


def score_entities(story: GoldStory, table: Table) -> None:
    """Score name mentions outside the junk, and their identity across reports by B-cubed."""
    junk = story.junk()
    names, core = _gold_names(story, junk)
    found: dict[Place, str] = {}
    for entity in story.found("entities"):
        for place in story.places(entity["mentions"]):
            if not _in_junk(place, junk):
                found[place] = entity["id"]
    hit: dict[Place, Place] = {}
    for place in found:
        near = [(jaccard(place[1], other[1]), other) for other in names if other[0] == place[0]]
        best = max(near, default=(0.0, place), key=lambda pair: pair[0])
        if best[0] >= 0.5:
            hit[place] = best[1]
    got = set(hit.values())
    table.add(
        Score(name="entities.mentions", hits=len(got & set(core)), gold=len(core), right=len(hit), found=len(found))
    )
    owner: dict[Place, str] = {}
    for place, gold_place in hit.items():
        owner.setdefault(gold_place, found[place])
    table.add(_b_cubed({p: o for p, o in owner.items() if p in core}, {p: min(core[p]) for p in owner if p in core}))
    for place in sorted(set(core) - got):
        table.miss("entities", f"missed {story.words(place)}")
    for place in sorted(set(found) - set(hit)):
        table.miss("entities", f"extra {story.words(place)}")


def _gold_names(
    story: GoldStory, junk: dict[str, list[Stretch]]
) -> tuple[dict[Place, set[str]], dict[Place, set[str]]]:
    """Return every gold name mention with its entities, and those whose type counts."""
    names: dict[Place, set[str]] = {}
    counted: set[str] = set()
    for entity in story.gold("entities"):
        if _COUNTED_TYPES & set(re.split(r"[ /,:]+", entity["type"].lower())):
            counted.add(entity["id"])
        for alias in entity["aliases"]:
            if alias.get("form", "name") == "name" and alias["doc"] in story.articles:
                for mention in alias["mentions"]:
                    place = alias["doc"], (mention["start"], mention["end"])
                    if not _in_junk(place, junk):
                        names.setdefault(place, set()).add(entity["id"])
    return names, {place: ids for place, ids in names.items() if ids & counted}


def _in_junk(place: Place, junk: dict[str, list[Stretch]]) -> bool:
    return any(common(place[1], stretch) for stretch in junk.get(place[0], []))


def _b_cubed(found: dict[Place, str], gold: dict[Place, str]) -> MeanScore:
    """Return B-cubed precision and recall (Bagga and Baldwin 1998) over the mentions that both sides have."""
    precision = recall = 0.0
    for place, entity in found.items():
        together = {other for other, owner in found.items() if owner == entity}
        belong = {other for other in found if gold[other] == gold[place]}
        precision += len(together & belong) / len(together)
        recall += len(together & belong) / len(belong)
    count = len(found) or 1
    return MeanScore(name="entities.identity_b3", precision=precision / count, recall=recall / count, items=len(found))


def score_times(story: GoldStory, table: Table) -> None:
    """Score time expressions of dated events: whether one is found there, and whether its value is compatible."""
    marked = [(story.place(entry["span"]), day_range(entry.get("value"))) for entry in story.found("times")]
    total = found = right = 0
    seen: set[Place] = set()
    for event in story.gold("events"):
        for mention in event["mentions"]:
            when = mention.get("when")
            want = day_range((when or {}).get("iso") or event.get("when_iso"))
            if not when or not want or mention["doc"] not in story.articles:
                continue
            place = mention["doc"], (when["start"], when["end"])
            if place in seen:
                continue
            seen.add(place)
            near = [value for at, value in marked if at and at[0] == place[0] and common(at[1], place[1])]
            is_right = any(value and _compatible(value, want) for value in near)
            total, found, right = total + 1, found + bool(near), right + is_right
            if not is_right:
                table.miss("times", f"{story.words(place)}: gold {want}, got {near}")
    table.add(Score(name="times.found", hits=found, gold=total))
    table.add(Score(name="times.value_compatible", hits=right, gold=total))


def _compatible(value: tuple[str, str], want: tuple[str, str]) -> bool:
    """Return whether two day ranges overlap."""
    return value[0] <= want[1] and want[0] <= value[1]


def score_quantities(story: GoldStory, table: Table) -> None:
    """Score numbers: whether a quantity is found there, and whether its value or upper end is the gold's."""
    marked = [(story.place(entry["span"]), entry) for entry in story.found("quantities")]
    total = found = right = 0
    for quantity in story.gold("quantities"):
        for value in quantity["values"]:
            if value["doc"] not in story.articles:
                continue
            place = value["doc"], (value["start"], value["end"])
            near = [entry for at, entry in marked if at and at[0] == place[0] and common(at[1], place[1])]
            want = _number(value.get("value"))
            ends = {_number(entry.get(end)) for entry in near for end in ("value", "high")}
            is_right = bool(near) and (want is None or want in ends)
            total, found, right = total + 1, found + bool(near), right + is_right
            if not is_right:
                got = [(entry.get("value"), entry.get("unit")) for entry in near]
                table.miss("quantities", f"{story.words(place)} = {value.get('value')} {value.get('unit')}: got {got}")
    table.add(Score(name="quantities.found", hits=found, gold=total))
    table.add(Score(name="quantities.value", hits=right, gold=total))


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None
