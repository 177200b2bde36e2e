"""Whom a statement belongs to: names, pronouns, descriptions and quotations that go on.

The nearest sentence decides. A pronoun or a bare description goes to the person who speaks or is the subject of
the nearest earlier sentence that has one of the right gender and number; a quotation without a cue goes to the
speaker before it. This follows the recency rules of quotation attribution (O'Keefe et al. 2012, "A sequence
labelling approach to quote attribution"; Muzny et al. 2017, "A two-stage sieve approach for quote attribution").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Token

from tellings.label.candidates import Candidate, Place
from tellings.label.cues import load_cues
from tellings.label.parse import Parsed, ParsedBlock
from tellings.types.labels import Chain, EntityType, Form, Mention, Speaker
from tellings.types.spans import Span

_MALE, _FEMALE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))
_FIRST = frozenset(("i", "we", "me", "us", "my", "our"))
_PLURAL = frozenset(("they", "them", "their", "both", "others"))
_AGED = re.compile(r"\b\d{1,3}-year-old\b")
_EXAMPLE = re.compile(r"\b(?:such as|including|like)\s+(?:\w+\s+)?$", re.IGNORECASE)
# "OSLO/BERGEN, Norway (Agency) - ": a place in capitals and a dash.
_DATELINE = re.compile(r"[A-Z][A-Z.'/]{2,}[^—–\n]{0,60}?(?:\s[-–—]{1,2}\s|[—–])")
_DATELINE_LENGTH = 90
_TAIL = re.compile(r"\s(?:of|from|in|on|at|with|near)\s(?:the|a|an|his|her|their)\s")
# Characters behind a description in which an apposition may begin (", Dr").
_APPOSED = 8
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# Sentences looked back for the person a pronoun stands for: further back the nearest person is right too seldom.
_LOOK_BACK = 6
_BODIES = frozenset((EntityType.ORGANISATION, EntityType.PLACE, EntityType.GROUP))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    """A mention of somebody in a sentence: where, which chain, and how prominent (subject 2, else 1)."""

    start: int
    chain: str
    weight: int


@dataclass(slots=True, kw_only=True)
class Voices:
    """Everybody in an article who may speak, and where.

    Attributes:
        parsed: the article with its syntax.
        mentions: who and what is mentioned.
        chains: the chains of those mentions.
    """

    parsed: Parsed
    mentions: tuple[Mention, ...]
    chains: tuple[Chain, ...]
    quoted: list[Place] = field(default_factory=list)
    _chains: dict[str, Chain] = field(init=False)
    _starts: list[int] = field(init=False)
    _ordered: list[Mention] = field(init=False)
    _sentences: list[int] = field(init=False)
    _actors: dict[int, list[_Actor]] = field(init=False)
    _blocks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Index mentions, sentences and actors by place."""
        self._chains = {chain.id: chain for chain in self.chains}
        self._ordered = sorted(self.mentions, key=lambda mention: (mention.span.start, -mention.span.end))
        self._starts = [mention.span.start for mention in self._ordered]
        self._sentences = [sentence.span.start for sentence in self.parsed.sentences]
        self._blocks = [block.start for block in self.parsed.blocks]
        self._actors = {}

    def mark_quoted(self, places: list[Place]) -> None:
        """Say which stretches are somebody's direct words: nobody outside them is meant by a name in them."""
        self.quoted = sorted(places)
        for mention in self._ordered:
            if self._in_quotation(mention.span.start):
                continue
            sentence = self.sentence_at(mention.span.start)
            weight = 2 if self._is_subject(mention) else 1
            if mention.form is Form.PRONOUN and weight == 1:
                continue
            self._actors.setdefault(sentence, []).append(
                _Actor(start=mention.span.start, chain=mention.chain, weight=weight)
            )

    def note_speaker(self, place: Place, chain: str, *, nested: bool) -> None:
        """Remember that somebody spoke at a place; whose words are reported by another counts as a subject."""
        actor = _Actor(start=place[0], chain=chain, weight=2 if nested else 3)
        self._actors.setdefault(self.sentence_at(place[0]), []).append(actor)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds or precedes an offset."""
        return max(0, bisect_right(self._sentences, offset) - 1)

    def chain(self, name: str) -> Chain | None:
        """Return a chain by its id."""
        return self._chains.get(name)

    def mention_at(self, head: Place, phrase: Place) -> Mention | None:
        """Return the longest mention inside a phrase, or around it, that holds the phrase's head word."""
        found: list[Mention] = []
        for i in range(bisect_right(self._starts, head[0]) - 1, -1, -1):
            mention = self._ordered[i]
            if mention.span.start <= head[0] and head[1] <= mention.span.end:
                found.append(mention)
            if mention.span.start < phrase[0] - 200:
                break
        return max(found, key=lambda mention: len(mention.span), default=None)

    def inside(self, phrase: Place) -> list[Mention]:
        """Return the mentions that lie in a phrase, in order."""
        first = bisect_right(self._starts, phrase[0] - 1)
        last = bisect_right(self._starts, phrase[1] - 1)
        return [mention for mention in self._ordered[first:last] if mention.span.end <= phrase[1]]

    def people_in(self, place: Place) -> list[tuple[int, int, Chain]]:
        """Return the named people whose mentions start in a place: start, end, chain."""
        first, last = bisect_right(self._starts, place[0] - 1), bisect_right(self._starts, place[1] - 1)
        return [
            (mention.span.start, mention.span.end, chain)
            for mention in self._ordered[first:last]
            if mention.form is Form.NAME
            and (chain := self._chains.get(mention.chain)) is not None
            and chain.type is EntityType.PERSON
        ]

    def nearest(self, offset: int, fits: Callable[[Chain], bool], *, prominent: bool = False) -> Chain | None:
        """Return the chain of the nearest earlier sentence's most prominent fitting actor.

        Args:
            offset: where the reference stands.
            fits: whether a chain can be meant.
            prominent: whether only subjects and speakers count.
        """
        here = self.sentence_at(offset)
        for sentence in range(here, max(-1, here - _LOOK_BACK - 1), -1):
            actors = [
                actor
                for actor in self._actors.get(sentence, ())
                if actor.start < offset and actor.chain in self._chains and fits(self._chains[actor.chain])
            ]
            if prominent or sentence == here:
                actors = [actor for actor in actors if actor.weight > 1]
            if actors:
                best = max(actors, key=lambda actor: (actor.weight, actor.start if actor.weight == 3 else -actor.start))
                return self._chains[best.chain]
        return None

    def by_surname(self, word: str) -> Chain | None:
        """Return the only person whose name ends with a capitalised word, None if there is none or several."""
        if not word[:1].isupper():
            return None
        found = [c for c in self.chains if c.type is EntityType.PERSON and c.named and c.name.split()[-1] == word]
        return found[0] if len(found) == 1 else None

    def has_role(self, chain: Chain, word: str) -> bool:
        """Return whether a role stated of a chain holds a word."""
        text = self.parsed.article.text
        return any(word in text[role.start : role.end].lower().split() for role in chain.roles)

    def holder(self, words: str, word: str) -> Chain | None:
        """Return the only person whose stated role holds a noun and the capitalised words before it."""
        wanted = {part.lower() for part in words.split() if part[:1].isupper() and part.lower() != "the"} | {word}
        text = self.parsed.article.text
        found = [
            chain
            for chain in self.chains
            if chain.type is EntityType.PERSON
            and any(wanted <= set(text[role.start : role.end].lower().split()) for role in chain.roles)
        ]
        return found[0] if len(found) == 1 else None

    def aged(self, age: str, offset: int) -> Chain | None:
        """Return the nearest earlier person whose name stands beside an age, else the nearest person."""
        text = self.parsed.article.text
        for mention in reversed(self._ordered[: bisect_right(self._starts, offset)]):
            beside = text[mention.span.end : mention.span.end + 12]
            chain = self._chains.get(mention.chain)
            if chain is not None and chain.type is EntityType.PERSON and re.match(rf",? \(?{age}\b", beside):
                return chain
        return self.nearest(offset, lambda chain: chain.type is EntityType.PERSON, prominent=True)

    def token_at(self, offset: int) -> tuple[ParsedBlock, Token] | None:
        """Return the token that holds an offset, with its block."""
        index = bisect_right(self._blocks, offset) - 1
        if index < 0:
            return None
        block = self.parsed.blocks[index]
        span = block.doc.char_span(offset - block.start, offset - block.start + 1, alignment_mode="expand")
        return (block, span[0]) if span is not None and len(span) else None

    def _in_quotation(self, offset: int) -> bool:
        index = bisect_right(self.quoted, (offset, 1 << 60)) - 1
        return index >= 0 and self.quoted[index][0] <= offset < self.quoted[index][1]

    def _is_subject(self, mention: Mention) -> bool:
        place = self.token_at(mention.span.end - 1)
        if place is None:
            return False
        token = place[1]
        for _ in range(4):
            if token.dep_ in ("nsubj", "nsubjpass"):
                return True
            if token.dep_ not in ("appos", "compound", "flat", "nmod", "poss"):
                return False
            token = token.head
        return False


