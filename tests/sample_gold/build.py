"""Build the gold of the sample story: look up the words of ``labels.yaml`` and ``story.yaml`` in the texts.

Usage: ``python build.py [OUT_DIR]`` (default: the folder of this file). The files have the format that the story scorer
reads: half-open character offsets into the text files. Words that cannot be found, or that stand there more than once
without saying which is meant, stop the build, so that no offset is ever typed or guessed.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TEXTS = HERE.parents[1] / "src" / "tellings" / "sample"
Json = dict[str, Any]


class Finder:
    """Finds words in the reports; every answer is checked to be the only one."""

    def __init__(self) -> None:
        self.text = {p.name[:2]: p.read_bytes().decode("utf-8") for p in sorted(TEXTS.glob("*.txt"))}
        self.sentences = [s for doc in self.text for s in self._split(doc)]

    def _split(self, doc: str) -> list[Json]:
        found: list[Json] = []
        for line in re.finditer(r"[^\n]+", self.text[doc]):
            for part in re.finditer(r"\S.*?(?:[.!?][\"”]?(?=\s+[\"“A-Z(])|$)", line.group()):
                start, end = line.start() + part.start(), line.start() + part.end()
                found.append(
                    {"doc": doc, "sid": f"s{len(found)}", "start": start, "end": end, "text": self.text[doc][start:end]}
                )
        return found

    def sentence(self, doc: str, start: int) -> Json:
        """Return the sentence that holds an offset."""
        return next(s for s in self.sentences if s["doc"] == doc and s["start"] <= start < s["end"])

    def one(self, doc: str, words: str, *, whole_words: bool = False) -> tuple[int, int]:
        """Return the place of ``words``; ``words#2`` is the second occurrence."""
        words, _, which = words.partition("#")
        pattern = rf"\b{re.escape(words)}\b" if whole_words else re.escape(words)
        places = [m.span() for m in re.finditer(pattern, self.text[doc])]
        if not places:
            raise SystemExit(f"{doc}: not in the text: {words!r}")
        if not which:
            return places[0]
        return places[int(which) - 1]

    def range(self, doc: str, words: str) -> tuple[int, int]:
        """Return the place of ``words``, or from the first to the last of ``a >> b``."""
        first, *rest = words.split(" >> ")
        start, end = self.one(doc, first)
        for part in rest:
            words = part.partition("#")[0]
            end = self.text[doc].index(words, end) + len(words)
        return start, end

    def ref(self, doc: str, place: tuple[int, int]) -> Json:
        """Return a place as the gold writes it."""
        start, end = place
        return {
            "doc": doc,
            "sid": self.sentence(doc, start)["sid"],
            "start": start,
            "end": end,
            "text": self.text[doc][start:end],
        }


def near(find: Finder, doc: str, words: str, anchor: int) -> tuple[int, int]:
    """Return the occurrence of ``words`` closest to ``anchor`` in its line; ``@before >>words`` names one surely."""
    text = find.text[doc]
    if words.startswith("@"):
        before, words = words[1:].split(">>")
        start = text.index(before + words) + len(before)
        return start, start + len(words)
    line = text.rfind("\n", 0, anchor) + 1, (text.find("\n", anchor) + len(text)) % len(text) + 1
    places = [
        m.span() for m in re.finditer(rf"(?<![a-z]){re.escape(words)}(?!\w)", text) if line[0] <= m.start() < line[1]
    ]
    if not places:
        raise SystemExit(f"{doc}: not in this line: {words!r}")
    return min(places, key=lambda p: abs(p[0] - anchor))


def build_quotes(find: Finder, rows: list[list[Any]]) -> list[Json]:
    """Return the statements."""
    out = []
    for doc, number, kind, tier, words, cue, speaker, name, *more in rows:
        start, end = find.one(doc, words)
        extra = more[0] if more else {}
        bare = {"start": start, "end": end, "text": find.text[doc][start:end]}
        out.append(
            {
                "doc": doc,
                "id": f"q{doc}-{number:02}",
                "kind": kind,
                "tier": tier,
                "span": bare | {"core_text": bare["text"].strip(" ,.")},
                "fragments": [find.ref(doc, find.one(doc, f)) for f in extra.get("fragments", [])],
                "cue": find.ref(doc, near(find, doc, cue, end)),
                "speaker": find.ref(doc, near(find, doc, speaker, end)),
                "speaker_name": name,
                "addressee": find.ref(doc, near(find, doc, extra["to"], end)) if "to" in extra else None,
            }
        )
    return out


