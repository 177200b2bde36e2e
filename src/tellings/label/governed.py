"""The words a cue governs: where somebody's reported words begin and end in a sentence."""

from __future__ import annotations

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from tellings.label.cues import Cues, load_cues
from tellings.label.cuts import SUBJECTS, cut_at_next_cue
from tellings.label.frames import as_marker, called_for, clause_of, expressed_in, predicate_of

# Words that a clause of content does not begin with.
_COMPLEMENTIZERS = frozenset(("that", "how"))
# Words that a clause of content does not end with.
_LAST = frozenset((",", ".", ":", ";", "-", "—", "–", "and", "but", "or"))
# Words between a cue and the comma behind its hearer.
_HEARER = 6
# Words of a parenthesis behind that comma.
_PARENTHESIS = 30
# Auxiliaries of reported speech after a cue in the past: what stands in them is still somebody's words.
_SHIFTED = frozenset(("would", "could", "might", "should", "'d", "’d"))
# Prepositions of a phrase that belongs to the noun called for or warned of, even where the parser gave it to the verb.
_OBJECT_TAILS = frozenset(("to", "from", "between", "against", "for"))
_CLAUSE_DEPS = frozenset(("relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "punct"))


def governed(token: Token, frame: str, sent: DocSpan, cues: Cues) -> tuple[tuple[int, int] | None, Token | None]:
    """Return the tokens of the clause a cue governs, and its verb."""
    if frame in ("describe", "call", "express", "call for"):
        return _governed_phrase(token, frame, cues)
    clause = clause_of(token)
    if clause is not None:
        return _clause_extent(token, clause, sent), clause
    taken = _taken_clause(token) if frame == "say" else None
    if taken is not None:
        return taken
    behind = _behind_parenthesis(token, sent) if frame == "say" else None
    if behind is not None:
        return trim(token.doc, behind.i + 1, sent.end), behind.head
    if frame in ("say", "believe") and token.dep_ == "advcl" and _is_as_clause(token):
        return trim(token.doc, sent.start, token.left_edge.i), token.head
    if (
        token.dep_ in ("parataxis", "ccomp", "advcl")
        and frame in ("say", "believe")
        and token.head.pos_ in ("VERB", "AUX")
    ):
        return _around(token, sent)
    return None, None


def inverted_subject(token: Token, own: Token) -> Token | None:
    """Return the name behind a cue between commas whose subject the parser took from before it.

    "Her answers, said Ann Lee, the mayor, are right": the answers do not speak.

    Args:
        token: the cue's verb.
        own: its subject by the parse.
    """
    if own.i > token.i or own.pos_ in ("PROPN", "PRON") or token.doc[token.i - 1].text != ",":
        return None
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is None or following.pos_ != "PROPN":
        return None
    name = following
    while name.dep_ in ("compound", "nmod", "amod") and name.head.i > name.i and name.head.pos_ == "PROPN":
        name = name.head
    return name if name.i + 1 < len(token.doc) and name.nbor().text == "," else None


def _taken_clause(token: Token) -> tuple[tuple[int, int], Token] | None:
    """Return the clause of content that the parser hung on a noun beside the cue, and its verb.

    "said the boxes each held a stone" (read as boxes that held), "said in a note issued on Monday that …".
    """
    if token.lemma_.lower() not in ("say", "announce", "confirm"):
        return None
    noun = next((child for child in token.children if child.dep_ == "dobj" and child.i > token.i), None)
    for verb in noun.children if noun is not None and token.lemma_.lower() == "say" else ():
        bare = not any(child.tag_ in ("WDT", "WP", "WRB") or child.lower_ == "that" for child in verb.children)
        subject = any(child.dep_ in SUBJECTS and child.i < verb.i for child in verb.children)
        if noun is not None and verb.dep_ == "relcl" and bare and subject and verb.tag_ in ("VBD", "VBZ", "VBP"):
            return trim(token.doc, noun.left_edge.i, max(noun.right_edge.i, verb.right_edge.i) + 1), verb
    for preposition in token.children:
        if preposition.dep_ != "prep" or preposition.i < token.i:
            continue
        for that in preposition.subtree:
            verb = that.head
            if that.lower_ == "that" and that.dep_ == "mark" and verb.dep_ == "acl" and verb.head.i < that.i:
                return trim(token.doc, that.i + 1, verb.right_edge.i + 1), verb
    return None


def _behind_parenthesis(token: Token, sent: DocSpan) -> Token | None:
    """Return the "that" behind words between commas ("told the radio, according to the agency, that …")."""
    hearer = token.doc[token.i + 1 : min(sent.end, token.i + _HEARER + 1)]
    first = next((t for t in hearer if t.text == ","), None)
    if first is None:
        return None
    for other in token.doc[first.i + 1 : min(sent.end, first.i + _PARENTHESIS)]:
        if other.text == ",":
            that = other.nbor() if other.i + 1 < sent.end else None
            return that if that is not None and that.lower_ == "that" and that.tag_ == "IN" else None
        if other.tag_ in ("VBD", "VBZ", "VBP"):
            return None
    return None


def _is_as_clause(token: Token) -> bool:
    """Whether a verb's clause is of the form "as the minister said"."""
    kinds = {c.dep_ for c in token.children}
    return any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children) and not kinds & {"dobj", "acomp"}


def _governed_phrase(token: Token, frame: str, cues: Cues) -> tuple[tuple[int, int] | None, Token | None]:
    """Return the object and its description ("the sound as very loud"), or the noun that was voiced."""
    if frame == "describe":
        target = next((c for c in token.children if c.dep_ in ("dobj", "nsubjpass") and c.i > token.i), None)
        marker = as_marker(token)
        assert marker is not None
        last = marker.head if marker.dep_ == "mark" else marker
        start = target.left_edge.i if target is not None else last.i + 1
    elif frame == "call":
        found = predicate_of(token)
        assert found is not None
        last = found
        start = min([c.left_edge.i for c in token.children if c.dep_ == "dobj" and c.i > token.i] + [last.left_edge.i])
    else:
        noun = called_for(token, cues) if frame == "call for" else expressed_in(token, cues)
        assert noun is not None
        last, start = noun, noun.left_edge.i + (frame == "call for")
    end = _with_second_object(token, frame, _cut_at_adverbial(last))
    return trim(token.doc, start, end), last


def _with_second_object(token: Token, frame: str, end: int) -> int:
    """Return the end of a phrase with what the parser gave to the verb ("sales to Norway", "as loud and a bang")."""
    for child in token.children:
        if child.left_edge.i < end:
            continue
        between = token.doc[end : child.left_edge.i]
        tail = frame == "call for" and child.dep_ == "prep" and child.lower_ in _OBJECT_TAILS and not between
        second = frame == "describe" and child.dep_ in ("dobj", "conj") and child.pos_ in ("NOUN", "PROPN", "ADJ")
        if tail or (second and len(between) == 1 and between[0].dep_ == "cc"):
            end = int(child.right_edge.i) + 1
    return end


def _cut_at_adverbial(last: Token) -> int:
    """Return where a description ends: before a clause of time that the parser hung on it ("… as the train left")."""
    end = last.right_edge.i + 1
    for i in range(last.i + 1, end):
        token = last.doc[i]
        is_mark = token.dep_ == "mark" and token.lower_ in ("as", "when", "after", "before", "while")
        if is_mark and token.head.dep_ == "advcl":
            return i
    return end


def _clause_extent(token: Token, clause: Token, sent: DocSpan) -> tuple[int, int]:
    """Return the tokens of a clause of content, cut where the next attribution of the sentence begins."""
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    own = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if own is not None and inverted_subject(token, own) is not None:
        return trim(token.doc, own.left_edge.i, sent.end)
    if clause.i > token.i:
        if clause.dep_ == "advcl":
            start = next(c for c in clause.children if c.dep_ == "nsubj").left_edge.i
        start = _with_hearer(token, clause, max(start, token.i + 1))
        mark = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "that" and c.i > start), None)
        if mark is not None and token.doc[token.i + 1].text == "," and token.nbor() == token.doc[start - 1]:
            start = mark.i
        end = _with_tail(token, clause, _with_rest(token, clause, _with_siblings(token, clause, end)), sent)
        end = cut_at_next_cue(clause, start, end)
    elif _in_brackets(token, start, sent):
        start = _behind_reply(clause, start)
        end = cut_at_next_cue(clause, start, sent.end)
    else:
        start = _behind_reply(clause, start)
        subject = next((c for c in token.children if c.dep_ in SUBJECTS and c.i < token.i), None)
        before = min(subject.left_edge.i, token.i) if subject is not None and subject.left_edge.i > start else token.i
        end = before if token.doc[before - 1].text == "," else min(end, before)
    return trim(token.doc, start, end)


