"""Two reports of one story side by side: what both tell, where they differ, what one alone has, what they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from tellings.report.citations import SHORT, first_words, last_words
from tellings.report.kinship import KINDS as LINEAGE
from tellings.report.matters import DIFFERENCES
from tellings.report.parts import Piece
from tellings.report.wording import mark_changes
from tellings.serve.parameters import LARGEST
from tellings.serve.session import Reader, store_of
from tellings.serve.shelf import shelf_of
from tellings.serve.views import render
from tellings.store.articles import article_ids, get_article
from tellings.store.dossiers import get_dossier
from tellings.store.stories import get_story

router = APIRouter(include_in_schema=False)

Json = Mapping[str, Any]
One = Annotated[int, Query(ge=1, lt=LARGEST)]

PASSAGES: Final = 20
"""Shared passages shown, the longest ones."""

ALONE: Final = 40
"""Facts shown of one report alone, the weightiest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of one report with marks, where they stand, and what stands around few words in their sentence."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter that both reports tell.

    Attributes:
        left: the words of the left report.
        right: those of the right one.
        type: the difference between them, "" if there is none.
        name: the same in a word.
        why: one sentence about it, "" if there is no difference.
    """

    left: Words
    right: Words
    type: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two reports have in common and what not; ``kind`` is that of their lineage, None if nothing is known."""

    differing: tuple[Matter, ...]
    alike: tuple[Matter, ...]
    said: tuple[Matter, ...]
    only_left: tuple[Words, ...]
    only_right: tuple[Words, ...]
    only_counts: tuple[int, int]
    passages: tuple[tuple[Words, Words], ...]
    kind: str | None
    name: str
    percent: int
    why: str


@router.get("/compare")
def show_comparison(request: Request, _: Reader, *, left: One, right: One) -> Response:
    """Show two reports side by side."""
    made: Comparison | None = None
    with store_of(request).read() as connection:
        sides = (get_article(connection, left), get_article(connection, right))
        same = sides[0].story is not None and sides[0].story == sides[1].story and left != right
        story = get_story(connection, sides[0].story or 0) if same else None
        if story is not None and story.revision:

            def make() -> Comparison | None:
                record, document = get_dossier(connection, story.id, story.revision)
                names = {held: ident for ident, held in article_ids(connection, record.versions).items()}
                if left not in names or right not in names:
                    return None
                return compare_reports(document, names[left], names[right])

            made = shelf_of(request, "comparisons").get((story.id, story.revision, left, right), make)
    return render(request, "compare.html", left=sides[0], right=sides[1], story=story, c=made, many=ALONE)


def compare_reports(document: Json, left: str, right: str) -> Comparison:
    """Return what two reports of a dossier have in common.

    Args:
        document: the dossier.
        left: id of one article.
        right: id of the other.
    """
    differing: list[Matter] = []
    alike: list[Matter] = []
    articles = {article["id"]: article for article in document["articles"]}
    sides = articles[left], articles[right]
    for fact in document["facts"]:
        for told in _matters(fact, left, right):
            matter = replace(told, left=_in_context(told.left, sides[0]), right=_in_context(told.right, sides[1]))
            (differing if matter.type else alike).append(matter)
    said = tuple(_said(document, left, right))
    alike = [one for one in alike if not any(_within(one, other) for other in said)]
    order = list(DIFFERENCES)
    differing.sort(key=lambda matter: order.index(matter.type) if matter.type in order else len(order))
    ours, theirs = _alone(document, left), _alone(document, right)
    pair = next((one for one in document["lineage"] if set(one["pair"]) == {left, right}), None)
    return Comparison(
        differing=tuple(differing),
        alike=tuple(_by_sentence(alike, sides)),
        said=said,
        only_left=ours[:ALONE],
        only_right=theirs[:ALONE],
        only_counts=(len(ours), len(theirs)),
        passages=tuple(_shared(pair, left)) if pair else (),
        kind=pair["kind"] if pair else None,
        name=LINEAGE[pair["kind"]] if pair else "",
        percent=round(100 * pair["share"]) if pair else 0,
        why=pair["why"] if pair else "",
    )


def _matters(fact: Json, left: str, right: str) -> Iterator[Matter]:
    """Yield a fact that both support: its differences between the two, or its words once if there is none."""
    ours = [ref for ref in fact["support"] if ref["article"] == left]
    theirs = [ref for ref in fact["support"] if ref["article"] == right]
    if not ours or not theirs:
        return
    found = False
    for difference in fact["differences"]:
        one, other = difference["left"], difference["right"]
        if {one["article"], other["article"]} != {left, right} or difference["type"] == "wording":
            continue
        found = True
        yield _matter(*((one, other) if one["article"] == left else (other, one)), difference)
    if not found:
        yield _matter(ours[0], theirs[0], None)


