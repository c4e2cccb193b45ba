"""Reads the cases in `law/` and compares an answer with what a case expects.

A case starts from a file named at the top of its YAML (`base`) and changes it (`with`): dotted paths, papers by their
id, visits and panel members counted from 1, null takes away. Expectations are subsets: see `mismatches`.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from fuxue.guideline import Profile, RuleBook, assess, load_rules, parse_case_file
from fuxue.guideline.assessment import Assessment

FOLDER = Path(__file__).parent / "law"
EXPECTATIONS = frozenset(
    {
        *("procedure", "procedure_not", "applies", "ready", "outcome", "missing", "not_missing", "refuted", "says"),
        *("follow_ups", "follow_ups_never", "follow_ups_not_due", "warns", "warns_never", "unavailable"),
    }
)
CASE_KEYS = frozenset({"name", "shows", "base", "with", "file", "expect"})


@dataclass(frozen=True)
class LawCase:
    name: str
    shows: str
    file: dict[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class CompleteFile:
    """A file from which every single thing counts, and what of it is left out of the counting."""

    name: str
    file: dict[str, Any]
    not_taken: tuple[str, ...]
    taken_from_child: tuple[str, ...]


class _Loader(yaml.SafeLoader):
    """Only true and false are truth values: `on` is the key of a visit's day."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, test) for tag, test in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def _document(path: Path) -> dict[str, Any]:
    document = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    assert isinstance(document, dict), path.name
    return document


def paths() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def cases(path: Path) -> Iterator[LawCase]:
    document = _document(path)
    for raw in document["cases"]:
        where = f"{path.name}：{raw.get('name')}"
        assert set(raw) <= CASE_KEYS, f"{where} 有不认识的键 {set(raw) - CASE_KEYS}"
        assert set(raw["expect"]) <= EXPECTATIONS, f"{where} 有不认识的期望 {set(raw['expect']) - EXPECTATIONS}"
        assert raw["expect"], f"{where} 没有期望"
        assert ("base" in raw) != ("file" in raw), f"{where} 应有 base 或 file，且只有一个"
        start = copy.deepcopy(document[raw["base"]] if "base" in raw else raw["file"])
        yield LawCase(raw["name"], raw["shows"], changed(start, raw.get("with", {})), raw["expect"])


def complete_files(path: Path) -> Iterator[CompleteFile]:
    document = _document(path)
    if document.get("mutants") is False:
        return
    for name, file in document.items():
        if name.startswith("complete"):
            not_taken = tuple(document.get("not_taken", ()))
            yield CompleteFile(name, copy.deepcopy(file), not_taken, tuple(document.get("taken_from_child", ())))


def changed(file: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `file` with each dotted path set to its value, or taken away where the value is null."""
    result = copy.deepcopy(file)
    for path, value in changes.items():
        steps = path.split(".")
        holder: Any = result
        for step, following in pairwise(steps):
            holder = _enter(holder, step, following)
        _put(holder, steps[-1], copy.deepcopy(value))
    return result


def _enter(holder: Any, step: str, following: str) -> Any:
    if isinstance(holder, list):
        return holder[_place(holder, step)]
    return holder.setdefault(step, [] if step in {"materials", "visits"} or following.isdigit() else {})


def _put(holder: Any, step: str, value: Any) -> None:
    if isinstance(holder, dict):
        if value is None:
            holder.pop(step, None)
        else:
            holder[step] = value
        return
    place = _place(holder, step)
    if value is None:
        del holder[place]
    elif place < len(holder):
        holder[place] = value
    else:
        holder.append(value if step.isdigit() else {"id": step, **value})


def _place(holder: list[Any], step: str) -> int:
    if step.isdigit():
        return int(step) - 1
    ids = [item.get("id") for item in holder]
    return ids.index(step) if step in ids else len(ids)


@cache
def book() -> RuleBook:
    return RuleBook(load_rules(), Profile.default())


def answer(file: Mapping[str, Any]) -> Assessment:
    return assess(parse_case_file(dict(file)), book())


def sentences(given: Assessment) -> list[str]:
    """Everything that says why it is not ready."""
    return [one.says for one in given.missing] + [one.says for one in given.conditions if str(one.holds) != "yes"]


def mismatches(given: Assessment, expect: Mapping[str, Any]) -> list[str]:
    """What of `expect` the answer does not give, in words; empty when all is as expected."""
    plain = given.as_json()
    wrong = [
        f"{key} 应为 {expect[key]!r}，得到 {plain[key]!r}"
        for key in ("procedure", "applies", "ready")
        if key in expect and plain[key] != expect[key]
    ]
    if plain["outcome"] != expect.get("outcome", plain["outcome"]):
        wrong.append(f"outcome 应为 {expect['outcome']}，得到 {plain['outcome']}")
    if not plain["ready"] and plain["outcome"] is not None:
        wrong.append(f"未齐备却给出了 outcome {plain['outcome']}")
    if plain["procedure"] in expect.get("procedure_not", ()):
        wrong.append(f"不应提出 {plain['procedure']}")
    return wrong + _missing(plain, expect) + _words(given, expect) + _follow_ups(plain, expect)


def _missing(plain: Mapping[str, Any], expect: Mapping[str, Any]) -> list[str]:
    wrong = ["不应缺任何东西"] if expect.get("missing") == [] and plain["missing"] else []
    wrong += [
        f"缺失项里没有 {wanted}"
        for wanted in expect.get("missing", ())
        if not any(_is_missing(item, wanted) for item in plain["missing"])
    ]
    kinds = {kind for item in plain["missing"] for kind in item["kinds"]}
    return wrong + [f"不应说缺 {kind}" for kind in expect.get("not_missing", ()) if kind in kinds]


def _is_missing(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return (
        item["what"] == wanted.get("what", item["what"])
        and set(wanted.get("kinds", ())) <= set(item["kinds"])
        and wanted.get("names", "") in item["says"]
    )


def _words(given: Assessment, expect: Mapping[str, Any]) -> list[str]:
    refuted = [one.says for one in given.conditions if str(one.holds) == "no"]
    warned = [one.says for one in given.warnings]
    places = {
        "refuted": ("不成立的条件", refuted),
        "says": ("不齐备的理由", sentences(given)),
        "warns": ("提醒", warned),
    }
    wrong = [
        f"{title}里没有提到“{word}”"
        for key, (title, said) in places.items()
        for word in expect.get(key, ())
        if not any(word in one for one in said)
    ]
    return wrong + [f"不应提醒“{word}”" for word in expect.get("warns_never", ()) if any(word in one for one in warned)]


def _follow_ups(plain: Mapping[str, Any], expect: Mapping[str, Any]) -> list[str]:
    given = plain["follow_ups"]
    wrong = [
        f"跟进里没有 {wanted}"
        for wanted in expect.get("follow_ups", ())
        if not any(
            one["due"] == str(wanted.get("due", one["due"])) and wanted.get("says", "") in one["says"] for one in given
        )
    ]
    dues = {one["due"] for one in given}
    wrong += [f"不应在 {day} 跟进" for day in expect.get("follow_ups_not_due", ()) if str(day) in dues]
    return wrong + [
        f"不应跟进“{word}”" for word in expect.get("follow_ups_never", ()) if any(word in one["says"] for one in given)
    ]


def described(given: Assessment) -> str:
    """The whole answer, for a failing test's message."""
    plain = given.as_json()
    plain.pop("rules")
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=160)
