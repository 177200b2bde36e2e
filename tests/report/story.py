"""A small invented story, put together by hand: a ferry that ran aground, told by four reports.

Spans are given as words and looked up, so that no offset is counted by hand; the tests count some of them again.
"""

from __future__ import annotations

import hashlib

from tellings.types.articles import Article, Block, BlockKind, Dropped, DroppedSpan
from tellings.types.dossier import (
    BriefLine,
    Difference,
    DifferenceType,
    Dossier,
    Event,
    Fact,
    FactKind,
    Missing,
    Plan,
    Position,
    Story,
    Support,
    Utterance,
)
from tellings.types.labels import (
    Bound,
    Chain,
    Claim,
    EntityType,
    Form,
    Labels,
    Mention,
    Modality,
    Participant,
    Quantity,
    Sentence,
    Speaker,
    Statement,
    StatementKind,
    Time,
    TimeType,
)
from tellings.types.matches import Entity, Grounds, Key, Lineage, LineageKind, Passage, Variant
from tellings.types.spans import Span

RLO = "\u202e"

HERALD = """Ferry runs aground off Port Ansel
Share this article
By Mira Tolland
The ferry Blue Heron ran aground on Tuesday morning with 112 people on board, the coast guard said.
No one was killed, coast guard chief Ida Morrow said.
"We heard a crack like thunder and then the deck began to lean," said passenger Tomas Reyl.
The operator, Straitline, plans to tow the ship to harbour by Friday.
Related articles
Five islands to see this summer
"""

WIRE = """Blue Heron grounded with at least 118 aboard
A ferry with at least 118 people aboard ran aground off Port Ansel on Tuesday, officials said.
Morrow, who heads the coast guard, said nobody had died.
“We heard a crack like lightning and then the deck began to lean,” passenger Tomas Reyl told Northern Wire.
Union leader Per Aske opposes any tow before divers have checked the hull.
Fuel for three days was left in the tanks.
"""

COAST = f"""<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> Ferry 🛟 stuck
🛟🛟 The Blue Heron ran onto rocks on Tuesday morning with 112 people on board.
{RLO}No one lost their life, Ida Morrow said.
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaften *owns* [none](x) of it.
"""

GREEK = """Το πλοίο προσάραξε στα ανοιχτά του λιμανιού.
"""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def made_id(letter: str, name: str) -> str:
    return letter + digest(name)[:12]


class Report:
    """One article under construction; ``at`` finds words in it."""

    def __init__(self, text: str, *, name: str, junk: tuple[str, ...] = (), **known: object) -> None:
        self.id = made_id("a", name)
        self.text = text
        dropped = []
        blocks = []
        place = 0
        titled = known.pop("titled", True)
        for line in text.splitlines(keepends=True):
            words = line.rstrip("\n")
            if words in junk:
                dropped.append(DroppedSpan(start=place, end=place + len(words), reason="share_widget"))
            elif words:
                kind = BlockKind.TITLE if titled and not blocks else BlockKind.PARAGRAPH
                blocks.append(Block(start=place, end=place + len(words), kind=kind))
            place += len(line)
        title = blocks[0] if titled else None
        self.article = Article(
            id=self.id,
            path=f"ferry/{name}.txt",
            title=text[title.start : title.end] if title else None,
            title_span=Span(article=self.id, start=title.start, end=title.end) if title else None,
            sha256=digest(text),
            capture_sha256=digest(text),
            text=text,
            blocks=tuple(blocks),
            dropped=tuple(dropped),
            **known,
        )

    def at(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(article=self.id, start=start, end=start + len(words))

    def within(self, words: str, part: str) -> Span:
        """Return the place of ``part`` inside the first place of ``words``."""
        start = self.text.index(words) + words.index(part)
        return Span(article=self.id, start=start, end=start + len(part))

    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(span=Span(article=self.id, start=block.start, end=block.end), block=place, kind=block.kind)
            for place, block in enumerate(self.article.blocks)
        )

    def claim(self, local: str, words: str, verb: str, **known: object) -> Claim:
        return Claim(id=local, span=self.at(words), sentence=0, predicate=verb, predicate_span=self.at(verb), **known)


