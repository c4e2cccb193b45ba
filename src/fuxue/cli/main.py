"""The `fuxue` command. Subcommands are loaded when called, so that `--help` and a typing mistake answer at once.

A refusal is one sentence and exit status 1 (2 for input that cannot be read), never a traceback.
"""

import importlib
import sys
from typing import cast

import click

from fuxue.kernel.errors import FuxueError, Invalid

# Name → where it stands, and what the list of commands says about it.
COMMANDS = {
    "demo": ("fuxue.cli.demo:demo", "生成一个虚构的县并打开它"),
    "serve": ("fuxue.cli.serving:serve", "提供网页和接口"),
    "worker": ("fuxue.cli.serving:worker", "处理到期、随访提醒和导入"),
    "migrate": ("fuxue.cli.database:migrate", "更新数据库结构"),
    "doctor": ("fuxue.cli.doctor:doctor", "检查这台机器，说明缺什么、怎么办"),
    "import": ("fuxue.cli.imports:import_", "导入名单"),
    "guideline": ("fuxue.cli.guideline:guideline", "查看和检查条款"),
    "assess": ("fuxue.cli.guideline:assess", "评定一个案件文件"),
    "ledger": ("fuxue.cli.ledger:ledger", "核对、重建和导出台账"),
}


class Lazy(click.Group):
    """A group that imports a subcommand only when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        return cast(click.Command, getattr(importlib.import_module(module), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def fuxue() -> None:
    """复学：义务教育劝返复学台账。"""


def main() -> None:
    """Entry of the `fuxue` program."""
    try:
        fuxue(prog_name="fuxue")
    except FuxueError as error:
        click.echo(str(error), err=True)
        sys.exit(2 if isinstance(error, Invalid) else 1)
