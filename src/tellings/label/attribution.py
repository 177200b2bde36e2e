"""Attributions in a sentence: the cue, who it makes speak, to whom, and the clause it governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from tellings.label.cues import Cues, load_cues
from tellings.label.cuts import after_comma, leaves_content
from tellings.label.frames import frame_of, has_that
from tellings.label.governed import governed, inverted_subject, phrase, subject_as_object, trim

__all__ = ["Attribution", "find_attributions", "phrase", "speaker_of"]


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
        if token.lower_ == "according" and token.i + 1 < sent.end and token.nbor().lower_ == "to":
            found.append(_according(token, sent))
        elif token.pos_ in ("VERB", "AUX") or token.lemma_.lower() in ("say", "tell"):
            frame = frame_of(token, cues)
            if frame:
                found.append(_verbal(token, frame, sent, cues))
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cues.nouns:
            found += _nominal(token, sent)
    return found


def _verbal(token: Token, frame: str, sent: DocSpan, cues: Cues) -> Attribution:
    source = speaker_of(token, cues)
    content, root = governed(token, frame, sent, cues)
    return Attribution(
        head=token,
        cue=_cue_extent(token),
        frame=frame,
        source=source,
        addressee=_addressee(token, root),
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
    if own is not None:
        behind = inverted_subject(token, own)
        if behind is not None:
            return behind
        return token.head if own.lower_ in ("who", "which", "that") and token.dep_ == "relcl" else own
    found = _stolen_subject(token)
    if found is None and after_comma(token):
        found = _earlier_speaker(token, cues)
    return found if found is not None else _not_remarks(token, _subject_above(token, cues))


def _subject_above(token: Token, cues: Cues) -> Token | None:
    """Return who speaks at a cue without a subject of its own: the noun it hangs on, else the subject of its verb."""
    up = token.head
    if token.dep_ in ("acl", "relcl"):
        if token.tag_ == "VBN":  # "the people told to leave"
            return _agent(token)
        return up if token.tag_ == "VBG" or up.pos_ in ("NOUN", "PROPN") else None
    if token.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep") or up == token:
        return None
    outer = _outer_cue(token, up, cues)
    if outer is not None:
        return speaker_of(outer, cues)
    if up.dep_ == "ccomp" and leaves_content(token, up, up.left_edge.i):
        up = up.head
    while up.pos_ not in ("VERB", "AUX") and up.head != up:
        up = up.head
    return speaker_of(up, cues) if up != token and up.pos_ in ("VERB", "AUX") else None


def _outer_cue(token: Token, inner: Token, cues: Cues) -> Token | None:
    """Return the cue above a second one that the parser joined to the first one's content.

    "She noted that the search went on and warned there could be more": a search does not warn.
    """
    outer = inner.head
    if token.dep_ != "conj" or inner.dep_ != "ccomp" or token.lemma_.lower() not in cues.say | cues.breaks:
        return None
    subject = next((child for child in inner.children if child.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None or outer.lemma_.lower() not in cues.say or outer.tag_ != token.tag_:
        return None
    speaks = cues.anonymous | cues.speaker_nouns | cues.spokespersons | cues.titles | cues.bodies
    if inner.lemma_.lower() in cues.say | cues.show:
        speaks |= cues.documents
    silent = subject.dep_ == "expl" or (subject.pos_ == "NOUN" and subject.lemma_.lower() not in speaks)
    return outer if silent and subject.ent_type_ not in ("PERSON", "ORG", "GPE", "NORP") else None


def _not_remarks(token: Token, subject: Token | None) -> Token | None:
    """Return who makes the remarks that the parser lets speak ("Lee's remarks came as Kim left, saying …").

    Args:
        token: a participle of saying.
        subject: what the parser says its subject is.
    """
    if subject is None or token.tag_ != "VBG" or subject.lemma_.lower() not in _REMARKS:
        return subject
    for other in reversed(list(token.sent)[: token.i - token.sent.start]):
        if other.dep_ == "nsubj" and other.pos_ in ("PROPN", "PRON") and other.tag_ not in ("WP", "WDT"):
            return other
    return next((child for child in subject.children if child.dep_ == "poss"), subject)


def _stolen_subject(token: Token) -> Token | None:
    """Return the subject that the parser gave to a participle ("Neighbours woken by it said …") or left loose."""
    for child in token.children:
        if child.dep_ == "dep" and token.dep_ == "ROOT" and child.i < token.i and child.pos_ in ("NOUN", "PROPN"):
            return child
        if child.dep_ == "ccomp" and child.right_edge.i == token.i - 1 and child.tag_ in ("VBD", "VBN"):
            return next((c for c in child.children if c.dep_ == "nsubj" and c.i == child.i - 1), None)
    return None


def _earlier_speaker(token: Token, cues: Cues) -> Token | None:
    """Return who speaks at the nearest finite cue before a participle ("said …, adding …")."""
    for other in reversed(list(token.sent)[: token.i - token.sent.start]):
        if other.pos_ == "VERB" and other.lemma_.lower() in cues.say - cues.quote_only:
            subject = next((child for child in other.children if child.dep_ == "nsubj"), None)
            if subject is not None and subject.lower_ not in ("who", "which", "that"):
                return subject
    return None


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "agent":
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def _addressee(token: Token, clause: Token | None) -> Token | None:
    """Return to whom something is said: the object of telling, "to" somebody, the subject of "was told"."""
    taken = subject_as_object(token, clause) if clause is not None and clause.dep_ == "ccomp" else None
    for child in token.children:
        if child.dep_ == "nsubjpass" and token.lemma_.lower() in ("tell", "inform", "warn", "ask", "urge"):
            return child
        if child.i > token.i and child.dep_ in ("dobj", "dative") and token.lemma_.lower() in _TAKES_HEARER:
            if child == taken:
                return None
            if child.dep_ == "dative" and child.pos_ == "ADP":
                return next(iter(child.children), None)
            return child
        if child.dep_ == "prep" and child.lower_ == "to" and child.i > token.i and token.lemma_.lower() in _SPOKEN_TO:
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


_REMARKS = frozenset(("comment", "remark", "word", "answer", "move", "decision", "appearance", "visit", "call"))
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


def _according(token: Token, sent: DocSpan) -> Attribution:
    """Return the attribution of an "according to" and the clause it hangs on."""
    preposition = token.nbor()
    source = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if source is None:
        source = next((c for c in token.children if c.dep_ == "pobj"), None)
    last = preposition.i + 1 if source is None else _end_of_source(source)
    doc = token.doc
    if token.i == sent.start:
        content = trim(doc, _behind_apposition(doc, last, sent.end), sent.end)
    elif last >= sent.end - 1 or doc[last].is_punct:
        content = trim(doc, sent.start, token.i)
    else:
        content = trim(doc, sent.start, sent.end)
    root = token.head
    while root.pos_ not in ("VERB", "AUX") and root.head != root:
        root = root.head
    return Attribution(
        head=token, cue=(token.i, token.i + 2), frame="according", source=source, content=content, root=root
    )


def _end_of_source(source: Token) -> int:
    """Return the end of the phrase after "according to", without an apposition that holds the clause."""
    end = int(source.right_edge.i) + 1
    for child in source.children:
        if (
            child.dep_ in ("appos", "conj", "relcl", "acl")
            and child.i > source.i
            and child.doc[child.left_edge.i - 1].text == ","
        ):
            end = min(end, int(child.left_edge.i) - 1)
    return end


def _behind_apposition(doc: Doc, start: int, end: int) -> int:
    """Return where the clause begins behind "According to Ann Lee, the mayor of the town, …"."""
    commas = [i for i in range(start, min(end, start + 14)) if doc[i].text == ","]
    if len(commas) < 2 or commas[0] != start:
        return start
    chunk = doc[commas[0] + 1 : commas[1]]
    rest = doc[commas[1] + 1 : end]
    verbless = not any(token.pos_ in ("VERB", "AUX") for token in chunk)
    return commas[1] + 1 if verbless and len(chunk) > 1 and any(t.pos_ in ("VERB", "AUX") for t in rest) else start


def _nominal(token: Token, sent: DocSpan) -> Iterator[Attribution]:
    """Yield the attribution of a noun with a clause of content ("his claim that …")."""
    clause = next((c for c in token.children if c.dep_ in ("acl", "ccomp", "relcl") and has_that(c)), None)
    if clause is None or clause.i < token.i:
        return
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is None:
        made = next((c for c in token.children if c.dep_ == "acl" and c.i < clause.i), None)
        owner = _agent(made) if made is not None else None
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
        content=trim(token.doc, clause.left_edge.i, clause.right_edge.i + 1),
        root=clause,
    )
