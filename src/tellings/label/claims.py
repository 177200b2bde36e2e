"""Reported propositions: clauses with who, what, when, where, how many, how firmly and on whose word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from tellings.label.attribution import phrase
from tellings.label.clauses import Clause, described_subject, find_clauses
from tellings.label.modality import core_of, is_hedged, is_positive, load_modal_words, modality_of, path_to
from tellings.label.parse import Parsed, ParsedBlock
from tellings.types.labels import (
    Chain,
    Claim,
    EntityType,
    Mention,
    Modality,
    Participant,
    Quantity,
    Speaker,
    Statement,
    StatementKind,
    Time,
)
from tellings.types.spans import Span

# A claim's words at most: a long sentence. A passage beyond that points at nothing.
LONGEST = 400
_SHORT_BE = frozenset(("’m", "'m", "’s", "'s", "’re", "'re"))
_PLACE_PREPOSITIONS = frozenset(
    (
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "across",
        "around",
        "off",
        "along",
        "beside",
        "within",
        "throughout",
        "to",
        "from",
        "on",
        "between",
        "toward",
        "towards",
        "into",
        "onto",
        "via",
    )
)


@dataclass(slots=True, kw_only=True)
class _Marks:
    """The other labels of an article, ordered for look-up by place."""

    parsed: Parsed
    mentions: list[Mention]
    chains: dict[str, Chain]
    times: list[Time]
    quantities: list[Quantity]
    statements: list[Statement]
    starts: dict[str, list[int]] = field(default_factory=dict)

    def inside(self, kind: str, span: Span) -> tuple[int, int]:
        """Return the slice of a list whose items start in a span."""
        starts = self.starts.get(kind)
        if starts is None:
            starts = self.starts[kind] = [item.span.start for item in getattr(self, kind)]
        return bisect_left(starts, span.start), bisect_left(starts, span.end)


def find_claims(
    parsed: Parsed,
    mentions: tuple[Mention, ...],
    chains: tuple[Chain, ...],
    times: tuple[Time, ...],
    quantities: tuple[Quantity, ...],
    statements: tuple[Statement, ...],
) -> tuple[Claim, ...]:
    """Return the claims of an article in reading order, at least one for each sentence with a word in it.

    Args:
        parsed: the article with its syntax.
        mentions: who and what is mentioned.
        chains: the chains of those mentions.
        times: its time expressions.
        quantities: its numbers.
        statements: who said what.
    """
    marks = _Marks(
        parsed=parsed,
        mentions=sorted(mentions, key=lambda item: (item.span.start, -item.span.end)),
        chains={chain.id: chain for chain in chains},
        times=sorted(times, key=lambda item: item.span.start),
        quantities=sorted(quantities, key=lambda item: item.span.start),
        statements=sorted(statements, key=lambda item: (item.content.start, -item.content.end)),
    )
    cued = {item.cue.start: item for item in statements if item.cue is not None}
    found: list[Claim] = []
    for index, block, sent in parsed.sentence_docs():
        clauses = find_clauses(sent)
        telling: list[Clause] = []
        for clause in clauses:
            if _only_attributes(clause, clauses, block, cued, marks):
                telling += described_subject(clause)
            else:
                telling.append(clause)
        for clause in telling or clauses:
            found.extend(_claims(clause, block, index, marks, number=len(found)))
    return tuple(found)


def _only_attributes(
    clause: Clause, others: list[Clause], block: ParsedBlock, cued: dict[int, Statement], marks: _Marks
) -> bool:
    """Whether a clause is no more than a cue with its speaker, since its content is a claim of its own.

    What somebody tells about another's words is a matter itself ("she said he had asked for help").
    """
    for token in path_to(clause.head, core_of(clause.head)):
        statement = next((cued[at] for at in _cue_starts(token, block) if at in cued), None)
        if statement is None or _statement_at(block.start + token.idx, marks) is not None:
            continue
        inside = [block.start + other.head.idx for other in others if other is not clause]
        content = statement.content
        if statement.kind is StatementKind.DIRECT or any(content.start <= at < content.end for at in inside):
            return True
    return False


def _cue_starts(token: Token, block: ParsedBlock) -> list[int]:
    """Return where a cue with this verb may begin: at the verb or at an auxiliary before it."""
    helpers = [child.idx for child in token.children if child.dep_ in ("aux", "auxpass", "neg") and child.i < token.i]
    return [block.start + at for at in (token.idx, *helpers)]


def _claims(clause: Clause, block: ParsedBlock, sentence: int, marks: _Marks, *, number: int) -> Iterator[Claim]:
    core = core_of(clause.head)
    statement = _statement_at(block.start + core.idx, marks)
    span = _span(clause, block, marks.parsed, statement)
    if span is None:
        return
    times = marks.times[slice(*marks.inside("times", span))]
    participants = tuple(_participants(clause, core, block, marks))
    yield Claim(
        id=f"k{number}",
        span=span,
        sentence=sentence,
        predicate=_predicate(core),
        predicate_span=marks.parsed.span(block, core),
        participants=participants,
        time=_time(times, clause, block),
        place=next((item.span for item in participants if item.role == "place"), None),
        quantities=tuple(item.id for item in marks.quantities[slice(*marks.inside("quantities", span))]),
        positive=is_positive(clause.head, core),
        modality=_modality(clause.head, core, statement, marks),
        hedged=is_hedged(clause.head, core),
        attribution=_attribution(statement),
        statement=statement.id if statement is not None else None,
        lemmas=tuple(_lemmas(clause)),
    )


def _span(clause: Clause, block: ParsedBlock, parsed: Parsed, statement: Statement | None) -> Span | None:
    """Return the words of a clause, at most ``LONGEST``; of a direct quotation none outside its marks."""
    doc = block.doc
    start, end = clause.start, clause.end
    while start < end and (doc[start].is_space or (doc[start].is_quote and _is_odd(clause))):
        start += 1
    while end > start and doc[end - 1].is_space:
        end -= 1
    if start >= end:
        return None
    first = block.start + doc[start].idx
    last = block.start + doc[end - 1].idx + len(doc[end - 1].text)
    if statement is not None and statement.kind is StatementKind.DIRECT:
        first, last = max(first, statement.content.start), min(last, statement.content.end)
        if first >= last:
            return None
    if last - first > LONGEST:
        middle = block.start + clause.head.idx
        if middle - first > LONGEST // 2:
            first = min(middle - LONGEST // 4, last - LONGEST)
            first = parsed.article.text.find(" ", first, last) + 1 or first
        last = min(last, first + LONGEST)
        cut = parsed.article.text.rfind(" ", first, last)
        last = cut if cut > first and last < block.start + len(doc.text) else last
    return parsed.article.span(first, last)


def _is_odd(clause: Clause) -> bool:
    """Whether one quotation mark of a clause has no other."""
    return sum(clause.head.doc[i].is_quote for i in range(clause.start, clause.end)) % 2 == 1


def _predicate(core: Token) -> str:
    if core.pos_ == "AUX" and core.lower_ in _SHORT_BE:
        return "be"
    particle = next((child.lower_ for child in core.children if child.dep_ == "prt"), "")
    if core.lemma_.lower() == "be":
        complement = next((c for c in core.children if c.dep_ in ("attr", "acomp") and c.i > core.i), None)
        if complement is not None:
            return f"be {complement.lemma_.lower()}"
    if core.dep_ in ("appos", "compound", "nmod"):
        return f"be {core.lemma_.lower()}"
    return f"{core.lemma_.lower()} {particle}".strip()


def _time(times: list[Time], clause: Clause, block: ParsedBlock) -> str | None:
    own = {block.start + token.idx for token in clause.own}
    dated = [time for time in times if time.value is not None] or times
    mine = [time for time in dated if time.span.start in own]
    return (mine or dated)[0].id if dated else None


def _statement_at(offset: int, marks: _Marks) -> Statement | None:
    """Return the innermost statement whose content holds an offset."""
    first = bisect_right(marks.statements, offset, key=lambda item: item.content.start)
    for statement in reversed(marks.statements[max(0, first - 12) : first]):
        if statement.content.start <= offset < statement.content.end:
            return statement
    return None


def _attribution(statement: Statement | None) -> tuple[Speaker, ...]:
    if statement is None:
        return ()
    own = (statement.speaker,) if statement.speaker is not None else ()
    return tuple(speaker for speaker in statement.via if speaker not in own) + own


def _modality(head: Token, core: Token, statement: Statement | None, marks: _Marks) -> Modality:
    own = modality_of(head, core)
    if statement is None or statement.cue is None or statement.kind is StatementKind.DIRECT:
        return own
    words = load_modal_words()
    cue = marks.parsed.article.words(statement.cue).lower().split()[-1]
    stems = {
        cue,
        cue.removesuffix("d"),
        cue.removesuffix("ed"),
        cue.removesuffix("s"),
        cue[:-3] + "y",
        cue.removesuffix("ing"),
    }
    if stems & words.denied:
        return Modality.DENIED
    if own in (Modality.HAPPENED, Modality.ONGOING) and core.tag_ == "VB":
        if stems & {"vow", "pledge", "promise", "promis", "threaten"}:
            return Modality.PLANNED
        if stems & (words.proposed | {"order", "beg", "warn"}):
            return Modality.PROPOSED
    return own


def _lemmas(clause: Clause) -> Iterator[str]:
    for i in range(clause.start, clause.end):
        token = clause.head.doc[i]
        if (
            not token.is_stop
            and not token.is_punct
            and not token.is_space
            and any(char.isalnum() for char in token.text)
        ):
            yield token.lemma_.lower()


def _participants(clause: Clause, core: Token, block: ParsedBlock, marks: _Marks) -> Iterator[Participant]:
    seen: set[int] = set()
    for role, head in _arguments(clause, core):
        if head.i in seen:
            continue
        seen.add(head.i)
        yield _participant(role, head, block, marks)


def _participant(role: str, head: Token, block: ParsedBlock, marks: _Marks) -> Participant:
    start, end = phrase(head)
    span = marks.parsed.span(block, block.doc[start:end])
    place = block.start + head.idx
    mention = None
    first, last = marks.inside("mentions", span)
    for item in marks.mentions[first:last]:
        if item.span.start <= place < item.span.end and (mention is None or len(item.span) > len(mention.span)):
            mention = item
    chain = marks.chains.get(mention.chain) if mention is not None else None
    if (
        role == "place"
        and not (chain is not None and chain.type is EntityType.PLACE)
        and head.ent_type_ not in ("GPE", "LOC", "FAC")
    ):
        role = "other"
    return Participant(role=role, span=span, chain=chain.id if chain is not None else None, head=head.lemma_.lower())


def _arguments(clause: Clause, core: Token) -> Iterator[tuple[str, Token]]:
    """Yield roles and head words: subjects first, then what follows the verbs from head to core."""
    subject, passive = _subject(clause.head)
    if subject is not None:
        passive = passive or any(child.dep_ == "auxpass" for child in core.children)
        yield ("patient" if passive else "agent"), subject
    for verb in path_to(clause.head, core):
        for child in verb.children:
            yield from _argument(child, verb)


def _argument(child: Token, verb: Token) -> Iterator[tuple[str, Token]]:
    if child.dep_ in ("dobj", "attr", "oprd") and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        yield "patient", child
    elif child.dep_ == "dative":
        yield "recipient", next((c for c in child.children if c.dep_ == "pobj"), child)
    elif child.dep_ == "agent":
        for grandchild in child.children:
            if grandchild.dep_ == "pobj":
                yield "agent", grandchild
    elif child.dep_ == "prep":
        for grandchild in child.children:
            if grandchild.dep_ == "pobj":
                yield ("place" if child.lower_ in _PLACE_PREPOSITIONS else "other"), grandchild
    elif child.dep_ == "prt" or child.head != verb:
        return


def _subject(head: Token) -> tuple[Token | None, bool]:
    """Return the subject of a clause, its own or the one it shares, and whether it is a passive one."""
    own = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if own is not None and not (head.dep_ == "relcl" and own.tag_ in ("WDT", "WP")):
        return own, own.dep_ == "nsubjpass"
    if head.dep_ == "relcl":
        return (head.head, own.dep_ == "nsubjpass") if own is not None else (None, False)
    if head.dep_ in ("acl", "appos"):
        return head.head, head.tag_ == "VBN"
    if head.dep_ in ("conj", "advcl", "xcomp", "pcomp") and head.head != head:
        up = head.head
        while up.pos_ not in ("VERB", "AUX") and up.head != up:
            up = up.head
        passive = any(child.dep_ == "auxpass" for child in head.children)
        return (_subject(up)[0], passive) if up.pos_ in ("VERB", "AUX") else (None, False)
    return None, False
