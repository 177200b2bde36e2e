"""Which stories share telling words with an article: an inverted index over the stories that still take articles."""

from __future__ import annotations

from collections.abc import Callable

from tellings.match.storygroup import Group, Rules


class StoryIndex:
    """Terms and the stories under them. A look-up costs by the terms asked for, not by the stories held."""

    def __init__(self) -> None:
        """Begin empty."""
        self._under: dict[str, dict[str, None]] = {}

    def add(self, group: Group) -> None:
        """List a story under its terms."""
        for term in group.keys:
            self._under.setdefault(term, {})[group.id] = None

    def remove(self, group: Group) -> None:
        """Take a story out."""
        for term in group.keys:
            listed = self._under.get(term, {})
            listed.pop(group.id, None)
            if not listed:
                self._under.pop(term, None)

    def near(self, group: Group, rules: Rules, get: Callable[[str], Group]) -> list[str]:
        """Return the stories that share most with a story, best first, ties in order of id.

        Args:
            group: asked for; itself is left out.
            rules: for the number of terms, the longest list that is followed, and how many to return.
            get: gives a story by its id.
        """
        words = group.sums["words"]
        terms = sorted(group.keys, key=lambda term: (-group.keys[term] * words.get(term, 0.0), term))
        found: dict[str, float] = {}
        for term in terms[: rules.key_terms]:
            listed = self._under.get(term, {})
            if len(listed) > rules.longest_posting:
                continue
            for ident in listed:
                other = get(ident)
                shared = words.get(term, 0.0) * other.sums["words"].get(term, 0.0) / len(other.members)
                found[ident] = found.get(ident, 0.0) + shared
        found.pop(group.id, None)
        return sorted(found, key=lambda ident: (-found[ident], ident))[: rules.candidates]
