"""One fact's value, checked against its type. Every refusal names the fact and what it accepts."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from fuxue.guideline.facts import FACTS, FactSpec
from fuxue.kernel.errors import Invalid, Where
from fuxue.kernel.vocabulary import ORGAN_TERMS

# Days outside this span are typing mistakes; inside it no calendar sum can run over.
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MAX_TEXT = 2000
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def bad(field: str, value: object, accepts: str) -> Invalid:
    """The one shape of "this does not fit": the field, what was there, what would do."""
    shown = "空" if value is None else f"“{str(value)[:40]}”"
    return Invalid("field_value", f"“{field}”不接受{shown}，{accepts}。", Where(column=field, value=str(value)[:40]))


def parse_date(field: str, raw: object) -> date:
    accepts = "应为日期，写成 2026-11-23 这样，在 1900 年至 2100 年之间"
    found = _DATE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if isinstance(raw, datetime):
        value = raw.date()
    elif isinstance(raw, date):
        value = raw
    elif found:
        try:
            value = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise bad(field, raw, accepts) from None
    else:
        raise bad(field, raw, accepts)
    if not EARLIEST <= value <= LATEST:
        raise bad(field, raw, accepts)
    return value


def parse_text(field: str, raw: object, limit: int = MAX_TEXT) -> str:
    """Text as it stands, trimmed. A whole number is taken as its digits; a decimal has lost digits and is refused."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        raise bad(field, raw, "应为文字；号码请加引号")
    text = str(raw).strip()
    if not text or len(text) > limit or "\x00" in text:
        raise bad(field, text or None, f"应为 1 至 {limit} 个字的文字")
    return text


def parse_bool(field: str, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    known = _YES_NO.get(raw.strip().lower()) if isinstance(raw, str) else None
    if known is None:
        raise bad(field, raw, "应为 true 或 false（不知道就不填）")
    return known


def parse_choice(field: str, raw: object, choices: Mapping[str, str]) -> str:
    """The choice's id; its Chinese term is understood too."""
    if isinstance(raw, str):
        text = raw.strip()
        if text in choices:
            return text
        for value, term in choices.items():
            if text == term:
                return value
    shown = "、".join(value if value == term else f"{value}（{term}）" for value, term in choices.items())
    raise bad(field, raw, f"应为以下之一：{shown}")


def parse_int(field: str, raw: object) -> int:
    text = raw.strip() if isinstance(raw, str) else raw
    if isinstance(text, str) and re.fullmatch(r"\d{1,4}", text):
        text = int(text)
    if isinstance(text, bool) or not isinstance(text, int) or not 0 <= text <= 1000:
        raise bad(field, raw, "应为 0 至 1000 的整数")
    return text


def parse_mapping(field: str, raw: object, keys: Sequence[str]) -> Mapping[str, Any]:
    """A mapping that has no other keys than `keys`."""
    if not isinstance(raw, Mapping):
        raise bad(field, raw, f"应为“键: 值”，可用的键：{'、'.join(keys)}")
    for key in raw:
        if key not in keys:
            raise Invalid(
                "field_unknown",
                f"“{field}”里没有“{str(key)[:40]}”这一项，可用的有：{'、'.join(keys)}。",
                Where(column=f"{field}.{str(key)[:40]}"),
            )
    return raw


def parse_list(field: str, raw: object, limit: int = 500) -> list[Any]:
    if isinstance(raw, (str, bytes, Mapping)) or not isinstance(raw, Sequence) or len(raw) > limit:
        raise bad(field, None if raw is None else type(raw).__name__, f"应为列表，最多 {limit} 项")
    return list(raw)


def parse_organ(field: str, raw: object) -> str:
    return parse_choice(field, raw, {str(organ): term for organ, term in ORGAN_TERMS.items()})


def _panel(field: str, raw: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(_panel_member(f"{field}[{index}]", item) for index, item in enumerate(parse_list(field, raw)))


def _panel_member(field: str, raw: object) -> Mapping[str, Any]:
    item = parse_mapping(field, raw, ("organ", "name", "signed"))
    name, signed = item.get("name"), item.get("signed")
    return {
        "organ": parse_organ(f"{field}.organ", item.get("organ")),
        "name": None if name is None else parse_text(f"{field}.name", name, 60),
        "signed": None if signed is None else parse_bool(f"{field}.signed", signed),
    }


def _teaching(field: str, raw: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(_lesson(f"{field}[{index}]", item) for index, item in enumerate(parse_list(field, raw)))


def _lesson(field: str, raw: object) -> Mapping[str, Any]:
    item = parse_mapping(field, raw, ("on", "hours"))
    hours = item.get("hours")
    if hours is not None and (isinstance(hours, bool) or not isinstance(hours, (int, float)) or not 0 < hours <= 24):
        raise bad(f"{field}.hours", hours, "应为大于 0、不超过 24 的数（课时）")
    return {"on": parse_date(f"{field}.on", item.get("on")), "hours": hours}


def _record(field: str, raw: object) -> Mapping[str, Any]:
    item = parse_mapping(field, raw, ("student_number", "school_code", "checked_on"))
    number, school, checked = item.get("student_number"), item.get("school_code"), item.get("checked_on")
    return {
        "student_number": None if number is None else parse_text(f"{field}.student_number", number, 30),
        "school_code": None if school is None else parse_text(f"{field}.school_code", school, 20),
        "checked_on": None if checked is None else parse_date(f"{field}.checked_on", checked),
    }


_SHAPED: Mapping[str, Callable[[str, object], Any]] = {
    "committee_panel": _panel,
    "home_teaching_log": _teaching,
    "active_record_found": _record,
}


def _choose(spec: FactSpec) -> Callable[[str, object], Any]:
    if spec.name in _SHAPED:
        return _SHAPED[spec.name]
    if spec.type == "choice":
        return lambda field, raw: parse_choice(field, raw, spec.choices)
    simple: Mapping[str, Callable[[str, object], Any]] = {
        "bool": parse_bool,
        "date": parse_date,
        "int": parse_int,
        "text": lambda field, raw: parse_text(field, raw, 200),
    }
    return simple[spec.type]


_PARSERS = {name: _choose(spec) for name, spec in FACTS.items()}


def parse_fact(name: str, raw: object) -> Any:
    """The value in its own type (bool, choice id, date, int, text, tuple of mappings, mapping).

    Raises `Invalid`: `fact_unknown` for a name that is no fact, `field_value` or `field_unknown` for a bad value.
    """
    parser = _PARSERS.get(name)
    if parser is None:
        raise Invalid(
            "fact_unknown",
            f"没有“{str(name)[:40]}”这个事实，可用的有：{'、'.join(FACTS)}。",
            Where(column=f"facts.{str(name)[:40]}"),
        )
    return parser(f"facts.{name}", raw)
