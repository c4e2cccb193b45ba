"""Fills the {holes} of a rule's sentences with what the case says."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from fuxue.guideline.context import Context
from fuxue.guideline.facts import FACTS
from fuxue.guideline.profile import SWITCHES
from fuxue.kernel.calendar import school_year

_HOLE = re.compile(r"\{(\w+)\}")


def shown(name: str, value: Any) -> str:
    """A fact's value in Chinese."""
    if value is None:
        return "尚未查明"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    spec = FACTS.get(name)
    if spec and spec.choices:
        return spec.choices.get(str(value), str(value))
    if isinstance(value, (list, tuple)):
        return f"{len(value)} 项"
    if isinstance(value, Mapping):
        return "、".join(str(part) for part in value.values() if part is not None)
    return str(value)


def fill(text: str, ctx: Context) -> str:
    return _HOLE.sub(lambda hole: _value(hole[1], ctx), text)


def _value(name: str, ctx: Context) -> str:
    if name == "age":
        return "未知" if ctx.age is None else str(ctx.age)
    if name == "attempts":
        return str(len(ctx.attempts))
    if name == "as_of":
        return ctx.as_of.isoformat()
    if name == "school_year":
        return school_year(ctx.as_of)
    if name in SWITCHES:
        return str(ctx.switch(name))
    return shown(name, ctx.fact(name))
