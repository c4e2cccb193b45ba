"""Fills the {holes} of a rule's sentences with what the case says."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from fuxue.guideline.context import Context
from fuxue.guideline.facts import FACTS, term
from fuxue.guideline.profile import SWITCHES, Profile
from fuxue.kernel.calendar import school_year

_HOLE = re.compile(r"\{(\w+)\}")


def plain(text: str, profile: Profile) -> str:
    """A rule's sentence without a case: switches by their value, facts by their term."""
    return _HOLE.sub(lambda hole: _general(hole[1], profile), text)


def _general(name: str, profile: Profile) -> str:
    general = {"age": "若干", "as_of": "评估日", "school_year": "本", "attempts": "若干"}
    return str(getattr(profile, name)) if name in SWITCHES else general.get(name, f"〔{term(name)}〕")


def shown(name: str, value: Any) -> str:
    """A fact's value in Chinese."""
    if value is None or isinstance(value, bool):
        return {None: "尚未查明", True: "是", False: "否"}[value]
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
    return str(ctx.switch(name)) if name in SWITCHES else shown(name, ctx.fact(name))
