"""From a state and a command to the entries it adds, or a refusal. Pure: one door calls it, under the case's lock.

First the gate (role, state, rules), then what the command itself says. Deadlines are worked out here and put into the
entry's public half, so that the fold only has to read them.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from fuxue.access.actor import SYSTEM, Actor
from fuxue.kernel.errors import Refused
from fuxue.ledger import commands as c
from fuxue.ledger.circumstances import Circumstances
from fuxue.ledger.entries import Draft, Kind
from fuxue.ledger.gate import gate
from fuxue.ledger.record import (
    add_paper,
    correct_child,
    correct_paper,
    record_facts,
    record_visit,
    remark,
    required,
    withdraw_paper,
)
from fuxue.ledger.state import CaseState, OrganRef, State

# A second person at this organ for clauses that say 从严掌握; the guidance leaves the deciding to the county.
SEVERE_AT = "county_education"
SEVERE_APPROVALS = 2
# 二（二） has no exit of its own: only a child who is back ends it.
ENDS_COMPELLED = ("returned", "returned_vocational")
EARLY_DAYS = 7  # how long before its day a follow-up may be recorded as in order

Maker = Callable[[CaseState, Any, Actor, Circumstances], list[Draft]]


def decide(state: CaseState, command: c.Command, *, actor: Actor, around: Circumstances) -> list[Draft]:
    """The entries to append, at least one. Raises `Refused` or `Invalid`; nothing else has happened then."""
    gate(state, type(command), actor, around)
    return MAKERS[type(command)](state, command, actor, around)


def organ_json(organ: OrganRef) -> dict[str, Any]:
    return {"id": organ.id, "kind": organ.kind, "name": organ.name}


def _named_organ(around: Circumstances, organ_id: int) -> OrganRef:
    organ = around.organs.get(organ_id)
    if organ is None:
        raise Refused("organ_out_of_reach", "所选单位不存在、已停用或不在本县范围内。", todo="请重新选择单位。")
    return organ


def assign(_: CaseState, command: c.Assign, __: Actor, around: Circumstances) -> list[Draft]:
    if not command.organ_ids:
        raise Refused("no_organ", "没有选择派发到哪个单位。", todo="请至少选择一个村（社区）或学校。")
    if command.due_on and command.due_on < around.today:
        raise Refused("due_in_past", "办理期限不能早于今天。", todo="请重新填写期限。")
    organs = [organ_json(_named_organ(around, organ_id)) for organ_id in dict.fromkeys(command.organ_ids)]
    due = command.due_on.isoformat() if command.due_on else around.due("assigned")
    return [Draft(Kind.ASSIGNED, {"organs": organs, "due_on": due}, {})]


def _start(around: Circumstances) -> Draft:
    return Draft(Kind.VERIFICATION_STARTED, {"due_on": around.due("verifying")}, {})


def started(state: CaseState, around: Circumstances) -> list[Draft]:
    """Working on a case that nobody has begun begins it."""
    early = state.beneath in (State.REGISTERED, State.ASSIGNED, State.REOPENED)
    return [_start(around)] if early else []


def start_verification(_: CaseState, __: c.StartVerification, ___: Actor, around: Circumstances) -> list[Draft]:
    return [_start(around)]


def choose(state: CaseState, command: c.ChooseProcedure, _: Actor, around: Circumstances) -> list[Draft]:
    procedure = around.procedures.get(command.procedure)
    if procedure is None:
        known = "、".join(item.title for item in around.procedures.values())
        raise Refused("unknown_procedure", "没有这种情形，或本地没有启用。", todo=f"可选：{known}。")
    public = {
        "procedure": command.procedure,
        "clause": procedure.clause,
        "severe": procedure.severe,
        "due_on": around.due("collecting"),
    }
    return [*started(state, around), Draft(Kind.PROCEDURE_CHOSEN, public, _reason(command.reason))]


def _reason(text: str) -> dict[str, str]:
    return {"reason": text.strip()} if text.strip() else {}


def refer(state: CaseState, command: c.Refer, _: Actor, around: Circumstances) -> list[Draft]:
    organ = _named_organ(around, command.organ_id)
    question = required(command.question, "question", "请写明要对方核查或办理什么")
    if any(referral.organ.id == organ.id for referral in state.referrals):
        raise Refused("referred_already", f"已经提请{organ.name}，还没有答复。", todo="请等答复，或先撤回再重新提请。")
    due = command.due_on or around.referral_due(organ.kind)
    if due < around.today:
        raise Refused("due_in_past", "答复期限不能早于今天。", todo="请重新填写期限。")
    public = {
        "referral": f"r{state.referral_count + 1}",
        "organ": organ_json(organ),
        "due_on": due.isoformat(),
    }
    return [*started(state, around), Draft(Kind.REFERRED, public, {"question": question})]


def _end_referral(state: CaseState, referral_id: str, around: Circumstances) -> dict[str, Any]:
    """The public half that ends a referral; the last one gives the local deadline back the days it stood still."""
    public: dict[str, Any] = {"referral": referral_id}
    if len(state.referrals) == 1 and state.local_due_on and state.waiting_since:
        stood = max(around.today - state.waiting_since, timedelta())
        public["due_on"] = (state.local_due_on + stood).isoformat()
    return public


def answer(state: CaseState, command: c.AnswerReferral, actor: Actor, around: Circumstances) -> list[Draft]:
    mine = [referral.id for referral in state.referrals if referral.organ.id == actor.organ_id]
    if command.referral_id not in mine:
        raise Refused("not_your_referral", "这件协查不是发给您单位的，或已经办结。")
    text = required(command.answer, "answer", "请写明核查结果")
    return [Draft(Kind.ANSWERED, _end_referral(state, command.referral_id, around), {"answer": text})]


def recall_referral(state: CaseState, command: c.RecallReferral, _: Actor, around: Circumstances) -> list[Draft]:
    if command.referral_id not in {referral.id for referral in state.referrals}:
        raise Refused("no_open_referral", "这件协查不存在或已经办结。")
    text = required(command.reason, "reason", "请写明为什么撤回")
    return [Draft(Kind.REFERRAL_RECALLED, _end_referral(state, command.referral_id, around), {"reason": text})]


def submit(state: CaseState, command: c.Submit, _: Actor, around: Circumstances) -> list[Draft]:
    found = _assessment(around)
    _ending_allowed(state, found.outcome)
    chain = [
        {
            "kind": level.organ.kind,
            "organ_id": level.organ.id,
            "name": level.organ.name,
            "approvals": SEVERE_APPROVALS if state.severe and level.organ.kind == SEVERE_AT else level.approvals,
        }
        for level in around.chain
    ]
    public = {
        "procedure": state.procedure,
        "outcome": found.outcome,
        "severe": state.severe,
        "chain": chain,
        "due_on": around.due("reviewing"),
    }
    return [Draft(Kind.SUBMITTED, public, {"note": command.note.strip()} if command.note.strip() else {})]


def _assessment(around: Circumstances) -> Any:
    if around.assessment is None:  # the gate has asked already
        raise Refused("no_procedure", "还没有确定适用哪一种情形。", todo="请先确定情形。")
    return around.assessment


def _ending_allowed(state: CaseState, outcome: str | None) -> None:
    if outcome is None or (state.procedure == "compelled_return" and outcome not in ENDS_COMPELLED):
        raise Refused(
            "no_ending",
            "强制劝返本身不能办结。" if outcome else "还没有得出结果。",
            todo="孩子返校或到中职就读后才能办结。",
        )


def recall_submission(_: CaseState, command: c.RecallSubmission, __: Actor, around: Circumstances) -> list[Draft]:
    reason = required(command.reason, "reason", "请写明为什么撤回")
    return [Draft(Kind.SUBMISSION_RECALLED, {"due_on": around.due("collecting")}, {"reason": reason})]


def approve(state: CaseState, command: c.Approve, _: Actor, around: Circumstances) -> list[Draft]:
    level_done = state.approvals_here + 1 >= state.chain[state.level].approvals
    final = level_done and state.level + 1 == len(state.chain)
    due = around.due("approved" if final else "reviewing")
    note = {"note": command.note.strip()} if command.note.strip() else {}
    return [Draft(Kind.APPROVED, {"level": state.level, "final": final, "due_on": due}, note)]


def return_for_correction(
    state: CaseState, command: c.ReturnForCorrection, _: Actor, around: Circumstances
) -> list[Draft]:
    remarks = [(item, text.strip()) for item, text in command.remarks]
    if not remarks or not all(text for _, text in remarks):
        raise Refused("no_remark", "退回要写明哪一项有什么问题。", todo="请在有问题的那一项下写意见。")
    public = {
        "level": min(state.level, len(state.chain) - 1),
        "items": [item for item, _ in remarks],
        "due_on": around.due("returned"),
    }
    return [Draft(Kind.RETURNED, public, {"remarks": [{"item": item, "text": text} for item, text in remarks]})]


def close(state: CaseState, command: c.Close, _: Actor, around: Circumstances) -> list[Draft]:
    """Outcome and operation are the rules' answer. Nobody chooses them, least of all 其他离校."""
    found = _assessment(around)
    _ending_allowed(state, found.outcome)
    reason = required(command.reason, "reason", "请登记核销原因（或办结情况）")
    public = {
        "procedure": state.procedure,
        "clause": state.clause,
        "outcome": found.outcome,
        "operation": found.operation,
        "until": found.until.isoformat() if found.until else None,
        "subject": "register_entry" if state.procedure == "duplicate_registration" else "child",
        "follow_ups": [{"id": item.id, "due": item.due.isoformat()} for item in found.follow_ups],
    }
    receipt = {"receipt": command.receipt.strip()} if command.receipt.strip() else {}
    return [Draft(Kind.CLOSED, public, {"reason": reason, **receipt})]


