"""Values of what repeats: "every day", "annually", "15 a year"."""

from __future__ import annotations

from tellings.label.timecontext import Context, Reading
from tellings.label.timelengths import length, singular
from tellings.label.timevalues import Match, number_of, part
from tellings.types.labels import TimeType

_WORDS = {
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "monthly": "P1M", "weekly": "P1W", "daily": "P1D",
    "nightly": "P1D", "hourly": "PT1H", "quarterly": "P3M", "biennial": "P2Y", "biannual": "P6M",
}  # fmt: skip


def every(match: Match, context: Context) -> Reading | None:
    """Read ``every day``, ``annually``, ``each Monday`` and rates such as ``15 a year``."""
    basis = "what repeats"
    word = part(match, "word")
    if word and match["word"][0].isupper() and context.text[context.end : context.end + 2].strip()[:1].isupper():
        return None  # "The Weekly Echo"
    if word:
        return Reading(type=TimeType.SET, value=_WORDS[word], basis=basis)
    named = part(match, "weekday")
    if named:
        days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        timex = f"XXXX-WXX-{days.index(named) + 1}"
        return Reading(type=TimeType.SET, value="P1W", timex=timex, basis=basis)
    unit = singular(part(match, "unit", "unit2", "unit3", "unit4") or "day")
    amount = number_of(match, "number") or (2.0 if " other " in match.group(0).lower() else 1.0)
    return Reading(type=TimeType.SET, value=length(amount, unit), basis=basis)
