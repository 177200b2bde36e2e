"""Picture credits: lines that are one, captions that end in one, and credits glued to the first word of a paragraph."""

from __future__ import annotations

import re
from functools import lru_cache

from tellings.extract.lines import Line, is_item
from tellings.extract.outlets import credit_names

#: A caption with its credit has at most this many words; the longest in 512 scraped pages had 92.
MAX_CAPTION_WORDS = 100

#: Words with which a sentence goes on behind a glued credit that no list knows.
_OPENERS = (
    "The|An|In|On|At|It|He|She|They|We|This|That|These|Those|More|But|And|For|From|When|While|After|Before|"
    "As|By|With|Police|President|Prime|One|Two|Three|Some|Many|There|Here|Mr|Mrs|Ms|His|Her|Their|Its|Our|Officials"
)

#: Where a lower-case word runs into the first word of a sentence.
_GLUE = r"(?<!Mac)(?<=[a-z]{2})(?=[A-Z][a-z]*\s)"

_LABEL = (
    r"(?:photo(?:graph)?s?|pictures?|images?|video|credits?|photo credits?|image credits?|courtesy|file photo|file)"
)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    names = credit_names().pattern
    person = r"[A-Z@][\w.'’-]*(?:\s[A-Z@][\w.'’-]*){0,3}"
    listed = r"(?:(?:[A-Z@][\w.'’-]*|for|via|and)(?:\s?[/,|]\s?|\s)){0,8}?"
    return {
        "glued": re.compile(rf"[·•|]?\s*(?:{names}\s*(?:[•/|,]\s*)?)*{names}(?=[A-Z“\"‘][a-z“\"‘A-Z])"),
        "bulleted": re.compile(r"[·•]\s*[A-Z][\w.&-]*?[A-Z](?=[A-Z][a-z])"),
        "unlisted": re.compile(rf"[A-Z]{{3,8}}(?=(?:{_OPENERS})\b)"),
        "labelled_glue": re.compile(rf"(?:[\w-]+ ){{0,2}}(?i:{_LABEL})\s?(?:by\b|:|©|/)\s?.{{2,80}}?{_GLUE}"),
        "opener_glue": re.compile(rf"[^.!?“\"]{{3,90}}?(?<!Mac)(?<=[a-z]{{2}})(?=(?:{_OPENERS})\s)"),
        "leading": re.compile(rf"(?:{names}\s*(?:[•/|·,]|and|via)?\s+)+(?=[A-Z])"),
        "trailing": re.compile(
            rf"(?:\(\s*(?:(?i:{_LABEL})\s*(?:by\b|via\b|:|\||/)?\s*)?{listed}(?:{names})(?:\s?(?:/|via|,|\|)\s?"
            rf"(?:{names}|{person}))?\s*\)(?!\.)"
            rf"|[(\[]\s*(?i:{_LABEL})\s*(?:by|via|:|\||/)\s*[^()\[\]]{{1,80}}[)\]]"
            rf"|[(\[]{person}\s?/\s?(?:{names}|{person})[)\]]"
            rf"|(?:{names})\s?/\s?{person}"
            rf"|{person}[/|]\s?(?:{names})(?:\s?(?:/|via)\s?(?:{names}|{person}))?"
            rf"|{names} via {names}"
            r"|\b(?:[Pp]hoto(?:graph)?|[Ii]mage|[Pp]icture|[Cc]redit|[Vv]ideo)s?"
            r"(?: by|:| courtesy of| credit:?) ?[A-Z@][^.]{1,80}"
            r")\.?\s*$"
        ),
        "labelled": re.compile(
            rf"[(\[]?(?i:{_LABEL})\s*(?:(?i:by|courtesy of|via)\s|[:|©])\s*[^.]{{2,90}}[)\]]?\.?|[©@]\s?[^.]{{2,60}}"
        ),
        "alone": re.compile(
            rf"[(\[]?(?:(?:{names}|{person})\s*[/|•·,]\s*)?(?:{names})(?:\s*(?:[/|•·,]|via)\s*(?:{names}|{person}))*[)\]]?\.?"
            rf"|[(\[]{person}\s?/\s?{person}[)\]]"
        ),
    }


def glued_credit(text: str) -> int:
    """Return how many characters of a credit are glued to the first word of a paragraph ("ReutersThe …"), 0 if none.

    Listed names count wherever a capital follows at once; a name behind a bullet, and words behind "Photo:", count
    whatever they are; a run of capitals, or a line with a bullet, bar or colon in it, only before a word that sentences
    begin with.
    """
    head = text[:120]
    found = _patterns()
    for name in ("glued", "bulleted", "unlisted", "labelled_glue", "opener_glue"):
        match = found[name].match(head)
        if match is None or _is_one_word(head, match.end()):
            continue
        if name != "opener_glue" or re.search(r"[·•|:/©]", match.group()):
            return match.end()
    return 0


def _is_one_word(head: str, cut: int) -> bool:
    """Return whether the cut would go through a word in capitals ("BBCI", "PAC")."""
    rest = head[cut:]
    return bool(re.match(r"[A-Z](?:[A-Z]|\b)", rest)) and not re.match(r"[A-Z][A-Z.]*\s[A-Za-z]", rest)


def is_credit_line(line: Line) -> bool:
    """Return whether a line is nothing but a credit ("(Photo: AP)", "Jane Doe/Getty Images")."""
    if len(line.words) > 14:
        return False
    found = _patterns()
    return bool(found["alone"].fullmatch(line.text) or found["labelled"].fullmatch(line.text))


def ends_in_credit(line: Line) -> bool:
    """Return whether a line ends in the credit of a picture."""
    return bool(_patterns()["trailing"].search(line.text[-200:])) and not _is_sign_off(line)


def is_caption_with_credit(line: Line) -> bool:
    """Return whether a line is a caption that ends in a credit, or begins with one and ends as no sentence does."""
    if len(line.words) > MAX_CAPTION_WORDS:
        return False
    if ends_in_credit(line):
        return True
    return not line.is_closed and bool(_patterns()["leading"].match(line.text[:80])) and len(line.words) > 3


def _is_sign_off(line: Line) -> bool:
    """Return whether what stands at the end credits the text, not a picture: "… he said. (Reuters)"."""
    if is_item(line):
        return True
    return bool(re.search(rf"[.!?][\"”’']?\s*[(\[]\s?{credit_names().text_pattern}\s?[)\]]\.?$", line.text[-120:]))


def sign_off(text: str) -> tuple[int, str] | None:
    """Return where in a paragraph an agency's sign-off begins ("… he said. (Reuters)") and the agency, None if none."""
    found = re.search(rf"(?<=[.!?\"”’'])\s*[(\[]({credit_names().agency_pattern})[)\]]\.?$", text[-120:])
    if found is None:
        return None
    begin = max(0, len(text) - 120) + found.start()
    return begin + len(text[begin:]) - len(text[begin:].lstrip()), credit_names().agencies[found.group(1)]
