"""What changed about the facts of a story: which are new, which gained support, how they differ now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tellings.report.changes_places import Pairing, Place, Places, pair_entries, same_words
from tellings.types.changes import Change, ChangeKind, Quote
from tellings.types.spans import Span

Json = Mapping[str, Any]
#: The number of the fact or utterance that a difference belongs to, with the difference.
Owned = tuple[int, Json]


def quote(ref: Json) -> Quote:
    """Return the words of a ref."""
    return Quote(span=Span(article=ref["article"], start=ref["start"], end=ref["end"]), text=ref["text"])


def place(ref: Json) -> Place:
    """Return where a ref of the dossier after stands."""
    return ref["article"], ref["start"], ref["end"]


def pair_by(before: Sequence[Json], after: Sequence[Json], places: Places, *, key: str) -> Pairing:
    """Pair the entries of two lists by the refs under a key."""
    return pair_entries(
        [[places.moved(ref) for ref in entry[key]] for entry in before],
        [[place(ref) for ref in entry[key]] for entry in after],
    )


def fact_changes(before: Json, after: Json, places: Places) -> Iterator[Change]:
    """Yield what changed about facts and their support."""
    old, new = before["facts"], after["facts"]
    pairing = pair_by(old, new, places, key="support")
    origin = {other: number for number, other in pairing.pairs.items()}
    for number, fact in enumerate(new):
        if number in origin:
            yield from _support_changes(old[origin[number]], fact, places)
            absorbed = [old[i] for i in pairing.touching[number] if i not in pairing.pairs]
            if absorbed:
                yield _joined([old[origin[number]], *absorbed], fact)
        elif number in pairing.touching:
            yield _split(old[pairing.touching[number][0]], fact)
        else:
            yield _new(fact, places)
    for number, fact in enumerate(old):
        if number not in pairing.pairs and number not in pairing.touched:
            yield _gone(fact, places)


def _new(fact: Json, places: Places) -> Change:
    reports = len({ref["article"] for ref in fact["support"]})
    fresh = all(ref["article"] in places.fresh for ref in fact["support"])
    told = "1 report tells it" if reports == 1 else f"{reports} reports tell it"
    why = f"{told}, none of which was there before." if fresh else f"{told}; it was not found before."
    if fresh and reports == 1:
        why = "A report that was not there before tells it."
    after = _one_each((fact["title"], *fact["support"]))
    return Change(kind=ChangeKind.FACT_NEW, id=fact["id"], why=why, after=after)


def _one_each(refs: Sequence[Json]) -> tuple[Quote, ...]:
    """Return the first of some refs in each article."""
    first: dict[str, Json] = {}
    for ref in refs:
        first.setdefault(ref["article"], ref)
    return tuple(quote(ref) for ref in first.values())


def _support_changes(old: Json, new: Json, places: Places) -> Iterator[Change]:
    had = {places.counterpart(ref["article"]) for ref in old["support"] if places.moved(ref) is not None}
    has = {ref["article"] for ref in new["support"]}
    gained = [ref for ref in new["support"] if ref["article"] not in had]
    lost = [ref for ref in old["support"] if places.counterpart(ref["article"]) not in has]
    witnesses = f"independent reports: {old['independent']} before, {new['independent']} now"
    if gained:
        more = len({ref["article"] for ref in gained})
        why = f"{more} more report{'s' if more > 1 else ''}; {witnesses}."
        yield Change(
            kind=ChangeKind.FACT_GAINED,
            id=new["id"],
            why=why,
            before=(quote(old["title"]),),
            after=_one_each(gained),
        )
    if lost:
        fewer = len({ref["article"] for ref in lost})
        why = f"{fewer} report{'s' if fewer > 1 else ''} no longer among its support; {witnesses}."
        yield Change(
            kind=ChangeKind.FACT_LESS,
            id=new["id"],
            why=why,
            before=_one_each(lost),
            after=(quote(new["title"]),),
        )


def _joined(parts: Sequence[Json], fact: Json) -> Change:
    why = f"What stood as {len(parts)} facts before is seen as one matter now."
    before = tuple(quote(part["title"]) for part in parts)
    return Change(kind=ChangeKind.FACT_JOINED, id=fact["id"], why=why, before=before, after=(quote(fact["title"]),))


def _split(old: Json, fact: Json) -> Change:
    why = "It was part of another matter before and stands alone now."
    return Change(
        kind=ChangeKind.FACT_SPLIT,
        id=fact["id"],
        why=why,
        before=(quote(old["title"]),),
        after=(quote(fact["title"]),),
    )


def _gone(fact: Json, places: Places) -> Change:
    withdrawn = all(places.moved(ref) is None for ref in fact["support"])
    why = "No report tells it any more." if withdrawn else "The words still stand, but are no fact of their own now."
    return Change(
        kind=ChangeKind.FACT_GONE, id=fact["id"], why=why, before=tuple(quote(ref) for ref in fact["support"])
    )


def difference_changes(before: Json, after: Json, places: Places) -> Iterator[Change]:
    """Yield the differences that appeared, were settled or are of another type now, and numbers that moved.

    One that a fact and an utterance both have is told once.
    """
    told: set[tuple[object, ...]] = set()
    for change in _every_difference(before, after, places):
        key = (change.kind, change.type, change.before, change.after)
        if key not in told:
            told.add(key)
            yield change


def _every_difference(before: Json, after: Json, places: Places) -> Iterator[Change]:
    facts = pair_by(before["facts"], after["facts"], places, key="support").pairs
    for name, owners in (("facts", facts), ("utterances", None)):
        old = [(number, part) for number, entry in enumerate(before[name]) for part in entry["differences"]]
        new = [(number, part) for number, entry in enumerate(after[name]) for part in entry["differences"]]
        pairs = _pair_differences(old, new, places, owners=owners)
        known = set(owners.values()) if owners is not None else set()
        origin = {other: number for number, other in pairs.items()}
        for number, (owner, difference) in enumerate(new):
            if number not in origin:
                yield _appeared(difference, moved=owner in known)
            elif old[origin[number]][1]["type"] != difference["type"]:
                yield _retyped(old[origin[number]][1], difference)
        for number, (_, difference) in enumerate(old):
            if number not in pairs:
                yield _settled(difference, places)


def _pair_differences(
    old: Sequence[Owned], new: Sequence[Owned], places: Places, *, owners: dict[int, int] | None
) -> dict[int, int]:
    """Return differences before → after, first those between the same words, then those that say the same.

    A difference is shown between the two spans that show it best. When a report joins, other spans may show it
    better; so of one fact two differences in one slot are also one if a side has the same words, wherever they stand.
    """
    moved = [(places.moved(part["left"]), places.moved(part["right"])) for _, part in old]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for least in (2, 1):
        for i, (owner, mine) in enumerate(old):
            for j, (other, part) in enumerate(new):
                if i in pairs:
                    break
                if j in taken or mine["slot"] != part["slot"]:
                    continue
                if least == 1 and (owners is None or owners.get(owner) != other or mine["type"] != part["type"]):
                    continue
                if _sides_in_common(mine, part, moved[i]) >= least:
                    pairs[i] = j
                    taken.add(j)
    return pairs


def _sides_in_common(old: Json, new: Json, moved: tuple[Place | None, Place | None]) -> int:
    """Return how many sides of two differences are the same words: 0, 1 or 2, whichever way round they stand."""
    best = 0
    for first, second in (("left", "right"), ("right", "left")):
        count = 0
        for side, where, other in (("left", moved[0], first), ("right", moved[1], second)):
            there = where is not None and same_words(where, place(new[other]))
            count += there or old[side]["text"].casefold() == new[other]["text"].casefold()
        best = max(best, count)
    return best


def _appeared(difference: Json, *, moved: bool) -> Change:
    number = difference["slot"] == "number" and difference["type"] == "update" and moved
    return Change(
        kind=ChangeKind.NUMBER_MOVED if number else ChangeKind.DIFFERENCE_NEW,
        id=difference.get("id", ""),
        type=difference["type"],
        why=difference["why"],
        after=(quote(difference["left"]), quote(difference["right"])),
    )


def _retyped(old: Json, new: Json) -> Change:
    return Change(
        kind=ChangeKind.DIFFERENCE_RETYPED,
        id=new.get("id", ""),
        type=new["type"],
        why=f"It counted as {old['type']} before and counts as {new['type']} now. {new['why']}",
        before=(quote(old["left"]), quote(old["right"])),
        after=(quote(new["left"]), quote(new["right"])),
    )


def _settled(difference: Json, places: Places) -> Change:
    withdrawn = any(places.moved(difference[side]) is None for side in ("left", "right"))
    why = "A report no longer says so." if withdrawn else "Both still say so, but it no longer counts as a difference."
    return Change(
        kind=ChangeKind.DIFFERENCE_SETTLED,
        id=difference.get("id", ""),
        type=difference["type"],
        why=why,
        before=(quote(difference["left"]), quote(difference["right"])),
    )
