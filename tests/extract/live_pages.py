"""Live pages and lists of quotations about made-up people and places, as untidy as those of real sites."""

from __future__ import annotations

import json

INTRO = "A storm has reached the coast of Lowmere; follow what happens there through the day and the night."
ENTRIES = [
    ("14:32", "Bridge closed", "The old bridge is closed to all traffic, the town council says in a short statement."),
    (
        "13:05",
        "Power is out",
        "Some 4,000 homes in Upper Lowmere have no power. Crews are on their way, the grid says.",
    ),
    (
        "11:40",
        "First trees fall",
        "A tree has fallen on the coast road. Nobody was hurt, a speaker of the police says.",
    ),
    ("09:15", "Ferry stays in port", "The morning ferry will not run. “It is too rough,” says captain Bo Dane."),
]
MENU = "<nav><ul>" + "".join(f'<li><a href="/{at}">Desk number {at}</a></li>' for at in range(30)) + "</ul></nav>"
PROMO = (
    '<aside class="related"><h3>Related</h3><ul><li><a href="/a">Five storms that nobody in Lowmere forgot</a></li>'
    '<li><a href="/b">What to do when the power goes out</a></li></ul></aside>'
)
SHARE = (
    '<div class="share-tools"><button>Share</button><ul><li><a href="#f">Facebook</a></li><li><a href="#x">X</a></li>'
    '<li><a href="#c">Copy link</a></li></ul></div>'
)
FOOTER = '<footer><p>Lowmere Post, 1 Bridge Road</p><a href="/terms">Terms of use</a></footer>'
LD = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Storm at Lowmere: bridge closed",
        "datePublished": "2024-05-02T08:00:00Z",
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": head, "articleBody": words, "datePublished": f"2024-05-02T{time}:00Z"}
            for time, head, words in ENTRIES
        ],
    }
)


def page(body: str, *, head: str = "", title: str = "Storm at Lowmere: bridge closed") -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title} | Lowmere Post</title>{head}</head>"
        f"<body>{MENU}<main><h1>{title}</h1><p class=standfirst>{INTRO}</p>{body}</main>{FOOTER}</body></html>"
    )


def articles() -> str:
    """Return entries as articles that JSON-LD declares, each with byline and share tools, boxes between them."""
    entries = [
        f'<article class="lb-post lb-{at}" id="p{at}"><header><time datetime="2024-05-02T{time}Z">{time}</time>'
        f'<h2>{head}</h2><span class="byline">By <a href="/ann">Ann Pell</a></span></header>'
        f"<div><p>{words}</p></div>{SHARE}</article>"
        for at, (time, head, words) in enumerate(ENTRIES)
    ]
    body = f"<section>{entries[0]}{entries[1]}{PROMO}{entries[2]}{entries[3]}</section><button>Load more</button>"
    return page(body, head=f'<script type="application/ld+json">{LD}</script>')


def divisions() -> str:
    """Return entries as nested divisions with a time in an attribute; only class names say that they are live."""
    entries = [
        f'<div class="wrap"><div class="live-entry" data-entry-time="2024-05-02T{time}:00Z" id=e{at}>'
        f'<div class=meta><span class=ts>{time} GMT</span><a href="#e{at}">Permalink</a></div>'
        f"<p><strong>{head}</strong></p><p>{words}</p>"
        f'<figure><img src="x.jpg"><figcaption>The harbour of Lowmere, seen at {time}</figcaption></figure></div></div>'
        for at, (time, head, words) in enumerate(ENTRIES)
    ]
    return page('<div id="live-blog-stream">' + '<div class="ad">Advertisement</div>'.join(entries) + "</div>" + PROMO)


def items() -> str:
    """Return entries as items of a list that only the headline calls live, grouped by hours."""
    entries = [
        f'<li class="post"><time datetime="2024-05-02T{time}Z">{time}</time> <h3>{head}</h3>'
        f'<div class="b">{words}</div>'
        f'<a class="more" href="#p{at}">Share</a></li>'
        for at, (time, head, words) in enumerate(ENTRIES)
    ]
    body = f"<h2>Afternoon</h2><ol>{entries[0]}{entries[1]}</ol><h2>Morning</h2><ol>{entries[2]}{entries[3]}</ol>"
    return page(body, title="Storm at Lowmere: live updates")


def relative() -> str:
    """Return entries whose times tell how long ago they were written."""
    entries = [
        f'<section itemprop="liveBlogUpdate"><time datetime="2024-05-02T{time}Z">{at + 2}h ago</time>'
        f"<h4>{head}</h4><p>{words}</p></section>"
        for at, (time, head, words) in enumerate(ENTRIES)
    ]
    return page(f"<div itemscope itemtype='https://schema.org/LiveBlogPosting'>{''.join(entries)}</div>{PROMO}")


QUOTES = [
    ("The bridge was my way to school for eleven years.", "Ann Pell, teacher"),
    ("We will build it again, and better.", "Mayor Bo Dane"),
    ("I have never been so wet in my life.", "Cyn Orr, ferry captain"),
    ("Nobody told us. Nobody at all.", "a resident of Upper Lowmere"),
    ("It is only a bridge.", "Dov Lark, poet"),
    ("Two years of warnings, and then this.", "Eva Moss, engineer"),
]


def quotes(form: str) -> str:
    """Return a page of quotations, each with the name of who said it, in one of the forms sites have for it."""
    forms = {
        "blockquote": lambda said, who: f"<blockquote><p>{said}</p></blockquote><p>— <a href='/x'>{who}</a></p>",
        "cite": lambda said, who: f"<blockquote><p>“{said}”</p><cite>{who}</cite></blockquote>",
        "list": lambda said, who: f"<li>“{said}” — {who}</li>",
        "definitions": lambda said, who: f"<dt>{who}</dt><dd>“{said}”</dd>",
        "boxes": lambda said, who: f'<div class="quote-card"><p>“{said}”</p><p class="who">{who}</p></div>',
    }
    inside = "".join(forms[form](said, who) for said, who in QUOTES)
    whole = {"list": f"<ul>{inside}</ul>", "definitions": f"<dl>{inside}</dl>"}.get(form, inside)
    return page(f"<article>{whole}</article>{PROMO}", title="What people say about the bridge")
