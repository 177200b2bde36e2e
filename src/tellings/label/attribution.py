"""Attributions in a sentence: the cue, who it makes speak, to whom, and the clause it governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from tellings.label.cues import Cues, load_cues

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
# Words that a clause of content does not begin with.
_COMPLEMENTIZERS = frozenset(("that", "how"))
_CLAUSE_DEPS = frozenset(("relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "punct"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One cue in a sentence; all places are token indices of the block's ``Doc``.

    Attributes:
        head: the cue's verb, noun or preposition.
        cue: first and one past the last token of the cue.
        frame: the list of ``cues.yaml`` it came from.
        source: head of the noun phrase that names who speaks, None if the sentence has none.
        addressee: head of the noun phrase to whom it is said.
        content: first and one past the last token of the clause it governs, None where there is no such clause
            (a cue beside a quotation).
        root: the verb of that clause.
    """

    head: Token
    cue: tuple[int, int]
    frame: str
    source: Token | None = None
    addressee: Token | None = None
    content: tuple[int, int] | None = None
    root: Token | None = None


def find_attributions(sent: DocSpan) -> list[Attribution]:
    """Return every attribution in a sentence, in order of its cue.

    Args:
        sent: a parsed sentence.
    """
    cues = load_cues()
    found: list[Attribution] = []
    for token in sent:
        if token.pos_ in ("VERB", "AUX") or token.lemma_.lower() in ("say", "tell"):
            frame = _frame(token, cues)
            if frame:
                found.append(_verbal(token, frame, sent, cues))
        elif token.lower_ == "according" and token.i + 1 < sent.end and token.nbor().lower_ == "to":
            found.append(_according(token, sent))
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cues.nouns:
            found += _nominal(token, sent)
    return found


def phrase(head: Token) -> tuple[int, int]:
    """Return the tokens of a noun phrase without its relative clauses, appositions and what follows them."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    for child in head.children:
        if child.dep_ in _CLAUSE_DEPS and child.i > head.i:
            end = min(end, child.left_edge.i)
        if child.dep_ in ("relcl", "acl", "punct") and child.i < head.i:
            start = max(start, child.right_edge.i + 1)
    while end - 1 > head.i and head.doc[end - 1].is_punct:
        end -= 1
    return start, end


def lemma_of(token: Token) -> str:
    """Return a verb's lemma in lower case with its particle, if it has one ("point out")."""
    lemma = str(token.lemma_).lower()
    for child in token.children:
        if child.dep_ == "prt":
            return f"{lemma} {child.lower_}"
    return lemma


def _frame(token: Token, cues: Cues) -> str:
    """Return the frame a verb takes here, empty if it marks no attribution."""
    lemma, plain = lemma_of(token), str(token.lemma_).lower()
    if token.dep_ in ("amod", "compound"):
        return ""
    prepositional = {f"{plain} {child.lower_}" for child in token.children if child.dep_ == "prep"}
    has_as = any(child.dep_ in ("prep", "mark") and child.lower_ == "as" for child in token.children)
    if has_as and plain in cues.describe and token.i < max(c.i for c in token.children if c.lower_ == "as"):
        return "describe"
    if plain in cues.call and _predicate(token) is not None:
        return "call"
    if plain in cues.express and _expressed(token, cues) is not None:
        return "express"
    clause = _clause(token)
    if clause is not None and clause.dep_ == "xcomp":
        return _infinitive_frame(token, plain, prepositional, cues)
    if lemma in cues.say or plain in cues.say:
        return "say"
    if lemma in cues.ask:
        return "ask"
    if clause is not None and plain in cues.believe:
        return "believe"
    if clause is not None and plain in cues.show:
        return "show"
    return ""


def _infinitive_frame(token: Token, plain: str, prepositional: set[str], cues: Cues) -> str:
    """Return the frame of a verb with an infinitive."""
    if plain in cues.direct_others or prepositional & cues.direct_others:
        return "direct_others"
    if plain in cues.undertake:
        return "undertake"
    if plain in cues.say and any(child.dep_ in ("dobj", "dative") for child in token.children):
        return "direct_others"
    return "say" if plain in ("say", "tell", "add") else ""


def _clause(token: Token) -> Token | None:
    """Return the verb of the clause a cue governs."""
    best = None
    for child in token.children:
        if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and child.i > token.i):
            if best is None or child.dep_ == "ccomp":
                best = child
    return best