def follow_up(state: CaseState, command: c.RecordFollowUp, _: Actor, around: Circumstances) -> list[Draft]:
    pending = next((item for item in state.follow_ups if item.id == command.follow_up_id), None)
    if pending is None:
        raise Refused("no_follow_up", "没有这一次随访，或已经记录。", todo="请刷新页面。")
    note = {"note": command.note.strip()} if command.note.strip() else {}
    public = {"follow_up": pending.id, "result": command.result}
    done = Draft(Kind.FOLLOWED_UP, public, note)
    if command.result == "not_ok":
        required(command.note, "note", "请写明发现了什么情况")
        return [done, _reopened("follow_up", around, note["note"])]
    if around.today < pending.due - timedelta(days=EARLY_DAYS):
        raise Refused("follow_up_early", f"这次随访应在 {pending.due} 前后进行。", todo="发现情况异常的可随时记录。")
    return [done]


def _reopened(cause: str, around: Circumstances, reason: str) -> Draft:
    return Draft(Kind.REOPENED, {"cause": cause, "due_on": around.due("assigned")}, _reason(reason))


def reopen(state: CaseState, command: c.Reopen, actor: Actor, around: Circumstances) -> list[Draft]:
    by_system = actor is SYSTEM
    if by_system != (command.cause == "lapsed") or command.cause == "follow_up":
        raise Refused("not_by_hand", "这种重新开启由系统自动进行。", todo="请选择“人工重新开启”或“重新发现本人”。")
    reason = required(command.reason, "reason", "请写明为什么重新开启")
    drafts = [_reopened(command.cause, around, reason)]
    if command.cause == "reappeared" and state.procedure in ("missing", "deceased"):
        # Said by the reopening itself, so it is a fact from now on; it can be corrected like any other.
        drafts.append(Draft(Kind.FACTS_RECORDED, {"facts": ["found_again"]}, {"values": {"found_again": True}}))
    return drafts


