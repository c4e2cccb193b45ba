"""Which processes belong to a cluster, told by their working folder. A process id alone says nothing after a reboot."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def belongs(pid: int, cluster: Path) -> bool:
    """Is `pid` a living PostgreSQL process of `cluster`? False for zombies and for strangers that got its number."""
    if not sys.platform.startswith("linux"):
        answer = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return "postgres" in answer.stdout and str(cluster) in answer.stdout
    place = Path("/proc") / str(pid)
    try:
        return (place / "comm").read_text().strip() == "postgres" and (place / "cwd").samefile(cluster)
    except OSError:
        return False


def members(cluster: Path) -> list[int]:
    """All living processes of `cluster`, the postmaster among them. Empty where the system does not let us look."""
    if not sys.platform.startswith("linux"):
        return []
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and belongs(int(p.name), cluster)]


def end_orphans(cluster: Path, patience: float = 5.0) -> None:
    """End backends whose postmaster was killed: they hold the old shared memory and would bar a new start.

    Only to be called when no postmaster of `cluster` lives.
    """
    for sign in (signal.SIGQUIT, signal.SIGKILL):
        until = time.monotonic() + patience
        while left := members(cluster):
            for pid in left:
                _signal(pid, sign)
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        if not left:
            return


def _signal(pid: int, sign: signal.Signals) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return