def _herald() -> tuple[Report, Labels]:
    report = Report(
        HERALD,
        name="01-herald",
        junk=("Share this article", "By Mira Tolland", "Related articles", "Five islands to see this summer"),
        outlet="Ansel Herald",
        byline="Mira Tolland",
        byline_span=None,
        published="2031-03-04T08:10:00+00:00",
        published_from="metadata",
        language="en",
    )
    at = report.at
    morrow = Speaker(name="Ida Morrow", span=at("coast guard chief Ida Morrow"), chain="c0")
    labels = Labels(
        article=report.id,
        sentences=report.sentences(),
        mentions=(
            Mention(span=at("Ida Morrow"), form=Form.NAME, chain="c0"),
            Mention(span=at("coast guard chief"), form=Form.NOMINAL, chain="c0"),
            Mention(span=at("Tomas Reyl"), form=Form.NAME, chain="c1"),
            Mention(span=at("Straitline"), form=Form.NAME, chain="c2"),
        ),
        chains=(
            Chain(id="c0", type=EntityType.PERSON, name="Ida Morrow"),
            Chain(id="c1", type=EntityType.PERSON, name="Tomas Reyl"),
            Chain(id="c2", type=EntityType.ORGANISATION, name="Straitline"),
        ),
        times=(
            Time(id="t0", span=at("Tuesday morning"), type=TimeType.DATE, value="2031-03-04", basis="weekday"),
            Time(id="t1", span=at("by Friday"), type=TimeType.DATE, value="2031-03-04/2031-03-07", basis="weekday"),
        ),
        quantities=(Quantity(id="q0", span=at("112"), value=112.0, counts=at("people on board")),),
        statements=(
            Statement(id="s0", kind=StatementKind.INDIRECT, content=at("No one was killed"), speaker=morrow),
            Statement(
                id="s1",
                kind=StatementKind.DIRECT,
                content=at("We heard a crack like thunder and then the deck began to lean,"),
                cue=report.within("said passenger", "said"),
                speaker=Speaker(name="Tomas Reyl", span=at("passenger Tomas Reyl"), chain="c1"),
                when="t0",
                score=0.98,
                basis="quotation marks",
            ),
        ),
        claims=(
            report.claim(
                "k0",
                "The ferry Blue Heron ran aground on Tuesday morning with 112 people on board",
                "ran",
                time="t0",
                quantities=("q0",),
                participants=(Participant(role="agent", span=at("The ferry Blue Heron"), head="heron"),),
            ),
            report.claim("k1", "No one was killed", "killed", positive=False, attribution=(morrow,), statement="s0"),
            report.claim(
                "k2", "plans to tow the ship to harbour by Friday", "tow", modality=Modality.PLANNED, time="t1"
            ),
        ),
    )
    return report, labels


