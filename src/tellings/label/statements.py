"""Who said what: statements of one article, from quotation marks, cues and syntax."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from tellings.label.assembly import assemble
from tellings.label.attribution import Attribution, find_attributions, phrase
from tellings.label.candidates import FRAGMENT, Candidate, Place, settle
from tellings.label.cues import load_cues
from tellings.label.direct import BlockMarks, cue_for, is_direct, opening_speaker
from tellings.label.headlines import headline, last_word, signature
from tellings.label.parse import Parsed
from tellings.label.quotemarks import Quotation, find_quotations
from tellings.label.tagged import propose_tagged
from tellings.label.tagger import Tagger
from tellings.label.voices import Voices
from tellings.types.articles import BlockKind
from tellings.types.labels import Chain, Mention, Statement, StatementKind, Time

# Characters behind a cue in which a fragment must open that the cue introduces (" that “", " doing so “would").
_NEXT = 30
# Characters of a description without quotation marks that says anything ("generally" does not).
_DESCRIPTION = 15


def find_statements(
    parsed: Parsed,
    mentions: tuple[Mention, ...],
    chains: tuple[Chain, ...],
    times: tuple[Time, ...],
    *,
    tagger: Tagger | None = None,
    proposals: Iterable[Candidate] = (),
) -> tuple[Statement, ...]:
    """Return everything the article reports somebody to have said, held or undertaken, in reading order.

    Args:
        parsed: the article with its syntax.
        mentions: who and what is mentioned.
        chains: the chains of those mentions.
        times: time expressions, for when something was said.
        tagger: reads the paragraphs in which a cue has given the rules nothing; None leaves it to the rules.
        proposals: what another model takes for statements, settled together with what the rules find.
    """
    quotations = find_quotations(parsed.article)
    ruled = list(propose(parsed, quotations))
    seconded = propose_tagged(parsed, ruled, tagger) if tagger is not None else ()
    settled = list(settle([*ruled, *seconded, *proposals]))
    voices = Voices(parsed=parsed, mentions=mentions, chains=chains)
    return tuple(assemble(settled, quotations, voices, times))


def propose(parsed: Parsed, quotations: tuple[Quotation, ...]) -> Iterator[Candidate]:
    """Yield what the rules take for statements.

    Args:
        parsed: the article with its syntax.
        quotations: every stretch between quotation marks.
    """
    by_block: dict[int, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        by_block[quotation.block].append(quotation)
    for block in parsed.blocks:
        marks = BlockMarks(
            parsed=block,
            text=block.doc.text,
            quotations=tuple(by_block[block.index]),
            attributions=tuple(item for sent in block.doc.sents for item in find_attributions(sent)),
        )
        yield from _in_block(marks)


def _in_block(marks: BlockMarks) -> Iterator[Candidate]:
    direct = [quotation for quotation in marks.quotations if quotation.depth == 0 and is_direct(quotation, marks)]
    outside = BlockMarks(
        parsed=marks.parsed,
        text=marks.text,
        quotations=marks.quotations,
        attributions=tuple(item for item in marks.attributions if not _inside(_at(marks, item.head), direct)),
    )
    for quotation in direct:
        cue = cue_for(quotation, outside, direct)
        speaker = None if cue else opening_speaker(quotation, marks)
        signed = None if cue or speaker is not None else signature(quotation, marks)
        spoken = _direct(quotation, marks, cue, speaker)
        if signed is not None:
            head = last_word(marks, signed)
            spoken = replace(spoken, source=signed, source_head=head, score=0.9, basis="signed quotation")
        yield spoken
    if marks.parsed.kind in (BlockKind.TITLE, BlockKind.HEADING):
        titled = headline(marks)
        if titled is not None:
            yield titled
    for item in marks.attributions:
        candidate = _indirect(item, marks, direct)
        if candidate is not None:
            yield candidate


def _at(marks: BlockMarks, token: Token) -> int:
    return marks.parsed.start + int(token.idx)


def _inside(offset: int, quotations: list[Quotation]) -> Quotation | None:
    before = bisect_right(quotations, offset, key=lambda quotation: quotation.start) - 1
    return quotations[before] if before >= 0 and offset < quotations[before].end else None


def _place(marks: BlockMarks, tokens: tuple[int, int]) -> Place:
    first, last = marks.parsed.doc[tokens[0]], marks.parsed.doc[tokens[1] - 1]
    return marks.parsed.start + first.idx, marks.parsed.start + last.idx + len(last.text)


def _direct(quotation: Quotation, marks: BlockMarks, cue: Attribution | None, speaker: Token | None) -> Candidate:
    source = cue.source if cue else speaker
    if source is not None and quotation.start <= _at(marks, source) < quotation.end:
        source = None  # the parser took the words' own subject ("She vowed one thing: “I will go,” she said")
    return Candidate(
        content=(quotation.start, quotation.end),
        kind=StatementKind.DIRECT,
        cue=_place(marks, cue.cue) if cue else None,
        source=_place(marks, phrase(source)) if source is not None else None,
        source_head=_place(marks, (source.i, source.i + 1)) if source is not None else None,
        addressee=_place(marks, phrase(cue.addressee)) if cue and cue.addressee is not None else None,
        frame=cue.frame if cue else "",
        open_ended=not quotation.closed,
        score=0.95 if cue else 0.8,
        basis="quotation with cue" if cue else "quotation",
    )


def _indirect(item: Attribution, marks: BlockMarks, direct: list[Quotation]) -> Candidate | None:
    within = _inside(_at(marks, item.head), direct)
    if within is not None and not _told_inside(item):
        return None
    content = _content(item, marks, direct if within is None else [])
    if content is None:
        return None
    spoken = _nested_quotation(content, marks) if within is not None else None
    quoted = any(content[0] <= q.start and q.end <= content[1] for q in marks.quoted_near(*content))
    if not _can_speak(item, quoted=quoted):
        return None
    if (
        item.frame == "call for"
        and len(marks.text[content[0] - marks.parsed.start : content[1] - marks.parsed.start].split()) < 2
    ):
        return None
    if item.frame in ("describe", "call") and not quoted and content[1] - content[0] < _DESCRIPTION:
        return None
    source = item.source
    return Candidate(
        content=spoken or content,
        kind=StatementKind.DIRECT if spoken else StatementKind.INDIRECT,
        cue=_place(marks, item.cue),
        source=_place(marks, phrase(source)) if source is not None else None,
        source_head=_place(marks, (source.i, source.i + 1)) if source is not None else None,
        addressee=_place(marks, phrase(item.addressee)) if item.addressee is not None else None,
        frame=item.frame,
        inside=within is not None,
        root=_at(marks, item.root) if item.root is not None else None,
        score=0.5
        if item.head.tag_ in ("VB", "VBG") and item.frame == "direct_others"
        else 0.6
        if item.content is None
        else 0.9
        if item.frame in ("say", "according")
        else 0.7,
        basis=FRAGMENT if item.content is None else f"clause of {item.frame}",
    )


def _told_inside(item: Attribution) -> bool:
    """Whether an attribution within somebody's quotation reports another person's words."""
    source = item.source
    return (
        item.frame in ("say", "ask")
        and item.head.lemma_.lower() in ("say", "tell", "ask")
        and source is not None
        and source.lower_ not in ("i", "we", "you", "who", "that", "which", "it")
    )


def _content(item: Attribution, marks: BlockMarks, direct: list[Quotation]) -> Place | None:
    """Return the place of the clause, whole quotation marks included, direct quotations beside it left out."""
    tokens = item.content
    if tokens is None:
        return _quoted_after(item, marks, direct)
    if tokens[1] <= tokens[0]:
        return None
    place = _place(marks, tokens)
    root = _at(marks, item.root) if item.root is not None else place[0]
    if item.root is not None and _inside(root, direct):
        return None
    near = marks.quoted_near(*place)
    start, end = _without_direct(place, root, [quotation for quotation in near if quotation in direct])
    for quotation in near:
        opens, closes = quotation.outer_start, quotation.outer_end
        if opens < start <= quotation.start or opens < start < closes <= end:
            start = opens
        if quotation.end <= end < closes or start <= opens < end < closes:
            end = closes
    text = marks.text[start - marks.parsed.start : end - marks.parsed.start]
    lead = len(text) - len(text.lstrip(" ,:;–—"))
    text = text.strip(" ,:;–—")
    return (start + lead, start + lead + len(text)) if any(char.isalnum() for char in text) else None


def _without_direct(place: Place, root: int, direct: list[Quotation]) -> Place:
    """Cut direct quotations off a clause, on the side where its verb is not."""
    start, end = place
    for quotation in direct:
        if quotation.outer_start <= start < quotation.outer_end:
            start = quotation.outer_end
        elif start < quotation.outer_start < end:
            if root < quotation.outer_start:
                end = quotation.outer_start
            else:
                start = quotation.outer_end
    return start, end


def _nested_quotation(content: Place, marks: BlockMarks) -> Place | None:
    """Return the words between the marks where a quoted speaker quotes somebody else's words at the content's start."""
    for quotation in marks.quoted_near(content[0], content[0] + 1):
        if quotation.depth > 0 and quotation.outer_start <= content[0] + 1 < quotation.outer_end:
            return quotation.start, quotation.end
    return None


def _quoted_after(item: Attribution, marks: BlockMarks, direct: list[Quotation]) -> Place | None:
    """Return the fragment right after a cue whose clause the parser did not see."""
    if item.frame not in ("say", "believe", "describe", "call"):
        return None
    end = _place(marks, item.cue)[1]
    if item.addressee is not None and item.addressee.i > item.head.i:
        end = _place(marks, phrase(item.addressee))[1]
    for quotation in marks.quoted_near(end, end + _NEXT):
        if quotation.outer_start >= end and quotation not in direct and quotation.depth == 0:
            between = marks.text[end - marks.parsed.start : quotation.outer_start - marks.parsed.start].strip(" ,:")
            if between in ("", "that", "as", "how"):
                return _with_subject(item, quotation, marks), quotation.outer_end
            return (end + 1, quotation.outer_end) if _begins_with_verb(quotation, marks) else None
    return None


def _begins_with_verb(quotation: Quotation, marks: BlockMarks) -> bool:
    """Whether a fragment begins with a finite verb, so that its subject stands before the mark."""
    at = quotation.start - marks.parsed.start
    first = marks.parsed.doc.char_span(at, at + 1, alignment_mode="expand")
    return first is not None and len(first) > 0 and first[0].tag_ in ("MD", "VBD", "VBZ", "VBP")


def _with_subject(item: Attribution, quotation: Quotation, marks: BlockMarks) -> int:
    """Return where a fragment's clause begins: at what the parser took for the hearer, if a verb follows it."""
    hearer = item.addressee
    if hearer is None or hearer.i < item.head.i or not _begins_with_verb(quotation, marks):
        return quotation.outer_start
    return _place(marks, phrase(hearer))[0]


