"""How a clause stands to what happened: planned, possible, denied …; and whether it hedges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml
from spacy.tokens import Token

from tellings.types.labels import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class ModalWords:
    """The lists of ``modality.yaml``; what each is for stands in the file."""

    planned: frozenset[str]
    expected: frozenset[str]
    proposed: frozenset[str]
    possible: frozenset[str]
    light: frozenset[str]
    negative: frozenset[str]
    denied: frozenset[str]
    planned_auxiliaries: frozenset[str]
    proposed_auxiliaries: frozenset[str]
    possible_auxiliaries: frozenset[str]
    conditional_auxiliaries: frozenset[str]
    conditional_marks: frozenset[str]
    possible_adverbs: frozenset[str]
    expected_words: frozenset[str]
    hedges: frozenset[str]
    hedging_passives: frozenset[str]
    hedging_verbs: frozenset[str]


@lru_cache(maxsize=1)
def load_modal_words() -> ModalWords:
    """Return the lists of ``modality.yaml``, read once per process."""
    text = files("tellings.label").joinpath("modality.yaml").read_text(encoding="utf-8")
    lists = yaml.load(text, Loader=yaml.CSafeLoader)
    return ModalWords(**{name: frozenset(words) for name, words in lists.items()})


def core_of(head: Token) -> Token:
    """Return the verb that carries the matter: the infinitive under a light, planning or hedging verb.

    Args:
        head: the head of a clause.
    """
    words = load_modal_words()
    carriers = words.light | words.planned | words.expected | words.proposed | words.hedging_passives
    core = head
    for _ in range(4):
        below = next(
            (c for c in core.children if c.dep_ == "xcomp" and c.i > core.i and c.pos_ in ("VERB", "AUX")), None
        )
        if below is None or core.lemma_.lower() not in carriers:
            break
        core = below
    return core


def path_to(head: Token, core: Token) -> list[Token]:
    """Return the verbs from a clause's head down to its core, the core last."""
    path = [core]
    while path[0] != head and path[0].head != path[0]:
        path.insert(0, path[0].head)
    return path


def is_positive(head: Token, core: Token) -> bool:
    """Return whether a clause is affirmed: an even number of negations from its head to its core."""
    words = load_modal_words()
    negations = 0
    for verb in path_to(head, core):
        negations += any(
            child.dep_ == "neg" or child.lower_ in ("never", "nobody", "none", "neither") for child in verb.children
        )
        negations += verb != core and verb.lemma_.lower() in words.negative
        negations += any(
            child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr")
            and any(g.dep_ == "det" and g.lower_ == "no" for g in child.children)
            for child in verb.children
        )
    return negations % 2 == 0


def is_hedged(head: Token, core: Token) -> bool:
    """Return whether the clause's own words hedge ("reportedly", "is believed to", "appears to")."""
    words = load_modal_words()
    for verb in path_to(head, core):
        lemma = verb.lemma_.lower()
        passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
        if verb != core and (lemma in words.hedging_verbs or (passive and lemma in words.hedging_passives)):
            return True
        if any(child.lower_ in words.hedges for child in verb.children if child.dep_ in ("advmod", "acomp")):
            return True
    return False


def modality_of(head: Token, core: Token) -> Modality:
    """Return how a clause stands to what happened, by its own words.

    Args:
        head: the head of the clause.
        core: the verb that carries its matter, see ``core_of``.
    """
    words = load_modal_words()
    path = path_to(head, core)
    helpers = {child.lower_ for verb in path for child in verb.children if child.dep_ in ("aux", "auxpass")}
    marks = {child.lower_ for verb in path for child in verb.children if child.dep_ in ("mark", "advmod")}
    if marks & words.conditional_marks - {"until", "once"}:
        return Modality.CONDITIONAL
    above = [verb for verb in path if verb != core]
    for verb in above:
        found = _carried(verb, words)
        if found is not None:
            return found
    if helpers & words.conditional_auxiliaries:
        return Modality.CONDITIONAL
    if helpers & words.possible_auxiliaries or marks & words.possible_adverbs:
        return Modality.POSSIBLE
    if helpers & words.planned_auxiliaries or _is_to(path) or _is_purpose(head):
        return Modality.PLANNED
    if helpers & words.proposed_auxiliaries or (core.dep_ == "ROOT" and core.tag_ == "VB" and not helpers):
        return Modality.PROPOSED
    return Modality.ONGOING if _goes_on(path) else Modality.HAPPENED


def _carried(verb: Token, words: ModalWords) -> Modality | None:
    lemma = verb.lemma_.lower()
    if lemma in words.expected or verb.lower_ in words.expected_words - {"set"}:
        return Modality.EXPECTED
    if lemma in words.planned:
        return Modality.PLANNED
    if lemma in words.proposed:
        return Modality.PROPOSED
    if any(child.lower_ in words.expected_words for child in verb.children if child.dep_ in ("acomp", "oprd")):
        return Modality.EXPECTED
    return None


def _is_to(path: list[Token]) -> bool:
    """Whether the clause is of the form "is to meet"."""
    core = path[-1]
    above = path[-2] if len(path) > 1 else core
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in core.children)
    return above != core and above.lemma_.lower() == "be" and infinitive


def _is_purpose(head: Token) -> bool:
    """Whether a clause is an infinitive of purpose ("worked to free them")."""
    return (
        head.dep_ in ("advcl", "acl")
        and head.tag_ == "VB"
        and any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children)
    )


def _goes_on(path: list[Token]) -> bool:
    """Whether a verb of the clause stands in the progressive with a present auxiliary, or in the plain present."""
    for verb in path:
        helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
        if verb.tag_ == "VBG" and helpers & {"is", "are", "am", "'s", "'re", "’s", "’re"}:
            return True
        if "being" in helpers and helpers & {"is", "are"}:
            return True
    return path[0].tag_ in ("VBZ", "VBP") and path[0].lemma_.lower() in ("be", "remain", "continue", "stay", "have")
