"""Kill an archive run at 50 random moments, on SQLite and on PostgreSQL, and compare with an undisturbed run."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402 -- the tests' folder has to be known first
from tests.runs.killing import Whole, dump, finish, make_archives, progress, survive  # noqa: E402
from tests.store.cluster import binaries, cluster  # noqa: E402

from tellings.store import open_store  # noqa: E402
from tellings.store.schema import upgrade  # noqa: E402


def compare(name: str, addresses: tuple[str, str], folder: Path, options: argparse.Namespace) -> bool:
    """Print and return whether the store of a run that was killed equals that of one that was not."""
    calm, killed = addresses
    seconds = finish(calm, folder, processes=options.processes)
    since = time.monotonic()
    many = {"kills": options.kills, "seed": options.seed, "processes": options.processes}
    landed, hits = survive(killed, folder, whole=Whole(progress(calm), seconds), **many)
    expected, found = dump(calm), dump(killed)
    same = expected == found
    what = ", ".join(f"{len(rows)} {part}" for part, rows in found.items())
    beside = f"{options.processes} process{'es' * (options.processes > 1)}"
    print(
        f"{name}, {beside}: {landed} of {options.kills} kills came in time (seed {options.seed}), "
        f"{hits} with new progress before them, "
        f"{time.monotonic() - since:.0f} s; {what}: {'the same store' if same else 'NOT THE SAME'}"
    )
    for part in expected:
        for row in [row for row in expected[part] if row not in found[part]][:3]:
            print(f"  missing in {part}: {str(row)[:300]}")
        for row in [row for row in found[part] if row not in expected[part]][:3]:
            print(f"  too much in {part}: {str(row)[:300]}")
    return same


def main() -> int:
    """Run both databases; return 1 if one differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--pages", type=int, default=1000, help="pages in each of three archives")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database alone")
    options = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "archives"
        folder.mkdir()
        make_archives(folder, files=3, pages=options.pages)
        if options.only != "postgresql":
            places = (str(Path(name) / "calm.db"), str(Path(name) / "killed.db"))
            outcomes.append(compare("sqlite", places, folder, options))
        server = binaries() if options.only != "sqlite" else None
        if server is not None:
            with cluster(server) as url:
                for database in ("calm", "killed"):
                    with psycopg.connect(url % "postgres", autocommit=True) as connection:
                        connection.execute(f"CREATE DATABASE {database}")
                    with open_store(url % database, check=False) as store:
                        store.write(upgrade)
                outcomes.append(compare("postgresql", (url % "calm", url % "killed"), folder, options))
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
