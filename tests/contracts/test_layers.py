"""Imports go down only, and the pure packages work where Django is not installed at all."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from tests.contracts.source import ROOT, environment

PURE = ("kernel", "guideline", "registers", "synth", "postgres")

# Refuses every import of what a pure package must not know, then imports each of its modules.
IMPORT_ALL = """
import importlib, pkgutil, sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg"}:
            raise ImportError(f"{name} must not be imported here")

sys.meta_path.insert(0, Wall())
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
"""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)


def test_layers_and_forbidden_imports_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = run(linter, "--no-cache")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.mark.parametrize("package", PURE)
def test_pure_package_imports_without_django(package: str) -> None:
    done = run(sys.executable, "-c", IMPORT_ALL, f"fuxue.{package}")
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_wall_is_one() -> None:
    done = run(sys.executable, "-c", IMPORT_ALL, "fuxue.access")
    assert "must not be imported here" in done.stderr


def test_tables_point_down_as_imports_do() -> None:
    """A relation may name its target as text, which no import shows."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in linter["contracts"] if contract["type"] == "layers")
    height = {name.strip(): -depth for depth, layer in enumerate(layers) for name in layer.split("|")}
    up = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model.__module__.startswith("fuxue.") and field.concrete and field.related_model
        if field.related_model.__module__.startswith("fuxue.")
        if height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    assert up == []
