"""Look-ups over the labels of a story that facts and differences are read from."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from tellings.types.articles import Article, BlockKind
from tellings.types.dossier import Plan
from tellings.types.labels import Chain, Claim, Form, Labels, Mention, Quantity, Statement, Time
from tellings.types.matches import Entity, Key, Matches
from tellings.types.spans import Span

FEWEST_COMMON = 2
"""Content words that two claims must share to be compared word by word."""

_HEADS = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION)
_PRONOUN = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their|who|which|and|but)\b", re.IGNORECASE)


class StoryReader:
    """Claims, statements and entities of a story by key, and what stands where.

    Args:
        articles: in story order.
        labels: one for each article, in any order.
        matches: what belongs together.
        plans: what was announced or open in it.
    """

    def __init__(
        self, articles: Sequence[Article], labels: Iterable[Labels], matches: Matches, *, plans: Sequence[Plan] = ()
    ) -> None:
        self.plans = tuple(plans)
        self.articles = tuple(articles)
        self.order = {article.id: number for number, article in enumerate(self.articles)}
        self.article: Mapping[str, Article] = {article.id: article for article in self.articles}
        self.labels = {labelled.article: labelled for labelled in labels}
        self.claims: dict[Key, Claim] = {}
        self.statements: dict[Key, Statement] = {}
        self.times: dict[Key, Time] = {}
        self.quantities: dict[Key, Quantity] = {}
        for article, labelled in self.labels.items():
            self.claims.update({Key(article, item.id): item for item in labelled.claims})
            self.statements.update({Key(article, item.id): item for item in labelled.statements})
            self.times.update({Key(article, item.id): item for item in labelled.times})
            self.quantities.update({Key(article, item.id): item for item in labelled.quantities})
        self.entity_of: dict[Key, Entity] = {key: entity for entity in matches.entities for key in entity.chains}
        self.entities = matches.entities
        self.utterances = tuple(group.statements for group in matches.utterances)
        self.groups = tuple(group.claims for group in matches.claims)
        self.group_of: dict[Key, int] = {key: number for number, keys in enumerate(self.groups) for key in keys}
        self.utterance_of: dict[Key, int] = {key: number for number, keys in enumerate(self.utterances) for key in keys}
        self._lemmas: dict[tuple[str, int], set[str]] = {}
        self._own: dict[Key, frozenset[str]] = {}
        self._headed: dict[Span, bool] = {}
        self._chains: dict[str, dict[str, Chain]] = {}
        self._mentions: dict[str, list[Mention]] = {
            article: sorted(labelled.mentions, key=lambda m: (m.span.start, m.span.end))
            for article, labelled in self.labels.items()
        }

    def words(self, span: Span) -> str:
        """Return the exact words of a span."""
        return self.article[span.article].words(span)

    def place(self, span: Span) -> tuple[int, int, int]:
        """Return what sorts spans in story order."""
        return self.order[span.article], span.start, span.end

    def in_order(self, keys: Iterable[Key]) -> list[Key]:
        """Return claims in story order."""
        return sorted((key for key in keys if key in self.claims), key=lambda key: self.place(self.claims[key].span))

    def statements_in_order(self, keys: Iterable[Key]) -> list[Key]:
        """Return statements in story order."""
        known = [key for key in keys if key in self.statements]
        return sorted(known, key=lambda key: (self.place(self.statements[key].content), key.id))

    def mentions_in(self, span: Span) -> list[Mention]:
        """Return the mentions inside a span, in order."""
        known = self._mentions.get(span.article, [])
        first = bisect_left(known, span.start, key=lambda m: m.span.start)
        found = []
        for mention in known[first:]:
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end:
                found.append(mention)
        return found

    def names_in(self, span: Span) -> dict[str, Span]:
        """Return the entities named inside a span with their first name there."""
        found: dict[str, Span] = {}
        for mention in self.mentions_in(span):
            entity = self.entity_of.get(Key(span.article, mention.chain))
            if entity is not None and mention.form is Form.NAME:
                found.setdefault(entity.id, mention.span)
        return found

    def published(self, article: str) -> dt.datetime | None:
        """Return when an article came out, in UTC, None if unknown; a bare day is its first moment."""
        stamp = self.article[article].published
        if stamp is None:
            return None
        try:
            when = dt.datetime.fromisoformat(stamp)
        except ValueError:
            return None
        return when.replace(tzinfo=dt.UTC) if when.tzinfo is None else when.astimezone(dt.UTC)

    def is_later(self, left: str, right: str) -> bool:
        """Return whether one of two articles is known to have come out after the other.

        Where either time is unknown, or both are the same, it is not; nor where one is a bare day (or midnight sharp,
        what sites write for that) and both days are the same.
        """
        one, other = self.published(left), self.published(right)
        if one is None or other is None or one == other:
            return False
        stamps = [self.article[a].published or "" for a in (left, right)]
        bare = any(len(stamp) == 10 or stamp[11:19] == "00:00:00" for stamp in stamps)
        return not (bare and one.date() == other.date())

    def is_earlier(self, left: str, right: str) -> bool:
        """Return whether one of two articles is known to have come out before the other."""
        one, other = self.published(left), self.published(right)
        return one is not None and other is not None and one < other

    def closeness(self, left: Key, right: Key) -> float:
        """Return the share of content words of the claim with fewer that the other has too, in [0.0, 1.0].

        Claims with fewer than two common words are not close at all.
        """
        mine, theirs = self.own_lemmas(left), self.own_lemmas(right)
        common = len(mine & theirs)
        return common / min(len(mine), len(theirs)) if common >= FEWEST_COMMON else 0.0

    def own_lemmas(self, key: Key) -> frozenset[str]:
        """Return the content words of a claim."""
        known = self._own.get(key)
        if known is None:
            known = self._own[key] = frozenset(self.claims[key].lemmas)
        return known

    def is_finite(self, claim: Claim) -> bool:
        """Return whether a claim says that something is so: "to end the war" and "ending the war" do not."""
        first = self.words(claim.span).split()[0].lower()
        return first != "to" and not (first.endswith("ing") and self.words(claim.predicate_span).lower() == first)

    def chains(self, article: str) -> dict[str, Chain]:
        """Return the chains of an article by their ids."""
        known = self._chains.get(article)
        if known is None:
            known = self._chains[article] = {chain.id: chain for chain in self.labels[article].chains}
        return known

    def sentence(self, claim: Claim, article: str) -> Span:
        """Return the sentence that a claim of an article stands in."""
        return self.labels[article].sentences[claim.sentence].span

    def reports_of(self, key: Key | None) -> int:
        """Return how many reports tell the matter of a claim, 0 for no claim."""
        number = self.group_of.get(key) if key is not None else None
        return len({member.article for member in self.groups[number]}) if number is not None else 0

    def sentence_lemmas(self, key: Key) -> frozenset[str]:
        """Return the content words of all claims of the sentence that a claim stands in."""
        if not self._lemmas:
            for known, claim in self.claims.items():
                self._lemmas.setdefault((known.article, claim.sentence), set()).update(claim.lemmas)
        return frozenset(self._lemmas[key.article, self.claims[key].sentence])

    def sentence_at(self, span: Span) -> Span | None:
        """Return the sentence that a span begins in, None if it begins in none."""
        labelled = self.labels.get(span.article)
        sentences = labelled.sentences if labelled else ()
        at = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
        return sentences[at].span if at >= 0 and span.start < sentences[at].span.end else None

    @cached_property
    def year(self) -> int | None:
        """The year of the latest report, None if no report says when it came out."""
        stamps = [when.year for article in self.articles if (when := self.published(article.id)) is not None]
        return max(stamps) if stamps else None

    def block(self, span: Span) -> tuple[int, int]:
        """Return the ends of the block that a span stands in; of the span itself if it stands in none."""
        for block in self.article[span.article].blocks:
            if block.start <= span.start < block.end:
                return block.start, block.end
        return span.start, span.end

    def nearest_claim(self, span: Span) -> Key | None:
        """Return the claim that a span stands in, else the one that begins nearest; None without claims."""
        labelled = self.labels.get(span.article)
        if labelled is None or not labelled.claims:
            return None
        claims = labelled.claims
        holding = [c for c in claims if c.span.contains(span)]
        if holding:
            best = min(holding, key=lambda c: (len(c.span), c.span.start))
        else:
            best = min(claims, key=lambda c: (abs(c.span.start - span.start), c.span.start))
        return Key(span.article, best.id)

    def kind(self, span: Span) -> BlockKind | None:
        """Return the kind of the block that a span stands in, None if it stands in none."""
        blocks = self.article[span.article].blocks
        return next((block.kind for block in blocks if block.start <= span.start < block.end), None)

    def in_heading(self, span: Span) -> bool:
        """Return whether a span stands in a title or heading."""
        known = self._headed.get(span)
        if known is None:
            blocks = self.article[span.article].blocks
            known = any(block.kind in _HEADS for block in blocks if block.start <= span.start < block.end)
            self._headed[span] = known
        return known

    def starts_with_pronoun(self, span: Span) -> bool:
        """Return whether a span cannot be understood by itself because of its first word."""
        return _PRONOUN.match(self.words(span)) is not None

    def depth(self, span: Span) -> float:
        """Return how far into its article a span stands, in [0.0, 1.0], 0.0 at the top."""
        blocks = self.article[span.article].blocks
        if not blocks:
            return 0.0
        first, last = blocks[0].start, blocks[-1].end
        return min(1.0, max(0.0, (span.start - first) / max(1, last - first)))
