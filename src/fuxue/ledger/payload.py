"""Papers, visits and facts as JSON, as private halves hold them, and back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from fuxue.guideline.casefile import EMPTY, MaterialFacts, Recording, Signature, VisitFacts
from fuxue.kernel.errors import Invalid

# What stands in the public half of an added paper; the rest of it is private.
PUBLIC_PAPER = ("id", "kind", "medium")
PAPER_FIELDS = tuple(field.name for field in fields(MaterialFacts))
CORRECTABLE = (*(name for name in PAPER_FIELDS if name != "id"), "title")


def to_json(value: Any) -> Any:
    """Dates as ISO text, tuples as lists, dataclasses as mappings without their empty fields."""
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, to_json(getattr(value, field.name))) for field in fields(value))
        return {name: item for name, item in pairs if item not in (None, [], {})}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [to_json(item) for item in value]
    return value


def _date(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Invalid("field_value", f"“{value}”不是日期，应写成 2026-11-23 这样。") from None


def signature(raw: Any) -> Signature:
    return raw if isinstance(raw, Signature) else Signature(**_only(raw, Signature))


def recording(raw: Any) -> Recording | None:
    if raw is None or isinstance(raw, Recording):
        return raw
    return Recording(**_only(raw, Recording))


def _only(raw: Mapping[str, Any], cls: type[Any]) -> dict[str, Any]:
    known = {field.name for field in fields(cls)}
    unknown = set(raw) - known
    if unknown:
        raise Invalid(
            "field_unknown", f"不认识的项目：{'、'.join(sorted(unknown))}。可用的有：{'、'.join(sorted(known))}。"
        )
    return dict(raw)


def paper(raw: Mapping[str, Any]) -> MaterialFacts:
    """A paper from its JSON; keys that are no field of it (`title`) are left aside."""
    values = {key: value for key, value in raw.items() if key in PAPER_FIELDS}
    values["issued_on"] = _date(values.get("issued_on"))
    values["seals"] = tuple(values.get("seals") or ())
    values["signatures"] = tuple(signature(item) for item in values.get("signatures") or ())
    values["recording"] = recording(values.get("recording"))
    values["extra"] = values.get("extra") or EMPTY
    return MaterialFacts(**values)


def visit(raw: Mapping[str, Any]) -> VisitFacts:
    values = dict(raw)
    values["on"] = _date(values.get("on"))
    values["reached"] = tuple(values.get("reached") or ())
    values["staff"] = tuple(signature(item) for item in values.get("staff") or ())
    values["recording"] = recording(values.get("recording"))
    return VisitFacts(**values)


def paper_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Corrections to a paper, checked and as JSON. Raises `Invalid` for a field that does not exist."""
    unknown = set(values) - set(CORRECTABLE)
    if unknown:
        raise Invalid("field_unknown", f"材料没有这些项目：{'、'.join(sorted(unknown))}。")
    probe = {"id": "x", "kind": values.get("kind", "other"), **{k: v for k, v in values.items() if v is not None}}
    checked = to_json(paper(probe))
    return {key: None if value is None else checked.get(key, to_json(value)) for key, value in values.items()}
