"""Where somebody's reported words end although the parser lets the clause go on: at the next attribution."""

from __future__ import annotations

from spacy.tokens import Token

from tellings.label.cues import load_cues
from tellings.label.frames import lemma_of

SUBJECTS = frozenset(("nsubj", "nsubjpass"))


def cut_at_next_cue(clause: Token, start: int, end: int) -> int:
    """Return where another attribution ends a clause (", adding …", "but declined to …", ", though X said").

    Args:
        clause: the verb of the content.
        start: where the content starts, as a token.
        end: where it ends by the parse.
    """
    cues, doc = load_cues(), clause.doc
    for i in range(start + 1, end):
        token = doc[i]
        if token.lower_ == "according" and i > clause.i and doc[i - 1].text == ",":
            return i - 1
        if token.pos_ not in ("VERB", "AUX") or i == clause.i:
            continue
        if after_comma(token) and lemma_of(token) in cues.say | cues.describe:
            return i - 1
        own = leaves_content(token, clause, start) or _closing_source(token, start, end)
        if own:
            return own
        if (
            token.dep_ == "conj"
            and token.head == clause
            and token.lemma_.lower() in cues.breaks
            and token.i - 1 > start
        ):
            has_subject = any(c.dep_ in SUBJECTS for c in token.children)
            if not has_subject and doc[i - 1].dep_ == "cc":
                return i - 1
        if token.dep_ in ("advcl", "conj") and token.lemma_.lower() in cues.say and _named_subject(token):
            mark = next((c for c in token.children if c.dep_ in ("mark", "advmod") and c.lower_ in cues.turns), None)
            if mark is not None and mark.i > start + 1 and doc[mark.i - 1].text == ",":
                return mark.i - 1
    return end


def leaves_content(token: Token, clause: Token, start: int) -> int:
    """Return where a coordinate clause leaves the content, 0 if it does not.

    It does with a cue and subject of its own (", and groups warned that …"), and where it agrees with the cue's
    subject and not with its own clause's ("Officers say the bus was late, and are asking whether …").

    Args:
        token: the verb of the coordinate clause.
        clause: the verb of the content.
        start: where the content starts, as a token.
    """
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i > start + 1 else None
    if token.dep_ != "conj" or before is None:
        return 0
    conjunction = before if before.dep_ == "cc" and before.text != "," else None
    if conjunction is None or token.doc[conjunction.i - 1].text != ",":
        return 0
    subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
    if subject is not None:
        tells = token.lemma_.lower() in load_cues().say and any(
            c.dep_ == "ccomp" and c.i > token.i for c in token.children
        )
        return conjunction.i - 1 if tells and subject.pos_ in ("NOUN", "PROPN") else 0
    own = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    finite = next((t for t in (*token.children, token) if t.tag_ in ("VBP", "VBZ")), None)
    if own is None or finite is None or token.head != clause or clause.head.tag_ != "VBP":
        return 0
    alone = own.tag_ in ("NN", "NNP") and not any(c.dep_ == "conj" for c in own.children)
    return conjunction.i - 1 if alone and finite.tag_ == "VBP" else 0


def _closing_source(token: Token, start: int, end: int) -> int:
    """Return where a content ends before a second source that closes the sentence (",” the agency reports"), else 0."""
    if token.i + 2 < end or token.lemma_.lower() not in load_cues().say or token.tag_ not in ("VBZ", "VBD"):
        return 0
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if (
        subject is None
        or subject.pos_ not in ("NOUN", "PROPN")
        or any(c.dep_ in ("dobj", "attr") for c in token.children)
    ):
        return 0
    first = subject.left_edge.i
    closed = first - 1 > start and (token.doc[first - 1].text == "," or token.doc[first - 1].is_quote)
    return first if closed else 0


def _named_subject(token: Token) -> bool:
    return any(c.dep_ == "nsubj" and c.pos_ in ("PROPN", "NOUN") for c in token.children)


def after_comma(token: Token) -> bool:
    """Return whether a verb is a participle that goes on after a comma ("…, adding", "…,” adding")."""
    if token.tag_ != "VBG" or token.i == 0:
        return False
    before = token.nbor(-1)
    if before.is_quote and before.i > 0:
        before = before.nbor(-1)
    return before.text in (",", "--", "—", "–") or (token.dep_ == "advcl" and before.text in ("and", "but", "while"))
