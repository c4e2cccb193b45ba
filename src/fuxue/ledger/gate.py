"""Whether a kind of command may be given at all: by this role, in this state, today. Pure.

The page asks the same gate to show or explain a button, so that what it offers is what the door accepts.
"""

from collections.abc import Callable, Mapping

from fuxue.access.actor import SYSTEM, Actor
from fuxue.kernel.errors import Refused
from fuxue.kernel.vocabulary import ROLE_TERMS, Role
from fuxue.ledger import commands as c
from fuxue.ledger import rights
from fuxue.ledger.circumstances import Circumstances
from fuxue.ledger.state import STATE_TERMS, CaseState, State

Gate = Callable[[CaseState, Actor, Circumstances], None]

UNDER_REVIEW = (State.REVIEWING, State.APPROVED)
SHOWN_MISSING = 6  # more than that is read in the checklist, not in a sentence


def gate(state: CaseState, command: type[c.Command], actor: Actor, around: Circumstances) -> None:
    """Raises `Refused` with a stable code and a sentence that says what to do."""
    if not rights.may_give(actor, command):
        raise Refused(
            "not_your_part", f"“{ROLE_TERMS[actor.role]}”不能办理这一步。", todo=f"可办理的角色：{_roles(command)}。"
        )
    if state.version == 0:
        raise Refused("not_registered", "这本台账还没有登记。")
    if state.erased:
        raise Refused("erased", "这名儿童的个人信息已经删除，台账只供查验。", todo="确需再办的，请重新登记。")
    if not rights.asked(actor, state):
        raise Refused("not_asked", "目前没有发给您单位的协查。", todo="收到协查请求后再提供情况和材料。")
    GATES[command](state, actor, around)


def _roles(command: type[c.Command]) -> str:
    return "、".join(ROLE_TERMS[role] for role in Role if role in rights.MAY[command] and role is not Role.SYSTEM)


def _wrong_state(state: CaseState, todo: str) -> Refused:
    return Refused("wrong_state", f"台账现在是“{STATE_TERMS[state.state]}”，不能办理这一步。", todo=todo)


def _open(state: CaseState, *_: object) -> None:
    if state.closed:
        raise _wrong_state(state, "已办结的台账要先重新开启。")


def _changeable(state: CaseState, *_: object) -> None:
    """Facts and papers stand still while somebody judges them."""
    _open(state)
    if state.beneath in UNDER_REVIEW:
        raise _wrong_state(state, "请先由提交人撤回提交，或由审核人退回。")


def _child_correctable(state: CaseState, *_: object) -> None:
    if state.beneath in UNDER_REVIEW:
        raise _wrong_state(state, "请先由提交人撤回提交，或由审核人退回。")


def _startable(state: CaseState, *_: object) -> None:
    _open(state)
    if state.beneath not in (State.REGISTERED, State.ASSIGNED, State.REOPENED):
        raise _wrong_state(state, "核查已经开始。")


def _referable(state: CaseState, *_: object) -> None:
    _changeable(state)
    if state.beneath is State.REGISTERED:
        raise _wrong_state(state, "请先派发到村或学校。")


def _waiting(state: CaseState, *_: object) -> None:
    if not state.referrals:
        raise Refused("no_open_referral", "没有等待答复的协查。")


def ready(around: Circumstances) -> None:
    """The rules are asked at every step upwards. Raises `Refused`, naming what is missing or why it does not apply."""
    found = around.assessment
    if found is None:
        raise Refused("no_procedure", "还没有确定适用哪一种情形。", todo="请先确定情形。")
    if found.ready:
        return
    lacking = [missing.says.rstrip("。；") for missing in found.missing]
    if lacking:
        more = f"等 {len(lacking)} 项" if len(lacking) > SHOWN_MISSING else ""
        raise Refused(
            "not_ready", "还不能办结。", why=f"缺：{'；'.join(lacking[:SHOWN_MISSING])}{more}。", todo="请先补齐。"
        )
    against = [condition.says.rstrip("。；") for condition in found.conditions if condition.holds != "yes"]
    reason = "；".join(against[:SHOWN_MISSING]) or "条件不满足"
    raise Refused("not_ready", "按指引还不能办结。", why=f"{reason}。", todo="请核对事实，或改选情形。")


