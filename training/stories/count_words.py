"""Count in how many news articles each word form stands: writes ``src/tellings/match/storywords.tsv``.

Run: ``python training/stories/count_words.py ARTICLES.jsonl.gz… > src/tellings/match/storywords.tsv``, with rows
that have ``title`` and ``text``. The table holds counts alone, for forms in three articles or more.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tellings.evaluate.rows import read_rows
from tellings.match.storywords import times_of, words_of

LEAST = 3


def main() -> None:
    """Count the words of the sets named on the command line."""
    counts: Counter[str] = Counter()
    total = 0
    for path in sys.argv[1:]:
        for row in read_rows(Path(path)):
            text = f"{row.get('title') or ''}\n{row['text']}"
            counts.update({*words_of(text), *times_of(text)})
            total += 1
    print(total)
    for form, count in sorted(counts.items()):
        if count >= LEAST:
            print(f"{form}\t{count}")


if __name__ == "__main__":
    main()