def _wire() -> tuple[Report, Labels]:
    report = Report(
        WIRE,
        name="02-wire",
        outlet="Northern Wire",
        published="2031-03-04T12:30:00+00:00",
        published_from="metadata",
        language="en",
    )
    at = report.at
    morrow = Speaker(name="Morrow", span=at("Morrow"), chain="c5")
    labels = Labels(
        article=report.id,
        sentences=report.sentences(),
        mentions=(
            Mention(span=at("Morrow"), form=Form.NAME, chain="c5"),
            Mention(span=at("Tomas Reyl"), form=Form.NAME, chain="c6"),
            Mention(span=at("Per Aske"), form=Form.NAME, chain="c7"),
        ),
        chains=(
            Chain(id="c5", type=EntityType.PERSON, name="Morrow"),
            Chain(id="c6", type=EntityType.PERSON, name="Tomas Reyl"),
            Chain(id="c7", type=EntityType.PERSON, name="Per Aske"),
        ),
        times=(
            Time(id="t0", span=at("Tuesday"), type=TimeType.DATE, value="2031-03-04", basis="weekday"),
            Time(id="t1", span=at("three days"), type=TimeType.DURATION, value="P3D", basis="duration"),
        ),
        quantities=(
            Quantity(id="q0", span=at("at least 118"), value=118.0, bound=Bound.AT_LEAST, counts=at("people aboard")),
        ),
        statements=(
            Statement(
                id="s0",
                kind=StatementKind.INDIRECT,
                content=at("nobody had died"),
                speaker=morrow,
                cue=report.within("said nobody", "said"),
            ),
            Statement(
                id="s1",
                kind=StatementKind.DIRECT,
                content=at("We heard a crack like lightning and then the deck began to lean,"),
                cue=at("told"),
                speaker=Speaker(name="Tomas Reyl", span=at("passenger Tomas Reyl"), chain="c6"),
                addressee=Speaker(name="Northern Wire", span=at("Northern Wire")),
            ),
        ),
        claims=(
            report.claim(
                "k0",
                "A ferry with at least 118 people aboard ran aground off Port Ansel on Tuesday",
                "ran",
                time="t0",
                quantities=("q0",),
                place=at("off Port Ansel"),
            ),
            report.claim("k1", "nobody had died", "died", positive=False, attribution=(morrow,), statement="s0"),
            report.claim("k2", "Fuel for three days was left in the tanks", "left"),
        ),
    )
    return report, labels


def _coast() -> tuple[Report, Labels]:
    report = Report(
        COAST,
        name="03-coast",
        outlet="Coast Today <b>",
        published="2031-03-04",
        published_from="file",
        language="en",
    )
    at = report.at
    morrow = Speaker(name="Ida Morrow", span=at("Ida Morrow"), chain="c0")
    labels = Labels(
        article=report.id,
        sentences=report.sentences(),
        mentions=(Mention(span=at("Ida Morrow"), form=Form.NAME, chain="c0"),),
        chains=(Chain(id="c0", type=EntityType.PERSON, name="Ida Morrow"),),
        times=(Time(id="t0", span=at("Tuesday morning"), type=TimeType.DATE, value="2031-03-04", basis="weekday"),),
        quantities=(Quantity(id="q0", span=at("112"), value=112.0, counts=at("people on board")),),
        statements=(
            Statement(id="s0", kind=StatementKind.INDIRECT, content=at(f"{RLO}No one lost their life"), speaker=morrow),
        ),
        claims=(
            report.claim(
                "k0", "The Blue Heron ran onto rocks on Tuesday morning with 112 people on board", "ran", time="t0"
            ),
            report.claim("k1", f"{RLO}No one lost their life", "lost", positive=False, statement="s0"),
            report.claim("k2", COAST.splitlines()[-1], "owns"),
        ),
    )
    return report, labels


def _entities(herald: Report, wire: Report, coast: Report) -> tuple[Entity, ...]:
    morrow = Entity(
        id=made_id("e", "morrow"),
        name="Ida Morrow",
        type=EntityType.PERSON,
        variants=(
            Variant(text="Ida Morrow", articles=(herald.id, coast.id)),
            Variant(text="Morrow", articles=(wire.id,)),
        ),
        roles=(herald.at("coast guard chief"),),
        mentions=(
            Mention(span=herald.at("coast guard chief"), form=Form.NOMINAL, chain="c0"),
            Mention(span=herald.at("Ida Morrow"), form=Form.NAME, chain="c0"),
            Mention(span=wire.at("Morrow"), form=Form.NAME, chain="c5"),
            Mention(span=coast.at("Ida Morrow"), form=Form.NAME, chain="c0"),
        ),
        chains=(Key(herald.id, "c0"), Key(wire.id, "c5"), Key(coast.id, "c0")),
    )
    reyl = Entity(
        id=made_id("e", "reyl"),
        name="Tomas Reyl",
        type=EntityType.PERSON,
        variants=(Variant(text="Tomas Reyl", articles=(herald.id, wire.id)),),
        roles=(),
        mentions=(
            Mention(span=herald.at("Tomas Reyl"), form=Form.NAME, chain="c1"),
            Mention(span=wire.at("Tomas Reyl"), form=Form.NAME, chain="c6"),
        ),
        chains=(Key(herald.id, "c1"), Key(wire.id, "c6")),
    )
    return morrow, reyl