def _predicate(token: Token) -> Token | None:
    """Return the second object of a verb of calling ("called it a scandal")."""
    for child in token.children:
        if child.dep_ in ("oprd", "xcomp") and child.i > token.i:
            return child
        if child.dep_ == "ccomp" and child.i > token.i and child.pos_ in ("NOUN", "ADJ", "PROPN"):
            return child
    return None


def _expressed(token: Token, cues: Cues) -> Token | None:
    for child in token.children:
        if child.dep_ == "dobj" and (
            child.lemma_.lower() in cues.expressed
            or any(other.lemma_.lower() in cues.expressed for other in child.conjuncts)
        ):
            return child
    return None


def _verbal(token: Token, frame: str, sent: DocSpan, cues: Cues) -> Attribution:
    source = speaker_of(token, cues)
    content, root = _governed(token, frame, sent, cues)
    return Attribution(
        head=token,
        cue=_cue_extent(token),
        frame=frame,
        source=source,
        addressee=_addressee(token),
        content=content,
        root=root,
    )


def _cue_extent(token: Token) -> tuple[int, int]:
    """Return the verb with its auxiliaries and particle where they stand beside it."""
    start, end = token.i, token.i + 1
    lefts = {child.i for child in token.children if child.dep_ in ("aux", "auxpass", "neg")}
    while start - 1 in lefts:
        start -= 1
    if any(child.i == end and child.dep_ == "prt" for child in token.children):
        end += 1
    return start, end


def speaker_of(token: Token, cues: Cues) -> Token | None:
    """Return the head of the noun phrase that a cue makes speak, None if the sentence names nobody.

    Args:
        token: the cue's verb.
        cues: word lists.
    """
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in token.children)
    if passive:
        return _agent(token)
    own = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if own is not None and own.lower_ in ("who", "which", "that") and token.dep_ == "relcl":
        return token.head
    if own is not None:
        return own
    if token.dep_ in ("acl", "relcl"):
        return token.head if token.tag_ == "VBG" or token.head.pos_ in ("NOUN", "PROPN") else None
    if token.dep_ == "advcl" and token.tag_ in ("VBG", "VBN"):
        nearest = _earlier_speaker(token, cues)
        if nearest is not None:
            return nearest
    if token.dep_ in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep") and token.head != token:
        up = token.head
        while up.pos_ not in ("VERB", "AUX") and up.head != up:
            up = up.head
        return speaker_of(up, cues) if up != token and up.pos_ in ("VERB", "AUX") else None
    return None