def build_utterances(quotes: list[Json], clusters: list[list[Any]], negative: list[list[str]]) -> Json:
    """Return the statements that report one act of speech."""
    by_id = {q["id"]: q for q in quotes}
    out, used = [], set()
    for number, (identity, label, members) in enumerate(clusters, 1):
        cluster: Json = {"id": f"u{number:02}", "label": label, "identity": identity, "members": []}
        for member in members:
            quote = by_id["q" + member.rstrip("?")]
            used.add(quote["id"])
            entry = {"quote": quote["id"], "doc": quote["doc"], "kind": quote["kind"]}
            cluster["members"].append(entry | ({"membership": "possible"} if member.endswith("?") else {}))
        out.append(cluster)
    pairs = [{"a": "q" + a, "b": "q" + b, "why": why} for a, b, why in negative]
    if unknown := {x for p in pairs for x in (p["a"], p["b"])} - set(by_id):
        raise SystemExit(f"unknown quotes {sorted(unknown)}")
    return {"clusters": out, "negative_pairs": pairs, "singletons": sorted(set(by_id) - used)}


def places_of_names(find: Finder, rows: list[list[Any]]) -> dict[tuple[str, str], dict[str, list[tuple[int, int]]]]:
    """Return every occurrence of every name form; a longer form wins over a shorter one inside it."""
    forms = [(name, doc, form) for name, _, docs in rows for doc, given in docs.items() for form in given]
    taken: dict[str, list[tuple[int, int]]] = {}
    found: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = {}
    for name, doc, form in sorted(forms, key=lambda f: (f[2][0] != "@", -len(f[2]), f)):
        if form.startswith("@"):  # "@before >>words": this one occurrence only
            before, words = form[1:].split(">>")
            at = find.text[doc].index(before + words) + len(before)
            places = [(at, at + len(words))]
        else:
            places = [m.span() for m in re.finditer(rf"{re.escape(form)}(?!\w)", find.text[doc])]
        for start, end in places:
            if not any(start < e and s < end for s, e in taken.setdefault(doc, [])):
                taken[doc].append((start, end))
                found.setdefault((name, doc), {}).setdefault(find.text[doc][start:end], []).append((start, end))
        if (name, doc) not in found:
            raise SystemExit(f"{doc}: no occurrence of {form!r}")
    return found


def build_entities(find: Finder, rows: list[list[Any]]) -> list[Json]:
    """Return names with all their mentions."""
    found = places_of_names(find, rows)
    out = []
    for number, (name, kind, docs) in enumerate(rows, 1):
        aliases, first = [], {}
        for doc in sorted(docs):
            surfaces = found[(name, doc)]
            for surface, places in sorted(surfaces.items()):
                mentions = [find.ref(doc, p) for p in sorted(places)]
                aliases.append(
                    {"doc": doc, "surface": surface, "form": "name", "count": len(mentions), "mentions": mentions}
                )
            every = sorted(p for places in surfaces.values() for p in places)
            first[doc] = {"first_mention": find.ref(doc, every[0]), "n_mentions": len(every)}
        out.append({"id": f"n{number:02}", "canonical": name, "type": kind, "docs": first, "aliases": aliases})
    return out


def build_events(find: Finder, rows: list[list[Any]]) -> list[Json]:
    """Return events with the words that date them."""
    out = []
    for number, (label, status, iso, docs) in enumerate(rows, 1):
        event: Json = {
            "id": f"e{number:02}",
            "label": label,
            "when_iso": iso,
            "status": status,
            "mentions": [],
            "docs": sorted(docs),
        }
        for doc, given in sorted(docs.items()):
            for trigger, when, *own in given:
                start, end = find.one(doc, trigger)
                holder = find.sentence(doc, start)
                mention = {
                    "doc": doc,
                    "sid": holder["sid"],
                    "sentence": {"start": holder["start"], "end": holder["end"]},
                    "trigger": find.ref(doc, (start, end)),
                }
                if when:
                    mention["when"] = find.ref(doc, near(find, doc, when, start)) | ({"iso": own[0]} if own else {})
                event["mentions"].append(mention)
        out.append(event)
    return out


