"""Loads a folder of rule files. A broken file is refused with file, line and a sentence in Chinese."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from fuxue.guideline import grammar, reader
from fuxue.guideline.conditions import Test
from fuxue.guideline.fields import Node
from fuxue.guideline.parts import (
    closing,
    condition,
    follow_up,
    in_force,
    note,
    paper,
    redirect,
    step,
    visits,
    warning,
    words,
)
from fuxue.guideline.profile import EXTENSIONS, RULES_FOLDER, SWITCHES
from fuxue.guideline.schema import Gate, Procedure, Rules, VisitRule
from fuxue.kernel.calendar import months_later
from fuxue.kernel.errors import Invalid, Where

PROCEDURES = (
    "age_mismatch", "duplicate_registration", "missing", "deceased", "unable_to_study", "enrolled_without_record",
    "deferral_or_suspension", "return_to_school", "special_education", "vocational_placement", "compelled_return",
    *EXTENSIONS,
)  # fmt: skip
_GATE, _PROFILE = "part_two", "profile"
_REQUIRED = ("id", "clause", "title", "words", "in_force", "source", "checked_on", "conditions", "steps", "closes")
_OPTIONAL = (
    "reasoning", "severe", "write_off", "extension", "time_limited", "gated", "priority", "propose_when", "papers",
    "visits", "redirects", "follow_up", "warnings", "recommended", "never_enough",
)  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9_]*")


def load_rules(folder: Path | None = None) -> Rules:
    """All rules of a folder (the built-in ones by default). Raises `Invalid` for the first mistake found."""
    return _built_in() if folder is None else _load(folder)


@lru_cache(maxsize=1)
def _built_in() -> Rules:
    return _load(RULES_FOLDER)


def _load(folder: Path) -> Rules:
    documents = {path.stem: reader.read(path) for path in sorted(folder.glob("*.yaml"))}
    for name in (_PROFILE, _GATE, *PROCEDURES):
        if name not in documents:
            raise Invalid("rule_file_missing", f"规则文件夹里缺少 {name}.yaml。", Where(file=f"{name}.yaml"))
    edition, checked = _defaults(Node(documents[_PROFILE], (), documents[_PROFILE].value))
    gate = _gate(Node(documents[_GATE], (), documents[_GATE].value))
    checked[f"{_GATE}.yaml"] = gate.checked_on
    found: dict[str, Procedure] = {}
    for name, document in documents.items():
        if name in (_PROFILE, _GATE):
            continue
        root = Node(document, (), document.value)
        procedure = _procedure(root, gate)
        if procedure.id in found:
            root.at("id").refuse("rule_id_doubled", f"“{procedure.id}”在另一个文件里已经有了。")
        if procedure.id != name:
            root.at("id").refuse("rule_id_file", f"id 是“{procedure.id}”，文件名应为 {procedure.id}.yaml。")
        found[procedure.id] = procedure
        checked[document.name] = procedure.checked_on
    ordered = {name: found[name] for name in PROCEDURES}
    plain = {name: document.value for name, document in documents.items()}
    return Rules(edition, gate, MappingProxyType(ordered), MappingProxyType(plain), MappingProxyType(checked))


def _defaults(root: Node) -> tuple[str, dict[str, date]]:
    root.mapping(["edition", "in_force", "source", "checked_on", "switches"])
    checked = {"profile.yaml": root.at("checked_on").day()}
    switches = root.at("switches").mapping(list(SWITCHES))
    for name in SWITCHES:
        one = switches.at(name).mapping(["value", "reasoning", "source", "checked_on"])
        one.at("reasoning").text(), one.at("source").text()
        checked[f"profile.yaml: {name}"] = one.at("checked_on").day()
        try:
            SWITCHES[name](name, one.at("value").value)
        except Invalid as error:
            one.at("value").refuse("switch_value", error.says)
    return root.at("edition").text(), checked


def _gate(root: Node) -> Gate:
    root.mapping(
        ["clause", "title", "words", "source", "checked_on", "reasoning", "conditions"], ["redirects", "in_force"]
    )
    source = root.at("source").text()
    return Gate(
        clause=root.at("clause").text(),
        title=root.at("title").text(),
        words=root.at("words").text(),
        source=source,
        checked_on=root.at("checked_on").day(),
        reasoning=root.at("reasoning").text(),
        conditions=root.each("conditions", lambda node: condition(node, source)),
        redirects=root.each("redirects", redirect),
    )


def _procedure(root: Node, gate: Gate) -> Procedure:
    root.mapping(_REQUIRED, _OPTIONAL)
    clause = root.at("clause").text()
    made = Procedure(
        id=_identifier(root.at("id")),
        clause=clause,
        title=root.at("title").text(),
        words=words(root.at("words")),
        in_force=in_force(root.at("in_force")),
        source=root.at("source").text(),
        checked_on=root.at("checked_on").day(),
        reasoning=root.get("reasoning", Node.text, ""),
        severe=root.get("severe", Node.flag, False),
        write_off=root.get("write_off", Node.flag, False),
        extension=root.get("extension", Node.flag, False),
        time_limited=root.get("time_limited", Node.flag, False),
        gated=root.get("gated", Node.flag, False),
        priority=root.get("priority", Node.number, 1000),
        propose_when=root.get("propose_when", _maybe_test, None),
        conditions=root.each("conditions", lambda node: condition(node, clause)),
        papers=root.each("papers", lambda node: paper(node, clause)),
        visits=root.get("visits", lambda node: _maybe_visits(node, clause), None),
        steps=root.each("steps", step),
        closes=root.each("closes", closing),
        redirects=root.each("redirects", lambda node: redirect(node, PROCEDURES)),
        follow_up=root.each("follow_up", lambda node: follow_up(node, clause)),
        warnings=root.each("warnings", warning),
        recommended=root.each("recommended", note),
        never_enough=root.each("never_enough", note),
        facts=(),
        material_kinds=(),
    )
    _refuse_doubles(root, made)
    return replace(made, facts=_facts(made, gate), material_kinds=_kinds(made))


def _maybe_test(node: Node) -> Test | None:
    return grammar.test(node)


def _maybe_visits(node: Node, clause: str) -> VisitRule | None:
    return visits(node, clause)


def _identifier(node: Node) -> str:
    text = node.text()
    if not _ID.fullmatch(text):
        node.refuse("rule_id", f"“{text}”不能作 id，只能用小写字母、数字和下划线。")
    return text


def _refuse_doubles(root: Node, made: Procedure) -> None:
    for key, ids in (
        ("conditions", [item.id for item in made.conditions]),
        ("papers", [item.id for item in made.papers]),
        ("steps", [item.id for item in made.steps]),
    ):
        for index, name in enumerate(ids):
            if name in ids[:index]:
                root.at(key).at(index).at("id").refuse("rule_id_doubled", f"“{name}”在“{key}”里写了两次。")


def _facts(made: Procedure, gate: Gate) -> tuple[str, ...]:
    rules = [*(gate.conditions if made.gated else ()), *made.conditions]
    names = [name for rule in rules for name in (*(rule.when.names() if rule.when else ()), *rule.test.names())]
    if any(form.signed_by and "guardian" in form.signed_by for rule in made.papers for form in rule.forms):
        names.append("guardian_kin")
    return tuple(dict.fromkeys(names))


def _kinds(made: Procedure) -> tuple[str, ...]:
    kinds = [form.kind for rule in made.papers for form in rule.forms]
    kinds += [item.kind for item in made.recommended]
    if made.visits and made.visits.recordings_registered:
        kinds += ["photo", "audio", "video"]
    return tuple(dict.fromkeys(kinds))


def stale(rules: Rules, today: date, months: int = 18) -> Mapping[str, date]:
    """Every place whose `checked_on` lies more than `months` before `today`."""
    return {place: day for place, day in rules.checked.items() if months_later(day, months) < today}
