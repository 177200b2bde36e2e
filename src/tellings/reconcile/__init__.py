"""What the articles say together: Articles, Labels, Matches → Dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.reconcile.brief import write_brief
from tellings.reconcile.events import find_events
from tellings.reconcile.facts import build_facts, build_utterances
from tellings.reconcile.plans import find_plans
from tellings.reconcile.positions import find_positions
from tellings.reconcile.story import tell_story
from tellings.reconcile.turns import with_turns
from tellings.reconcile.view import StoryView
from tellings.types.articles import Article, Dropped
from tellings.types.dossier import Dossier
from tellings.types.labels import Labels
from tellings.types.matches import Matches

__all__ = ["reconcile"]


def reconcile(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    matches: Matches,
    *,
    dropped: Sequence[Dropped] = (),
    settings: Mapping[str, object],
    version: str,
) -> Dossier:
    """Return all that the reports of one story say together.

    Args:
        articles: in story order.
        labels: one for each article.
        matches: what belongs together across the articles.
        dropped: inputs that gave no article.
        settings: those that shaped the output.
        version: of this package.
    """
    view = StoryView(articles, labels, matches)
    plans = find_plans(view)
    facts = build_facts(articles, labels, matches, plans=plans)
    return Dossier(
        version=version,
        settings=settings,
        story=tell_story(view),
        articles=view.articles,
        labels=tuple(view.labels[a.id] for a in view.articles if a.id in view.labels),
        entities=matches.entities,
        utterances=build_utterances(articles, labels, matches),
        facts=facts,
        events=find_events(view),
        plans=plans,
        positions=with_turns(find_positions(view), view),
        lineage=matches.lineage,
        brief=write_brief(view, facts, plans),
        dropped=tuple(dropped),
    )
