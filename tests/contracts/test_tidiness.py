"""Small files, and nothing in them that belongs to one machine or one day."""

import re
from pathlib import Path

from tests.contracts.source import PACKAGE, ROOT, tracked, tracked_text

MOST_LINES = 400

# Places a text may point to. A package registry is not among them: where packages come from is pip's own business.
KNOWN_HOSTS = {
    "127.0.0.1",
    "localhost",
    "www.apache.org",
    "www.w3.org",
    "purl.org",
    "schemas.openxmlformats.org",
    "schemas.microsoft.com",
}
EXAMPLE = re.compile(r"(^|\.)example(\.|$)|\.(test|invalid)$")
ADDRESS = re.compile(r"\bhttps?://([A-Za-z0-9.-]+)")
HOMES = re.compile(r"(?<![\w.~*)}\]-])/(?:root|home|Users|work|workspace|mnt)/[\w.-]+")
OUTSIDE = re.compile(r"\.\./" + "shared")
# A text says what the thing is, never how it came about.
MAKING = re.compile("co-authored-by|generated with|language model|大模型|提示词", re.I)


def test_source_files_are_short() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    files += [ROOT / name for name in tracked() if name.suffix == ".py" and name.parts[0] in {"tests", "tools"}]
    lengths = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in files}
    assert {name: count for name, count in lengths.items() if count > MOST_LINES} == {}


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {match.group(0)}"
        for name, text in tracked_text()
        if name.name != "test_tidiness.py"  # it has to name what it looks for
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def test_every_address_is_a_known_one() -> None:
    strange = []
    for name, text in tracked_text():
        hosts = {host.rstrip(".").lower() for host in ADDRESS.findall(text)}
        strange += [f"{name}: {host}" for host in hosts - KNOWN_HOSTS if not EXAMPLE.search(host)]
    assert strange == []


def test_no_path_of_one_machine() -> None:
    assert found(HOMES) == []


def test_nothing_outside_the_project_is_named() -> None:
    assert found(OUTSIDE) == []


def test_nothing_tells_how_it_was_made() -> None:
    assert found(MAKING) == []


def test_nothing_generated_or_private_is_tracked() -> None:
    unwanted = {".venv", "build", "data", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", "keys"}
    assert [str(name) for name in tracked() if unwanted & set(name.parts) or name.suffix in {".key", ".pyc"}] == []


def test_patterns_find_what_they_are_for() -> None:
    home = "/" + "root/x"
    assert HOMES.search(f"cd {home}") and not HOMES.search("docs/home/x") and not HOMES.search(f"folder{home}")
    assert ADDRESS.findall("see https" + "://packages.somewhere.net/simple") == ["packages.somewhere.net"]
    assert EXAMPLE.search("fuxue.example.gov.cn") and not EXAMPLE.search("examples.net")
    assert Path("pyproject.toml") in tracked()
