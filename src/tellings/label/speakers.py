"""Whom a statement belongs to: names, pronouns, descriptions and quotations that go on.

The nearest sentence decides. A pronoun or a bare description goes to the person who speaks or is the subject of
the nearest earlier sentence that has one of the right gender and number; a quotation without a cue goes to the
speaker before it. This follows the recency rules of quotation attribution (O'Keefe et al. 2012, "A sequence
labelling approach to quote attribution"; Muzny et al. 2017, "A two-stage sieve approach for quote attribution").
"""

from __future__ import annotations

import re

from tellings.label.candidates import Candidate, Place
from tellings.label.cues import load_cues
from tellings.label.names_lexicon import lexicon
from tellings.label.voices import Voices
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
# Bodies that "the company" does not mean.
_PUBLIC = re.compile(
    r"\b(?:police|ministry|department|council|parliament|union|court|office|service|government|post|times|herald|gazette|tribune|chronicle|courier|mail|news|radio|tv|agency)\b"
)
# Characters behind a description in which an apposition may begin (", Dr").
_APPOSED = 8
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_BODIES = frozenset((EntityType.ORGANISATION, EntityType.PLACE, EntityType.GROUP))


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
    spoken_before = candidate.content if candidate.content[1] <= candidate.source[0] else (0, 0)
    return name_speaker(candidate.source, candidate.source_head, voices, outside=spoken_before)


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


def name_speaker(
    phrase: Place, head: Place, voices: Voices, *, other_than: str | None = None, outside: Place = (0, 0)
) -> Speaker:
    """Return the resolved speaker that a phrase names.

    Args:
        phrase: the noun phrase.
        head: its head word.
        voices: everybody who may speak.
        other_than: id of a chain that a pronoun cannot stand for here.
        outside: the words said, if they stand before their cue: somebody they are about seldom says them.
    """
    article = voices.parsed.article
    span = article.span(*phrase)
    words, word = article.text[phrase[0] : phrase[1]], article.text[head[0] : head[1]].lower()
    if word in _MALE | _FEMALE | _PLURAL or word in ("it", "this", "who"):
        return _pronoun(word, span, voices, other_than=other_than, outside=outside)
    office = _spokesperson(phrase, head, span, voices)
    if office is not None:
        return office
    mention = voices.mention_at(head, phrase)
    chain = voices.chain(mention.chain) if mention is not None else None
    if chain is not None and chain.named and _stands_for(mention, words):
        return Speaker(name=chain.name, span=span, chain=chain.id)
    meant = _apposed(phrase, voices) or _described(word, words, phrase, voices) or _body(word, words, phrase, voices)
    if meant is not None:
        return Speaker(name=meant.name, span=span, chain=meant.id, named=meant.named)
    if chain is not None and not chain.named:
        return Speaker(name=_relative(words, phrase, voices) or _tidy(words), span=span, chain=chain.id, named=False)
    namesake = voices.by_surname(article.text[head[0] : head[1]])
    if namesake is not None:
        return Speaker(name=namesake.name, span=span, chain=namesake.id)
    return Speaker(name=_tidy(words), span=span, named=article.text[head[0]].isupper() and head[0] > phrase[0])


def _stands_for(mention: Mention | None, words: str) -> bool:
    """Whether a mention is the phrase itself and not a name inside a longer description of somebody else."""
    return mention is not None and (mention.form is not Form.PRONOUN or len(words.split()) <= 2)


def _pronoun(word: str, span: Span, voices: Voices, *, other_than: str | None, outside: Place) -> Speaker:
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

    chain = voices.nearest(span.start, fits, outside=outside) or voices.nearest(span.start, fits)
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
    person = next((chain for chain in bodies if chain.type is EntityType.PERSON), None)
    if person is not None:
        people = voices.people_in((head[1], min(len(text), phrase[1] + _APPOSED)))
        between = text[head[1] : people[0][0]] if len(people) == 1 else ""
        owns = bool(people) and text[people[0][1] : people[0][1] + 2] in ("'s", "’s")
        theirs = between.lstrip().startswith("for ") and "," not in between and not owns
        return Speaker(name=f"a {word} for {person.name}", span=span, named=False) if theirs else None
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
    modified = any(part[:1].isupper() and part not in lexicon().groups for part in words.split()[1:])
    if holder is not None or modified:
        return holder if not modified else voices.holder(words, word)
    earlier = re.search(rf"\b{re.escape(word)}\b", voices.parsed.article.text[: phrase[0]].lower())
    found = None if earlier else voices.nearest(phrase[0], fits, prominent=True)
    other = found is not None and found.roles and len(words.split()) > 2 and word in cues.titles
    return None if other else found  # "the committee chairman" is not the minister named last


def _body(word: str, words: str, phrase: Place, voices: Voices) -> Chain | None:
    """Return the body that "the company" or "the group" means: the last one named that is no outlet."""
    cues = load_cues()
    if word not in cues.firms or words.lower().split()[:-1] != ["the"]:
        return None

    def fits(chain: Chain) -> bool:
        folded = _ARTICLE.sub("", chain.name).lower()
        public = _PUBLIC.search(folded) is not None
        return chain.type is EntityType.ORGANISATION and chain.named and folded not in cues.outlets and not public

    return voices.nearest(phrase[0], fits, prominent=True)


def _relative(words: str, phrase: Place, voices: Voices) -> str | None:
    """Return "sister of Ann Lee" for "His sister": whose relative speaks is more than what the text says here."""
    parts = words.split()
    if len(parts) != 2 or parts[1].lower() not in load_cues().relatives:
        return None
    owner = _MALE if parts[0].lower() == "his" else _FEMALE if parts[0].lower() == "her" else None
    if owner is None:
        return None
    other = ("female", "plural") if owner is _MALE else ("male", "plural")
    chain = voices.nearest(
        phrase[0], lambda item: item.type is EntityType.PERSON and item.named and item.gender not in other
    )
    return f"{parts[1].lower()} of {chain.name}" if chain is not None else None


def _tidy(words: str) -> str:
    """Return a description as a name: one line, no "of the …" behind it that names nobody."""
    line = " ".join(words.split()).strip(' ,;:—–-"“”')
    cut = _TAIL.search(line)
    return line[: cut.start()] if cut and cut.start() > 0 and line[cut.start() :].islower() else line