def _in_context(words: Words, article: Json) -> Words:
    """Return words with the rest of their sentence where they are few."""
    if words.end - words.start >= SHORT:
        return words
    start, end = _sentence(words, article)
    text = article["text"]
    return replace(words, before=last_words(text[start : words.start]), after=first_words(text[words.end : end]))


def _within(matter: Matter, other: Matter) -> bool:
    """Return whether both sides of a matter stand within those of another one."""
    pairs = ((matter.left, other.left), (matter.right, other.right))
    return all(there.start <= here.start and here.end <= there.end for here, there in pairs)


def _by_sentence(matters: Sequence[Matter], sides: tuple[Json, Json]) -> Iterator[Matter]:
    """Yield matters in the order of the left report; those of one sentence on either side are one.

    A sentence that says who died and where gives two facts: a reader wants to see the two sentences once.
    """
    groups: dict[tuple[tuple[int, int], tuple[int, int]], list[Matter]] = {}
    for matter in matters:
        places = _sentence(matter.left, sides[0]), _sentence(matter.right, sides[1])
        groups.setdefault(places, []).append(matter)
    for _, group in sorted(groups.items()):
        if len(group) == 1:
            yield group[0]
            continue
        refs = (_around([one.left for one in group], sides[0]), _around([one.right for one in group], sides[1]))
        whole = _matter(*refs, None)
        yield replace(whole, left=_in_context(whole.left, sides[0]), right=_in_context(whole.right, sides[1]))


def _sentence(words: Words, article: Json) -> tuple[int, int]:
    """Return the sentence that words stand in, their own place where none holds them."""
    for start, end in article.get("sentences") or article["body"]:
        if start <= words.start and words.end <= end:
            return start, end
    return words.start, words.end


def _around(held: Sequence[Words], article: Json) -> Json:
    start, end = min(one.start for one in held), max(one.end for one in held)
    return {"start": start, "end": end, "text": article["text"][start:end]}


def _said(document: Json, left: str, right: str) -> Iterator[Matter]:
    """Yield what somebody said once and both reports give."""
    statements = {one["id"]: one["content"] for one in document["statements"]}
    for utterance in document["utterances"]:
        held = [statements[ident] for ident in utterance["statements"] if ident in statements]
        ours = [ref for ref in held if ref["article"] == left]
        theirs = [ref for ref in held if ref["article"] == right]
        if ours and theirs:
            one = _matter(ours[0], theirs[0], None)
            speaker = utterance.get("speaker") or {}
            yield Matter(left=one.left, right=one.right, type="", name=str(speaker.get("name") or "Somebody"), why="")


def _alone(document: Json, article: str) -> tuple[Words, ...]:
    """Return the facts that one report alone has, the weightiest first; words within words are shown once."""
    facts = [fact for fact in document["facts"] if {ref["article"] for ref in fact["support"]} == {article}]
    shown: list[Words] = []
    for fact in sorted(facts, key=lambda fact: -fact.get("weight", 0.0)):
        ref = fact["title"]
        words = Words(pieces=(Piece(text=ref["text"]),), start=ref["start"], end=ref["end"])
        if any(one.start <= words.start and words.end <= one.end for one in shown):
            continue
        inside = [number for number, one in enumerate(shown) if words.start <= one.start and one.end <= words.end]
        if not inside:
            shown.append(words)
            continue
        shown[inside[0]] = words
        shown = [one for number, one in enumerate(shown) if number not in inside[1:]]
    return tuple(shown)


def _shared(pair: Json, left: str) -> Iterator[tuple[Words, Words]]:
    longest = sorted(pair["passages"], key=lambda passage: -len(passage["left"]["text"]))[:PASSAGES]
    for passage in sorted(longest, key=lambda passage: int(passage["left"]["start"])):
        refs: Sequence[Json] = (passage["left"], passage["right"])
        one, other = refs if refs[0]["article"] == left else refs[::-1]
        matter = _matter(one, other, None)
        yield matter.left, matter.right


def _matter(left: Json, right: Json, difference: Json | None) -> Matter:
    ours, theirs = mark_changes(left["text"], right["text"])
    kind = difference["type"] if difference else ""
    return Matter(
        left=Words(pieces=ours, start=left["start"], end=left["end"]),
        right=Words(pieces=theirs, start=right["start"], end=right["end"]),
        type=kind,
        name=DIFFERENCES[kind][0] if kind in DIFFERENCES else kind,
        why=difference["why"] if difference else "",
    )
