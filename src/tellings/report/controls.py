"""Characters that act unseen, made visible: article text is hostile."""

from __future__ import annotations

import re
from collections.abc import Callable

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)")
"""Control characters other than line ends and tab (they move a terminal's cursor and HTML forbids them), those that
turn the direction of what follows (Unicode's "Trojan source" set), and halves of surrogate pairs."""


def show_controls(text: str, shown: Callable[[str], str]) -> str:
    """Return text in which ``shown`` of its code ("U+202E") stands for each character that would act unseen."""
    return _CONTROL.sub(lambda found: shown(f"U+{ord(found[0]):04X}"), text)
