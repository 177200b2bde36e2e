"""An outline as Markdown: the order of the page, and a footnote for every passage with its exact words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tellings.report.controls import show_controls
from tellings.report.outline import SECTIONS, Outline, build_outline
from tellings.report.parts import (
    Cited,
    DifferenceView,
    EventView,
    FactView,
    GridRow,
    Line,
    PairView,
    Passage,
    SpeakerView,
    StatementView,
)

CELLS = {"says": "●", "derived": "◐", "differs": "◆", "only": "■", "lacks": "○", "before": "–", "unknown": "·"}
"""Marks of the grid, the same shapes as on the page."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$^#])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def to_markdown(document: Mapping[str, Any], *, lead: Iterable[str] = ()) -> str:
    """Return a dossier as Markdown (CommonMark with tables and footnotes).

    Args:
        document: a dossier as ``to_json`` gives it or a file holds it.
        lead: lines of Markdown that stand before the first section.

    Raises:
        SchemaError: the document is no dossier.
        AnchorError: one of its refs does not hold.
    """
    return _Writer(build_outline(document)).write(lead)


def escaped(text: str) -> str:
    """Return words of an article so that Markdown shows them as they are, on one line.

    Nothing in them can become a link, an image, a heading, a list, a table or HTML; control characters that would
    act unseen are shown by their code.
    """
    flat = show_controls(" ".join(text.split()), "({})".format)
    flat = _SPECIAL.sub(r"\\\1", flat.replace("&", "&amp;"))
    flat = flat.replace("://", r"\://").replace("www.", r"www\.")
    return _AT_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", flat)


