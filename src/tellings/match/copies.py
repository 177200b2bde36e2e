"""Which reports stand on their own and which copy or rewrite another, passage by passage.

Word-for-word runs outside quotations prove a common text; quoted words prove nothing, as two witnesses may quote
one speaker. Sentences told again in the same order with the same rare details prove a rewrite. The article with
the least running text sets the measure.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from datasketch import MinHash, MinHashLSH

from tellings.match.rewording import Echo, Told, find_echoes, find_more_echoes, read_sentences
from tellings.match.runs import Run, Shingles, Word, common_runs, read_words, shingles
from tellings.types.articles import Article
from tellings.types.labels import Labels
from tellings.types.matches import Grounds, Lineage, LineageKind, Passage
from tellings.types.spans import Span

SHARE_OF_COPY = 0.70
"""Share of the shorter report's own words that stand word for word in the other: a copy, at most trims.
Tried 0.5 to 0.85 on 150 pairs of US and UK outlets (Helsinki summit, census, Spotify; development side)."""

SHARE_OF_REWRITE = 0.20
"""The same share in long runs: a rewrite. Tried 0.12 to 0.28 on the same pairs; 0.15 to 0.22 do equally well."""

SHARE_REWORDED = 0.25
"""Share of the shorter report's sentences that are reworded in order. On two stories of five and eight reports a known
rewrite reached 0.41 and no independent pair passed 0.21; on the 150 pairs no separately written one passed 0.07."""

FEWEST_REWORDED = 3
"""Reworded sentences below which a share says nothing."""

LONG_RUN = 10
"""Words outside quotations that make a run evidence; shorter ones are stock phrases."""

AGENCY_RUN = 15
"""Words outside quotations in one run that two writers hardly choose alike: a common text, if not each other's."""

FEWEST_TAKERS = 3
"""Reports with which one must share agency text to be read as the agency's own; two may share a press statement."""

TAKEN_RUN = 5
"""Words outside quotations in one run that two takers of one agency text must share themselves."""

SHORTEST_PASSAGE = 8
"""Words of the shortest passage that is listed."""

FEWEST_SHINGLES = 4
"""Common shingles from which a pair is aligned: a run of eight words, the shortest passage, has four."""

SMALL_STORY = 200
"""Reports up to which common shingles are counted for every pair; above it MinHash proposes the pairs."""

PERMUTATIONS = 64
"""MinHash permutations; with the threshold below, pairs that share a fifth of their shingles are hardly missed."""

LEAST_RESEMBLANCE = 0.08
"""Jaccard resemblance from which MinHash proposes a pair."""


@dataclass(frozen=True, slots=True)
class _Report:
    """One article read for comparison; ``own`` counts its words outside quotations."""

    article: Article
    words: list[Word]
    places: Shingles
    own: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run inside one block on both sides; ``own`` of its words stand outside quotations on both sides."""

    run: Run
    own: int


def _read(article: Article, labels: Labels | None) -> _Report:
    words = read_words(article, labels)
    return _Report(article, words, shingles(words), sum(not word.quoted for word in words))


def _pieces(left: Sequence[Word], right: Sequence[Word], run: Run) -> list[_Piece]:
    """Cut a run where either text goes on in another block, and count its words outside quotations."""
    cuts = [0]
    for k in range(1, run.size):
        here, there = run.left + k, run.right + k
        if left[here].block != left[here - 1].block or right[there].block != right[there - 1].block:
            cuts.append(k)
    cuts.append(run.size)
    pieces = []
    for first, last in itertools.pairwise(cuts):
        inside = range(first, last)
        own = sum(not left[run.left + k].quoted and not right[run.right + k].quoted for k in inside)
        pieces.append(_Piece(Run(run.left + first, run.right + first, last - first), own))
    return pieces


def _span(report: _Report, first: int, size: int) -> Span:
    """Return the place of a stretch of words."""
    return report.article.span(report.words[first].start, report.words[first + size - 1].end)


def _passages(left: _Report, right: _Report, pieces: Sequence[_Piece]) -> list[Passage]:
    """Return the runs worth showing: words of the outlets as verbatim, words of a speaker as quotation."""
    found = []
    for piece in pieces:
        run = piece.run
        if run.size >= SHORTEST_PASSAGE:
            kind = "verbatim" if piece.own >= SHORTEST_PASSAGE else "quotation"
            score = round(piece.own / run.size, 4)
            here, there = _span(left, run.left, run.size), _span(right, run.right, run.size)
            found.append(Passage(left=here, right=there, kind=kind, score=score))
    return found


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Shares of the shorter report, in [0.0, 1.0], and the longest run outside quotations, in words."""

    verbatim: float
    long_runs: float
    reworded: float
    echoes: int
    longest: int
    agencies: tuple[str, ...]