def _submittable(state: CaseState, _: Actor, around: Circumstances) -> None:
    _changeable(state)
    if state.referrals:
        names = "、".join(referral.organ.name for referral in state.referrals)
        raise Refused("waiting", f"还在等{names}答复。", todo="收到答复后提交；不再需要的，先撤回协查。")
    if state.procedure is None:
        raise Refused("no_procedure", "还没有确定适用哪一种情形。", todo="请先确定情形。")
    if state.beneath not in (State.PROCEDURE_CHOSEN, State.COLLECTING, State.RETURNED):
        raise _wrong_state(state, "请先核查并确定情形。")
    if not around.chain:
        raise Refused("no_reviewer_organ", "没有可以审核的单位。", todo="请系统管理员先建立乡镇和县级教育行政部门。")
    ready(around)


def _recallable(state: CaseState, actor: Actor, _: Circumstances) -> None:
    if state.beneath is not State.REVIEWING:
        raise _wrong_state(state, "只有审核中的台账可以撤回提交。")
    if state.submitted_by != actor.user_id:
        raise Refused("not_your_submission", "只有提交人本人可以撤回提交。", todo="其他人请联系提交人或审核人。")


def _at_this_level(state: CaseState, actor: Actor) -> None:
    organ = state.chain[min(state.level, len(state.chain) - 1)].organ
    if organ.id != actor.organ_id:
        raise Refused("not_your_level", f"现在由{organ.name}办理，不能越级。", todo=f"请等{organ.name}办理。")
    if state.submitted_by == actor.user_id:
        raise Refused("own_submission", "不能审核自己提交的台账。", todo="请本单位另一人办理。")


def _approvable(state: CaseState, actor: Actor, around: Circumstances) -> None:
    if state.beneath is not State.REVIEWING:
        raise _wrong_state(state, "只有审核中的台账可以审核。")
    _at_this_level(state, actor)
    if actor.user_id in state.approvers:
        raise Refused(
            "approved_already", "您已经审核通过，从严掌握的情形要由第二个人复核。", todo="请本单位另一人办理。"
        )
    ready(around)


def _returnable(state: CaseState, actor: Actor, _: Circumstances) -> None:
    if state.beneath not in UNDER_REVIEW:
        raise _wrong_state(state, "只有审核中或待办结的台账可以退回。")
    _at_this_level(state, actor)


def _closable(state: CaseState, actor: Actor, around: Circumstances) -> None:
    if state.beneath is not State.APPROVED:
        raise _wrong_state(state, "各级审核通过后才能办结。")
    _at_this_level(state, actor)
    ready(around)


def _followable(state: CaseState, *_: object) -> None:
    if not state.closed:
        raise _wrong_state(state, "办结以后才有随访。")
    if not state.follow_ups:
        raise Refused("no_follow_up", "没有待办的随访。")


def _reopenable(state: CaseState, actor: Actor, around: Circumstances) -> None:
    if not state.closed:
        raise _wrong_state(state, "只有已办结的台账可以重新开启。")
    if actor is SYSTEM and (state.lapses_on is None or around.today <= state.lapses_on):
        raise Refused("not_lapsed", "还没有到期。", todo="到期后系统自动重新开启。")


def _any_state(*_: object) -> None:
    return


GATES: Mapping[type[c.Command], Gate] = {
    c.Assign: _changeable,
    c.StartVerification: _startable,
    c.RecordFacts: _changeable,
    c.RecordVisit: _open,  # what happened, happened: a late visit may land while somebody is reviewing
    c.AddPaper: _changeable,
    c.CorrectPaper: _changeable,
    c.WithdrawPaper: _changeable,
    c.ChooseProcedure: _changeable,
    c.Refer: _referable,
    c.AnswerReferral: _waiting,
    c.RecallReferral: _waiting,
    c.Submit: _submittable,
    c.RecallSubmission: _recallable,
    c.Approve: _approvable,
    c.ReturnForCorrection: _returnable,
    c.Close: _closable,
    c.RecordFollowUp: _followable,
    c.Reopen: _reopenable,
    c.CorrectChild: _child_correctable,
    c.Remark: _any_state,
}
