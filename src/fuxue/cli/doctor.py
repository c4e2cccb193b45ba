"""`fuxue doctor`: what is missing or wrong on this machine, and what to do about it, in plain words."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from fuxue.cli import checkup
from fuxue.cli.session import data_folder, data_option, json_option


@click.command()
@data_option
@json_option
@click.option("--port", default=8000, show_default=True, help="要检查的端口。")
def doctor(data: Path | None, as_json: bool, port: int) -> None:
    """检查这台机器和数据目录，说明缺什么、怎么办（有问题时退出码 1）。"""
    findings = checkup.examine(data_folder(data), port)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(f"{'  正常' if finding.ok else '× 有误'}  {finding.what}：{finding.says}{finding.todo}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)
