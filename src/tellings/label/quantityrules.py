"""The lists of ``quantities.yaml`` as compiled patterns and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tellings.label.numbers import DIGITS, NUMBER, ORDINAL, POWER, SHARE, alternatives
from tellings.types.labels import Bound


@cache
def lexicon() -> dict[str, Any]:
    """Return the whole of ``quantities.yaml`` as read."""
    source = resources.files(__package__).joinpath("quantities.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return loaded


def _written(table: str, key: str, *, fold: bool) -> dict[str, str]:
    """Return written form → normal form for one key of the entries of a table."""
    return {
        str(form).lower() if fold else str(form): name
        for name, entry in lexicon()[table].items()
        for form in entry.get(key, ())
    }


@cache
def unit_words() -> dict[str, str]:
    """Return units written out, lower case → normal form; money words among them."""
    return _written("currencies", "words", fold=True) | _written("units", "words", fold=True)


@cache
def unit_signs() -> dict[str, str]:
    """Return unit signs and currency codes as written → normal form."""
    signs = _written("units", "signs", fold=False)
    return _written("currencies", "after", fold=False) | _written("currencies", "code", fold=False) | signs


@cache
def money_before() -> dict[str, str]:
    """Return what stands before an amount of money → currency."""
    return _written("currencies", "code", fold=False) | _written("currencies", "before", fold=False)


@cache
def currencies() -> frozenset[str]:
    """Return the normal forms of all currencies."""
    return frozenset(lexicon()["currencies"])


@cache
def rate_units() -> dict[str, str]:
    """Return what may follow "per", lower case → normal form."""
    return {form.lower(): name for name, forms in lexicon()["rates"].items() for form in forms}


def _exactly(words: Iterable[str]) -> str:
    return alternatives(list(words))


@cache
def number_pattern() -> re.Pattern[str]:
    """Return the pattern of a number that may begin a quantity, with sign and currency before it."""
    money = _exactly(money_before())
    return re.compile(
        rf"(?<!\d[.,])(?<![\w/%])(?<![A-Za-z0-9][-–—])(?:(?P<sub>(?i:sub|over|under|now|to))-)?"
        rf"(?P<sign>(?i:minus)[ -]|[-−](?=[\d.$£€])|\+(?=\d))?"
        rf"(?P<money>{money} ?)?(?P<sign2>[-−](?=\d))?"
        rf"(?P<number>{POWER}|(?i:{SHARE})(?=\b)(?![ -](?:an? )?(?:{_MAGNITUDES}))|(?i:{NUMBER}))"
    )


_MAGNITUDES = "hundred|dozen|thousand|million|billion|trillion"


@cache
def second_pattern() -> re.Pattern[str]:
    """Return the pattern of what joins a number to the other end of a range, and that other end."""
    money = _exactly(money_before())
    return re.compile(
        rf"(?P<join> ?[-–—] ?| (?:to|or|and)(?: about| around| almost| nearly| over)?[ -])"
        rf"(?P<money>{money} ?)?(?P<number>(?i:{NUMBER}))"
    )


@cache
def far_end_pattern() -> re.Pattern[str]:
    """Return the pattern of the words that may stand between "from" A and "to" B."""
    return re.compile(
        rf"[^.;:()\d\n]{{0,40}}?(?: at [\d.:]+ ?[ap]\.?m\.?[^.;:()\d\n]{{0,20}}?)?(?: in (?:19|20)\d\d)?"
        rf" to (?=[$£€A-Z]{{0,4}} ?{DIGITS})"
    )


@cache
def unit_pattern() -> re.Pattern[str]:
    """Return the pattern of a unit right behind a number."""
    words, signs = _exactly(unit_words()), _exactly(unit_signs())
    return re.compile(
        rf"(?:[ -](?P<word>(?i:{words}))\b|[ -]?(?P<sign>{signs})(?![A-Za-z0-9²³]))(?:-(?P<long>long)\b)?"
    )


@cache
def rate_pattern() -> re.Pattern[str]:
    """Return the pattern of "per barrel", "a month", "/kg" behind a unit."""
    return re.compile(
        rf"(?:[ -]per[ -]| an? |-an?-| ?/ ?)(?P<rate>{_exactly(rate_units())})\b"
        r"(?! (?:ago|earlier|later|before|after)\b)",
        re.IGNORECASE,
    )


@cache
def letter_pattern() -> re.Pattern[str]:
    """Return the pattern of a letter that may multiply the number before it."""
    return re.compile(r"([kKmMbBtT])(?:ln)?(?![A-Za-z0-9/²³])")


def _bounds(table: str) -> dict[str, Bound]:
    return {form: Bound(name) for name, forms in lexicon()[table].items() for form in forms}


@cache
def bounds_before() -> dict[str, Bound]:
    """Return words before a number → bound."""
    return _bounds("bounds_before")


@cache
def bounds_after() -> dict[str, Bound]:
    """Return words behind a number → bound."""
    return _bounds("bounds_after")


@cache
def bound_pattern() -> re.Pattern[str]:
    """Return the pattern that ends a text with a word of bound and what may stand behind it."""
    forms = _exactly(bounds_before())
    fillers = _exactly(lexicon()["bound_fillers"])
    return re.compile(rf"(?:^|[\s(\[“\"'‘—–,-])(?P<bound>{forms})(?:\s+{fillers})?\s*$", re.IGNORECASE)


@cache
def after_pattern() -> re.Pattern[str]:
    """Return the pattern of a bound behind a number."""
    return re.compile(rf"\s?(?P<bound>{_exactly(bounds_after())})(?!\w)", re.IGNORECASE)


@cache
def ordinal_pattern() -> re.Pattern[str]:
    """Return the pattern of an ordinal in lower case or figures."""
    return re.compile(rf"(?<![\w-]){ORDINAL.replace('(?:', '(?:', 1)}(?!-)")


@cache
def vague_pattern() -> re.Pattern[str]:
    """Return the pattern of words that stand for a number without naming one."""
    plurals = _exactly(lexicon()["vague_plurals"])
    words = _exactly(lexicon()["vague_words"])
    return re.compile(
        rf"\b(?:(?P<plural>{plurals})(?= (?:of|more)\b|[^\w-]|$)|(?P<word>{words})(?= (?:of )?\w))", re.IGNORECASE
    )


@cache
def ratio_pattern() -> re.Pattern[str]:
    """Return the pattern of "one in three voters" and "two out of five"."""
    return re.compile(
        rf"(?<![\w.,-])(?P<part>{NUMBER}) (?:in|out of)(?: every)? (?P<whole>{NUMBER})"
        r"(?! ?%|,\d| ?(?:per cent|percent)\b)",
        re.IGNORECASE,
    )


@cache
def article_pattern() -> re.Pattern[str]:
    """Return the pattern of one unit of time told by its article: "less than a fortnight", "a minute of silence"."""
    units = "second|minute|hour|day|week|fortnight|month|year|decade|century"
    return re.compile(rf"\ban? (?P<unit>{units})\b(?P<half> and a half\b)?(?P<tail>(?= of\b)|-long\b)?", re.IGNORECASE)


@cache
def majority_pattern() -> re.Pattern[str]:
    """Return the pattern of "the vast majority of"."""
    return re.compile(
        r"\b(?:(?:vast|great|large|overwhelming|clear|absolute) majority|majority(?= of\b))", re.IGNORECASE
    )


@cache
def lengths_pattern() -> re.Pattern[str]:
    """Return the pattern of a plural that tells a length of time by itself: "for hours"."""
    units = "seconds|minutes|hours|days|weeks|months|years|decades|centuries"
    return re.compile(rf"\b{_exactly(lexicon()['lengths_after'])} (?P<unit>{units})\b(?! (?:ago|later))", re.IGNORECASE)


@cache
def noise_pattern() -> re.Pattern[str]:
    """Return the pattern of figures that are no amount: telephone numbers, addresses on the net, postcodes, scores."""
    streets = _exactly(lexicon()["streets"])
    return re.compile(
        r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|[#@]\w+"
        r"|\+?\b0\d{2,4}[ -]\d{3,8}(?:[ -]\d{3,4})?\b|\+\d{1,3}[ -]\d[\d -]{6,14}\d"
        r"|\b\d{3}-\d{3}-\d{4}\b|\(\d{3}\) \d{3}-\d{4}"
        r"|(?:^|(?<=\n))\d{1,3} ?/ ?\d{1,3}(?! of\b)"
        r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b24/7\b|\b\d{5} ZIP\b"
        rf"|\b\d{{1,5}}(?:-\d{{1,5}})?[A-Za-z]? (?:[A-Z] \d+(?:st|nd|rd|th) |(?:[A-Z][\w.'’]+ ){{1,3}}){streets}\b"
        r"|\b\d{1,2}:\d{2}(?::\d{2})?\b"
        r"|(?<![\d$£€.,-])\d{1,3}[-–]\d{1,3}\b"
        r"(?= (?:down|up|win|victory|defeat|loss|draw|lead|on|at|in|against|to|over)\b|[.,)])"
    )


@cache
def telephone_pattern() -> re.Pattern[str]:
    """Return the pattern of a telephone number: with a trunk zero, a country code, or in American groups."""
    return re.compile(
        r"(?<![\w.,/-])(?:0\d{2,4}[ -]\d{3,8}(?:[ -]\d{3,4})?|\+\d{1,3}[ -]\d(?:[ -]?\d){6,13}"
        r"|(?:1-)?\d{3}-\d{3}-\d{4}|\(\d{3}\) \d{3}-\d{4})(?![\w-]|[.,]\d)"
    )


@cache
def degree_pattern() -> re.Pattern[str]:
    """Return the pattern of "too fast", "way too fast", "really fast"."""
    degrees = _exactly(lexicon()["degrees"])
    return re.compile(
        rf"\b(?:(?:(?:way|far|much|just|a little|a bit|simply) )?too|really|extremely|incredibly) "
        rf"(?P<degree>{degrees})\b"
        r"(?! (?:to|for) )",
        re.IGNORECASE,
    )


@cache
def limit_pattern() -> re.Pattern[str]:
    """Return the pattern of a comparison with a limit that no figure names: "a higher speed than permitted"."""
    sides = _exactly(lexicon()["limit_sides"])
    places = (
        "well above|just above|far above|above|over|well below|just below|far below|below|under|beyond|in excess of"
    )
    return re.compile(
        rf"\b(?:[a-z]{{4,16}}ly |much |far )?(?P<side>{sides}) (?:[a-z-]{{2,20}} ){{0,2}}than "
        r"(?:(?:is|was|are|were|has been|had been) )?"
        r"(?:permitted|allowed|usual|normal|expected|planned|recommended|forecast|thought|reported|previously \w+)\b"
        rf"|\b(?P<place>{places}) (?:the|its|their) (?:[a-z-]{{2,20}} ){{0,2}}"
        r"(?:limit|maximum|minimum|threshold|average|norm)\b(?! of \d)",
        re.IGNORECASE,
    )


@cache
def while_pattern() -> re.Pattern[str]:
    """Return the pattern of a time of unnamed length: "some time", "a short period of time"."""
    return re.compile(
        r"\b(?:(?:for|take|takes|took|taken|last|lasted|spent|within|in) )?"
        r"(?:(?:quite )?some time\b|a (?:very )?(?:long|short|brief) (?:period(?: of time)?|while|time)\b"
        r"|a lot of time\b)",
        re.IGNORECASE,
    )


@cache
def many_pattern() -> re.Pattern[str]:
    """Return the pattern of "many", "lots" and "a small number of"."""
    return re.compile(
        r"(?<!\bas )\b(?:an? (?:small|large|great|growing|huge|vast|limited|record|tiny|good|significant|substantial|"
        r"increasing) (?:number|amount|majority|minority)|lots|many more|many|most|numerous|countless|plenty|a lot)\b"
        r"(?! (?:likely|recent|importantly|of all)\b)",
        re.IGNORECASE,
    )
