"""The `fuxue` program as a person starts it: a process of its own, with its own environment."""

import os
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
OURS = ("FUXUE_", "DATABASE_URL", "DJANGO_")


def fuxue(*arguments: str | Path, where: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run in folder `where` with none of our settings but those given."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    return subprocess.run(
        [sys.executable, "-m", "fuxue.cli", *arguments],
        cwd=where,
        env={**bare, "PYTHONPATH": str(SRC), "PYTHONUTF8": "1", **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def spoken(done: subprocess.CompletedProcess[str]) -> str:
    """All that was said; a traceback is never among it."""
    text = done.stdout + done.stderr
    assert "Traceback" not in text, text[-2000:]
    return text