def _with_hearer(token: Token, clause: Token, start: int) -> int:
    """Return where an infinitive's content begins: with its subject if that is no pronoun ("urged people to go")."""
    if clause.dep_ == "ccomp":
        subject = subject_as_object(token, clause)
        return subject.left_edge.i if subject is not None else _behind_time(token, clause, start)
    if clause.dep_ != "xcomp":
        return start
    hearers = [c for c in token.children if c.dep_ in ("dobj", "nsubj") and token.i < c.i < clause.i]
    for preposition in token.children:
        if preposition.dep_ == "prep" and preposition.i == token.i + 1 and preposition.lower_ in ("on", "upon", "for"):
            hearers += [c for c in preposition.children if c.dep_ == "pobj" and c.i < clause.i]
    hearer = hearers[0] if hearers else None
    return hearer.left_edge.i if hearer is not None and hearer.pos_ != "PRON" else start


def _behind_time(token: Token, clause: Token, start: int) -> int:
    """Return where a content begins behind the time of saying ("said on Monday the dam would hold")."""
    first = next(
        (c for c in clause.children if c.dep_ in ("prep", "npadvmod", "advmod") and c.left_edge.i == start), None
    )
    if first is None or start != token.i + 1 or first.right_edge.i + 1 >= clause.i:
        return start
    words = [t for t in first.subtree if t.dep_ != "prep"]
    return first.right_edge.i + 1 if words and all(t.ent_type_ in ("DATE", "TIME") for t in words) else start


