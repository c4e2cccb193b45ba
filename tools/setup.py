"""Sets the project up: `.venv` with what the lock files name, our own command, static files. Standard library only.

--dev adds what tests and checks need; --browser adds a Chromium and Chinese fonts for it. Says what it does, in
seconds; a second run does nothing. Where packages come from is the business of pip's own configuration.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STARTED = time.monotonic()


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} 秒] {text}", flush=True)


def stop(text: str) -> None:
    sys.exit(f"没有装好：{text}")


def run(*command: str | Path, quiet: bool = True) -> None:
    """Run a program; show what it said only when it failed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=quiet, text=True, check=False)
    if done.returncode:
        print(((done.stdout or "") + (done.stderr or ""))[-4000:], file=sys.stderr)
        stop(f"“{' '.join(map(str, command[:4]))}” 没有成功（上面是它的原话）。")


def make_venv() -> None:
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    ):
        return
    say("建立 .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop("Python 缺少 venv 组件。Debian、Ubuntu 请先运行：apt-get install python3-venv，再试一次。")


def install(name: str) -> None:
    """Install one lock file, unless the very same one was installed before by the same Python."""
    lock = ROOT / "requirements" / f"{name}.txt"
    mark = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f".{name}.installed"
    if stamp.exists() and stamp.read_text() == mark:
        return
    say(f"安装 {lock.relative_to(ROOT)}")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock)
    stamp.write_text(mark)


def install_ourselves() -> None:
    """A path file and a two-line command: no build, so no network and no build tools are needed."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (VENV / "lib" / version / "site-packages" / "fuxue.pth").write_text(f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "fuxue"
    # The shell in between keeps the first line short: systems cut it off after about 127 bytes.
    start = f"#!/bin/sh\n'''exec' '{PYTHON}' \"$0\" \"$@\"\n' '''\n"
    # The guard lets processes that the command starts import it without running it again.
    command.write_text(start + 'from fuxue.cli.main import main\n\nif __name__ == "__main__":\n    main()\n')
    command.chmod(0o755)


def collect_static() -> None:
    sources = [p for p in sorted((ROOT / "src").rglob("static/**/*")) if p.is_file()]
    digest = hashlib.sha256((ROOT / "requirements" / "run.txt").read_bytes())
    for path in sources:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamp = ROOT / "build" / "static.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("收集页面用的样式和脚本")
    run(PYTHON, "-c", COLLECT)
    stamp.write_text(digest.hexdigest())


COLLECT = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fuxue.project.settings")
os.environ.setdefault("FUXUE_SECRET_KEY", "only-for-collecting-static-files")
import django
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, clear=True, verbosity=0)
"""


def need_browser() -> None:
    if not any(map(shutil.which, BROWSERS)):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            stop("页面测试需要 Chromium。请先安装（Debian：sudo apt-get install chromium），再试一次。")
        say("安装 Chromium（页面测试用）")
        run("apt-get", "update")
        run("apt-get", "install", "-y", "--no-install-recommends", "chromium", "fontconfig")
    if (
        shutil.which("fc-list")
        and not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip()
    ):
        say("为浏览器登记中文字体")
        register_fonts()


def register_fonts() -> None:
    """Point fontconfig at the font that came as a package; nothing is installed into the system."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    font = VENV / "lib" / version / "site-packages" / "noto_cjk_sans_otc" / "NotoSansCJK-Regular.ttc"
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "fuxue-noto-cjk.ttc"
    link.unlink(missing_ok=True)
    link.symlink_to(font)
    run("fc-cache", folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--browser", action="store_true")
    wanted = parser.parse_args()
    if sys.version_info < OLDEST:
        stop(f"需要 Python 3.11 以上，这里是 {sys.version.split()[0]}。可用 make PYTHON=python3.12 指定另一个。")
    make_venv()
    install("run")
    if wanted.dev:
        install("dev")
    install_ourselves()
    collect_static()
    if wanted.browser:
        need_browser()
    say("已装好")


main()
