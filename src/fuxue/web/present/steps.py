"""The one next step, and the quiet menu of everything else. What is allowed was decided by the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fuxue.guideline.assessment import Assessment
from fuxue.ledger import veil
from fuxue.ledger.state import State

LABELS: Mapping[str, str] = {
    "answer_referral": "答复协查",
    "approve": "审核通过",
    "return_for_correction": "退回补正",
    "close": "办结",
    "submit": "提交审核",
    "choose_procedure": "确定情形",
    "add_paper": "收录材料",
    "record_facts": "记录事实",
    "record_visit": "记录家访劝返",
    "start_verification": "开始核查",
    "refer": "提请外部协查",
    "record_follow_up": "记录随访",
    "assign": "派发",
    "correct_paper": "更正材料信息",
    "withdraw_paper": "撤下材料",
    "recall_submission": "撤回提交",
    "recall_referral": "撤回协查",
    "correct_child": "更正基本信息",
    "remark": "加备注",
    "reopen": "重新开启",
}
# By state: which of the allowed commands is the step to take, first that is allowed.
FIRST: Mapping[str, Sequence[str]] = {
    State.REGISTERED: ("assign", "start_verification"),
    State.ASSIGNED: ("start_verification",),
    State.VERIFYING: ("choose_procedure", "record_visit"),
    State.REOPENED: ("start_verification", "choose_procedure", "assign"),
    State.REVIEWING: ("approve",),
    State.APPROVED: ("close",),
    State.CLOSED: ("record_follow_up",),
    State.FOLLOWED_UP: ("record_follow_up",),
}


@dataclass(frozen=True, slots=True)
class Act:
    name: str
    label: str
    url: str
    allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Next:
    """`act` is None when this person has nothing to do now; `says` then tells who it waits for."""

    says: str
    act: Act | None
    second: Act | None = None


def acts(case_id: UUID, verdicts: Mapping[str, Any]) -> list[Act]:
    return [
        Act(name, label, f"/cases/{case_id}/do/{name}/", verdicts[name].allowed, verdicts[name].reason)
        for name, label in LABELS.items()
        if name in verdicts
    ]


def next_of(state: str, acts_: Sequence[Act], assessment: Assessment, waits_for: str) -> Next:
    can = {act.name: act for act in acts_ if act.allowed}
    if "answer_referral" in can:
        return Next("有一项协查等您单位答复。", can["answer_referral"])
    for name in FIRST.get(state, ()):
        if name in can:
            second = can.get("return_for_correction") if name == "approve" else None
            return Next(_says(name, assessment), can[name], second)
    if assessment.ready and "submit" in can:
        return Next("依据已经齐全，可以提交审核。", can["submit"])
    for missing in assessment.missing:
        if missing.says == veil.WORDS:
            continue
        name = {"fact": "record_facts", "visit": "record_visit"}.get(missing.what, "add_paper")
        if name in can:
            act = can[name]
            kind = f"?kind={missing.kinds[0]}" if name == "add_paper" and missing.kinds else ""
            return Next(missing.says, Act(name, act.label, act.url + kind, True, ""))
    if state in {State.RETURNED, State.PROCEDURE_CHOSEN, State.COLLECTING} and "record_facts" in can:
        said = [step.says for step in assessment.next if step.says != veil.WORDS]
        return Next(said[0] if said else "继续补充事实和材料。", can["record_facts"])
    return Next(f"现在等{waits_for}办理。" if waits_for else "眼下没有待办事项。", None)


def _says(name: str, assessment: Assessment) -> str:
    if name == "approve":
        return "请对照右侧条款和材料审核。" if assessment.ready else "请审核。注意：目前依据还不齐全。"
    return {
        "assign": "派给户籍地村（社区）和学校核查。",
        "start_verification": "先核实孩子的去向和就读情况。",
        "choose_procedure": "核查清楚后，确定属于哪种情形。",
        "record_visit": "先走访，再确定情形。",
        "close": "审核已全部完成，登记原因后办结。",
        "record_follow_up": "按期随访，记下孩子现在的情况。",
    }.get(name, "")
