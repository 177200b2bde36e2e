"""A dossier as one JSON document, schema ``dossier/1``.

A *ref* is ``{"article", "start", "end", "text"}``: half-open character offsets (Unicode code points, as Python
counts them) into the kept text of that article, and exactly the words that stand there. Lists are in story order:
by report, then by place; facts, events, plans, positions and lineage keep the order in which they were reconciled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tellings.report.index import Index, build_index, content_id
from tellings.report.jsonlabels import claim_form, quantity_form, ref, ref_or_null, statement_form, time_form
from tellings.types.articles import Article, BlockKind, Dropped
from tellings.types.dossier import BriefLine, Difference, Dossier, Event, Fact, Plan, Position, Utterance
from tellings.types.labels import Form, Labels
from tellings.types.matches import Entity, Grounds, Lineage
from tellings.types.spans import Span

SCHEMA = "dossier/1"

Json = dict[str, Any]

#: Blocks that are not part of the body: the title, and captions, which are labelled all the same.
_NOT_BODY = (BlockKind.TITLE, BlockKind.CAPTION)


def dumps(dossier: Dossier) -> str:
    """Return a dossier as JSON text: UTF-8, keys in fixed order, indented by one, one line feed at the end."""
    return dump_document(to_json(dossier))


def dump_document(document: Mapping[str, Any]) -> str:
    """Return a document as JSON text in the form of ``dumps``."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def to_json(dossier: Dossier) -> Json:
    """Return a dossier as plain dicts and lists, ready for ``json.dumps``.

    The same dossier gives the same document, key by key.
    """
    index = build_index(dossier)
    labels = {part.article: part for part in dossier.labels}
    story = dossier.story
    return {
        "schema": SCHEMA,
        "tellings": dossier.version,
        "settings": _plain(dossier.settings),
        "story": {
            "id": story.id,
            "title": story.title,
            "first_published": story.first_published,
            "last_published": story.last_published,
        },
        "brief": [_brief_form(line, index) for line in dossier.brief],
        "articles": [_article_form(article, labels.get(article.id), index) for article in dossier.articles],
        "entities": [_entity_form(entity, index) for entity in dossier.entities],
        "times": [time_form(part.article, time, index) for part in dossier.labels for time in part.times],
        "quantities": [
            quantity_form(part.article, quantity, index) for part in dossier.labels for quantity in part.quantities
        ],
        "statements": [
            statement_form(part.article, statement, index) for part in dossier.labels for statement in part.statements
        ],
        "utterances": [_utterance_form(utterance, index) for utterance in dossier.utterances],
        "claims": [claim_form(part.article, claim, index) for part in dossier.labels for claim in part.claims],
        "facts": [_fact_form(fact, index) for fact in dossier.facts],
        "events": [_event_form(event, index) for event in dossier.events],
        "plans": [_plan_form(plan, index, _entity_names(dossier.entities)) for plan in dossier.plans],
        "positions": [_position_form(position, index) for position in dossier.positions],
        "lineage": [_lineage_form(lineage, index) for lineage in dossier.lineage],
        "dropped": [_dropped_form(dropped) for dropped in dossier.dropped],
    }