class _Writer:
    """Collects lines, and the footnotes that they ask for."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.lines: list[str] = []
        self.notes: dict[int, Passage] = {}

    def write(self, lead: Iterable[str]) -> str:
        """Return the whole document with some lines before its first section."""
        outline = self.outline
        self.add(f"# {escaped(outline.title)}", "")
        period = f", {outline.period}" if outline.period else ""
        self.add(
            f"One story in {len(outline.cards)} reports{period}. "
            f"Agreed: {len(outline.agreed)}. Told differently: {len(outline.differs)}. "
            f"From one report only: {outline.single_count}. Statements: {outline.statement_count}.",
            "",
        )
        self.add(*lead)
        writers: dict[str, Callable[[], None]] = {
            "brief": self.brief,
            "agreed": self.agreed,
            "differs": self.differs,
            "single": self.single,
            "said": self.said,
            "numbers": self.numbers,
            "timeline": self.timeline,
            "plans": self.plans,
            "positions": self.positions,
            "names": self.names,
            "grid": self.grid,
            "lineage": self.lineage,
            "texts": self.texts,
            "left-out": self.left_out,
        }
        for anchor, heading in SECTIONS:
            self.add(f"## {heading}", "")
            before = len(self.lines)
            writers[anchor]()
            if len(self.lines) == before:
                self.add("Nothing was found.")
            self.add("")
        self.footnotes()
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def add(self, *lines: str) -> None:
        """Add lines."""
        self.lines.extend(lines)

    def marks(self, passages: Iterable[Passage]) -> str:
        """Return the footnote marks of some passages."""
        for passage in passages:
            self.notes.setdefault(passage.number, passage)
        return "".join(f"[^{passage.number}]" for passage in passages)

    def words(self, line: Line) -> str:
        """Return a line's words with its footnotes; quotation marks only where the words were spoken so."""
        return self.told(line) + self.marks(line.passages)

    def told(self, line: Line) -> str:
        """Return a line's words; in bold those that changed, and those of one report where others tell the rest."""
        partly = any(piece.mark == "shared" for piece in line.pieces)
        marks = {"": "changed", "shared": ""} if partly else {}
        shown = "".join(_piece(piece.text, marks.get(piece.mark, piece.mark)) for piece in line.pieces).strip()
        if line.quoted:
            shown = f"“{shown}”"
        return f"{_piece(line.before)}{shown}{_piece(line.after)}".strip()

    def from_whom(self, cited: Iterable[Cited]) -> str:
        """Return outlets with the footnotes of their passages."""
        return "; ".join(f"{escaped(part.article.name)}{self.marks(part.passages)}" for part in cited)

    def brief(self) -> None:
        """Write the account in brief."""
        for number, line in enumerate(self.outline.brief, start=1):
            self.add(f"{number}. {self.words(line)}")

    def agreed(self) -> None:
        """Write what is agreed."""
        for fact in self.outline.agreed:
            self.add(f"- {self.told(fact.line)} ({self.witnesses(fact)})")
            self.differences(fact.differences)

    def witnesses(self, fact: FactView) -> str:
        """Return who tells a fact; reports that derive from each other are joined by an equals sign."""
        groups = "; ".join(
            " = ".join(f"{escaped(part.article.name)}{self.marks(part.passages)}" for part in group)
            for group in fact.groups
        )
        return f"{fact.independent} independent of {fact.reports}: {groups}"

    def differences(self, differences: Iterable[DifferenceView]) -> None:
        """Write differences, both wordings one below the other; the same in other words takes one line.

        Words inside quotation marks that differ are written out: they cannot both be what was said.
        """
        for difference in differences:
            left, right = (self.marks(side.line.passages[:1]) for side in (difference.left, difference.right))
            if difference.type == "wording" and difference.slot != "quote":
                both = f"{escaped(difference.left.article.name)}{left}; {escaped(difference.right.article.name)}{right}"
                self.add(f"  - {difference.name}: {escaped(difference.why)} ({both})")
                continue
            self.add(f"  - **{difference.name}** ({difference.slot}): {escaped(difference.why)}")
            for side in (difference.left, difference.right):
                own = side.line.passages[:1]
                self.add(f"    - {escaped(side.article.name)}: {self.told(side.line)}{self.marks(own)}")

    def differs(self) -> None:
        """Write where the reports differ."""
        for fact in self.outline.differs:
            self.add(f"- {self.told(fact.line)} ({self.witnesses(fact)})")
            self.differences(fact.differences)

    def single(self) -> None:
        """Write what one report alone has; in bold where others tell the rest of its sentence."""
        for group in self.outline.single:
            self.add(f"### {escaped(group.article.name)}", "")
            self.add(*(f"- {self.words(part.line)}" for part in group.lines), "")

    def said(self) -> None:
        """Write who said what."""
        for speaker in self.outline.said:
            self.speaker(speaker)

    def speaker(self, speaker: SpeakerView) -> None:
        """Write one speaker's utterances and statements."""
        role = f" ({self.told(speaker.role)})" if speaker.role else ""
        self.add(f"### {escaped(speaker.name) if speaker.name else 'Speaker not found'}{role}", "")
        for utterance in speaker.utterances:
            self.add(f"- Said once, told {utterance.told} times:")
            self.add(*(f"  - {self.statement(part)}" for part in utterance.variants))
            self.differences(utterance.differences)
        self.add(*(f"- {self.statement(part)}" for part in speaker.statements), "")

    def statement(self, statement: StatementView) -> str:
        """Return one statement with its report and its manner."""
        to = f", to {escaped(statement.to)}" if statement.to else ""
        via = f", as told by {escaped(', '.join(statement.via))}" if statement.via else ""
        return f"{self.told(statement.line)} ({self.from_whom(statement.cited)}; {statement.manner}{to}{via})"

    def numbers(self) -> None:
        """Write numbers by what they count."""
        for group in self.outline.numbers:
            self.add(f"- {escaped(group.label) or 'other numbers'}{', told differently' if group.differs else ''}")
            self.add(*(f"  - {self.told(row.line)} ({self.from_whom(row.cited)})" for row in group.rows))

    def timeline(self) -> None:
        """Write events in their order."""
        self.add(*(f"{event.number}. {self.event(event)}" for event in self.outline.dated))
        if self.outline.undated:
            self.add("", "Without a date:", "", *(f"- {self.event(event)}" for event in self.outline.undated))

    def event(self, event: EventView) -> str:
        """Return one event."""
        when = f"{event.when}: " if event.when else ""
        where = f", {escaped(event.where)}" if event.where else ""
        return f"{when}{self.told(event.line)}{where} [{event.status}] ({self.from_whom(event.cited)})"

    def plans(self) -> None:
        """Write plans by their due dates."""
        for plan in self.outline.plans:
            due = plan.due or "no due date"
            stated = f", in the report’s words: {escaped(plan.due_text)}" if plan.due_text else ""
            actors = f" {escaped(', '.join(plan.actors))}." if plan.actors else ""
            self.add(f"- {due}{stated}: {self.told(plan.line)} [{plan.status}].{actors} ({self.from_whom(plan.cited)})")

    def positions(self) -> None:
        """Write positions by actor."""
        for actor in self.outline.positions:
            self.add(f"- {escaped(actor.name)}")
            for part in actor.positions:
                issue = f": {escaped(part.issue)}" if part.issue else ""
                self.add(f"  - {part.stance}{issue}: {self.told(part.line)} ({self.from_whom(part.cited)})")
                self.add(*(f"    - **{how}**: {self.words(line)}" for how, line in part.turns))

    def names(self) -> None:
        """Write names with their spellings."""
        for name in self.outline.names:
            spelled = "; ".join(f"{escaped(part.text)}: {self.from_whom(part.cited)}" for part in name.spellings)
            self.add(f"- **{escaped(name.name)}** ({name.type}): {spelled}")

    def grid(self) -> None:
        """Write fact by report as a table."""
        grid = self.outline.grid
        if not grid.shared:
            return
        self.add(f"| Fact | {' | '.join(escaped(card.tag) for card in grid.articles)} | independent |")
        self.add(f"|---|{':-:|' * len(grid.articles)}--:|")
        self.add(*(self.grid_row(row) for row in grid.shared))
        self.add(f"| Facts that only this report has | {' | '.join(map(str, grid.only))} | |", "")
        self.add(
            "● says so · ◐ says so, taken from another report · ◆ tells it differently · ○ does not have it · "
            "– appeared before it was known · · does not have it, whether it could is unknown"
        )

    def grid_row(self, row: GridRow) -> str:
        """Return one row."""
        cells = " | ".join(
            CELLS[cell.state] + (self.marks([cell.passage]) if cell.passage else "") for cell in row.cells
        )
        return f"| {self.told(row.fact.line)} | {cells} | {row.fact.independent} |"

    def lineage(self) -> None:
        """Write how the reports hang together."""
        for pair in self.outline.pairs:
            self.add(f"- {self.pair(pair)}")
            for passage in pair.passages:
                note = " (one speaker’s words)" if passage.kind == "quotation" else ""
                left = self.told(passage.left) + self.marks(passage.left.passages[:1])
                right = self.told(passage.right) + self.marks(passage.right.passages[:1])
                self.add(f"  - {left} / {right}{note}")

    def pair(self, pair: PairView) -> str:
        """Return one pair."""
        both = f"{escaped(pair.left.name)} and {escaped(pair.right.name)}"
        return f"{both}: **{pair.name}**, {pair.percent} % shared. {escaped(pair.why)}".rstrip()

    def texts(self) -> None:
        """Write which reports these are; the dossier holds their texts."""
        for card in self.outline.cards:
            title = escaped(card.title) if card.title else "title unknown"
            parts = [
                card.published or "date unknown",
                *([escaped(card.byline)] if card.byline else []),
                f"{card.words:,} words",
                *([] if card.labelled else ["kept but not labelled: only English is"]),
                escaped(card.source),
                f"SHA-256 {card.sha256}",
            ]
            self.add(f"- **{escaped(card.tag)}** {escaped(card.outlet or card.name)}: {title} ({'; '.join(parts)})")

    def left_out(self) -> None:
        """Write what gave no report."""
        self.add(*(f"- {escaped(part.source)}: {escaped(part.reason)}" for part in self.outline.left_out))

    def footnotes(self) -> None:
        """Write the footnotes: outlet, place, exact words."""
        for number in sorted(self.notes):
            note = self.notes[number]
            place = f"characters {note.start} to {note.end}"
            self.add(f"[^{number}]: {escaped(note.article.name)}, {place}: {escaped(note.text)}")


def _piece(text: str, mark: str = "") -> str:
    """Return a piece, in bold if it differs; blanks and marks at its ends stay outside the bold words."""
    if mark == "cut":
        return " […] "
    letters = [at for at, letter in enumerate(text) if letter.isalnum()] if mark == "changed" else []
    if letters:
        start, end = letters[0], letters[-1] + 1
        return f"{_piece(text[:start])}**{escaped(text[start:end])}**{_piece(text[end:])}"
    shown = escaped(text)
    if not shown:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + shown + (" " if text[-1].isspace() else "")