def _judge(evidence: _Evidence) -> tuple[LineageKind, str]:
    """Return how two reports hang together, with the reason."""
    percent = round(100 * max(evidence.verbatim, evidence.long_runs))
    common = evidence.long_runs >= SHARE_OF_REWRITE
    if common and evidence.agencies:
        credit = " and ".join(evidence.agencies)
        return LineageKind.SHARED_AGENCY_TEXT, f"{percent}% of the shorter report is common text, credited to {credit}."
    if common and evidence.verbatim >= SHARE_OF_COPY:
        return LineageKind.COPY, f"{percent}% of the shorter report's own words stand word for word in the other."
    if common:
        return LineageKind.REWRITE, f"{percent}% of the shorter report's own words stand in runs of the other."
    if evidence.reworded >= SHARE_REWORDED and evidence.echoes >= FEWEST_REWORDED:
        why = f"{evidence.echoes} sentences tell the same rare details in the same order in other words."
        return LineageKind.REWRITE, why
    if evidence.longest >= AGENCY_RUN:
        why = f"A run of {evidence.longest} words outside quotations stands in both: text from a common source."
        return LineageKind.SHARED_AGENCY_TEXT, why
    return LineageKind.INDEPENDENT, "Nothing beyond quotations, names and stock phrases is common to both."


def _grounds(evidence: _Evidence) -> tuple[Grounds, ...]:
    """Return the scores behind a judgement."""
    return (
        Grounds(rule="verbatim_share", score=round(evidence.verbatim, 4), detail="Own words in runs of five or more."),
        Grounds(rule="long_run_share", score=round(evidence.long_runs, 4), detail="Own words in runs of ten or more."),
        Grounds(
            rule="reworded_share",
            score=round(evidence.reworded, 4),
            detail=f"{evidence.echoes} sentences reworded in order, of the report with fewer sentences.",
        ),
    )


def _compare(left: _Report, right: _Report, told: tuple[Told, Told], echoes: Sequence[Echo]) -> Lineage:
    """Return the lineage of one pair that is worth aligning."""
    pieces = [
        piece
        for run in common_runs(left.words, right.words, places=(left.places, right.places))
        for piece in _pieces(left.words, right.words, run)
    ]
    shorter = max(1, min(left.own, right.own))
    sentences = max(1, min(len(told[0].spans), len(told[1].spans)))
    long_own = [piece.own for piece in pieces if piece.own >= LONG_RUN]
    evidence = _Evidence(
        verbatim=min(1.0, sum(piece.own for piece in pieces) / shorter),
        long_runs=min(1.0, sum(long_own) / shorter),
        reworded=len(echoes) / sentences,
        echoes=len(echoes),
        longest=max(long_own, default=0),
        agencies=tuple(sorted({a for a in (left.article.agency, right.article.agency) if a})),
    )
    kind, why = _judge(evidence)
    passages = _passages(left, right, pieces)
    if kind in (LineageKind.REWRITE, LineageKind.COPY):
        passages += _reworded_passages(told, (*echoes, *find_more_echoes(*told, echoes)), passages)
    share = _share(evidence, kind)
    ordered = tuple(sorted(passages, key=lambda p: (p.left, p.right)))
    pair = (left.article.id, right.article.id)
    grounds = _grounds(evidence)
    return Lineage(pair=pair, kind=kind, share=share, passages=ordered, why=why, grounds=grounds)


def _share(evidence: _Evidence, kind: LineageKind) -> float:
    """Return the share of the shorter report that derives: nothing of an independent one does."""
    if kind is LineageKind.INDEPENDENT:
        return 0.0
    runs = evidence.verbatim if kind is LineageKind.COPY else evidence.long_runs
    told = evidence.reworded if kind is LineageKind.REWRITE else 0.0
    return round(min(1.0, max(runs, told)), 4)


def _reworded_passages(told: tuple[Told, Told], echoes: Sequence[Echo], known: Sequence[Passage]) -> list[Passage]:
    """Return the reworded sentences in which no verbatim passage lies already."""
    found = []
    for echo in echoes:
        left, right = told[0].spans[echo.left], told[1].spans[echo.right]
        if not any(p.kind == "verbatim" and p.left.overlaps(left) and p.right.overlaps(right) for p in known):
            found.append(Passage(left=left, right=right, kind="reworded", score=echo.score))
    return found


