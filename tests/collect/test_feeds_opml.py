"""Lists of feeds, in and out."""

from __future__ import annotations

from tellings.collect.opml import Outline, read_opml, write_opml

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Regional"><outline text="North &amp; south"><outline type="rss" text="The Lantern"
xmlUrl="https://lantern.example/feed?id=7&utm_source=opml"/></outline>
<outline type="rss" title="The Post" xmlurl="https://post.example/rss"/></outline>
<outline text="Alone" xmlUrl="https://alone.example/feed"/><outline text="again" xmlUrl="https://alone.example/feed"/>
<outline type="rss" text="Lost"/><outline type="rss" text="Odd" xmlUrl="feed:odd"/></body></opml>"""


def test_opml_keeps_headings_and_names_what_is_broken() -> None:
    outlines, dropped = read_opml(LIST, source="feeds.opml")
    assert outlines == (
        Outline(
            address="https://lantern.example/feed?id=7", title="The Lantern", categories=("Regional", "North & south")
        ),
        Outline(address="https://post.example/rss", title="The Post", categories=("Regional",)),
        Outline(address="https://alone.example/feed", title="Alone"),
    )
    assert [(item.source, item.code) for item in dropped] == [("feeds.opml", "C034")] * 2
    assert "'Lost' has no address" in dropped[0].reason
    assert "'Odd' has an address that cannot be asked (feed:odd)" in dropped[1].reason


def test_opml_written_is_read_the_same() -> None:
    outlines, _ = read_opml(LIST, source="feeds.opml")
    odd = (
        *outlines,
        Outline(address="https://x.example/?a=1&b=2", title='<b>"x"\x00\ud800</b>', categories=("a", "b")),
    )
    text = write_opml(odd)
    again, dropped = read_opml(text.encode(), source="x")
    assert dropped == ()
    assert again[:3] == outlines
    assert again[3] == Outline(address="https://x.example/?a=1&b=2", title='<b>"x"</b>', categories=("a", "b"))
    assert write_opml(again) == text


def test_opml_cut_off_gives_what_is_there_and_says_so() -> None:
    outlines, dropped = read_opml(LIST[: LIST.index(b'<outline text="Alone"')], source="x")
    assert [outline.title for outline in outlines] == ["The Lantern", "The Post"]
    assert "damaged" in dropped[0].reason


def test_opml_that_is_none_or_too_deep_is_named() -> None:
    for content in (b"", b"hello", b"<rss/>", b"\x1f\x8bx"):
        outlines, dropped = read_opml(content, source="x")
        assert outlines == ()
        assert [item.code for item in dropped] == ["C034"]
    deep = b"<opml><body>" + b"<outline text='a'>" * 5000
    assert read_opml(deep, source="x")[0] == ()


def test_opml_feed_in_several_places_keeps_them_all() -> None:
    one = '<outline type="rss" text="The Lantern" xmlUrl="https://lantern.example/feed"/>'
    nested = f'<outline text="Press"><outline text="North">{one}</outline>{one}</outline>'
    content = (
        f'<opml version="2.0"><body>{one}{nested}<outline text="Daily">{one}{one}</outline></body></opml>'.encode()
    )
    (found,), dropped = read_opml(content, source="x")
    assert (found.categories, found.also, dropped) == ((), (("Press", "North"), ("Press",), ("Daily",)), ())
    assert found.headings == (("Press", "North"), ("Press",), ("Daily",))
    text = write_opml([found])
    (again,), _ = read_opml(text.encode(), source="x")
    assert again.headings == found.headings
    assert text.count('text="Press"') == 1