def _facts(herald: Report, wire: Report, coast: Report) -> tuple[Fact, ...]:
    greek = made_id("a", "04-greek")
    number = Difference(
        id=made_id("d", "number"),
        type=DifferenceType.UPDATE,
        slot="number",
        left=herald.at("112 people on board"),
        right=wire.at("at least 118 people aboard"),
        why="The later report gives at least 118 where the earlier one gives 112.",
        grounds=(Grounds(rule="number_grew", score=0.8, detail="118 is more than 112, and four hours later."),),
    )
    aground = Fact(
        id=made_id("f", "aground"),
        kind=FactKind.DIFFERING,
        title=wire.at("A ferry with at least 118 people aboard ran aground off Port Ansel on Tuesday"),
        support=(
            Support(
                span=herald.at("The ferry Blue Heron ran aground on Tuesday morning with 112 people on board"),
                claim=Key(herald.id, "k0"),
            ),
            Support(
                span=wire.at("A ferry with at least 118 people aboard ran aground off Port Ansel on Tuesday"),
                claim=Key(wire.id, "k0"),
            ),
            Support(
                span=coast.at("The Blue Heron ran onto rocks on Tuesday morning with 112 people on board"),
                claim=Key(coast.id, "k0"),
            ),
        ),
        independent=2,
        groups=((herald.id, coast.id), (wire.id,)),
        differences=(number,),
        missing=(Missing(article=greek, could_know=None),),
        weight=1.0,
        grounds=(Grounds(rule="same_predicate", score=0.91, detail="Both say that a ferry ran aground."),),
    )
    unharmed = Fact(
        id=made_id("f", "unharmed"),
        kind=FactKind.AGREED,
        title=herald.at("No one was killed"),
        support=(
            Support(span=herald.at("No one was killed"), claim=Key(herald.id, "k1")),
            Support(span=wire.at("nobody had died"), claim=Key(wire.id, "k1")),
            Support(span=coast.at(f"{RLO}No one lost their life"), claim=Key(coast.id, "k1")),
        ),
        independent=2,
        groups=((herald.id, coast.id), (wire.id,)),
        missing=(Missing(article=greek, could_know=None),),
        weight=0.9,
        grounds=(Grounds(rule="sentence_vectors", score=0.83, detail="The clauses mean nearly the same."),),
    )
    return aground, unharmed, *_singles(herald, wire, coast)


def _singles(herald: Report, wire: Report, coast: Report) -> tuple[Fact, ...]:
    rows = (
        ("tow", herald, "plans to tow the ship to harbour by Friday", "k2"),
        ("fuel", wire, "Fuel for three days was left in the tanks", "k2"),
        ("owner", coast, COAST.splitlines()[-1], "k2"),
    )
    return tuple(
        Fact(
            id=made_id("f", name),
            kind=FactKind.SINGLE,
            title=report.at(words),
            support=(Support(span=report.at(words), claim=Key(report.id, claim)),),
            independent=1,
            groups=((report.id,),),
            missing=tuple(
                Missing(article=other.id, could_know=other is not herald)
                for other in (herald, wire, coast)
                if other is not report
            ),
            weight=0.3,
        )
        for name, report, words, claim in rows
    )