def _beginning(make: Callable[[CaseState, Any, Actor], list[Draft]]) -> Maker:
    """For records of field work: whoever gives the first one has begun the verification."""
    return lambda state, command, actor, around: [*started(state, around), *make(state, command, actor)]


def _plain(make: Callable[[CaseState, Any, Actor], list[Draft]]) -> Maker:
    return lambda state, command, actor, _: make(state, command, actor)


MAKERS: Mapping[type[c.Command], Maker] = {
    c.Assign: assign,
    c.StartVerification: start_verification,
    c.RecordFacts: _beginning(record_facts),
    c.RecordVisit: _beginning(record_visit),
    c.AddPaper: _beginning(add_paper),
    c.CorrectPaper: _plain(correct_paper),
    c.WithdrawPaper: _plain(withdraw_paper),
    c.ChooseProcedure: choose,
    c.Refer: refer,
    c.AnswerReferral: answer,
    c.RecallReferral: recall_referral,
    c.Submit: submit,
    c.RecallSubmission: recall_submission,
    c.Approve: approve,
    c.ReturnForCorrection: return_for_correction,
    c.Close: close,
    c.RecordFollowUp: follow_up,
    c.Reopen: reopen,
    c.CorrectChild: _plain(correct_child),
    c.Remark: _plain(remark),
}
