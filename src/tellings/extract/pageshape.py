"""How the paragraphs of a page are built, and what stands around them.

The paragraphs of an article are siblings, or near relations: a line is known by the element it stands in and the
three around that. What stands around most of their letters is the article's container.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import html

from tellings.extract.pagelines import PageLine

#: A box that holds this share of the paragraphs is none: a page that names its whole body so.
_BODY = 0.2
#: The container is the innermost element that holds this share of the letters of all paragraphs. Set by hand.
_CORE = 0.8
#: … and at least so many of them: one long paragraph is no container.
_LEAST = 3
#: A line is built as its element and so many around it are.
DEPTH = 4

Shape = tuple[str, ...]
Element = html.HtmlElement | None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the paragraphs of a page.

    Attributes:
        inner: elements that hold a good part of the paragraphs: the article's container and beyond.
        core: the innermost element that holds most of their letters, None for a page of few paragraphs.
    """

    inner: frozenset[html.HtmlElement]
    core: Element

    def holds(self, element: Element) -> bool:
        """Return whether an element stands in the container; all do where there is none."""
        while element is not None and element is not self.core:
            element = element.getparent()
        return self.core is None or element is not None


def around(lines: Sequence[PageLine], prose: Sequence[int]) -> Around:
    """Return what stands around the lines of prose of a page.

    Args:
        lines: the visible lines.
        prose: the places of the article's paragraphs among them.
    """
    counts: Counter[html.HtmlElement] = Counter()
    letters: Counter[html.HtmlElement] = Counter()
    for index in prose:
        for outer in ancestors(lines[index].element):
            counts[outer] += 1
            letters[outer] += len(lines[index].text)
    inner = frozenset(element for element, count in counts.items() if count > _BODY * len(prose))
    whole = sum(len(lines[index].text) for index in prose)
    large = [element for element, sum_ in letters.items() if sum_ >= _CORE * whole and counts[element] >= _LEAST]
    return Around(inner, max(large, key=lambda element: sum(1 for _ in ancestors(element)), default=None))


def ancestors(element: Element) -> Iterable[html.HtmlElement]:
    """Yield an element and what stands around it, inmost first."""
    while element is not None:
        yield element
        element = element.getparent()


def shape(element: Element) -> Shape:
    """Return how an element is built: its name, and names and classes of what stands around it."""
    if element is None:
        return ()
    built: list[str] = [str(element.tag)]
    outer = element.getparent()
    while outer is not None and len(built) < DEPTH:
        built.append(f"{outer.tag} {outer.get('class', '')}")
        outer = outer.getparent()
    return tuple(built)
