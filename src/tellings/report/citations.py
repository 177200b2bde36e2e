"""Every line the page shows → the passages it rests on.

All refs of a document that the page may cite are numbered once, by article and place, so that a passage has one
number wherever it is cited, one anchor in the full text, and one footnote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from tellings.report.parts import ArticleCard, Cited, Line, Passage, Piece

Ref = Mapping[str, Any]

ROLES = ("differing", "agreed", "single", "said", "used")
"""Why a passage is cited, strongest first: a full text shows the strongest."""

SHORT = 60
"""Characters below which words are shown with the rest of their sentence: alone they tell too little."""

CONTEXT = 160
"""Characters of context on each side at most; a sentence that is longer is cut at a blank."""


class Citations:
    """The passages of one document.

    Args:
        document: a dossier as ``to_json`` gives it.
        cards: its articles, in its order.
    """

    def __init__(self, document: Mapping[str, Any], cards: Iterable[ArticleCard]) -> None:
        self._cards = {card.id: card for card in cards}
        self._texts = {article["id"]: article["text"] for article in document["articles"]}
        self._sentences = {
            article["id"]: article.get("sentences") or article["body"] for article in document["articles"]
        }
        order = {article["id"]: place for place, article in enumerate(document["articles"])}
        roles: dict[tuple[int, int, int, str], str] = {}
        for role, ref in _cited_refs(document):
            key = (order[ref["article"]], ref["start"], ref["end"], ref["article"])
            known = roles.get(key)
            if known is None or ROLES.index(role) < ROLES.index(known):
                roles[key] = role
        self._passages: dict[tuple[str, int, int], Passage] = {}
        self.roles: dict[int, str] = {}
        for number, key in enumerate(sorted(roles), start=1):
            _, start, end, article = key
            self._passages[article, start, end] = Passage(
                number=number,
                article=self._cards[article],
                start=start,
                end=end,
                text=self._texts[article][start:end],
            )
            self.roles[number] = roles[key]

    def card(self, article: str) -> ArticleCard:
        """Return the card of an article."""
        return self._cards[article]

    def passage(self, ref: Ref) -> Passage:
        """Return the passage a ref points at."""
        return self._passages[ref["article"], ref["start"], ref["end"]]

    def find(self, ref: Ref) -> Passage | None:
        """Return the passage a ref points at, None if the page cites no such words."""
        return self._passages.get((ref["article"], ref["start"], ref["end"]))

    def passages(self, refs: Iterable[Ref]) -> tuple[Passage, ...]:
        """Return the passages of some refs, each once, in their order."""
        return tuple(dict.fromkeys(self.passage(ref) for ref in refs))

    def words(self, article: str, start: int, end: int) -> str:
        """Return the words of an article from one character to another."""
        return str(self._texts[article][start:end])

    def sentence(self, ref: Ref) -> tuple[int, int] | None:
        """Return start and end of the sentence that holds a ref, None if none does."""
        sentences = self._sentences[ref["article"]]
        number = bisect_right(sentences, ref["start"], key=itemgetter(0)) - 1
        if number < 0 or ref["end"] > sentences[number][1]:
            return None
        return sentences[number][0], sentences[number][1]

    def in_article(self, article: str) -> list[Passage]:
        """Return all passages of one article, by place."""
        return [passage for passage in self._passages.values() if passage.article.id == article]

    def cited(self, refs: Iterable[Ref]) -> tuple[Cited, ...]:
        """Return some refs by article, in story order."""
        by_article: dict[str, list[Passage]] = {}
        for passage in self.passages(refs):
            by_article.setdefault(passage.article.id, []).append(passage)
        return tuple(
            Cited(article=card, passages=tuple(by_article[card.id]))
            for card in self._cards.values()
            if card.id in by_article
        )

    def line(self, ref: Ref, support: Iterable[Ref] = (), *, ident: str = "", quoted: bool = False) -> Line:
        """Return the words of a ref as a line that rests on them and on ``support``."""
        return Line(
            id=ident,
            pieces=(Piece(text=ref["text"]),),
            passages=self.passages([ref, *support]),
            quoted=quoted,
        )

    def in_context(
        self, ref: Ref, pieces: tuple[Piece, ...] = (), *, support: Iterable[Ref] = (), ident: str = ""
    ) -> Line:
        """Return a line with the rest of its sentence around it where its words are few; see ``line``.

        Args:
            ref: the words.
            pieces: the same words with marks; empty for unmarked.
            support: what else the line rests on.
            ident: id of what it tells.
        """
        before = after = ""
        if len(ref["text"]) < SHORT:
            text = self._texts[ref["article"]]
            start, end = self.sentence(ref) or (ref["start"], ref["end"])
            before, after = last_words(text[start : ref["start"]]), first_words(text[ref["end"] : end])
        return Line(
            id=ident,
            pieces=pieces or (Piece(text=ref["text"]),),
            passages=self.passages([ref, *support]),
            before=before,
            after=after,
        )


def first_words(text: str) -> str:
    """Return the start of a text, cut at a blank where it is long."""
    if len(text) <= CONTEXT:
        return text
    return text[:CONTEXT].rsplit(" ", 1)[0] + " …"


def last_words(text: str) -> str:
    """Return the end of a text, cut at a blank where it is long."""
    if len(text) <= CONTEXT:
        return text
    return "… " + text[-CONTEXT:].split(" ", 1)[-1]


def _cited_refs(document: Mapping[str, Any]) -> Iterator[tuple[str, Ref]]:
    """Yield every ref the page may cite, with the reason why."""
    for fact in document["facts"]:
        yield fact["kind"], fact["title"]
        for ref in fact["support"]:
            yield fact["kind"], ref
        for difference in fact["differences"]:
            loud = "agreed" if difference["type"] == "wording" and fact["kind"] == "agreed" else "differing"
            yield loud, difference["left"]
            yield loud, difference["right"]
    for utterance in document["utterances"]:
        for difference in utterance["differences"]:
            yield "said", difference["left"]
            yield "said", difference["right"]
    for statement in document["statements"]:
        yield "said", statement["content"]
    for ref in _other_refs(document):
        yield "used", ref


def _other_refs(document: Mapping[str, Any]) -> Iterator[Ref]:
    for line in document.get("brief", ()):
        yield line["sentence"]
        yield from line["sources"]
    for quantity in document["quantities"]:
        yield quantity["span"]
    for event in document["events"]:
        yield event["label_ref"]
        yield from event["mentions"]
    for key in ("plans", "positions"):
        for entry in document[key]:
            yield from entry["evidence"]
            yield entry["label_ref" if key == "plans" else "issue_ref"]
            for turn in entry.get("changes") or ():
                yield from turn["evidence"]
    for pair in document["lineage"]:
        for passage in pair["passages"]:
            yield passage["left"]
            yield passage["right"]
    for entity in document["entities"]:
        yield from entity["roles"]
        yield from _first_of_each_spelling(entity)


def _first_of_each_spelling(entity: Mapping[str, Any]) -> Iterator[Ref]:
    seen = set()
    for mention in entity["mentions"]:
        if (mention["article"], mention["text"]) not in seen:
            seen.add((mention["article"], mention["text"]))
            yield mention