def _lineage(herald: Report, wire: Report, coast: Report) -> tuple[Lineage, ...]:
    left = herald.at("on Tuesday morning with 112 people on board")
    right = coast.at("on Tuesday morning with 112 people on board")
    return (
        Lineage(
            pair=(herald.id, wire.id),
            kind=LineageKind.INDEPENDENT,
            share=0.05,
            passages=(
                Passage(
                    left=herald.at("and then the deck began to lean,"),
                    right=wire.at("and then the deck began to lean,"),
                    kind="quotation",
                    score=1.0,
                ),
            ),
            why="They share nothing but one speaker's words.",
        ),
        Lineage(
            pair=(herald.id, coast.id),
            kind=LineageKind.REWRITE,
            share=0.62,
            passages=(Passage(left=left, right=right, kind="verbatim", score=1.0),),
            why="The later report tells the same matters in the same order with the same rare details.",
            grounds=(Grounds(rule="shared_runs", score=0.62, detail="62 % of the shorter body derives."),),
        ),
    )


def ferry() -> Dossier:
    """Return the story: three reports in English and one in Greek without outlet, title or date."""
    herald, herald_labels = _herald()
    wire, wire_labels = _wire()
    coast, coast_labels = _coast()
    greek = Report(GREEK, name="04-greek", titled=False, language="el", labelled=False)
    morrow, reyl = _entities(herald, wire, coast)
    facts = _facts(herald, wire, coast)
    crack = Utterance(
        id=made_id("u", "crack"),
        speaker="Tomas Reyl",
        entity=reyl.id,
        statements=(Key(herald.id, "s1"), Key(wire.id, "s1")),
        differences=(
            Difference(
                id=made_id("d", "crack"),
                type=DifferenceType.WORDING,
                slot="quote",
                left=herald.at("We heard a crack like thunder and then the deck began to lean,"),
                right=wire.at("We heard a crack like lightning and then the deck began to lean,"),
                why="The same words but for one: thunder, lightning.",
            ),
        ),
        grounds=(Grounds(rule="quotation_overlap", score=0.92, detail="Eleven of twelve words are the same."),),
    )
    return Dossier(
        version="0.1.0",
        settings={"seed": 0, "limits": {"b": 2, "a": 1}},
        story=Story(
            id="y0123456789ab",
            title="Ferry runs aground off Port Ansel",
            first_published="2031-03-04T08:10:00+00:00",
            last_published="2031-03-04T12:30:00+00:00",
        ),
        articles=(herald.article, wire.article, coast.article, greek.article),
        labels=(herald_labels, wire_labels, coast_labels, Labels(article=greek.id)),
        entities=(morrow, reyl),
        utterances=(crack,),
        facts=facts,
        events=(
            Event(
                id=made_id("v", "aground"),
                label=herald.at("The ferry Blue Heron ran aground"),
                status="happened",
                when="2031-03-04",
                when_span=herald.at("on Tuesday morning"),
                where=wire.at("off Port Ansel"),
                participants=(),
                mentions=(herald.at("The ferry Blue Heron ran aground"), wire.at("ran aground off Port Ansel")),
            ),
            Event(
                id=made_id("v", "tow"),
                label=herald.at("plans to tow the ship to harbour"),
                status="planned",
                when="2031-03-04/2031-03-07",
                when_span=herald.at("by Friday"),
                mentions=(herald.at("plans to tow the ship to harbour"),),
            ),
            Event(
                id=made_id("v", "hull"),
                label=wire.at("divers have checked the hull"),
                status="conditional",
                mentions=(wire.at("divers have checked the hull"),),
            ),
        ),
        plans=(
            Plan(
                id=made_id("p", "tow"),
                label=herald.at("plans to tow the ship to harbour by Friday"),
                actors=("Straitline",),
                status="planned",
                due="2031-03-04/2031-03-07",
                due_span=herald.at("by Friday"),
                evidence=(herald.at("plans to tow the ship to harbour by Friday"),),
            ),
        ),
        positions=(
            Position(
                id=made_id("o", "aske"),
                actor="Per Aske",
                entity=None,
                issue=wire.at("any tow before divers have checked the hull"),
                stance="against",
                evidence=(wire.at("Union leader Per Aske opposes any tow before divers have checked the hull."),),
            ),
        ),
        lineage=_lineage(herald, wire, coast),
        brief=(
            BriefLine(
                sentence=herald.at(HERALD.splitlines()[3]),
                facts=(facts[0].id,),
                sources=tuple(part.span for part in facts[0].support),
            ),
            BriefLine(
                sentence=herald.at(HERALD.splitlines()[4]),
                facts=(facts[1].id,),
                sources=tuple(part.span for part in facts[1].support),
            ),
        ),
        dropped=(
            Dropped(source="ferry/05-empty.txt", stage="collect", code="C003", reason="The file is empty."),
            Dropped(source="https://example.org/x", stage="extract", code="E002", reason="No article text was found."),
        ),
    )


