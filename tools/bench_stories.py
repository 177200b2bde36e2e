"""Print what it costs to put an article into a story, as the number of articles read before grows.

The articles are made up, five to a story, a hundred a day; the window is narrowed to 1,000 articles, so that what is
measured is the cost with the window full and ever more behind it. The sentence network is left out, its cost is the
same for every article and printed beside. Times are of one core.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import hashlib
import random
import time
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.match.stories import StoryStream
from tellings.match.storygroup import load_rules
from tellings.match.vectors import embed
from tellings.types.stories import StoryArticle

PER_DAY, PER_STORY, WORDS, WINDOW = 100, 5, 350, 1_000
SYLLABLES = [a + b for a, b in zip("bcdfghjklmnprstvwxyz", "aeiouaeioauieouaeiou", strict=True)]


def made_up(number: int) -> str:
    """Return a word of syllables, another one for every number."""
    out, rest = "", number + 400
    while rest:
        out += SYLLABLES[rest % 20]
        rest //= 20
    return out


def articles(count: int) -> Iterator[StoryArticle]:
    """Yield articles whose words are common ones and, one in four, of their story."""
    stories_a_day = PER_DAY // PER_STORY
    for at in range(count):
        day, within = divmod(at, PER_DAY)
        story = day * stories_a_day + within % stories_a_day
        chance = random.Random(at)  # noqa: S311 - made-up text, no secret
        words = []
        for place in range(WORDS):
            if chance.random() < 0.25:
                words.append(made_up(3_000 + story * 37 + int(30 * chance.random() ** 2)).capitalize())
            else:
                words.append(made_up(int(3_000 * chance.random() ** 3)))
            words[-1] += "." if place % 18 == 17 else ""
        published = (dt.date(2031, 1, 1) + dt.timedelta(days=day)).isoformat()
        yield StoryArticle(id=f"g{at}", text=" ".join(words), title=" ".join(words[:8]), published=published)


def stand_in(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return vectors that are a third alike."""
    rows = np.zeros((len(texts), 384), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[0], row[1 + int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 383] = 0.6, 0.8
    return rows


def main() -> None:
    """Feed articles and print the seconds of processor time at the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 2_000, 20_000], help="articles read by then")
    sizes = sorted(parser.parse_args().sizes)
    rules = dataclasses.replace(load_rules(), window_articles=WINDOW, window_days=WINDOW // PER_DAY)
    stream = StoryStream(rules=rules, embed=stand_in)
    samples = list(articles(20))
    start = time.process_time()
    embed([article.text[:600] for article in samples])
    print(f"sentence network: {(time.process_time() - start) / len(samples) * 1000:.1f} ms an article")
    print("articles read   stories in the window   ms an article (last 500)   articles/s")
    before = time.process_time()
    for number, article in enumerate(articles(sizes[-1]), start=1):
        stream.add(article)
        if number + 500 in sizes:
            before = time.process_time()
        if number in sizes:
            taken = (time.process_time() - before) / 500
            print(f"{number:13d} {len(stream.stories()):23d} {taken * 1000:26.2f} {1 / taken:12.0f}", flush=True)


if __name__ == "__main__":
    main()