def subject_as_object(token: Token, clause: Token) -> Token | None:
    """Return the subject of a clause that the parser took for the cue's object ("warned the dam “may fall”").

    Args:
        token: the cue's verb.
        clause: the verb of the clause it governs.
    """
    kinds = {child.dep_ for child in clause.children}
    finite = clause.tag_ in ("VBD", "VBZ", "VBP") or any(
        child.tag_ in ("MD", "VBZ", "VBP") for child in clause.children
    )
    if kinds & {"nsubj", "nsubjpass", "expl", "csubj", "mark"} or not finite:
        return None
    taken = next((c for c in token.children if c.dep_ == "dobj" and token.i < c.i < clause.i), None)
    if taken is None:
        return None
    return next((c for c in taken.children if c.dep_ == "acl" and c.tag_ == "VBG" and c.i > taken.i), taken)


def _with_rest(token: Token, clause: Token, end: int) -> int:
    """Return the end of a content whose second half the parser gave to the cue ("said he could … but he may …")."""
    own = next((c.lower_ for c in clause.children if c.dep_ in SUBJECTS), "")
    around = token.head.children if token.dep_ == "advcl" and token.tag_ == "VBG" else ()
    for child in (*token.children, *around):
        if child.dep_ != "conj" or child.i < end or child.doc[child.left_edge.i].is_quote:
            continue
        subject = next((c for c in child.children if c.dep_ in SUBJECTS), None)
        modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in child.children)
        shifted = token.tag_ in ("VBD", "VBN", "VBG") and any(c.lower_ in _SHIFTED for c in child.children)
        same = subject is not None and subject.pos_ == "PRON" and subject.lower_ == own
        if (subject is None and modal) or same or (shifted and child.lemma_.lower() not in cues_of_speech()):
            return max(end, int(child.right_edge.i) + 1)
    return end


def _with_siblings(token: Token, clause: Token, end: int) -> int:
    """Return the end of a content that the parser gave to the cue in several clauses, one right behind the other."""
    for child in token.children:
        if child.dep_ != "ccomp" or child.i < end or child == clause:
            continue
        between = clause.doc[end : max(end, child.left_edge.i)]
        closing = (
            child.tag_ in ("VBD", "VBZ", "VBP")
            and child.lemma_.lower() in cues_of_speech()
            and not any(c.dep_ in ("ccomp", "dobj") for c in child.children)
        )
        if not closing and all(t.text == "," or t.dep_ == "cc" for t in between):
            end = int(child.right_edge.i) + 1
    return end


