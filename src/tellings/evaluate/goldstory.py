"""A dossier beside the hand-made gold of the same story.

A gold story is a folder of JSON files (quotes, utterances, entities, events, quantities, comparison, open_items,
positions, boilerplate, derivation, sentences), all offsets being those of the story's text files. Reports are
found by the part of their file name before the first ``-``, ``_`` or ``.``; reports without annotation do not
count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellings.errors import InputError
from tellings.evaluate.scores import Stretch

#: Where something stands: report and stretch.
Place = tuple[str, Stretch]

#: A longer span points at nothing and does not count.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class GoldStory:
    """The dossier document, its articles by the gold's report ids, and the gold's files.

    Attributes:
        document: the dossier in JSON form.
        articles: the dossier's entry for each annotated report.
        files: the gold's JSON files by name without suffix.
    """

    document: Mapping[str, Any]
    articles: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, Any]

    def text(self, report: str) -> str:
        """Return the kept text of a report."""
        text: str = self.articles[report]["text"]
        return text

    def words(self, place: Place, most: int = 80) -> str:
        """Return the words at a place, cut after ``most`` characters."""
        report, (start, end) = place
        return f"{report} {self.text(report)[start:end][:most]!r}"

    def place(self, ref: Mapping[str, Any] | None) -> Place | None:
        """Return where a ref of the dossier points; None for no ref or a report without annotation."""
        if not ref:
            return None
        for report, article in self.articles.items():
            if article["id"] == ref.get("article"):
                return report, (ref["start"], ref["end"])
        return None

    def places(self, refs: list[Mapping[str, Any]]) -> list[Place]:
        """Return where refs point, without those that point at reports without annotation."""
        return [place for place in map(self.place, refs) if place]

    def found(self, key: str) -> list[Mapping[str, Any]]:
        """Return a list of the dossier."""
        return list(self.document.get(key) or [])

    def gold(self, name: str) -> list[Mapping[str, Any]]:
        """Return the entries of one gold file; empty if the gold has no such file."""
        content = self.files.get(name) or []
        if isinstance(content, dict):
            content = content.get({"derivation": "pairs", "utterances": "clusters"}.get(name, name), [])
        return list(content)

    def junk(self) -> dict[str, list[Stretch]]:
        """Return the stretches of each report that are no part of the article and not its title."""
        out: dict[str, list[Stretch]] = {}
        for entry in self.gold("boilerplate"):
            if not entry["article_body"] and entry["kind"] != "title":
                out.setdefault(entry["doc"], []).append((entry["start"], entry["end"]))
        return out

    def annotated(self, entries: list[Mapping[str, Any]]) -> list[Place]:
        """Return where gold evidence stands, in the reports that the dossier has."""
        return [(one["doc"], (one["start"], one["end"])) for one in entries if one["doc"] in self.articles]

    def quotes(self, *tiers: str) -> dict[str, tuple[Place, Mapping[str, Any]]]:
        """Return the gold quotations of some tiers by id."""
        out = {}
        for quote in self.gold("quotes"):
            if quote["doc"] in self.articles and quote.get("tier", "core") in tiers:
                place = quote["doc"], (quote["span"]["start"], quote["span"]["end"])
                out[quote["id"]] = place, quote
        return out


def load_gold_story(document: Mapping[str, Any], gold: Path) -> GoldStory:
    """Put a dossier beside the gold in a folder.

    Raises:
        InputError: the folder holds no gold, or none of its reports is in the dossier.
    """
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(gold.glob("*.json"))}
    marked = files.get("sentences") or files.get("quotes")
    if not marked:
        message = f"{gold} holds no gold story: sentences.json or quotes.json is needed"
        raise InputError(message, code="G001")
    reports = {entry["doc"] for entry in marked}
    articles = {}
    for article in document["articles"]:
        report = re.split(r"[-_.]", Path(article.get("path") or "").name)[0]
        if report in reports:
            articles[report] = article
    if not articles:
        message = f"none of the reports {sorted(reports)} of {gold} is among the dossier's articles, by file name"
        raise InputError(message, code="G002")
    return GoldStory(document, articles, files)