def speaker_for(candidate: Candidate, voices: Voices) -> Speaker | None:
    """Return who speaks at a candidate that names its source, None if it names none.

    Args:
        candidate: a statement's places.
        voices: everybody who may speak.
    """
    if candidate.source is None or candidate.source_head is None:
        return None
    words = voices.parsed.article.text[slice(*candidate.source)].lower()
    if (
        words == "it"
        and candidate.cue is not None
        and voices.parsed.article.text[slice(*candidate.cue)].lower() == "read"
    ):
        writer = voices.nearest(candidate.source[0], lambda chain: chain.type is EntityType.PERSON)
        return Speaker(name=writer.name, chain=writer.id, named=writer.named) if writer is not None else None
    behind = _behind_dateline(candidate, voices)
    if behind is not None:
        return behind
    if len(words) <= 1 and words != "i":  # a damaged word, as in "e added"
        return None
    return name_speaker(candidate.source, candidate.source_head, voices)


def _behind_dateline(candidate: Candidate, voices: Voices) -> Speaker | None:
    """Return the person named between a dateline that the parser took for the subject and the cue."""
    text = voices.parsed.article.text
    assert candidate.source is not None
    start, cue = candidate.source[0], candidate.cue
    line = _DATELINE.match(text, start, min(len(text), start + _DATELINE_LENGTH))
    if line is None or cue is None or line.end() >= cue[0]:
        return None
    people = voices.people_in((line.end(), cue[0]))
    if not people:
        return None
    first, last, chain = people[0]
    return Speaker(name=chain.name, span=voices.parsed.article.span(first, last), chain=chain.id, named=chain.named)


