"""The lock files pin everything with hashes, name no registry, and hold all that pyproject asks for."""

import re
import tomllib

import pytest
from tests.contracts.source import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*)$")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~;\s]", name.strip())[0]).lower()


def pins(name: str) -> dict[str, str]:
    """Package → the logical line that pins it (continuations joined, comments left out)."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n?", "", text)).splitlines()
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, lines)):
        match = PIN.match(line)
        assert match, f"not a pin: {line[:80]}"
        found[plain(match[1])] = line
    return found


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_pin_has_a_hash_and_no_address(name: str) -> None:
    found = pins(name)
    assert len(found) > 15
    assert [package for package, line in found.items() if not HASH.search(line)] == []
    raw = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "http" not in re.sub(r"(?m)^http[\w-]+==", "", raw) and "--index" not in raw and "--find-links" not in raw


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev = pins("run"), pins("dev")
    asked = {plain(name) for name in project["project"]["dependencies"]}
    tools = {plain(name) for name in project["dependency-groups"]["dev"]}
    assert asked - set(run) == set()
    assert tools - set(dev) - set(run) == set()


def test_both_locks_agree() -> None:
    run, dev = pins("run"), pins("dev")
    differing = [name for name in set(run) & set(dev) if run[name].split()[0] != dev[name].split()[0]]
    assert differing == []