def _with_tail(token: Token, clause: Token, end: int, sent: DocSpan) -> int:
    """Return the end of a content with what stands right behind it: the cue's adverbials, words after a colon."""
    for child in token.children:
        if child.left_edge.i == end and child.dep_ in ("prep", "npadvmod", "advmod") and end > clause.i:
            if child.lower_ == "according" or any(t.tag_ in ("VBG", "VBD", "VBZ") for t in child.subtree):
                break
            end = int(child.right_edge.i) + 1
    rest = token.doc[end : sent.end]
    if len(rest) > 3 and rest[0].text == ":" and not any(t.is_quote for t in rest[1:3]):
        return int(sent.end)
    return end


def _behind_reply(clause: Token, start: int) -> int:
    """Return where a content begins behind the words that say it is a reply ("The firm denied it: …, it said")."""
    for colon in clause.doc[start : clause.i]:
        if colon.text != ":":
            continue
        before = clause.doc[start : colon.i]
        if any(t.lemma_.lower() in cues_of_speech() and t.tag_ in ("VBD", "VBZ", "VBP") for t in before):
            return colon.i + 1
    return start


def cues_of_speech() -> frozenset[str]:
    """Return the verbs of saying, asking and disputing that may stand as a cue of their own."""
    cues = load_cues()
    return cues.say | cues.breaks


def _in_brackets(token: Token, start: int, sent: DocSpan) -> bool:
    """Whether a cue behind the first words of a sentence stands between commas ("The plan, he said, was late")."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None or token.i + 3 >= sent.end:
        return False
    first = min(subject.left_edge.i, token.i)
    last = max(phrase(subject)[1], token.i + 1)
    if first - 1 <= start or last >= sent.end or token.doc[first - 1].text != "," or token.doc[last].text != ",":
        return False
    rest = token.doc[last + 1 : sent.end]
    if _compares(rest) or (subject.i > token.i and _is_whole(token, first, start)):
        return False
    return len(rest) > 3 and rest[0].tag_ != "VBG" and not rest[0].is_quote and rest[0].dep_ != "mark"


def _is_whole(token: Token, first: int, start: int) -> bool:
    """Whether a clause is complete before an inverted cue: what follows tells who speaks (", said X, a fitter")."""
    before = token.doc[start:first]
    verbs = [t for t in before if t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.dep_ not in ("relcl", "advcl", "aux")]
    verbs += [t for t in before if t.dep_ == "aux" and t.head.dep_ not in ("relcl", "advcl") and t.head in before]
    return any(any(c.dep_ in SUBJECTS for c in (*t.children, *t.head.children)) for t in verbs)


def _compares(rest: DocSpan) -> bool:
    """Whether words behind a cue in brackets compare a number, as the reporter does (", she said, twice as many")."""
    lead = " ".join(token.lower_ for token in rest[:2])
    return lead in ("up from", "down from", "more than", "fewer than", "less than") or (
        len(rest) > 0 and rest[0].lower_ in ("twice", "double", "half", "compared")
    )


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
    goes_on = last < sent.end - 1 and token.doc[last].text in (",", "—", "–", "-")
    if goes_on and not _compares(token.doc[last + 1 : sent.end]):
        return trim(token.doc, sent.start, sent.end), token.head
    return trim(token.doc, sent.start, first), token.head


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Drop "that", commas and stops at the ends; quotation marks stay."""
    while start < end and (doc[start].lower_ in _COMPLEMENTIZERS or doc[start].text in (",", ":", "-", "—", "–", "“,")):
        if doc[start].lower_ == "that" and doc[start].dep_ not in ("mark", "det", "advmod") and doc[start].tag_ != "IN":
            break
        start += 1
    if end < len(doc) and doc[end].text == ")" and any(doc[i].text == "(" for i in range(start, end)):
        end += 1
    while end > start and (doc[end - 1].lower_ in _LAST or doc[end - 1].is_space):
        end -= 1
    return start, end


def phrase(head: Token) -> tuple[int, int]:
    """Return the tokens of a noun phrase without its relative clauses, appositions and what follows them."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    for child in head.children:
        if child.dep_ in _CLAUSE_DEPS and child.i > head.i:
            end = min(end, child.left_edge.i)
        if (child.dep_ in ("relcl", "acl") or child.text == ",") and child.i < head.i:
            start = max(start, child.right_edge.i + 1)
    while end - 1 > head.i and head.doc[end - 1].is_punct:
        end -= 1
    return start, end