def _plain(value: object) -> Any:  # noqa: ANN401 -- JSON has no narrower type
    """Return a settings value as JSON, mappings with sorted keys; what JSON does not know becomes its text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, str) or value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    return str(value)


def _entity_names(entities: Iterable[Entity]) -> dict[str, str]:
    return {entity.id: entity.name for entity in entities}


def _grounds_form(grounds: Iterable[Grounds]) -> list[Json]:
    return [{"rule": part.rule, "score": round(part.score, 4), "detail": part.detail} for part in grounds]


def _refs(spans: Iterable[Span], index: Index) -> list[Json]:
    return [ref(span, index) for span in spans]


def _brief_form(line: BriefLine, index: Index) -> Json:
    return {"sentence": ref(line.sentence, index), "facts": list(line.facts), "sources": _refs(line.sources, index)}


def _article_form(article: Article, labels: Labels | None, index: Index) -> Json:
    title = article.title_span
    return {
        "id": article.id,
        "path": article.path,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "title_ref": ref_or_null(title, index),
        "byline": article.byline,
        "byline_ref": ref_or_null(article.byline_span, index),
        "dateline_ref": ref_or_null(article.dateline_span, index),
        "agency": article.agency,
        "agency_ref": ref_or_null(article.agency_span, index),
        "published": article.published,
        "published_from": article.published_from,
        "updated": article.updated,
        "evidence": dict(article.evidence),
        "language": article.language,
        "labelled": article.labelled,
        "sha256": article.sha256,
        "capture_sha256": article.capture_sha256,
        "text": article.text,
        "body": [[block.start, block.end] for block in article.blocks if block.kind not in _NOT_BODY],
        "blocks": [{"start": block.start, "end": block.end, "kind": block.kind.value} for block in article.blocks],
        "sentences": [[part.span.start, part.span.end] for part in labels.sentences] if labels else [],
        "dropped": _left_out(article),
    }


def _left_out(article: Article) -> list[Json]:
    """Return what is not in the body and not the title, captions too, in order."""
    parts = [(part.start, part.end, part.reason) for part in article.dropped]
    parts += [(block.start, block.end, "caption") for block in article.blocks if block.kind is BlockKind.CAPTION]
    return [{"start": start, "end": end, "reason": reason} for start, end, reason in sorted(parts)]


def _entity_form(entity: Entity, index: Index) -> Json:
    mentions = [{**ref(mention.span, index), "form": mention.form.value} for mention in entity.mentions]
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type.value,
        "variants": [{"text": variant.text, "articles": list(variant.articles)} for variant in entity.variants],
        "roles": _refs(entity.roles, index),
        "mentions": [mention for mention in mentions if mention["form"] == Form.NAME.value],
        "other_mentions": [mention for mention in mentions if mention["form"] != Form.NAME.value],
    }


def _difference_form(difference: Difference, index: Index) -> Json:
    return {
        "id": difference.id,
        "type": difference.type.value,
        "slot": difference.slot,
        "left": ref(difference.left, index),
        "right": ref(difference.right, index),
        "why": difference.why,
        "grounds": _grounds_form(difference.grounds),
    }


def _utterance_form(utterance: Utterance, index: Index) -> Json:
    speaker = None
    if utterance.speaker is not None:
        speaker = {"name": utterance.speaker, "entity": utterance.entity, "span": None}
    return {
        "id": utterance.id,
        "speaker": speaker,
        "statements": [index.ids[key] for key in utterance.statements],
        "differences": [_difference_form(difference, index) for difference in utterance.differences],
        "grounds": _grounds_form(utterance.grounds),
    }


def _fact_form(fact: Fact, index: Index) -> Json:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "title": ref(fact.title, index),
        "support": [{**ref(part.span, index), "claim": index.ids[part.claim]} for part in fact.support],
        "independent": fact.independent,
        "groups": [list(group) for group in fact.groups],
        "differences": [_difference_form(difference, index) for difference in fact.differences],
        "missing": [{"article": part.article, "could_know": part.could_know} for part in fact.missing],
        "weight": round(fact.weight, 4),
        "grounds": _grounds_form(fact.grounds),
    }


def _event_form(event: Event, index: Index) -> Json:
    return {
        "id": event.id,
        "label": index.words(event.label),
        "label_ref": ref(event.label, index),
        "status": event.status,
        "when": event.when,
        "when_ref": ref_or_null(event.when_span, index),
        "where": index.words(event.where) if event.where else None,
        "where_ref": ref_or_null(event.where, index),
        "participants": list(event.participants),
        "mentions": _refs(event.mentions, index),
    }


def _plan_form(plan: Plan, index: Index, names: Mapping[str, str]) -> Json:
    return {
        "id": plan.id,
        "label": index.words(plan.label),
        "label_ref": ref(plan.label, index),
        "actors": [
            {"name": names.get(actor, actor), "entity": actor if actor in names else None} for actor in plan.actors
        ],
        "status": plan.status,
        "due": plan.due,
        "due_text": index.words(plan.due_span) if plan.due_span else None,
        "due_ref": ref_or_null(plan.due_span, index),
        "evidence": _refs(plan.evidence, index),
    }


def _position_form(position: Position, index: Index) -> Json:
    return {
        "id": position.id,
        "actor": position.actor,
        "entity": position.entity,
        "issue": index.words(position.issue),
        "issue_ref": ref(position.issue, index),
        "stance": position.stance,
        "evidence": _refs(position.evidence, index),
        "changes": [
            {"how": turn.how, "why": turn.why, "earlier": turn.earlier, "evidence": _refs(turn.evidence, index)}
            for turn in position.changes
        ],
    }


def _lineage_form(lineage: Lineage, index: Index) -> Json:
    return {
        "id": content_id("l", *lineage.pair),
        "pair": list(lineage.pair),
        "kind": lineage.kind.value,
        "share": round(lineage.share, 4),
        "passages": [
            {
                "left": ref(passage.left, index),
                "right": ref(passage.right, index),
                "kind": passage.kind,
                "score": round(passage.score, 4),
            }
            for passage in lineage.passages
        ],
        "why": lineage.why,
        "grounds": _grounds_form(lineage.grounds),
    }


def _dropped_form(dropped: Dropped) -> Json:
    where = "url" if dropped.source.startswith(("http://", "https://")) else "path"
    return {where: dropped.source, "stage": dropped.stage, "code": dropped.code, "reason": dropped.reason}
