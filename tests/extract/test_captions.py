"""Captions become blocks of their own; what is left of a dropped stretch stays dropped."""

from __future__ import annotations

from tellings.extract.captions import caption_blocks
from tellings.types.articles import BlockKind, DroppedSpan


def read(text: str, *dropped: tuple[str, str]) -> tuple[list[str], list[tuple[str, str]]]:
    spans = tuple(
        DroppedSpan(start=text.index(words), end=text.index(words) + len(words), reason=reason)
        for words, reason in dropped
    )
    blocks, rest = caption_blocks(text, spans)
    assert all(block.kind is BlockKind.CAPTION for block in blocks)
    return [text[b.start : b.end] for b in blocks], [(text[d.start : d.end], d.reason) for d in rest]


def test_captions_lose_a_credit_in_brackets() -> None:
    line = "A ferry lies on its side in Mirren harbour on Monday. (Photo: Dal Press)"
    assert read(line, (line, "caption")) == (
        ["A ferry lies on its side in Mirren harbour on Monday."],
        [("(Photo: Dal Press)", "caption")],
    )


def test_captions_of_a_media_player_stand_between_its_labels() -> None:
    line = (
        "Image copyright Dal Press Image caption Divers searched the harbour until dusk "
        "Media playback is unsupported on your device Media caption The mayor spoke at the quay on Monday"
    )
    captions, rest = read(line, (line, "media_player"))
    assert captions == ["Divers searched the harbour until dusk", "The mayor spoke at the quay on Monday"]
    assert [words for words, _ in rest] == [
        "Image copyright Dal Press Image caption",
        "Media playback is unsupported on your device Media caption",
    ]


def test_captions_that_say_nothing_or_say_it_again_stay_dropped() -> None:
    first, again = "Divers searched the harbour until dusk", "Divers searched the harbour until dusk"
    text = f"{first}\n{again}\nThe quay"
    spans = (
        DroppedSpan(start=0, end=len(first), reason="caption"),
        DroppedSpan(start=len(first) + 1, end=len(first) + 1 + len(again), reason="caption"),
        DroppedSpan(start=len(text) - 8, end=len(text), reason="caption"),
    )
    blocks, rest = caption_blocks(text, spans)
    assert [(b.start, b.end) for b in blocks] == [(0, len(first))]
    assert rest == spans[1:]


def test_captions_come_from_no_other_stretches() -> None:
    line = "Read more: the ferry that sank in Mirren harbour"
    assert read(line, (line, "related_articles")) == ([], [(line, "related_articles")])


def test_captions_a_note_of_correction_is_labelled_like_them_without_its_list_mark() -> None:
    line = "• This article was amended on 3 May 2020 because an earlier version gave the ferry 40 lifeboats."
    assert read(line, (line, "correction_note")) == ([line[2:]], [("•", "correction_note")])


def test_captions_a_note_that_corrects_nothing_stays_dropped() -> None:
    line = "This story was updated at noon."
    assert read(line, (line, "correction_note")) == ([], [(line, "correction_note")])
