"""`fuxue serve` and `fuxue worker`, and how `fuxue demo` keeps both running."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from fuxue.cli.session import data_folder, data_option, database, start_django
from fuxue.kernel.errors import Refused
from fuxue.postgres.cluster import APP

STOP_PATIENCE = 20.0  # seconds for a request or a job under way


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, help="监听的端口。")
@click.option("--workers", default=2, show_default=True, help="同时服务的进程数。")
def serve(data: Path | None, host: str, port: int, workers: int) -> None:
    """提供网页和接口。另开一个 fuxue worker 处理到期和导入。"""
    require_free(host, port)
    with database(data_folder(data)):
        click.echo(f"正在服务：http://{host}:{port}/（按 Ctrl-C 停止）")
        keep_running([pages(host, port, workers)])


@click.command()
@data_option
@click.option("--once", is_flag=True, help="只做完眼下到期的事就结束。")
def worker(data: Path | None, once: bool) -> None:
    """处理到期重启、随访提醒和导入等后台工作。"""
    with database(data_folder(data)):
        start_django()
        from django.utils import timezone  # noqa: PLC0415 - Django is loaded by now
        from procrastinate.contrib.django import app  # noqa: PLC0415

        from fuxue.fieldwork.actions import run_due  # noqa: PLC0415

        if once:
            run_due(timezone.now())
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            working.run_worker(wait=not once, install_signal_handlers=True)


def pages(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    quiet = ["--blocking-threads", "4", "--no-access-log", "--log-level", "warning", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *options, *quiet, "fuxue.project.wsgi:application"]


def jobs() -> list[str]:
    """The command line of a worker beside the web server; it finds the database through the environment."""
    return [sys.executable, "-m", "fuxue.cli", "worker", "--data", os.environ["FUXUE_DATA"]]


def require_free(host: str, port: int) -> None:
    """Raises `Refused` when something else listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            raise Refused(
                "port_in_use", f"端口 {port} 不能用，可能已有别的程序在用。", todo="请换一个端口，例如 --port 9000。"
            ) from None


class HaltAsked(Exception):
    """Somebody asked us to stop."""


def keep_running(commands: Sequence[Sequence[str]]) -> None:
    """Run all until Ctrl-C, SIGTERM or the end of one of them; then end all in good order."""

    def halt(number: int, frame: FrameType | None) -> None:
        raise HaltAsked

    before = {number: signal.signal(number, halt) for number in (signal.SIGINT, signal.SIGTERM)}
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "fuxue.project.settings", "FUXUE_DB_ROLE": APP}
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:  # one by one, so that those begun are ended when a later one cannot begin
            child = subprocess.Popen(command, env=environment, start_new_session=True)  # Ctrl-C is for us alone
            children.append(child)
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        raise Refused("server_ended", "服务进程意外结束了。", todo="请看上面的提示，或运行 fuxue doctor 检查。")
    except HaltAsked:
        click.echo("正在停止……")
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        _end(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    until = time.monotonic() + STOP_PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
