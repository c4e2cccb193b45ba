"""The project's own text, as the tests in this folder read it: source trees, tracked files, documents."""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "fuxue"


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """(dotted name without `fuxue.`, tree) of every module, of all packages or of those named."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "migrations" in parts or (packages and parts[0] not in packages):
            continue
        yield ".".join(part for part in parts if part != "__init__"), tree(path)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control that are there, relative to the root."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [Path(name) for name in done.stdout.split("\0") if name]
    return tuple(name for name in names if (ROOT / name).is_file())


@cache
def tracked_text() -> tuple[tuple[Path, str], ...]:
    """Tracked files that are text. Pictures and example spreadsheets are left out."""
    found = []
    for name in tracked():
        raw = (ROOT / name).read_bytes()
        if b"\0" not in raw:
            found.append((name, raw.decode("utf-8", errors="replace")))
    return tuple(found)


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def table_rows(text: str) -> Iterator[tuple[str, ...]]:
    """Cells of every row of every Markdown table, headings and rules left out."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        rule_follows = number + 1 < len(lines) and lines[number + 1].startswith("|--")
        if line.startswith("|") and not line.startswith("|--") and not rule_follows:
            yield tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def environment() -> dict[str, str]:
    """For a child process that must find the package wherever the tests run from."""
    return os.environ | {"PYTHONPATH": str(SRC)}