def bare(count: int = 2) -> Dossier:
    """Return a story about which nothing was found: ``count`` reports of one line, and empty lists."""
    reports = [
        Report(f"Report {place} says nothing much.\n", name=f"bare-{place}", titled=False) for place in range(count)
    ]
    return Dossier(
        version="0.1.0",
        story=Story(id="y000000000000", title="Untitled"),
        articles=tuple(report.article for report in reports),
        labels=tuple(Labels(article=report.id) for report in reports),
    )


def many(count: int, *, shared: int = 60, own: int = 40) -> Dossier:
    """Return a story of ``count`` reports: ``shared`` facts that most tell, ``own`` that each has alone."""
    reports = []
    for place in range(count):
        told = [
            f"The {number + 1}th pier of the harbour was closed on Tuesday after {number + place} waves broke over it."
            for number in range(shared)
            if (number + place) % 3
        ]
        alone = [
            f"At house {place} in lane {number} somebody counted the boats and wrote them down."
            for number in range(own)
        ]
        reports.append(
            Report(
                "\n".join([f"Storm report {place}", *told, *alone]) + "\n",
                name=f"many-{place:02}",
                outlet=f"Outlet {place}",
            )
        )
    facts, labels = [], []
    claims: dict[str, list[Claim]] = {report.id: [] for report in reports}

    def support(report: Report, words: str) -> Support:
        claim = report.claim(f"k{len(claims[report.id])}", words, words.split()[1])
        claims[report.id].append(claim)
        return Support(span=claim.span, claim=Key(report.id, claim.id))

    for number in range(shared):
        start = f"The {number + 1}th pier"
        telling = [report for report in reports if start in report.text]
        parts = tuple(
            support(report, next(line for line in report.text.splitlines() if line.startswith(start)))
            for report in telling
        )
        difference = Difference(
            id=made_id("d", start),
            type=DifferenceType.CONTRADICTION,
            slot="number",
            left=parts[0].span,
            right=parts[1].span,
            why="They count different waves.",
        )
        facts.append(
            Fact(
                id=made_id("f", start),
                kind=FactKind.DIFFERING if number % 2 else FactKind.AGREED,
                title=parts[0].span,
                support=parts,
                independent=len(parts),
                differences=(difference,) if number % 2 else (),
                missing=tuple(Missing(article=r.id, could_know=True) for r in reports if r not in telling),
            )
        )
    for place, report in enumerate(reports):
        for line in report.text.splitlines():
            if line.startswith(f"At house {place} "):
                part = support(report, line)
                facts.append(
                    Fact(id=made_id("f", line), kind=FactKind.SINGLE, title=part.span, support=(part,), independent=1)
                )
        labels.append(Labels(article=report.id, sentences=report.sentences(), claims=tuple(claims[report.id])))
    return Dossier(
        version="0.1.0",
        story=Story(id="y000000000001", title="A storm over many piers"),
        articles=tuple(report.article for report in reports),
        labels=tuple(labels),
        facts=tuple(facts),
    )
