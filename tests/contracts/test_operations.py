"""docs/operations.md names every command and every setting, and none that does not exist."""

import ast
import re
from collections.abc import Iterator

import click
from tests.contracts.source import document, modules, table_rows

from fuxue.cli.main import fuxue

SETTING = re.compile(r"(?:FUXUE_[A-Z_]+|DATABASE_URL)")
READERS = {"os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.getenv", "_words"}


def commands(group: click.Group, lead: str) -> Iterator[tuple[str, click.Command]]:
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, name
            if isinstance(command, click.Group):
                yield from commands(command, f"{lead} {name}")
            else:
                yield f"{lead} {name}", command


def settings_read() -> set[str]:
    """Names that the source asks the environment for."""
    found = set()
    for _, tree in modules():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if ast.unparse(func) in READERS:
                    found.add(name)
                case ast.Subscript(value=value, slice=ast.Constant(value=str(name))):
                    if ast.unparse(value) == "os.environ":
                        found.add(name)
    return {name for name in found if SETTING.fullmatch(name)}


def first_column(pattern: str) -> set[str]:
    cells = [row[0] for row in table_rows(document("operations.md"))]
    return {match[1] for cell in cells if (match := re.fullmatch(pattern, cell))}


def test_every_command_has_its_row() -> None:
    assert {name for name, _ in commands(fuxue, "fuxue")} == first_column(r"`(fuxue [a-z ]+)`")


def test_every_command_says_in_chinese_what_it_does() -> None:
    for name, command in commands(fuxue, "fuxue"):
        assert re.search(r"[一-龥]", command.help or ""), name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert re.search(r"[一-龥]", parameter.help or ""), f"{name} {parameter.opts}"


def test_every_option_named_in_the_page_exists() -> None:
    known = {option for _, command in commands(fuxue, "fuxue") for one in command.params for option in one.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", document("operations.md")))
    assert named - known == set()


def test_every_setting_has_its_row() -> None:
    read = settings_read()
    assert len(read) > 10
    assert read == first_column(r"`([A-Z_]+)`")


def test_every_folder_of_the_data_directory_is_named() -> None:
    text = document("operations.md")
    for name in ("postgres/cluster", "files", "intake", "keys", "profile.yaml"):
        assert f"| `{name}`" in text
