"""Clauses of a sentence by its dependency parse: one for each matter that it reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

_HEADS = frozenset(("ROOT", "ccomp", "conj", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj", "dep"))
# Participles and relative clauses shorter than this in tokens describe and do not report ("based in York").
_SHORT = 3
# A clause of so few words of its own takes in the clause it governs ("they were asking whether he slept").
_THIN = 4
# Tokens of a name with its description: fewer are the bare name with a title.
_DESCRIBED = 4
_EDGES = frozenset((",", ";", ":", "-", "–", "—", ".", "and", "but", "or", "(", ")", "that"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause; token indices are those of the block's ``Doc``.

    Attributes:
        head: its verb, or its noun where it has none.
        start: first token.
        end: one past the last token.
        own: tokens that belong to no clause inside it.
    """

    head: Token
    start: int
    end: int
    own: tuple[Token, ...]


def find_clauses(sent: DocSpan) -> list[Clause]:
    """Return the clauses of a sentence in order; at least one for a sentence with a word in it.

    Args:
        sent: a parsed sentence.
    """
    heads = {token.i for token in sent if _is_head(token, sent)}
    own: dict[int, list[Token]] = defaultdict(list)
    owner: dict[int, int] = {}
    for token in sent:
        own[_owner(token, heads, owner, sent)].append(token)
    clauses = [_clause(sent.doc[i], own[i]) for i in sorted(heads) if own[i]]
    kept = [clause for clause in clauses if clause is not None and _reports(clause)]
    return kept or [_whole(sent)]


def described_subject(clause: Clause) -> list[Clause]:
    """Return what a clause says of its subject in passing ("Ann Lee, the mayor of the town, …"), nothing if nothing.

    Args:
        clause: a clause that is otherwise no more than a cue.
    """
    subject = next((child for child in clause.head.children if child.dep_ == "nsubj"), None)
    if subject is None or subject.pos_ != "PROPN":
        return []
    start, end = subject.left_edge.i, subject.right_edge.i + 1
    for child in subject.children:
        if child.dep_ == "relcl" and child.i > subject.i:
            end = min(end, child.left_edge.i)
    doc = subject.doc
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    told = [child for child in subject.children if child.dep_ in ("appos", "compound", "nmod") and child.i < end]
    role = next((child for child in told if child.dep_ == "appos"), None)
    role = role or next((child for child in told if child.pos_ == "NOUN"), None)
    if role is None or end - start < _DESCRIBED:
        return []
    return [Clause(head=role, start=start, end=end, own=tuple(doc[start:end]))]


def _is_head(token: Token, sent: DocSpan) -> bool:
    if token == sent.root:
        return True
    if token.dep_ not in _HEADS or token.pos_ not in ("VERB", "AUX") or _compares(token):
        return False
    if token.dep_ == "conj":
        return token.head.pos_ in ("VERB", "AUX") and not _is_bare_infinitive(token)
    return True


def _compares(token: Token) -> bool:
    """Whether a verb stands in a comparison ("higher than is permitted", "as fast as it goes")."""
    if token.dep_ in ("ccomp", "pcomp") and token.head.lower_ == "than":
        return True
    return token.dep_ in ("advcl", "ccomp") and any(c.lower_ == "than" and c.i < token.i for c in token.children)


def _is_bare_infinitive(token: Token) -> bool:
    """Whether a coordinated verb is a second infinitive of the same verb ("to cut and burn")."""
    first = token.head
    return (
        token.tag_ == "VB"
        and first.dep_ in ("xcomp", "acl", "advcl")
        and not any(c.dep_ == "nsubj" for c in token.children)
    )


def _owner(token: Token, heads: set[int], known: dict[int, int], sent: DocSpan) -> int:
    path = []
    current = token
    while current.i not in heads and current.i not in known and current.head != current:
        path.append(current.i)
        current = current.head
    result = known.get(current.i, current.i if current.i in heads else sent.root.i)
    for i in path:
        known[i] = result
    known[token.i] = result
    return result


def _clause(head: Token, tokens: list[Token]) -> Clause | None:
    """Return the clause of a head: from its first to its last own word, cut where a conjunct clause begins."""
    doc = head.doc
    words = [token.i for token in tokens if not token.is_space and not token.is_punct] or [head.i]
    if not words:
        return None
    start, end = min(words), max(words) + 1
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and child.i > head.i:
            end = min(end, child.left_edge.i)
    if sum(i < end for i in words) <= _THIN:
        below = [c.right_edge.i + 1 for c in head.children if c.dep_ == "ccomp" and c.i > head.i]
        end = max([end, *below])
    while end < len(doc) and doc[end].is_quote and _opens(doc, start, end):
        end += 1
    while start < end and (doc[start].lower_ in _EDGES or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].lower_ in _EDGES or doc[end - 1].is_space or _dangles(doc[end - 1])):
        end -= 1
    if end <= start:
        return None
    return Clause(head=head, start=start, end=end, own=tuple(token for token in tokens if start <= token.i < end))


def _dangles(token: Token) -> bool:
    """Whether a last word belongs to the clause behind it ("… before", "… of")."""
    behind = any(child.i > token.i for child in token.children)
    return token.pos_ in ("ADP", "SCONJ") and token.dep_ in ("prep", "mark") and behind


def _opens(doc: Doc, start: int, end: int) -> bool:
    """Whether a quotation mark opens between two tokens and is not closed there."""
    return sum(doc[i].is_quote for i in range(start, end)) % 2 == 1


def _reports(clause: Clause) -> bool:
    """Whether a clause says something of its own."""
    head = clause.head
    words = sum(token.is_alpha or token.like_num for token in clause.own)
    if head.dep_ in ("acl", "relcl", "pcomp", "dep", "advcl") and words < _SHORT:
        return False
    return head.dep_ == "ROOT" or words >= 2


def _whole(sent: DocSpan) -> Clause:
    return Clause(head=sent.root, start=sent.start, end=sent.end, own=tuple(sent))
