"""Which frame a verb of saying, believing or wanting takes: which of its dependents is what was said."""

from __future__ import annotations

from spacy.tokens import Token

from tellings.label.cues import Cues

# Verbs that name whom they are said to before what he is to do, so that without one they are passive.
_NEEDS_HEARER = frozenset(("tell", "order", "urge", "advise", "instruct", "remind", "command", "warn"))


def frame_of(token: Token, cues: Cues) -> str:
    """Return the frame a verb takes here, empty if it marks no attribution."""
    plain = str(token.lemma_).lower()
    if token.dep_ in ("amod", "compound") or is_idle(token):
        return ""
    special = _object_frame(token, plain, cues)
    if special:
        return special
    clause = clause_of(token)
    if clause is not None and clause.dep_ == "xcomp":
        prepositional = {f"{plain} {child.lower_}" for child in token.children if child.dep_ == "prep"}
        return _infinitive_frame(token, plain, prepositional, cues)
    bare = clause is not None and clause.i > token.i and not has_that(clause)
    if bare and plain in cues.with_that and not _introduces(token):
        return ""
    return _clause_frame(lemma_of(token), plain, cues, governs=clause is not None)


def _introduces(token: Token) -> bool:
    """Whether a colon or a quotation mark stands right behind a verb."""
    return token.i + 1 < len(token.doc) and (token.nbor().text == ":" or token.nbor().is_quote)


def is_idle(token: Token) -> bool:
    """Whether nobody speaks: "too early to say", "without saying", "more than he says he is", "people told to go".

    Args:
        token: a verb.
    """
    if (token.dep_ == "pcomp" and token.head.lower_ == "without") or _asked_or_sayable(token):
        return True
    if token.tag_ in ("VBD", "VBN") and token.lemma_.lower() in _NEEDS_HEARER and _infinitive_next(token):
        return not any(child.dep_ == "auxpass" for child in token.children)  # "people told to leave"
    if (
        token.tag_ == "VB"
        and token.dep_ in ("xcomp", "ccomp", "advcl", "acl")
        and token.lemma_.lower() in ("say", "tell", "know")
    ):
        return token.head.pos_ == "ADJ" or any(child.dep_ == "acomp" for child in token.head.children)
    if token.dep_ != "relcl" or clause_of(token) is None:
        return False
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.tag_ not in ("WP", "WDT")


def _asked_or_sayable(token: Token) -> bool:
    """Whether a cue tells what somebody was asked ("when asked whether") or what anybody can say ("you can say")."""
    if token.dep_ == "ccomp" and token.head.lemma_.lower() == "ask":
        return any(child.lower_ in ("whether", "if") and child.dep_ == "mark" for child in token.children)
    kinds = {child.dep_: child for child in token.children}
    if token.lemma_.lower() == "ask" and token.tag_ in ("VBD", "VBN") and "nsubj" not in kinds:
        opening = token.is_sent_start and token.dep_ == "advcl"
        return opening or any(child.lower_ in ("when", "if") and child.i < token.i for child in token.children)
    subject = kinds.get("nsubj")
    return (
        subject is not None
        and subject.lower_ == "you"
        and token.lemma_.lower() in ("say", "tell", "know")
        and any(child.tag_ == "MD" for child in token.children)
    )


def _infinitive_next(token: Token) -> bool:
    """Whether "to" stands right behind a verb."""
    return token.i + 1 < len(token.doc) and token.nbor().tag_ == "TO"


def lemma_of(token: Token) -> str:
    """Return a verb's lemma in lower case with its particle, if it has one ("point out")."""
    lemma = str(token.lemma_).lower()
    for child in token.children:
        if child.dep_ == "prt":
            return f"{lemma} {child.lower_}"
    return lemma


def clause_of(token: Token) -> Token | None:
    """Return the verb of the clause a cue governs: the nearest one behind it, else the nearest before it."""
    clauses = [
        child for child in token.children if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and child.i > token.i)
    ]
    if not clauses:  # "said after the meeting he would stay", which the parser takes for an adverbial
        clauses = [child for child in token.children if child.dep_ == "advcl" and child.i > token.i and _is_bare(child)]
    finite = [child for child in clauses if child.dep_ != "xcomp"] or clauses
    behind = [child for child in finite if child.i > token.i]
    return behind[0] if behind else finite[-1] if finite else None


