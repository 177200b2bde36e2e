"""Where sentences begin, by rule, before the syntax is parsed.

The rules decide for every token, and the parser keeps to them: a sentence ends at a stop, question or exclamation mark
or an ellipsis, with the quotation marks and brackets that close right after it, if what follows can begin a sentence.
Abbreviations, initials, numbers ("No. 10"), and a cue after a quoted question (``"Why?" Ann Lee asked``) keep it open.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from tellings.label.names_lexicon import load_yaml

NAME = "tellings_sentences"
_STOPS = frozenset((".", "!", "?", "…", "...", "?!", "!?", "!!", "??", "..", "....", "!!!", "???"))
_CLOSERS = frozenset("\"'”’)]»") | {"''"}
_OPENERS = frozenset("\"'“‘([«„•·*–—-") | {"``"}
# Coarse tags of words that begin sentences and are no names: after "U.S." they show that a new sentence has begun.
_FUNCTION_TAGS = frozenset(
    (
        "DT",
        "PRP",
        "PRP$",
        "IN",
        "RB",
        "CC",
        "WP",
        "WDT",
        "WRB",
        "EX",
        "TO",
        "MD",
        "VB",
        "VBD",
        "VBZ",
        "VBP",
        "VBG",
        "VBN",
    )
)
# Missing blanks: ‘‘end.’Next’’, ‘‘end.“Next’’, and a hyphen after a stop ("U.S.-Danish"). All but the last match no
# character and so only cut.
_CUTS = (
    r"(?<=[a-z0-9])(?=[.!?…][”\"’'][A-Z])",
    r"(?<=[a-z0-9][.!?…])(?=[”\"’'][A-Z])",
    r"(?<=[a-z0-9][.!?…][”\"’'])(?=[A-Z])",
    r"(?<=[a-z][!?…])(?=[A-Z“‘])",
    r"(?<=[a-z])(?=[!?…][A-Z“‘])",
    r"(?<=[A-Z]\.)-(?=[A-Z])",
)
_PRONOUNS = frozenset(("he", "she", "they", "we", "i", "it", "you", "who"))
_AHEAD = 5  # tokens that a speaker's name may have before the verb of saying


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in load_yaml("sentences.yaml").items()}


def prepare(pipeline: Language) -> Language:
    """Give a pipeline the sentence rules and the cuts for missing blanks; once per pipeline.

    Args:
        pipeline: with a parser; changed in place.
    """
    if NAME not in pipeline.pipe_names and "parser" in pipeline.pipe_names:
        infixes = [*(pipeline.Defaults.infixes or ()), *_CUTS]
        tokenizer: Any = pipeline.tokenizer
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        pipeline.add_pipe(NAME, before="parser")
    return pipeline


@Language.component(NAME)
def mark_starts(doc: Doc) -> Doc:
    """Set for every token whether a sentence begins with it."""
    texts = [token.text for token in doc]
    blanks = [bool(token.whitespace_) for token in doc]
    for index in range(1, len(doc)):
        doc[index].is_sent_start = _starts(doc, texts, blanks, index)
    return doc


def _starts(doc: Doc, texts: list[str], blanks: list[bool], index: int) -> bool:
    """Return whether a sentence begins at a token."""
    before = texts[index - 1]
    if before.isspace():
        return "\n\n" in before or (index > 1 and _starts_after(doc, texts, blanks, (index - 2, index)))
    if not (before in _STOPS or before in _CLOSERS or before[-1] in ".!?…"):
        return False
    end = index - 1
    while end > 0 and texts[end] in _CLOSERS and (not blanks[end - 1] or (blanks[end] and texts[end] == '"')):
        end -= 1
    return _starts_after(doc, texts, blanks, (end, index))


def _starts_after(doc: Doc, texts: list[str], blanks: list[bool], places: tuple[int, int]) -> bool:
    """Return whether a sentence ends with one token, closing marks aside, and the next begins with another."""
    end, index = places
    if not _can_begin(texts, blanks, index):
        return False
    stop = texts[end]
    if stop in _STOPS:
        quoted = index - end > 1
        if stop[0] in "!?" and quoted and _cue_follows(texts, index):
            return False
        if stop in ("...", "…", "..") and not quoted:
            return blanks[index - 1] and texts[index] != "I"
        return stop != "." or quoted or not _abbreviated(doc, texts, end, index)
    if stop[-1] == "." and len(stop) > 1:
        return index - end > 1 or (blanks[end] and not _open_token(doc, texts, end, index))
    return stop[-1] in "!?…" and len(stop) > 1


def _can_begin(texts: list[str], blanks: list[bool], index: int) -> bool:
    """Return whether a token can be a sentence's first: a capital, a number, or an opening mark before one."""
    word = texts[index]
    if word in _CLOSERS and not blanks[index - 1]:
        return False
    at = index
    while at < len(texts) - 1 and texts[at] in _OPENERS:
        at += 1
    first = texts[at][0]
    return first.isupper() or first.isdigit() or first in "$£€#@" or (at > index and texts[index] in "•·*“")


def _cue_follows(texts: list[str], index: int) -> bool:
    """Return whether a speaker by name and a verb of saying follow ("Ann Lee asked")."""
    if texts[index].lower() in _PRONOUNS:
        return False
    for at in range(index, min(index + _AHEAD, len(texts))):
        word = texts[at]
        if word.lower() in _lists()["saying"]:
            return at > index
        if not (word[0].isupper() or word in ("the", "'s", "’s", "of")):
            return False
    return False


def _abbreviated(doc: Doc, texts: list[str], stop: int, index: int) -> bool:
    """Return whether a stop that stands as a token of its own belongs to an abbreviation before it."""
    if stop == 0 or doc[stop - 1].whitespace_:
        return False
    return _is_open(texts[stop - 1], texts[index], doc[index].tag_)


def _open_token(doc: Doc, texts: list[str], end: int, index: int) -> bool:
    return _is_open(texts[end].rstrip("."), texts[index], doc[index].tag_)


def _is_open(word: str, following: str, tag: str) -> bool:
    """Return whether an abbreviation (without its stop) leaves the sentence open before the following word."""
    lists = _lists()
    lower = word.lower()
    if lower in lists["number"] and not (len(word) == 1 and word.isupper()):
        return following[0].isdigit() or (lower in lists["open"] and lower not in ("no", "p"))
    if lower in lists["open"]:
        return True
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if lower in lists["either"] or ("." in word and len(word) <= 6):
        return not (tag in _FUNCTION_TAGS or following in _OPENERS)
    return False
