"""Fail if a Python file of ours passes 400 lines or a function passes 50 without its docstring."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 400
FUNCTION_LINES = 50
FOLDERS = ("src", "tools", "training")


def long_functions(path: Path, tree: ast.Module) -> Iterator[str]:
    """Yield a message for every function of a file that is too long."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.end_lineno is None:
            continue
        first = node.body[0]
        has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
        length = node.end_lineno - node.lineno + 1 - docstring
        if length > FUNCTION_LINES:
            yield f"{path}:{node.lineno}: {node.name} has {length} lines, more than {FUNCTION_LINES}"


def main() -> int:
    """Print every file and function that is too long; return 1 if there is one."""
    found = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            lines = text.count("\n")
            if lines > FILE_LINES:
                found.append(f"{path.relative_to(ROOT)}: {lines} lines, more than {FILE_LINES}")
            found.extend(long_functions(path.relative_to(ROOT), ast.parse(text)))
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
