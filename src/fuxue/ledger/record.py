"""Commands that add to what is known: facts, visits, papers, corrections, remarks. Pure; `decide` has gated them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fuxue.access.actor import Actor
from fuxue.guideline.casefile import MaterialFacts
from fuxue.guideline.facts import FACTS
from fuxue.guideline.materials import MATERIALS
from fuxue.guideline.values import parse_fact
from fuxue.kernel import identity, names
from fuxue.kernel.errors import Invalid, Refused, Where
from fuxue.ledger import commands as c
from fuxue.ledger import payload, rights
from fuxue.ledger.entries import Draft, Kind
from fuxue.ledger.state import CaseState, Paper

MAX_NARRATIVE = 10_000
CHILD_FIELDS: Mapping[str, str] = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "id_number": "身份证号",
    "student_number": "学籍号",
    "record_school_code": "学籍所在学校",
    "guardian_name": "监护人",
    "guardian_phone": "联系电话",
    "address": "住址",
}


def required(text: str, field: str, todo: str) -> str:
    """The text, trimmed. Raises `Refused` when empty."""
    plain = text.strip()
    if not plain:
        raise Refused(f"no_{field}", "这一项不能为空。", todo=f"{todo}。")
    return limited(plain, field)


def limited(text: str, field: str) -> str:
    if len(text) > MAX_NARRATIVE or "\x00" in text:
        raise Invalid("text_too_long", f"文字太长或含有不能保存的字符，最多 {MAX_NARRATIVE} 字。", Where(column=field))
    return text.strip()


def _note(**texts: str) -> dict[str, str]:
    return {key: limited(text, key) for key, text in texts.items() if text.strip()}


def record_facts(_: CaseState, command: c.RecordFacts, actor: Actor) -> list[Draft]:
    if not command.values:
        raise Refused("no_fact", "没有填写任何事实。", todo="请至少填写一项。")
    values: dict[str, Any] = {}
    for name, raw in command.values.items():
        values[name] = None if raw is None and name in FACTS else payload.to_json(parse_fact(name, raw))
        if not rights.may_state(actor, name):
            raise Refused("not_your_fact", f"“{FACTS[name].term}”不由您的岗位记录。", todo="请由掌握情况的单位记录。")
    return [Draft(Kind.FACTS_RECORDED, {"facts": sorted(values)}, {"values": values, **_note(note=command.note)})]


def record_visit(state: CaseState, command: c.RecordVisit, _: Actor) -> list[Draft]:
    private = {"visit": payload.to_json(command.visit), **_note(narrative=command.narrative)}
    return [Draft(Kind.VISIT_RECORDED, {"visit": f"v{state.visit_count + 1}"}, private)]


def _kind_allowed(actor: Actor, kind: str) -> None:
    if kind not in MATERIALS:
        raise Invalid("unknown_material", f"没有“{kind[:40]}”这种材料。", todo="请从材料种类中选择。")
    if not rights.may_file(actor, kind):
        raise Refused("not_your_paper", f"“{MATERIALS[kind].term}”不由您的岗位提供。", todo="请由出具单位提供。")


def add_paper(state: CaseState, command: c.AddPaper, actor: Actor) -> list[Draft]:
    paper = command.paper
    _kind_allowed(actor, paper.kind)
    _kept_somewhere(paper, bool(command.files))
    if paper.id and any(known.id == paper.id for known in state.papers):
        raise Refused("paper_exists", f"材料 {paper.id} 已经收录。", todo="请用“更正材料信息”。")
    body = payload.to_json(paper)
    public = {
        "paper": limited(paper.id, "id") or _next_paper(state),
        "kind": paper.kind,
        "medium": paper.medium,
        "files": [payload.to_json(file) for file in command.files],
    }
    private = {key: value for key, value in body.items() if key not in payload.PUBLIC_PAPER}
    return [Draft(Kind.PAPER_ADDED, public, {**private, **_note(title=command.title)})]


def _next_paper(state: CaseState) -> str:
    taken = {paper.id for paper in state.papers}
    number = state.paper_count + 1
    while f"p{number}" in taken:
        number += 1
    return f"p{number}"


def _kept_somewhere(paper: MaterialFacts, has_file: bool) -> None:
    if paper.medium == "scan" and not has_file:
        raise Refused("no_file", "扫描件要附上文件。", todo="请选择扫描或拍照的文件；原件留存备查的，请改选“留存”。")
    custody = paper.recording
    if paper.medium == "retained" and not (custody and custody.number and custody.custodian and custody.place):
        raise Refused("no_custody", "留存备查的要登记编号、保管人和存放地点。", todo="请补填这三项。")


def _live_paper(state: CaseState, paper_id: str, actor: Actor) -> Paper:
    paper = next((item for item in state.papers if item.id == paper_id), None)
    if paper is None:
        raise Refused("no_paper", "没有这份材料，或已经撤下。", todo="请刷新页面。")
    if actor.role in rights.DESKS and paper.organ_id != actor.organ_id:
        raise Refused("not_your_paper", "这份材料不是您单位提供的。", todo="请由收录的单位更正。")
    return paper


def correct_paper(state: CaseState, command: c.CorrectPaper, actor: Actor) -> list[Draft]:
    _live_paper(state, command.paper_id, actor)
    values = payload.paper_values(command.values)
    if not values:
        raise Refused("no_value", "没有填写要更正的内容。", todo="请至少更正一项。")
    public: dict[str, Any] = {"paper": command.paper_id, "fields": sorted(values)}
    if "kind" in values:
        _kind_allowed(actor, str(values["kind"]))
        public["kind"] = values.pop("kind")
    if "medium" in values:
        if values["medium"] not in ("scan", "retained"):
            raise Invalid("field_value", "材料形式只有扫描（scan）和留存（retained）两种。", Where(column="medium"))
        public["medium"] = values.pop("medium")
    return [Draft(Kind.PAPER_CORRECTED, public, {"values": values} if values else {})]


def withdraw_paper(state: CaseState, command: c.WithdrawPaper, actor: Actor) -> list[Draft]:
    _live_paper(state, command.paper_id, actor)
    reason = required(command.reason, "reason", "请写明为什么撤下")
    return [Draft(Kind.PAPER_WITHDRAWN, {"paper": command.paper_id}, {"reason": reason})]


def child_value(field: str, raw: Any) -> str | None:
    """One field of the child, checked and as text. Raises `Invalid` for a field or value that does not fit."""
    if field not in CHILD_FIELDS:
        known = "、".join(CHILD_FIELDS.values())
        raise Invalid("field_unknown", f"没有“{field}”这一项，可更正的有：{known}。", Where(column=field))
    if raw is None or raw == "":
        return None
    if field == "birth_date":
        try:
            return (raw if isinstance(raw, date) else date.fromisoformat(str(raw))).isoformat()
        except ValueError:
            raise Invalid("field_value", "出生日期应写成 2014-11-03 这样。", Where(column=field)) from None
    text = limited(str(raw), field)
    if field == "sex" and text not in ("male", "female"):
        raise Invalid("field_value", "性别只能是男（male）或女（female）。", Where(column=field))
    if field == "id_number":
        return identity.check_identity_number(text)
    return names.normalise(text)[:60] if field == "name" else text


def correct_child(_: CaseState, command: c.CorrectChild, __: Actor) -> list[Draft]:
    if not command.values:
        raise Refused("no_value", "没有填写要更正的内容。", todo="请至少更正一项。")
    values = {field: child_value(field, raw) for field, raw in command.values.items()}
    if "name" in values and not values["name"]:
        raise Refused("no_name", "姓名不能为空。", todo="请填写姓名。")
    reason = required(command.reason, "reason", "请写明更正的依据")
    public: dict[str, Any] = {"fields": sorted(values)}
    if "record_school_code" in values:
        public["school_code"] = values["record_school_code"] or ""
    return [Draft(Kind.CHILD_CORRECTED, public, {"values": values, "reason": reason})]


def remark(_: CaseState, command: c.Remark, __: Actor) -> list[Draft]:
    return [Draft(Kind.REMARKED, {}, {"text": required(command.text, "text", "请写备注内容")})]
