"""Which language a text is in."""

from __future__ import annotations

import re

from py3langid.langid import classify

#: Characters looked at: detection does not change beyond a few hundred words.
_SAMPLE = 8000
#: Fewer letters tell nothing.
_FEW_LETTERS = 12
#: Below so many words the model guesses at random; then English function words decide, or nothing does.
_FEW_WORDS = 20
#: Share of English function words that makes a text English: English news has 0.35-0.5, other languages of
#: Latin script below 0.12 (words such as "in", "a", "on" are shared). Set by hand.
_ENGLISH_SHARE = 0.25

_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "was",
        "on",
        "are",
        "as",
        "with",
        "be",
        "at",
        "by",
        "he",
        "have",
        "this",
        "from",
        "or",
        "had",
        "but",
        "not",
        "they",
        "his",
        "an",
        "were",
        "we",
        "their",
        "been",
        "has",
        "which",
        "who",
        "will",
        "more",
        "said",
        "she",
        "would",
        "there",
        "when",
        "what",
        "if",
        "after",
        "all",
        "about",
        "into",
        "than",
        "its",
        "could",
    ]
)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, None if there is too little to tell.

    Args:
        text: what belongs to the article; the first 8,000 characters count.
    """
    sample = text[:_SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample)
    if sum(map(len, words)) < _FEW_LETTERS:
        return None
    if _is_latin(sample):
        share = sum(word.casefold() in _ENGLISH for word in words) / len(words)
        if share >= _ENGLISH_SHARE:
            return "en"
        if len(words) < _FEW_WORDS:
            return None
    code, _ = classify(sample)  # type: ignore[no-untyped-call]
    return str(code)


def normal_code(language: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag ("en-GB" → "en"), None if it is none."""
    if language is None:
        return None
    code = re.split(r"[-_]", language.strip().casefold())[0]
    return _THREE_LETTERS.get(code, code) if 2 <= len(code) <= 3 and code.isalpha() else _BY_NAME.get(code)


_THREE_LETTERS = {
    "eng": "en",
    "ger": "de",
    "deu": "de",
    "fre": "fr",
    "fra": "fr",
    "spa": "es",
    "gre": "el",
    "ell": "el",
}
_BY_NAME = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "greek": "el", "italian": "it"}


#: So much of a text shows its script.
_LATIN_SAMPLE = 5_000


def _is_latin(text: str) -> bool:
    letters = [char for char in text[:_LATIN_SAMPLE] if char.isalpha()]
    return sum(ord(char) < 0x250 for char in letters) * 2 > len(letters)