def name_speaker(phrase: Place, head: Place, voices: Voices, *, other_than: str | None = None) -> Speaker:
    """Return the resolved speaker that a phrase names.

    Args:
        phrase: the noun phrase.
        head: its head word.
        voices: everybody who may speak.
        other_than: id of a chain that a pronoun cannot stand for here.
    """
    article = voices.parsed.article
    span = article.span(*phrase)
    words, word = article.text[phrase[0] : phrase[1]], article.text[head[0] : head[1]].lower()
    if word in _MALE | _FEMALE | _PLURAL or word in ("it", "this", "who"):
        return _pronoun(word, span, voices, other_than)
    office = _spokesperson(phrase, head, span, voices)
    if office is not None:
        return office
    mention = voices.mention_at(head, phrase)
    chain = voices.chain(mention.chain) if mention is not None else None
    if chain is not None and chain.named and _stands_for(mention, words):
        return Speaker(name=chain.name, span=span, chain=chain.id)
    named = _apposed(phrase, voices)
    if named is not None:
        return Speaker(name=named.name, span=span, chain=named.id)
    described = _described(word, words, phrase, voices)
    if described is not None:
        return Speaker(name=described.name, span=span, chain=described.id, named=described.named)
    if chain is not None and not chain.named:
        return Speaker(name=_tidy(words), span=span, chain=chain.id, named=False)
    namesake = voices.by_surname(article.text[head[0] : head[1]])
    if namesake is not None:
        return Speaker(name=namesake.name, span=span, chain=namesake.id)
    return Speaker(name=_tidy(words), span=span, named=article.text[head[0]].isupper() and head[0] > phrase[0])


def _stands_for(mention: Mention | None, words: str) -> bool:
    """Whether a mention is the phrase itself and not a name inside a longer description of somebody else."""
    return mention is not None and (mention.form is not Form.PRONOUN or len(words.split()) <= 2)