def build_quantities(find: Finder, rows: list[list[Any]]) -> list[Json]:
    """Return numbers with unit and comparator."""
    out = []
    for number, (measures, unit, values) in enumerate(rows, 1):
        refs = [
            find.ref(doc, find.one(doc, words, whole_words=True))
            | {"value": value, "comparator": comparator, "unit": unit}
            for doc, words, value, comparator in values
        ]
        docs = sorted({r["doc"] for r in refs})
        out.append({"id": f"qty{number:02}", "measures": measures, "unit": unit, "values": refs, "docs": docs})
    return out


def evidence(find: Finder, doc: str, words: str) -> Json:
    """Return the sentence with the words in focus."""
    focus = find.ref(doc, find.one(doc, words))
    holder = find.sentence(doc, focus["start"])
    return {
        "sid": holder["sid"],
        "start": holder["start"],
        "end": max(holder["end"], focus["end"]),
        "focus": {k: focus[k] for k in ("start", "end", "text")},
    }


def build_comparison(find: Finder, rows: list[list[Any]]) -> list[Json]:
    """Return facts with who reports them and what differs."""
    order = ["contradiction", "update", "differing precision", "different wording", "compatible"]
    out = []
    for number, (fact, kind, docs, conflicts) in enumerate(rows, 1):
        refs = [
            find.ref(doc, find.one(doc, words)) | {"how": how, "severity": sev} for doc, words, sev, how in conflicts
        ]
        supporters = [
            {"doc": d, "evidence": [evidence(find, d, w) for w in words]} for d, words in sorted(docs.items())
        ]
        worst = min((r["severity"] for r in refs), key=order.index) if refs else None
        entry: Json = {
            "id": f"f{number:03}",
            "fact": fact,
            "kind": kind,
            "supporters": supporters,
            "n_docs": len(supporters),
        }
        out.append(entry | {"conflicts": refs, "severity": worst})
    return out


def with_evidence(find: Finder, entry: Json, docs: dict[str, list[str]]) -> Json:
    """Return an entry with its evidence."""
    refs = [find.ref(doc, find.one(doc, words)) for doc, given in sorted(docs.items()) for words in given]
    return entry | {"evidence": refs, "docs": sorted(docs)}


def build(find: Finder) -> dict[str, Any]:
    """Return every gold file by its name without ``.json``."""
    labels = yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    story = yaml.safe_load((HERE / "story.yaml").read_text(encoding="utf-8"))
    quotes = build_quotes(find, labels["quotes"])
    return {
        "sentences": find.sentences,
        "boilerplate": [
            find.ref(doc, find.range(doc, words)) | {"kind": kind, "article_body": kept}
            for doc, kind, words, kept in labels["boilerplate"]
        ],
        "quotes": quotes,
        "utterances": build_utterances(quotes, story["utterances"], story["negative_pairs"]),
        "entities": build_entities(find, labels["entities"]),
        "quantities": build_quantities(find, labels["quantities"]),
        "events": build_events(find, labels["events"]),
        "comparison": build_comparison(find, story["comparison"]),
        "open_items": [
            with_evidence(
                find,
                {
                    "id": f"oi{n:02}",
                    "item": item,
                    "actors": actors,
                    "due_as_stated": words,
                    "due_iso": iso,
                    "status": status,
                },
                docs,
            )
            for n, (item, actors, words, iso, status, docs) in enumerate(story["open_items"], 1)
        ],
        "positions": [
            with_evidence(find, {"id": f"pos{n:03}", "actor": actor, "issue": issue, "stance": stance}, docs)
            for n, (actor, issue, stance, docs) in enumerate(story["positions"], 1)
        ],
        "derivation": {
            "pairs": [
                {
                    "pair": pair,
                    "judgement": judgement,
                    "evidence": why,
                    "evidence_spans": [find.ref(d, find.one(d, w)) for d, w in spans],
                }
                for pair, judgement, why, spans in story["derivation"]
            ]
        },
    }


def main() -> None:
    """Write the gold files."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, content in build(Finder()).items():
        (out / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