def _is_bare(clause: Token) -> bool:
    """Whether a clause has a subject and a finite verb and no conjunction."""
    kinds = {child.dep_ for child in clause.children}
    finite = clause.tag_ in ("VBD", "VBZ", "VBP") or any(
        child.tag_ in ("MD", "VBD", "VBZ", "VBP") for child in clause.children
    )
    return (
        finite
        and "nsubj" in kinds
        and "mark" not in kinds
        and not any(child.tag_ == "WRB" for child in clause.children)
    )


def _object_frame(token: Token, plain: str, cues: Cues) -> str:
    """Return the frame of a verb whose object is what was said ("described X as Y", "called for Z")."""
    if plain in cues.describe and as_marker(token) is not None:
        return "describe"
    if plain in cues.call and predicate_of(token) is not None:
        return "call"
    if plain in cues.express and expressed_in(token, cues) is not None:
        return "express"
    return "call for" if called_for(token, cues) is not None else ""


def as_marker(token: Token) -> Token | None:
    """Return the "as" of "described the call as useful", which the parser hangs on the verb or on its object."""
    objects = [child for child in token.children if child.dep_ == "dobj" and child.i > token.i]
    adverbials = [child for child in token.children if child.dep_ == "advcl" and child.i > token.i]
    for parent in (token, *objects, *adverbials):
        for child in parent.children:
            if child.lower_ == "as" and child.dep_ in ("prep", "mark", "advmod") and child.i > token.i:
                return child
    return None


def called_for(token: Token, cues: Cues) -> Token | None:
    """Return the preposition of "called for", "pushed for", "warned of" with a noun behind it."""
    for child in token.children:
        if (
            child.dep_ == "prep"
            and f"{token.lemma_.lower()} {child.lower_}" in cues.call_for
            and child.i == token.i + 1
        ):
            return child if any(g.dep_ in ("pobj", "pcomp") for g in child.children) else None
    return None


def _clause_frame(lemma: str, plain: str, cues: Cues, *, governs: bool) -> str:
    """Return the frame of a verb with a clause, or beside a quotation."""
    if lemma in cues.say or plain in cues.say:
        return "say"
    if lemma in cues.ask:
        return "ask"
    if governs and plain in cues.believe:
        return "believe"
    return "show" if governs and plain in cues.show else ""


def _infinitive_frame(token: Token, plain: str, prepositional: set[str], cues: Cues) -> str:
    """Return the frame of a verb with an infinitive."""
    if plain in cues.direct_others or prepositional & cues.direct_others:
        return "direct_others"
    if plain in cues.undertake:
        return "undertake"
    if plain in cues.say and any(child.dep_ in ("dobj", "dative") for child in token.children):
        return "direct_others"
    return "say" if plain in ("say", "tell", "add") else ""


def predicate_of(token: Token) -> Token | None:
    """Return the second object of a verb of calling ("called it a scandal")."""
    for child in token.children:
        if child.dep_ in ("oprd", "xcomp") and child.i > token.i and child.tag_ != "VB":
            return child
        if child.dep_ == "ccomp" and child.i > token.i and child.pos_ in ("NOUN", "ADJ", "PROPN"):
            return child
        if child.dep_ == "dobj" and child.i > token.i and any(t.is_quote and t.i > child.i for t in child.subtree):
            return child  # "called the talks “very useful”", read as one noun phrase
        if child.dep_ in ("npadvmod", "attr") and child.i > token.i and token.doc[child.left_edge.i - 1].is_quote:
            return child  # "called it “a very good night”"
        behind = [c for c in child.children if c.dep_ == "amod" and c.i > child.i] if child.dep_ == "dobj" else []
        if behind and child.i > token.i:
            return behind[0]  # "calls that answer late", read as one noun phrase
    return None


def expressed_in(token: Token, cues: Cues) -> Token | None:
    """Return the noun for what was voiced ("expressed his concern"), None if the verb has none."""
    for child in token.children:
        told = any(other.dep_ in ("relcl", "acl") for other in child.children)
        if child.dep_ == "dobj" and (
            (not told and any(t.is_quote for t in child.subtree))
            or child.doc[child.left_edge.i - 1].is_quote
            or child.lemma_.lower() in cues.expressed
            or any(other.lemma_.lower() in cues.expressed for other in child.conjuncts)
        ):
            return child
    return None


def has_that(clause: Token) -> bool:
    """Return whether a clause begins with "that" and has a subject of its own."""
    if any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children):
        return True
    subjects = [child.lower_ for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")]
    return len(subjects) > 1 and subjects[0] == "that"
