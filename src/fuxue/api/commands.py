"""From a JSON body to a ledger command. Knows names and shapes only; the ledger decides what is allowed.

The API names a command as its class, in snake_case: `record_facts`, `choose_procedure`, `submit` … A paper goes in
through its own address, because it brings files.
"""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from fuxue.kernel.errors import Invalid
from fuxue.ledger import commands
from fuxue.ledger.commands import Command


def snake(cls: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


ADAPTERS: dict[str, TypeAdapter[Command]] = {
    snake(cls): TypeAdapter(cls) for cls in get_args(Command) if cls is not commands.AddPaper
}


def parse_command(name: str, args: Mapping[str, Any]) -> Command:
    """Raises `Invalid` naming the unknown command, or the first field that does not fit and what it accepts."""
    adapter = ADAPTERS.get(name)
    if adapter is None:
        raise Invalid("unknown_command", f"没有“{name}”这个操作。", todo=f"可用的操作：{'、'.join(sorted(ADAPTERS))}。")
    try:
        return adapter.validate_python(dict(args))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "args"
        raise Invalid("command_shape", f"操作“{name}”的“{field}”不符合要求。", why=f"（{first['msg']}）") from None
