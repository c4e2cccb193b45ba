"""Everything about the code that needs no running: style, types, layers, and the tests in tests/contracts."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

CHECKS = [
    ("写法", ["ruff", "check", "."]),
    ("排版", ["ruff", "format", "--check", "--quiet", "."]),
    ("类型", ["mypy"]),
    ("分层", ["lint-imports"]),
]
CODE_TESTS = ("代码约定", ["python", "-m", "pytest", "-q", "tests/contracts"])


def main() -> None:
    wanted = CHECKS if "--without-tests" in sys.argv else [*CHECKS, CODE_TESTS]
    failed = []
    for name, (program, *arguments) in wanted:
        print(f"检查{name}：{program} {' '.join(arguments)}", flush=True)
        if subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"没有通过：{'、'.join(failed)}。")


main()
