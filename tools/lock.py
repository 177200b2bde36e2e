"""Write the hashed lock files from ``pyproject.toml`` into ``requirements/``: ``run.txt``, ``web.txt``, ``dev.txt``.

``run.txt`` is what reading files needs, ``web.txt`` what a desk and its store need beside that, ``dev.txt`` what tests
need beside both.

Run it after changing a dependency: ``make lock``. The files name versions and hashes, never an index.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-options",
)


def compile_lock(target: Path, source: Path) -> None:
    """Resolve the requirements in ``source`` and write them with hashes to ``target``."""
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, "--output-file", str(target), str(source)]
    subprocess.run(command, check=True, cwd=ROOT)


def main() -> None:
    """Write the lock files; each pins what those before it pin."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, web, dev = (ROOT / "requirements" / f"{name}.txt" for name in ("run", "web", "dev"))
    # an editable install builds with these, and nothing but the lock is to be fetched
    build = [*project["build-system"]["requires"], "editables"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "wanted.in"
        source.write_text("\n".join([*project["project"]["dependencies"], *build]) + "\n", encoding="utf-8")
        compile_lock(run, source)
        extras = project["project"]["optional-dependencies"]
        source.write_text("\n".join([f"-c {run}", *extras["web"], *extras["postgres"]]) + "\n", encoding="utf-8")
        compile_lock(web, source)
        wanted = [*project["dependency-groups"]["dev"], *extras["web"], *extras["postgres"]]
        source.write_text("\n".join([f"-c {run}", f"-c {web}", *wanted]) + "\n", encoding="utf-8")
        compile_lock(dev, source)


if __name__ == "__main__":
    main()
