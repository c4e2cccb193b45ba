"""`fuxue demo`: a synthetic county, made once, then served with its worker."""

import json
import time
from pathlib import Path

import click

from fuxue.cli.database import apply
from fuxue.cli.serving import jobs, keep_running, pages, require_free
from fuxue.cli.session import database, start_django


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("data/demo"), show_default=True, help="数据目录。"
)
@click.option("--port", default=8000, show_default=True, help="监听的端口。")
def demo(data: Path, port: int) -> None:
    """生成一个虚构的县并打开它。已经生成过的，直接打开。"""
    began = time.monotonic()

    def say(text: str) -> None:
        click.echo(f"[{time.monotonic() - began:5.1f} 秒] {text}")

    require_free("127.0.0.1", port)
    folder = data.resolve()
    say(f"启动数据库（{folder}）")
    with database(folder):
        start_django(role="")
        say("准备数据表")
        apply()
        from fuxue.demo.county import build  # noqa: PLC0415 - needs Django, which is loaded by now

        build(data_dir=folder, say=say)
        say("演示数据就绪")
        show_accounts(folder)
        click.echo(f"请在浏览器打开 http://127.0.0.1:{port}/ （按 Ctrl-C 停止）")
        keep_running([pages("127.0.0.1", port, 2), jobs()])


def show_accounts(folder: Path) -> None:
    """Print the way in for each role. These accounts exist in a demo only."""
    for account in json.loads((folder / "accounts.json").read_text(encoding="utf-8")):
        click.echo(f"  {account['username']:<24} {account['password']:<20} {account['organ']} {account['name']}")