def _candidates(reports: Sequence[_Report]) -> set[tuple[int, int]]:
    """Return the pairs worth aligning: those with common shingles, in a large story those that MinHash finds alike."""
    if len(reports) <= SMALL_STORY:
        return {
            (i, j)
            for i, j in itertools.combinations(range(len(reports)), 2)
            if len(reports[i].places.keys() & reports[j].places.keys()) >= FEWEST_SHINGLES
        }
    index = MinHashLSH(threshold=LEAST_RESEMBLANCE, num_perm=PERMUTATIONS)
    hashes = []
    for number, report in enumerate(reports):
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([" ".join(shingle).encode() for shingle in report.places])
        hashes.append(sketch)
        index.insert(number, sketch)
    found = [(i, int(str(j))) for i, sketch in enumerate(hashes) for j in index.query(sketch)]
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def find_lineage(articles: Sequence[Article], labels: Sequence[Labels]) -> tuple[Lineage, ...]:
    """Say of every pair of reports how they hang together.

    Args:
        articles: the reports of one story, in story order.
        labels: their labels, in any order; an article without labels is read by its marks and stops alone.

    Returns:
        One lineage for each pair, in story order of the first and then of the second.

    Source: Broder 1997 (shingles, MinHash); Clough et al. 2002, "METER: MEasuring TExt Reuse" (derivation classes).
    """
    known: Mapping[str, Labels] = {labelled.article: labelled for labelled in labels}
    reports = [_read(article, known.get(article.id)) for article in articles]
    told = [read_sentences(article, known.get(article.id)) for article in articles]
    candidates = _candidates(reports)
    lineage = []
    for i, j in itertools.combinations(range(len(reports)), 2):
        echoes = find_echoes(told[i], told[j])
        if (i, j) in candidates or len(echoes) >= FEWEST_REWORDED:
            lineage.append(_compare(reports[i], reports[j], (told[i], told[j]), echoes))
        else:
            pair = (articles[i].id, articles[j].id)
            why = "Hardly any run of words is common to both, and no chain of rare details."
            lineage.append(Lineage(pair=pair, kind=LineageKind.INDEPENDENT, share=0.0, why=why))
    return tuple(_close_over_agencies(lineage, reports))


def _close_over_agencies(lineage: Sequence[Lineage], reports: Sequence[_Report]) -> list[Lineage]:
    """Relate two reports that hold text of one agency, which a third report shows, and share a run of it.

    Each may have taken other sentences, so that the two alone hardly show it. A report is read as the agency's if it
    credits one or shares agency text with three others.
    """
    number = {report.article.id: i for i, report in enumerate(reports)}
    takers: dict[int, set[int]] = defaultdict(set)
    for judged in lineage:
        if judged.kind is LineageKind.SHARED_AGENCY_TEXT:
            i, j = (number[ident] for ident in judged.pair)
            takers[i].add(j)
            takers[j].add(i)
    wires = [i for i, others in sorted(takers.items()) if reports[i].article.agency or len(others) >= FEWEST_TAKERS]
    closed = []
    for judged in lineage:
        i, j = (number[ident] for ident in judged.pair)
        through = next((w for w in wires if i in takers[w] and j in takers[w]), None)
        if judged.kind is LineageKind.INDEPENDENT and through is not None and _share_a_run(reports[i], reports[j]):
            closed.append(_through(judged, reports[through].article))
        else:
            closed.append(judged)
    return closed


def _share_a_run(left: _Report, right: _Report) -> bool:
    """Return whether a run of five words outside quotations stands in both."""
    runs = common_runs(left.words, right.words, places=(left.places, right.places))
    return any(piece.own >= TAKEN_RUN for run in runs for piece in _pieces(left.words, right.words, run))


def _through(judged: Lineage, wire: Article) -> Lineage:
    """Return a pair as related through the report that shows the agency text."""
    agency = wire.agency or "an agency"
    why = f"Both hold text of {agency} that {wire.outlet or wire.title or wire.id} shows at length."
    grounds = (*judged.grounds, Grounds(rule="through_a_third", score=1.0, detail=wire.id))
    return replace(judged, kind=LineageKind.SHARED_AGENCY_TEXT, why=why, grounds=grounds)
