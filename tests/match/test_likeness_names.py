"""Names among the words of a claim."""

from __future__ import annotations

from tellings.evaluate.articles import article_from_text
from tellings.match.likeness import read_matters
from tellings.types.articles import BlockKind
from tellings.types.labels import Chain, Claim, EntityType, Form, Labels, Mention, Sentence
from tellings.types.matches import Entity, Key


def test_likeness_counts_a_name_with_its_title_as_one_word() -> None:
    article = article_from_text("Harbour Master Olga Brandt closed the quay.", id_seed="quay")
    whole = article.span(0, len(article.text))
    name = article.span(0, len("Harbour Master Olga Brandt"))
    labels = Labels(
        article=article.id,
        sentences=(Sentence(span=whole, block=0, kind=BlockKind.PARAGRAPH),),
        mentions=(Mention(span=name, form=Form.NAME, chain="c0"),),
        chains=(Chain(id="c0", type=EntityType.PERSON, name="Olga Brandt"),),
        claims=(
            Claim(
                id="k0",
                span=whole,
                sentence=0,
                predicate="close",
                predicate_span=whole,
                lemmas=("harbour", "master", "olga", "brandt", "close", "quay"),
            ),
        ),
    )
    entity = Entity(id="e1", name="Olga Brandt", type=EntityType.PERSON, chains=(Key(article.id, "c0"),))
    (matter,) = read_matters([article], [labels], [entity])
    assert matter.words == ("close", "quay", "e1")