def _pronoun(word: str, span: Span, voices: Voices, other_than: str | None) -> Speaker:
    def fits(chain: Chain) -> bool:
        if chain.id == other_than:
            return False
        if word in _MALE:
            return chain.type is EntityType.PERSON and chain.gender not in ("female", "plural")
        if word in _FEMALE:
            return chain.type is EntityType.PERSON and chain.gender not in ("male", "plural")
        if word in _PLURAL:
            return chain.gender == "plural" or chain.type in _BODIES or not chain.named
        return chain.type in _BODIES

    chain = voices.nearest(span.start, fits)
    if chain is None:
        mention = voices.mention_at((span.start, span.end), (span.start, span.end))
        chain = voices.chain(mention.chain) if mention is not None else None
    if chain is not None:
        return Speaker(name=chain.name, span=span, chain=chain.id, named=chain.named)
    return Speaker(name=voices.parsed.article.words(span), span=span, named=False)


def _spokesperson(phrase: Place, head: Place, span: Span, voices: Voices) -> Speaker | None:
    """Return the speaker of "a spokeswoman for BODY", "a BODY spokesman"; None for a named or bare one."""
    text = voices.parsed.article.text
    word = text[head[0] : head[1]].lower()
    if word not in load_cues().spokespersons:
        return None
    bodies = [
        chain for mention in voices.inside(phrase)
        if mention.span.start != head[0] and (chain := voices.chain(mention.chain)) is not None and chain.named
    ]  # fmt: skip
    if any(chain.type is EntityType.PERSON for chain in bodies):
        return None
    body = next((chain for chain in bodies if chain.type is EntityType.ORGANISATION), None)
    if body is None:
        return None
    return Speaker(name=f"a {word} for {_ARTICLE.sub('', body.name)}", span=span, chain=body.id, named=False)


def _apposed(phrase: Place, voices: Voices) -> Chain | None:
    """Return the person named by an apposition, behind a comma or not, or after "such as" or "including"."""
    text = voices.parsed.article.text
    people = voices.people_in((phrase[0], min(len(text), phrase[1] + _APPOSED)))
    if not people:
        return None
    for start, end, chain in people:
        between = text[phrase[1] : start].strip(" ,")
        if start >= phrase[1] and between.lower() in ("", "dr", "mr", "mrs", "ms", "sir", "sen", "sen.", "dr."):
            return chain
        if start < phrase[1] and (end == phrase[1] or _EXAMPLE.search(text[phrase[0] : start])):
            return chain if len({item[2].id for item in people if item[0] < phrase[1]}) == 1 else None
    return None


def _described(word: str, words: str, phrase: Place, voices: Voices) -> Chain | None:
    """Return whom a definite description means: by age, by stated role, else whoever was named last.

    A noun that the article has used before, other than as somebody's role, stands for somebody of its own
    ("the driver" after "the driver was arrested").
    """
    lowered = words.lower()
    if not lowered.startswith(("the ", "his ", "her ", "their ")) or len(words.split()) > 6:
        return None
    cues = load_cues()
    age = _AGED.search(lowered)
    if age is not None:
        return voices.aged(age.group(0).split("-")[0], phrase[0])
    person = word in cues.anonymous | cues.titles or word.endswith(("man", "woman", "ess"))
    if not person or word in cues.groups:
        return None
    female = word.endswith(("woman", "ess"))
    male = word.endswith("man") and not female

    def fits(chain: Chain) -> bool:
        wrong = "female" if male else "male" if female else ""
        return chain.type is EntityType.PERSON and chain.gender not in ("plural", wrong)

    holder = voices.nearest(phrase[0], lambda chain: fits(chain) and voices.has_role(chain, word))
    modified = any(part[:1].isupper() for part in words.split()[1:])
    if holder is not None or modified:
        return holder if not modified else voices.holder(words, word)
    earlier = re.search(rf"\b{re.escape(word)}\b", voices.parsed.article.text[: phrase[0]].lower())
    return None if earlier else voices.nearest(phrase[0], fits, prominent=True)


def _tidy(words: str) -> str:
    """Return a description as a name: one line, no "of the …" behind it that names nobody."""
    line = " ".join(words.split()).strip(' ,;:—–-"“”')
    cut = _TAIL.search(line)
    return line[: cut.start()] if cut and cut.start() > 0 and line[cut.start() :].islower() else line
