"""The `fuxue` command. Subcommands are loaded when called, so that `--help` and a typing mistake answer at once.

A refusal is one sentence and exit status 1 (2 for input that cannot be read), never a traceback.
"""

import importlib
import sys

import click

from fuxue.kernel.errors import FuxueError, Invalid

COMMANDS = {
    "demo": "fuxue.cli.demo:demo",
    "serve": "fuxue.cli.serving:serve",
    "worker": "fuxue.cli.serving:worker",
    "migrate": "fuxue.cli.database:migrate",
    "doctor": "fuxue.cli.doctor:doctor",
    "import": "fuxue.cli.registers:import_",
    "guideline": "fuxue.cli.guideline:guideline",
    "assess": "fuxue.cli.guideline:assess",
    "ledger": "fuxue.cli.ledger:ledger",
}


class Lazy(click.Group):
    """A group that imports a subcommand only when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


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
