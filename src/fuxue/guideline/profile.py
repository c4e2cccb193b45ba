"""What a province or county may set: the switches of `rules/profile.yaml`, typed, with their defaults.

Changing a switch never touches a rule file; it changes the hash of the rule book all the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from fuxue.guideline import reader
from fuxue.guideline.values import bad, parse_bool, parse_choice, parse_int, parse_list, parse_organ
from fuxue.kernel.calendar import month_day
from fuxue.kernel.errors import Invalid, Where

RULES_FOLDER = Path(__file__).parent / "rules"
DEFAULTS_FILE = RULES_FOLDER / "profile.yaml"
EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "already_enrolled": "比对误报（已有学籍）",
        "identity_error": "证件号或姓名错误",
        "went_abroad": "出国出境",
        "judicial_custody": "专门学校或司法处置",
    }
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Ages in full years, `deadlines` in calendar days; meaning and reason of each stand in `rules/profile.yaml`."""

    age_min: int
    age_max: int
    age_cutoff: str
    min_attempts: int
    dropout_years: int
    repeat_episodes: int
    vocational_min_age: int
    death_proof: Literal["any", "strict"]
    committee_min_seals: tuple[str, ...]
    severe_levels: tuple[int, ...]
    part_two_strict: bool
    extensions: tuple[str, ...]
    review_chain: tuple[str, ...]
    follow_up_days: tuple[int, ...]
    cancellation_reminder_months: int
    reassess_months: int
    lapse_reminder_days: tuple[int, ...]
    deadlines: Mapping[str, int]

    @classmethod
    def default(cls) -> "Profile":
        return _default()

    @classmethod
    def from_mapping(cls, switches: Mapping[str, Any]) -> "Profile":
        """The defaults with these switches changed. Raises `Invalid`: `switch_unknown`, `switch_value`."""
        return cls.default().changed(switches)

    @classmethod
    def load(cls, path: Path | None) -> "Profile":
        """The defaults changed by a YAML file of switches; the defaults alone when there is no path."""
        if path is None:
            return cls.default()
        document = reader.read(path)
        switches = {} if document.value is None else document.value
        if not isinstance(switches, Mapping):
            raise Invalid("profile_shape", "省（县）配置应为“开关: 值”。", Where(file=path.name, row=1))
        try:
            return cls.from_mapping(switches)
        except Invalid as error:
            line = document.line((error.where.column or "",))
            error.where = Where(file=path.name, row=line, column=error.where.column)
            raise

    def changed(self, switches: Mapping[str, Any]) -> "Profile":
        """A profile with these switches changed; `deadlines` may name a part of them."""
        values = {name: _parse(name, raw) for name, raw in switches.items()}
        if "deadlines" in values:
            values["deadlines"] = MappingProxyType({**self.deadlines, **values["deadlines"]})
        changed = replace(self, **values)
        if changed.age_min > changed.age_max:
            raise Invalid("switch_value", "开关 age_min 不能大于 age_max。", Where(column="age_min"))
        return changed

    def waiting_days(self, organ_kind: str) -> int:
        """How many calendar days to wait for an answer of an outside organ."""
        return self.deadlines.get(f"waiting.{organ_kind}", self.deadlines["waiting"])

    def as_mapping(self) -> dict[str, Any]:
        """Plain values, as a profile file would have them."""
        plain = {name: getattr(self, name) for name in SWITCHES}
        return {
            name: list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
            for name, value in plain.items()
        }


def _number(low: int, high: int) -> Callable[[str, object], int]:
    def parse(field: str, raw: object) -> int:
        value = parse_int(field, raw)
        if not low <= value <= high:
            raise bad(field, raw, f"应为 {low} 至 {high} 的整数")
        return value

    return parse


def _several(one: Callable[[str, object], Any], least: int = 0) -> Callable[[str, object], tuple[Any, ...]]:
    def parse(field: str, raw: object) -> tuple[Any, ...]:
        values = tuple(one(field, item) for item in parse_list(field, raw, 20))
        if len(values) < least or len(set(values)) != len(values):
            raise bad(field, raw, f"应为至少 {least} 项、互不重复的列表")
        return values

    return parse


def _cutoff(field: str, raw: object) -> str:
    if not isinstance(raw, str):
        raise bad(field, raw, "应为“月-日”，写成 08-31 这样")
    try:
        month_day(raw)
    except Invalid as error:
        raise bad(field, raw, error.says.rstrip("。")) from None
    return raw


def _one_of(choices: Mapping[str, str]) -> Callable[[str, object], str]:
    return lambda field, raw: parse_choice(field, raw, choices)


def _deadlines(field: str, raw: object) -> Mapping[str, int]:
    known = _deadline_names()
    if not isinstance(raw, Mapping):
        raise bad(field, raw, f"应为“期限: 天数”，可用的：{'、'.join(known)}")
    for key in raw:
        if key not in known:
            raise bad(field, key, f"可用的期限：{'、'.join(known)}")
    return MappingProxyType({str(key): _number(1, 1000)(f"{field}.{key}", value) for key, value in raw.items()})


SWITCHES: Mapping[str, Callable[[str, object], Any]] = MappingProxyType(
    {
        "age_min": _number(5, 8),
        "age_max": _number(12, 18),
        "age_cutoff": _cutoff,
        "min_attempts": _number(1, 20),
        "dropout_years": _number(1, 5),
        "repeat_episodes": _number(2, 10),
        "vocational_min_age": _number(12, 18),
        "death_proof": _one_of({"any": "任一证明即可", "strict": "户口注销证明另加一项"}),
        "committee_min_seals": _several(parse_organ, 1),
        "severe_levels": _several(_number(1, 4), 1),
        "part_two_strict": parse_bool,
        "extensions": _several(_one_of(EXTENSIONS)),
        "review_chain": _several(parse_organ, 1),
        "follow_up_days": _several(_number(1, 400), 1),
        "cancellation_reminder_months": _number(1, 12),
        "reassess_months": _number(1, 36),
        "lapse_reminder_days": _several(_number(1, 200)),
        "deadlines": _deadlines,
    }
)


def _parse(name: str, raw: object) -> Any:
    if name not in SWITCHES:
        raise Invalid(
            "switch_unknown",
            f"没有“{str(name)[:40]}”这个开关，可用的有：{'、'.join(SWITCHES)}。",
            Where(column=str(name)[:40]),
        )
    try:
        return SWITCHES[name](name, raw)
    except Invalid as error:
        raise Invalid("switch_value", f"开关{error.says}", Where(column=name)) from None


@lru_cache(maxsize=1)
def defaults_document() -> reader.Document:
    return reader.read(DEFAULTS_FILE)


def _deadline_names() -> list[str]:
    return list(defaults_document().value["switches"]["deadlines"]["value"])


@lru_cache(maxsize=1)
def _default() -> Profile:
    switches = defaults_document().value["switches"]
    return Profile(**{name: _parse(name, switches[name]["value"]) for name in SWITCHES})
