"""The size rule counts code, not docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

import sizes


def function_of(lines: int, docstring: int = 0) -> str:
    text = '    """' + "x\n" * docstring + '    """\n' if docstring else ""
    return "def f():\n" + text + "    a = 1\n" * (lines - 1)


def test_sizes_passes_a_function_of_fifty_lines_and_its_docstring() -> None:
    source = function_of(sizes.FUNCTION_LINES, docstring=30)
    assert list(sizes.long_functions(Path("m.py"), ast.parse(source))) == []


def test_sizes_names_a_function_that_is_too_long() -> None:
    source = function_of(sizes.FUNCTION_LINES + 1)
    (message,) = sizes.long_functions(Path("m.py"), ast.parse(source))
    assert message == "m.py:1: f has 51 lines, more than 50"
