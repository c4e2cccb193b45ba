"""`fuxue ledger`: recompute the chain and the fold of every case; restore summaries; hand the entries out."""

import json
import sys
from pathlib import Path
from typing import IO

import click

from fuxue.cli.session import data_folder, data_option, database, json_option, start_django


@click.group()
def ledger() -> None:
    """核对、重建和导出台账。"""


@ledger.command()
@data_option
@json_option
def verify(data: Path | None, as_json: bool) -> None:
    """重算每本账的哈希链和状态，有一处不符就指出来（退出码 1）。"""
    with database(data_folder(data)):
        start_django()
        from fuxue.ledger.verify import verify as check  # noqa: PLC0415 - needs Django

        report = check()
        problems = [{"case": p.case, "entry": p.entry, "says": p.says} for p in report.problems]
        if as_json:
            click.echo(
                json.dumps({"ok": report.ok, "entries": report.entries, "problems": problems}, ensure_ascii=False)
            )
        elif report.ok:
            click.echo(f"核对无误：{report.entries} 条记录。")
        else:
            for problem in problems:
                click.echo(f"案件 {problem['case']} 第 {problem['entry']} 条：{problem['says']}")
    if problems:
        sys.exit(1)


@ledger.command()
@data_option
def rebuild(data: Path | None) -> None:
    """按记录重新计算每本账的摘要。"""
    with database(data_folder(data)):
        start_django()
        from fuxue.ledger.actions import rebuild as restore  # noqa: PLC0415 - needs Django

        click.echo(f"已重建摘要，改正 {restore()} 本。")


@ledger.command()
@data_option
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="写入的文件；不给就打印出来。")
def export(data: Path | None, out: IO[str]) -> None:
    """导出全部记录的公开部分和哈希（每行一条 JSON），供库外保存和独立核验。"""
    with database(data_folder(data)):
        start_django()
        from fuxue.ledger.export import lines  # noqa: PLC0415 - needs Django

        for line in lines():
            out.write(line + "\n")
