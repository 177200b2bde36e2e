"""Remarks that one speaker made on one occasion: told side by side, in the same words, by three reports or more.

Reports of one interview choose from the same remarks. Where two remarks stand together in several reports, what
the speaker says between them belongs to that occasion as well. A report that gives the speaker at length without a
single remark in the same words tells of another interview, however much the matters agree. Words that the speaker
hands on from somebody else are that person's act of speech.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import LCSseq

from tellings.match.speech import Told
from tellings.match.speech_parts import Part

FARTHEST_REMARK = 400
"""Characters between two statements of one speaker that follow each other: a sentence or two of scene."""

FEWEST_OCCASIONS = 3
"""Reports in which two remarks must stand together to be one act of speech."""

FEWEST_SAME_WORDS = 4
"""Words of a quotation that another report must hold whole for both to tell of one occasion."""

FEWEST_OWN_QUOTES = 2
"""Direct quotations from which a report that shares none tells of another occasion."""

SAME_INNER = 0.6
"""Share of the shorter text's words; "if he was okay" and "if he was all right" share three of four."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Statements of one speaker that follow each other in one report, by their numbers."""

    report: int
    speaker: str
    members: tuple[int, ...]


def find_inner(statements: Sequence[Told]) -> dict[int, int]:
    """Return the statements that stand inside another one by somebody else, words handed on, with that one.

    Args:
        statements: every statement of the story, by report and place.
    """
    inner: dict[int, int] = {}
    order = sorted(
        range(len(statements)), key=lambda n: (statements[n].article, statements[n].start, -statements[n].end)
    )
    outer: int | None = None
    for number in order:
        told, widest = statements[number], None if outer is None else statements[outer]
        if outer is None or widest is None or widest.article != told.article or told.end > widest.end:
            outer = number
        elif told.voice != widest.voice:
            inner[number] = outer
    return inner


def _blocks(statements: Sequence[Told], inner: Mapping[int, int]) -> list[_Block]:
    """Return the stretches in which one speaker goes on."""
    running: dict[str, list[int]] = {}
    done: list[_Block] = []
    for number, told in enumerate(statements):
        if number in inner:
            continue
        for speaker in sorted(told.speakers):
            members = running.get(speaker)
            last = statements[members[-1]] if members else None
            if members and last and last.article == told.article and told.start - last.end <= FARTHEST_REMARK:
                members.append(number)
                continue
            if members and last:
                done.append(_Block(last.article, speaker, tuple(members)))
            running[speaker] = [number]
    done += [_Block(statements[m[-1]].article, speaker, tuple(m)) for speaker, m in sorted(running.items())]
    return [block for block in done if len(block.members) > 1]


def _companions(blocks: Sequence[_Block], of: Mapping[int, int]) -> dict[str, list[set[int]]]:
    """Return for each speaker the sets of remarks that stand together in enough reports."""
    seen: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for block in blocks:
        for a, b in combinations(sorted({of[member] for member in block.members}), 2):
            seen[block.speaker, a, b].add(block.report)
    found: dict[str, list[set[int]]] = defaultdict(list)
    for (speaker, a, b), reports in sorted(seen.items()):
        if len(reports) >= FEWEST_OCCASIONS:
            touching = [remarks for remarks in found[speaker] if remarks & {a, b}]
            found[speaker] = [remarks for remarks in found[speaker] if not remarks & {a, b}]
            found[speaker].append({a, b}.union(*touching))
    return found


def _same_words(block: _Block, others: Sequence[_Block], statements: Sequence[Told]) -> bool:
    """Return whether a quotation of one block stands whole in another report's, or the other way round."""
    mine = [words for member in block.members for words in statements[member].quoted]
    theirs = [words for other in others for member in other.members for words in statements[member].quoted]
    return any(_holds(a, b) or _holds(b, a) for a in mine for b in theirs)


def _holds(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Return whether a run of words stands whole in another."""
    if len(shorter) < FEWEST_SAME_WORDS:
        return False
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def _elsewhere(block: _Block, blocks: Sequence[_Block], statements: Sequence[Told]) -> bool:
    """Return whether a report tells of another interview with the speaker."""
    others = [other for other in blocks if other.report != block.report]
    own = sum(statements[member].direct for member in block.members)
    return own >= FEWEST_OWN_QUOTES and not _same_words(block, others, statements)


def _between(block: _Block, remarks: set[int], of: Mapping[int, int]) -> tuple[int, ...]:
    """Return the statements from the first to the last that belong to an occasion."""
    at = [place for place, member in enumerate(block.members) if of[member] in remarks]
    return block.members[at[0] : at[-1] + 1] if len(at) > 1 else ()


def join_occasions(groups: Sequence[Sequence[int]], statements: Sequence[Told]) -> list[list[int]]:
    """Join the remarks that one speaker made on one occasion.

    Args:
        groups: statements that report the same remark, by their numbers.
        statements: every statement of the story, by report and place.

    Returns:
        Groups by their first statement.
    """
    inner = find_inner(statements)
    of = {member: number for number, members in enumerate(groups) for member in members}
    blocks = _blocks(statements, inner)
    root = dict(of)
    for speaker, occasions in _companions(blocks, of).items():
        mine = [block for block in blocks if block.speaker == speaker]
        for remarks in occasions:
            _join(remarks, mine, root, (statements, inner, of))
    _join_inner(root, inner, statements)
    joined: dict[int, list[int]] = defaultdict(list)
    for member in sorted(root):
        joined[root[member]].append(member)
    return sorted(joined.values())


def _join(
    remarks: set[int],
    blocks: Sequence[_Block],
    root: dict[int, int],
    story: tuple[Sequence[Told], Mapping[int, int], Mapping[int, int]],
) -> None:
    """Put every statement of one occasion under its first remark; what does not belong to it keeps a group apart."""
    statements, inner, of = story
    telling = [block for block in blocks if any(of[member] in remarks for member in block.members)]
    away = {block.report for block in telling if _elsewhere(block, telling, statements)}
    stretch = {member for block in telling if block.report not in away for member in _between(block, remarks, of)}
    whole = remarks | {of[member] for member in stretch}
    target = min(remarks)
    for member, group in of.items():
        if group in whole and root[member] == group:
            told = statements[member]
            apart = member in inner or told.several or told.article in away
            root[member] = group + len(statements) if apart else target


def same_words(a: Part, b: Part) -> bool:
    """Return whether most words of the shorter text stand in the other in the same order."""
    return LCSseq.similarity(a.words, b.words) >= SAME_INNER * max(1, min(len(a.words), len(b.words)))


def _join_inner(root: dict[int, int], inner: Mapping[int, int], statements: Sequence[Told]) -> None:
    """Join words handed on inside one act of speech: "yeah" is the same answer where the account is the same."""
    held: dict[int, list[int]] = defaultdict(list)
    for member, outer in inner.items():
        held[root[outer]].append(member)
    for members in held.values():
        for a, b in combinations(sorted(members), 2):
            left, right = statements[a], statements[b]
            if left.article != right.article and root[a] != root[b] and same_words(left.whole, right.whole):
                old, new = root[b], root[a]
                root.update({member: new for member, known in root.items() if known == old})