def _earlier_speaker(token: Token, cues: Cues) -> Token | None:
    """Return who speaks at the nearest finite cue before a participle ("said …, adding …")."""
    for other in reversed(list(token.sent)[: token.i - token.sent.start]):
        if other.lemma_.lower() in cues.say and other.pos_ == "VERB":
            subject = next((child for child in other.children if child.dep_ == "nsubj"), None)
            if subject is not None and subject.lower_ not in ("who", "which", "that"):
                return subject
    return None


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "agent":
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def _addressee(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "nsubjpass" and token.lemma_.lower() in ("tell", "inform", "warn", "ask", "urge"):
            return child
        if child.i > token.i and child.dep_ in ("dobj", "dative") and token.lemma_.lower() in _TAKES_HEARER:
            if child.dep_ == "dative" and child.pos_ == "ADP":
                return next(iter(child.children), None)
            return child
        if child.dep_ == "prep" and child.lower_ == "to" and child.i > token.i and token.lemma_.lower() in _SPOKEN_TO:
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


_TAKES_HEARER = frozenset(
    (
        "tell",
        "warn",
        "inform",
        "ask",
        "urge",
        "assure",
        "remind",
        "advise",
        "order",
        "promise",
        "beg",
        "implore",
        "notify",
        "instruct",
    )
)
_SPOKEN_TO = frozenset(("say", "explain", "write", "speak", "announce", "confirm", "suggest", "admit", "reveal"))


def _governed(token: Token, frame: str, sent: DocSpan, cues: Cues) -> tuple[tuple[int, int] | None, Token | None]:
    """Return the tokens of the clause a cue governs, and its verb."""
    if frame == "describe":
        target = next((c for c in token.children if c.dep_ in ("dobj", "nsubjpass") and c.i > token.i), None)
        marker = next(c for c in token.children if c.lower_ == "as")
        start = target.left_edge.i if target is not None else marker.i + 1
        return _trim(token.doc, start, marker.right_edge.i + 1), marker
    if frame == "call":
        predicate = _predicate(token)
        assert predicate is not None
        objects = [c.left_edge.i for c in token.children if c.dep_ == "dobj" and c.i > token.i]
        start = min([*objects, predicate.left_edge.i])
        return _trim(token.doc, start, predicate.right_edge.i + 1), predicate
    if frame == "express":
        noun = _expressed(token, cues)
        assert noun is not None
        return _trim(token.doc, noun.left_edge.i, noun.right_edge.i + 1), noun
    clause = _clause(token)
    if clause is not None:
        return _clause_extent(token, clause, sent), clause
    if (
        token.dep_ in ("parataxis", "ccomp", "advcl")
        and frame in ("say", "believe")
        and token.head.pos_ in ("VERB", "AUX")
    ):
        return _around(token, sent)
    return None, None


def _clause_extent(token: Token, clause: Token, sent: DocSpan) -> tuple[int, int]:
    """Return the tokens of a clause of content, cut where the next attribution of the sentence begins."""
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    if clause.i > token.i:
        start = max(start, token.i + 1)
        end = _cut_at_next_cue(token.doc, start, end)
    else:
        end = min(end, token.i)
        subject = next((c for c in token.children if c.dep_ in SUBJECTS and c.i < token.i), None)
        if subject is not None and subject.left_edge.i > start:
            end = min(end, subject.left_edge.i)
    return _trim(token.doc, start, end)


def _cut_at_next_cue(doc: object, start: int, end: int) -> int:
    """Return where a participle of saying after a comma ends the clause before it (", adding …")."""
    cues = load_cues()
    for i in range(start + 1, end):
        token: Token = doc[i]  # type: ignore[index]
        if token.tag_ == "VBG" and doc[i - 1].text == "," and lemma_of(token) in cues.say | cues.describe:  # type: ignore[index]
            return i - 1
    return end


def _around(token: Token, sent: DocSpan) -> tuple[tuple[int, int] | None, Token | None]:
    """Return the sentence around a cue in brackets of commas ("The plan, he said, was late")."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None:
        return None, None
    first = min(subject.left_edge.i, token.i)
    last = max(phrase(subject)[1], token.i + 1)
    before = first - 1 >= sent.start and token.doc[first - 1].text in (",", "—", "–", "-")
    if not before:
        return None, None
    if last < sent.end - 1 and token.doc[last].text in (",", "—", "–", "-"):
        return _trim(token.doc, sent.start, sent.end), token.head
    return _trim(token.doc, sent.start, first), token.head


def _according(token: Token, sent: DocSpan) -> Attribution:
    """Return the attribution of an "according to" and the clause it hangs on."""
    preposition = token.nbor()
    source = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if source is None:
        source = next((c for c in token.children if c.dep_ == "pobj"), None)
    last = preposition.i + 1 if source is None else source.right_edge.i + 1
    doc = token.doc
    if token.i == sent.start:
        content = _trim(doc, last, sent.end)
    elif last >= sent.end - 1 or doc[last].is_punct:
        content = _trim(doc, sent.start, token.i)
    else:
        content = _trim(doc, sent.start, sent.end)
    root = token.head
    while root.pos_ not in ("VERB", "AUX") and root.head != root:
        root = root.head
    return Attribution(
        head=token, cue=(token.i, token.i + 2), frame="according", source=source, content=content, root=root
    )


def _nominal(token: Token, sent: DocSpan) -> Iterator[Attribution]:
    """Yield the attribution of a noun with a clause of content ("his claim that …")."""
    clause = next((c for c in token.children if c.dep_ in ("acl", "ccomp") and _has_that(c)), None)
    if clause is None or clause.i < token.i:
        return
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in token.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "of")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if owner is None:
        return
    yield Attribution(
        head=token,
        cue=(token.i, token.i + 1),
        frame="noun",
        source=owner,
        content=_trim(token.doc, clause.left_edge.i, clause.right_edge.i + 1),
        root=clause,
    )


def _has_that(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _trim(doc: object, start: int, end: int) -> tuple[int, int]:
    """Drop "that", commas and stops at the ends; quotation marks stay."""
    while start < end and (doc[start].lower_ in _COMPLEMENTIZERS or doc[start].text in (",", ":", "-", "—", "–", "“,")):  # type: ignore[index]
        if doc[start].lower_ == "that" and doc[start].dep_ not in ("mark", "det", "advmod"):  # type: ignore[index]
            break
        start += 1
    while end > start and (doc[end - 1].text in (",", ".", ":", ";", "-", "—", "–") or doc[end - 1].is_space):  # type: ignore[index]
        end -= 1
    return start, end
