"""`make bench`: how long the list and the case page take at 100,000 cases, beside a bare Django view in the same run.

Makes a throw-away county in a folder of its own, serves it as `fuxue serve` does, and asks for pages over HTTP as the
township officer (a least privileged role with row-level security on), one request at a time. Prints p50 and p95 in
milliseconds, and the ratio to the bare view.
"""

import argparse
import http.client
import os
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from fuxue.postgres import Server

BIN = Path(sys.executable).parent
PORT, BARE_PORT = 18480, 18481


def timed(ask: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each call, after ten that do not count."""
    for _ in range(10):
        ask()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


class Visitor:
    """A browser in miniature: one kept-alive connection, cookies, the form token."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1/"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode("utf-8", "replace")

    def sign_in(self, username: str, password: str) -> None:
        _, page = self.ask("GET", "/login/")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, "sign-in page has no form token"
        form = {"username": username, "password": password, "csrfmiddlewaretoken": found[1]}
        status, _ = self.ask("POST", "/login/", form)
        assert status == 302, f"sign-in answered {status}"

    def get(self, path: str) -> str:
        status, page = self.ask("GET", path)
        assert status == 200, f"{path} answered {status}"
        return page


@contextmanager
def serving(application: str, port: int) -> Iterator[None]:
    """`application` under granian with two workers, ready to answer."""
    command: list[str | Path] = [
        BIN / "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    process = subprocess.Popen([*command, "--no-ws", "--log-level", "error", application])
    try:
        for _ in range(200):
            try:
                Visitor(port).ask("GET", "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def fill(cases: int, password: str) -> float:
    """Places, one township officer, and `cases` registered lines. Returns the seconds the registering took."""
    from tools.bench import county  # noqa: PLC0415 - needs Django, which is loaded by now

    return county.fill(cases, password)


def report(rows: list[tuple[str, list[float]]]) -> None:
    base = statistics.median(rows[0][1])
    print(f"\n{'page':<28}{'p50 ms':>9}{'p95 ms':>9}{'x bare':>9}")
    for name, taken in rows:
        middle = statistics.median(taken)
        print(f"{name:<28}{middle:>9.1f}{p95(taken):>9.1f}{middle / base:>9.1f}")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--requests", type=int, default=200)
    wanted = options.parse_args()
    folder, password = Path(tempfile.mkdtemp(prefix="fuxue-bench-")), secrets.token_urlsafe(12)
    os.environ |= {"FUXUE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "fuxue.project.settings"}
    server = Server(folder)
    try:
        server.start()
        os.environ["DATABASE_URL"] = server.url()
        import django  # noqa: PLC0415 - the settings read the environment just set

        django.setup()
        from fuxue.cli.database import apply  # noqa: PLC0415

        apply()
        seconds = fill(wanted.cases, password)
        print(f"{wanted.cases} lines registered in {seconds:.1f} s ({wanted.cases / seconds:.0f} per second)")
        report(measure(wanted.requests, password))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(times: int, password: str) -> list[tuple[str, list[float]]]:
    rows = []
    with serving("tools.bench.bare:application", BARE_PORT):
        bare = Visitor(BARE_PORT)
        rows.append(("bare Django view, 50 rows", timed(partial(bare.get, "/"), times)))
    os.environ["FUXUE_DB_ROLE"] = "fuxue_app"
    with serving("fuxue.project.wsgi:application", PORT):
        officer = Visitor(PORT)
        officer.sign_in("bench", password)
        page = officer.get("/cases/")
        case = re.search(r"/cases/[0-9a-f-]{36}/", page)
        assert case, "the list shows no case"
        for name, path in (("my work", "/"), ("list", "/cases/"), ("case page", case[0])):
            rows.append((name, timed(partial(officer.get, path), times)))
        rows.append(("list as JSON (API)", timed(partial(officer.get, "/api/v1/cases"), times)))
    return rows


main()
