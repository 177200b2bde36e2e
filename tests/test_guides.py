"""The guides and what is deployed name only what exists: commands, options, settings, files, pictures."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from typer.main import get_command

from tellings.cli import app
from tellings.config import Settings

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ("docs/desk-guide.md", "docs/install.md")
UNITS = ("deploy/tellings.service", "deploy/tellings-watch.service")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def check_command(words: list[str]) -> None:
    """Parse a command line as the command would, without running it."""
    command, name = get_command(app), "tellings"
    context = click.Context(command, info_name=name)
    while isinstance(command, click.Group):
        assert words, f"{name} needs a command"
        assert words[0] in command.commands, f"{name} {words[0]}"
        name, command = f"{name} {words[0]}", command.commands[words[0]]
        words = words[1:]
        context = click.Context(command, info_name=name, parent=context)
    command.parse_args(context, list(words))


def commands_of(text: str) -> list[list[str]]:
    """Return every command line of ours in the blocks of a guide."""
    found = []
    for block in re.findall(r"^```\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            match = re.search(r"(?:^|/bin/|exec desk |desk-watch .* |/data )tellings ((?:add|archive|feeds|serve|store|stories|token|versions|watch)\b.*)", line)  # fmt: skip  # noqa: E501
            if match:
                found.append(shlex.split(match[1], comments=True))
    return found


def test_guides_name_commands_that_exist() -> None:
    named = commands_of(read("docs/install.md"))
    assert len(named) > 8
    for words in named:
        check_command(words)
    for name in GUIDES:
        for command in re.findall(r"`tellings ([a-z]+(?: [a-z]+)?)`", read(name)):
            group = get_command(app)
            for word in command.split():
                assert word in group.commands, command  # type: ignore[attr-defined]
                group = group.commands[word]  # type: ignore[attr-defined]


def test_guides_name_settings_files_and_links_that_exist() -> None:
    for name in (*GUIDES, *UNITS, "deploy/Containerfile"):
        text = read(name)
        for setting in re.findall(r"TELLINGS_([A-Z_]+)", text):
            assert setting.lower() in Settings.model_fields, setting
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            if "://" not in target:
                assert (ROOT / name).parent.joinpath(target).exists(), target
        for path in re.findall(r"(?<![\w/.])deploy/[\w.-]+", text):
            assert (ROOT / path).exists(), path


def test_guides_show_every_picture_and_tell_what_is_on_it() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.png)\)", read("docs/desk-guide.md"))
    assert {name for _, name in shown} == {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    assert all(len(words) > 8 for words, _ in shown)


def test_guide_of_the_desk_uses_words_that_stand_on_its_pages() -> None:
    folder = ROOT / "src" / "tellings" / "serve"
    pages = " ".join(path.read_text(encoding="utf-8") for path in (*folder.rglob("*.html"), *folder.glob("*.py")))
    for words in ("changed since you looked", "new to you", "Two versions side by side", "Merge, split, rename",
                  "Without a day",
                  "Follow this search as a feed", "its day has passed", "Left out", "Decisions"):  # fmt: skip
        assert words.lower() in read("docs/desk-guide.md").lower()
        assert words.lower() in pages.lower(), words


@pytest.mark.parametrize("name", UNITS)
def test_units_start_commands_that_exist(name: str, tmp_path: Path) -> None:
    text = read(name)
    line = re.search(r"^ExecStart=/opt/tellings/bin/tellings (.+)$", text, flags=re.MULTILINE)
    assert line is not None
    check_command(shlex.split(line[1]))
    analyse, program = shutil.which("systemd-analyze"), shutil.which("true")
    if analyse is None or program is None:
        return
    unit = tmp_path / Path(name).name
    unit.write_text(text.replace("/opt/tellings/bin/tellings", program), encoding="utf-8")
    told = subprocess.run([analyse, "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60)
    assert told.stderr + told.stdout == ""


def test_container_file_copies_what_is_there_and_starts_a_command_that_exists() -> None:
    text = read("deploy/Containerfile")
    for line in re.findall(r"^COPY (.+)$", text, flags=re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    start = re.search(r"^CMD \[(.+)\]$", text, flags=re.MULTILINE)
    assert start is not None
    check_command([word.strip().strip('"') for word in start[1].split(",")])