def _can_speak(item: Attribution, *, quoted: bool) -> bool:
    """Whether the subject of a cue is somebody or something that can say it."""
    cues = load_cues()
    source = item.source
    lemma = item.head.lemma_.lower()
    if source is None or item.frame == "according":
        return source is not None or quoted
    if item.frame == "show":
        return source.lemma_.lower() in cues.documents or _is_person_like(source)
    if item.frame == "believe" and source.pos_ == "NOUN":
        return True
    if item.frame in ("believe", "undertake", "express"):
        return _is_person_like(source) and source.lower_ not in ("i", "we", "you")
    if lemma in ("say", "tell", "add", "write", "announce"):
        return source.lower_ not in ("there", "this")
    if lemma in cues.show:
        return _is_person_like(source) or source.lemma_.lower() in cues.documents
    if item.frame in ("call", "describe"):
        return quoted or _is_person_like(source)
    return _is_person_like(source) or quoted


def _is_person_like(token: Token) -> bool:
    """Whether a word names or stands for a person, a body or a group of people."""
    if token.pos_ == "PRON":
        return token.lower_ in (
            "him",
            "her",
            "them",
            "he",
            "she",
            "they",
            "i",
            "we",
            "you",
            "who",
            "one",
            "some",
            "many",
            "others",
            "both",
            "it",
        )
    cues = load_cues()
    if (
        token.pos_ == "PROPN"
        or (token.text[:1].isupper() and not token.is_sent_start)
        or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
    ):
        return True
    if (
        token.is_sent_start
        and token.text[:1].isupper()
        and token.tag_ == "NN"
        and token.ent_type_ not in ("DATE", "TIME")
    ):
        return True  # a name the tagger took for a noun: a noun in the singular has an article
    lemma = token.lemma_.lower()
    known = cues.anonymous | cues.speaker_nouns | cues.spokespersons | cues.titles | cues.bodies
    return lemma in known or lemma.endswith(("er", "or", "ist", "man", "men", "ee", "ent"))
