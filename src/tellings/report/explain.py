"""Why one thing stands in a dossier: its spans, the rules that made it, their scores.

It reads the document and nothing else, so that anybody who has the file can ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from tellings.errors import InputError
from tellings.report.controls import show_controls

Json = Mapping[str, Any]

LISTS = (
    "articles", "entities", "times", "quantities", "statements", "utterances", "claims", "facts", "events", "plans",
    "positions", "lineage",
)  # fmt: skip
"""Keys of a dossier whose entries have ids."""

NEAR = 5
"""Near ids that a message names."""


def explain(document: Json, ident: str) -> str:
    """Return in plain text why the thing of that id came about.

    Args:
        document: a dossier as ``json.loads`` gives it.
        ident: id of a fact, difference, utterance, statement, entity, lineage pair, event, plan, position, claim,
            time, quantity or article.

    Raises:
        InputError: nothing has that id; the message names near ones.
    """
    known = dict(_entries(document))
    if ident not in known:
        near = get_close_matches(ident, list(known), n=NEAR, cutoff=0.5) or list(known)[:NEAR]
        message = f"nothing in this dossier has the id {ident!r}; near ids: {', '.join(near) or 'none'}"
        raise InputError(message)
    kind, entry = known[ident]
    outlets = {article["id"]: _outlet(article) for article in document["articles"]}
    return show_controls("\n".join(_WRITERS[kind](entry, _Teller(outlets, known))), "({})".format) + "\n"


def _outlet(article: Json) -> str:
    return str(article.get("outlet") or article.get("path") or article.get("url") or article["id"])


def _entries(document: Json) -> Iterator[tuple[str, tuple[str, Json]]]:
    """Yield id → (list it stands in, entry) for all entries, differences included."""
    for key in LISTS:
        for entry in document.get(key) or ():
            if "id" in entry:
                yield entry["id"], (key, entry)
            for difference in entry.get("differences") or ():
                if "id" in difference:
                    yield difference["id"], ("differences", {**difference, "within": entry["id"]})


class _Teller:
    """Puts refs and grounds into words."""

    def __init__(self, outlets: Mapping[str, str], known: Mapping[str, tuple[str, Json]]) -> None:
        self.outlets = outlets
        self.known = known

    def ref(self, ref: Json | None) -> str:
        """Return outlet, place and words of a ref."""
        if ref is None:
            return "none"
        words = " ".join(ref["text"].split())
        return f"{self.outlets.get(ref['article'], ref['article'])} [{ref['start']}:{ref['end']}] {words}"

    def refs(self, refs: Sequence[Json]) -> list[str]:
        """Return one line for each ref."""
        return [f"  {self.ref(ref)}" for ref in refs]

    def name(self, ident: str | None) -> str:
        """Return the name of an entity with its id."""
        if ident is None or ident not in self.known:
            return "no entity"
        return f"{self.known[ident][1].get('name', '')} ({ident})"

    def grounds(self, entry: Json) -> list[str]:
        """Return rules, scores and sentences behind an entry."""
        grounds = entry.get("grounds") or []
        if not grounds:
            return ["why: no grounds were recorded"]
        return ["why:", *(f"  {part['rule']}  {part['score']:.2f}  {part['detail']}".rstrip() for part in grounds)]


def _speaker(speaker: Json | None) -> str:
    if not speaker:
        return "not found"
    entity = f" ({speaker['entity']})" if speaker.get("entity") else ""
    return f"{speaker['name']}{entity}"


def _fact(fact: Json, tell: _Teller) -> list[str]:
    groups = [" = ".join(tell.outlets.get(article, article) for article in group) for group in fact.get("groups", ())]
    lines = [
        f"fact {fact['id']}: {fact['kind']}, {fact['independent']} independent",
        f"title: {tell.ref(fact['title'])}",
        f"support ({len(fact['support'])}):",
        *(
            f"{line}  (claim {ref['claim']})"
            for line, ref in zip(tell.refs(fact["support"]), fact["support"], strict=True)
        ),
    ]
    if groups:
        lines.append(f"witnesses: {'; '.join(groups)}")
    for difference in fact["differences"]:
        lines += ["", *_difference(difference, tell)]
    for part in fact["missing"]:
        known = {True: "could have known", False: "appeared before it was known", None: "unknown if it could know"}
        lines.append(f"missing: {tell.outlets.get(part['article'], part['article'])} ({known[part['could_know']]})")
    return [*lines, *tell.grounds(fact)]


def _difference(difference: Json, tell: _Teller) -> list[str]:
    within = f" in {difference['within']}" if "within" in difference else ""
    return [
        f"difference {difference.get('id', '')}{within}: {difference['type']} ({difference['slot']})",
        f"left:  {tell.ref(difference['left'])}",
        f"right: {tell.ref(difference['right'])}",
        difference["why"],
        *tell.grounds(difference),
    ]


def _statement(statement: Json, tell: _Teller) -> list[str]:
    lines = [
        f"statement {statement['id']}: {statement['kind']}",
        f"content: {tell.ref(statement['content'])}",
        f"cue: {tell.ref(statement['cue'])}",
        f"speaker: {_speaker(statement['speaker'])}",
    ]
    speaker = statement["speaker"]
    if speaker and speaker.get("span"):
        lines.append(f"named by: {tell.ref(speaker['span'])}")
    if statement["addressee"]:
        lines.append(f"to: {_speaker(statement['addressee'])}")
    if statement.get("via"):
        lines.append(f"through: {', '.join(_speaker(source) for source in statement['via'])}")
    if statement["fragments"]:
        lines += ["quoted parts:", *tell.refs(statement["fragments"])]
    score = statement.get("score")
    found_by = statement.get("basis") or "no rule was recorded"
    return [*lines, f"why: {found_by}" + (f"  {score:.2f}" if score is not None else "")]


def _utterance(utterance: Json, tell: _Teller) -> list[str]:
    lines = [
        f"utterance {utterance['id']}: told {len(utterance['statements'])} times",
        f"speaker: {_speaker(utterance['speaker'])}",
    ]
    for ident in utterance["statements"]:
        statement = tell.known[ident][1]
        lines.append(f"  {ident} {statement['kind']}: {tell.ref(statement['content'])}")
    for difference in utterance["differences"]:
        lines += ["", *_difference(difference, tell)]
    return [*lines, *tell.grounds(utterance)]


def _entity(entity: Json, tell: _Teller) -> list[str]:
    lines = [f"entity {entity['id']}: {entity['name']} ({entity['type']})", "spellings:"]
    for variant in entity["variants"]:
        outlets = ", ".join(tell.outlets.get(article, article) for article in variant["articles"])
        lines.append(f"  {variant['text']}: {outlets}")
    if entity["roles"]:
        lines += ["roles as stated:", *tell.refs(entity["roles"])]
    others = entity.get("other_mentions") or []
    lines += [f"names ({len(entity['mentions'])}):", *tell.refs(entity["mentions"])]
    if others:
        lines += [f"descriptions and pronouns ({len(others)}):", *tell.refs(others)]
    return lines


def _lineage(pair: Json, tell: _Teller) -> list[str]:
    left, right = (tell.outlets.get(article, article) for article in pair["pair"])
    lines = [
        f"lineage {pair.get('id', '')}: {left} and {right}: {pair['kind']}, {100 * pair['share']:.0f} % shared",
        pair["why"],
    ]
    for passage in pair["passages"]:
        score = f"  {passage['score']:.2f}" if "score" in passage else ""
        lines += [f"{passage.get('kind', 'passage')}{score}:", *tell.refs([passage["left"], passage["right"]])]
    return [*lines, *tell.grounds(pair)]


def _claim(claim: Json, tell: _Teller) -> list[str]:
    lines = [
        f"claim {claim['id']}: {claim['predicate']}, {claim['polarity']}, {claim['modality']}",
        f"words: {tell.ref(claim['span'])}",
    ]
    for part in claim["participants"]:
        lines.append(f"{part['role']}: {tell.ref(part['span'])}  {tell.name(part['entity'])}")
    if claim["attribution"]:
        lines.append(f"said by: {', '.join(_speaker(speaker) for speaker in claim['attribution'])}")
    return lines


def _time(time: Json, tell: _Teller) -> list[str]:
    return [
        f"time {time['id']}: {time['type']} {time['value'] or 'without a value'}",
        f"words: {tell.ref(time['span'])}",
        f"why: {time['basis'] or 'no basis was recorded'}",
    ]


def _quantity(quantity: Json, tell: _Teller) -> list[str]:
    high = f" to {quantity['high']:g}" if quantity["high"] is not None else ""
    value = "beyond all bounds" if quantity["value"] is None else f"{quantity['value']:g}{high}"
    counts = quantity["counts"]
    return [
        f"quantity {quantity['id']}: {quantity['bound'].replace('_', ' ')} {value} {quantity['unit']}".rstrip(),
        f"words: {tell.ref(quantity['span'])}",
        f"counts: {tell.ref(counts) if isinstance(counts, Mapping) else counts or 'not stated'}",
    ]


def _event(event: Json, tell: _Teller) -> list[str]:
    return [
        f"event {event['id']}: {event['label']} ({event['status']})",
        f"when: {event['when'] or 'not stated'}, by the words: {tell.ref(event.get('when_ref'))}",
        f"participants: {', '.join(tell.name(ident) for ident in event['participants']) or 'none'}",
        "told in:",
        *tell.refs(event["mentions"]),
    ]


def _plan(plan: Json, tell: _Teller) -> list[str]:
    return [
        f"plan {plan['id']}: {plan['label']} ({plan['status']})",
        f"due: {plan['due'] or 'not stated'}, by the words: {tell.ref(plan.get('due_ref'))}",
        f"actors: {', '.join(actor['name'] for actor in plan['actors']) or 'none'}",
        "evidence:",
        *tell.refs(plan["evidence"]),
    ]


def _position(position: Json, tell: _Teller) -> list[str]:
    return [
        f"position {position['id']}: {position['actor']} {position['stance']}: {position['issue']}",
        "evidence:",
        *tell.refs(position["evidence"]),
    ]


def _article(article: Json, tell: _Teller) -> list[str]:
    dropped = sum(part["end"] - part["start"] for part in article["dropped"])
    return [
        f"article {article['id']}: {tell.outlets[article['id']]}, {article['title'] or 'title unknown'}",
        f"published: {article['published'] or 'unknown'} (from: {article['published_from'] or 'nothing'})",
        f"kept text: {len(article['text'])} characters, SHA-256 {article['sha256']}",
        f"left out: {dropped} characters",
        *(f"  [{part['start']}:{part['end']}] {part['reason']}" for part in article["dropped"]),
    ]


_WRITERS: dict[str, Callable[[Json, _Teller], list[str]]] = {
    "articles": _article,
    "claims": _claim,
    "differences": _difference,
    "entities": _entity,
    "events": _event,
    "facts": _fact,
    "lineage": _lineage,
    "plans": _plan,
    "positions": _position,
    "quantities": _quantity,
    "statements": _statement,
    "times": _time,
    "utterances": _utterance,
}
