"""From a case's entries to its state. Pure; reads public halves only, so an erased case folds as before.

Deadlines are not worked out here: the entry carries them, and so a change of the profile never rewrites the past.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.state import CaseState, Level, OrganRef, Paper, PendingFollowUp, Referral, State

LOCAL_TIME = ZoneInfo("Asia/Shanghai")

Step = Callable[[CaseState, Entry], CaseState]
STEPS: dict[Kind, Step] = {}

EMPTY = CaseState()


def fold(entries: Iterable[Entry], start: CaseState = EMPTY) -> CaseState:
    """The state after `entries`, given in order of seq. `start` is an earlier result to go on from."""
    state = start
    for entry in entries:
        state = step(state, entry)
    return state


def step(state: CaseState, entry: Entry) -> CaseState:
    changed = STEPS[entry.kind](state, entry)
    return _settle(replace(changed, version=entry.seq, last_at=entry.at))


def local_day(entry: Entry) -> date:
    return entry.at.astimezone(LOCAL_TIME).date()


def _settle(state: CaseState) -> CaseState:
    """Waiting lies over whatever the case is apart from it: while a referral is open, its organ and its clock count."""
    if state.referrals:
        dues = [referral.due_on for referral in state.referrals if referral.due_on]
        return replace(
            state,
            state=State.WAITING,
            responsible=state.referrals[0].organ,
            due_on=min(dues) if dues else None,
        )
    return replace(state, state=state.beneath, responsible=_responsible(state), due_on=state.local_due_on)


def _responsible(state: CaseState) -> OrganRef | None:
    first = state.assigned[0] if state.assigned else None
    match state.beneath:
        case State.REVIEWING:
            return state.chain[state.level].organ
        case State.APPROVED:
            return state.chain[-1].organ
        case State.RETURNED:
            return state.submitter_organ or first
        case State.CLOSED | State.FOLLOWED_UP:
            return first if state.follow_ups else None
        case _:
            return first


def _day(public: Mapping[str, Any], key: str) -> date | None:
    text = public.get(key)
    return date.fromisoformat(text) if text else None


def _organ(record: Mapping[str, Any]) -> OrganRef:
    return OrganRef(id=record["id"], kind=record["kind"], name=record["name"])


def _on(kind: Kind) -> Callable[[Step], Step]:
    def keep(function: Step) -> Step:
        STEPS[kind] = function
        return function

    return keep


@_on(Kind.REGISTERED)
def _registered(state: CaseState, entry: Entry) -> CaseState:
    return replace(state, beneath=State.REGISTERED, registered_on=local_day(entry))


@_on(Kind.ASSIGNED)
def _assigned(state: CaseState, entry: Entry) -> CaseState:
    organs = tuple(_organ(organ) for organ in entry.public["organs"])
    # Sending an open case to other organs later on does not throw it back to the start.
    early = state.beneath in (State.REGISTERED, State.ASSIGNED, State.REOPENED)
    due = _day(entry.public, "due_on")
    return replace(
        state,
        assigned=organs,
        beneath=State.ASSIGNED if early else state.beneath,
        local_due_on=due or state.local_due_on,
    )


@_on(Kind.VERIFICATION_STARTED)
def _verification_started(state: CaseState, entry: Entry) -> CaseState:
    return replace(state, beneath=State.VERIFYING, local_due_on=_day(entry.public, "due_on"))


@_on(Kind.PROCEDURE_CHOSEN)
def _procedure_chosen(state: CaseState, entry: Entry) -> CaseState:
    public = entry.public
    return replace(
        state,
        beneath=State.PROCEDURE_CHOSEN,
        procedure=public["procedure"],
        clause=public["clause"],
        severe=public["severe"],
        local_due_on=_day(public, "due_on"),
    )


def _collecting(state: CaseState) -> CaseState:
    if state.beneath is State.PROCEDURE_CHOSEN:
        return replace(state, beneath=State.COLLECTING)
    return state


@_on(Kind.FACTS_RECORDED)
def _facts_recorded(state: CaseState, _: Entry) -> CaseState:
    return _collecting(state)


@_on(Kind.VISIT_RECORDED)
def _visit_recorded(state: CaseState, _: Entry) -> CaseState:
    return replace(_collecting(state), visit_count=state.visit_count + 1)


@_on(Kind.PAPER_ADDED)
def _paper_added(state: CaseState, entry: Entry) -> CaseState:
    public = entry.public
    paper = Paper(public["paper"], public["kind"], public["medium"], entry.organ_id, entry.actor_id)
    return replace(_collecting(state), papers=(*state.papers, paper), paper_count=state.paper_count + 1)


@_on(Kind.PAPER_CORRECTED)
def _paper_corrected(state: CaseState, entry: Entry) -> CaseState:
    changed = {key: entry.public[key] for key in ("kind", "medium") if key in entry.public}
    papers = (replace(paper, **changed) if paper.id == entry.public["paper"] else paper for paper in state.papers)
    return replace(_collecting(state), papers=tuple(papers))


@_on(Kind.PAPER_WITHDRAWN)
def _paper_withdrawn(state: CaseState, entry: Entry) -> CaseState:
    return replace(state, papers=tuple(paper for paper in state.papers if paper.id != entry.public["paper"]))


@_on(Kind.REFERRED)
def _referred(state: CaseState, entry: Entry) -> CaseState:
    public = entry.public
    referral = Referral(public["referral"], _organ(public["organ"]), _day(public, "due_on"), entry.seq)
    return replace(
        state,
        referrals=(*state.referrals, referral),
        referral_count=state.referral_count + 1,
        waiting_since=state.waiting_since or local_day(entry),
    )


def _referral_over(state: CaseState, entry: Entry) -> CaseState:
    left = tuple(referral for referral in state.referrals if referral.id != entry.public["referral"])
    if left:
        return replace(state, referrals=left)
    return replace(
        state, referrals=(), waiting_since=None, local_due_on=_day(entry.public, "due_on") or state.local_due_on
    )


STEPS[Kind.ANSWERED] = _referral_over
STEPS[Kind.REFERRAL_RECALLED] = _referral_over


@_on(Kind.SUBMITTED)
def _submitted(state: CaseState, entry: Entry) -> CaseState:
    chain = tuple(
        Level(OrganRef(level["organ_id"], level["kind"], level["name"]), level["approvals"])
        for level in entry.public["chain"]
    )
    return replace(
        state,
        beneath=State.REVIEWING,
        chain=chain,
        level=0,
        approvals_here=0,
        approvers=(),
        remarks_on=(),
        submitted_by=entry.actor_id,
        submitter_organ=OrganRef(entry.organ_id, entry.organ_kind, entry.organ_name),
        local_due_on=_day(entry.public, "due_on"),
    )


@_on(Kind.APPROVED)
def _approved(state: CaseState, entry: Entry) -> CaseState:
    here = state.approvals_here + 1
    level = state.level
    if here >= state.chain[level].approvals:
        level, here = level + 1, 0
    done = level == len(state.chain)
    return replace(
        state,
        beneath=State.APPROVED if done else State.REVIEWING,
        level=level,
        approvals_here=here,
        approvers=(*state.approvers, entry.actor_id),
        local_due_on=_day(entry.public, "due_on"),
    )


def _no_submission(state: CaseState) -> CaseState:
    return replace(state, chain=(), level=0, approvals_here=0, approvers=(), submitted_by=None)


@_on(Kind.SUBMISSION_RECALLED)
def _submission_recalled(state: CaseState, entry: Entry) -> CaseState:
    due = _day(entry.public, "due_on")
    return replace(_no_submission(state), beneath=State.COLLECTING, local_due_on=due)


@_on(Kind.RETURNED)
def _returned(state: CaseState, entry: Entry) -> CaseState:
    return replace(
        _no_submission(state),
        beneath=State.RETURNED,
        remarks_on=tuple(entry.public["items"]),
        local_due_on=_day(entry.public, "due_on"),
    )


@_on(Kind.CLOSED)
def _closed(state: CaseState, entry: Entry) -> CaseState:
    public = entry.public
    return replace(
        state,
        beneath=State.CLOSED,
        outcome=public["outcome"],
        operation=public["operation"],
        lapses_on=_day(public, "until"),
        follow_ups=tuple(PendingFollowUp(f["id"], date.fromisoformat(f["due"])) for f in public["follow_ups"]),
        closed_on=local_day(entry),
        local_due_on=None,
    )


@_on(Kind.FOLLOWED_UP)
def _followed_up(state: CaseState, entry: Entry) -> CaseState:
    left = tuple(follow_up for follow_up in state.follow_ups if follow_up.id != entry.public["follow_up"])
    return replace(state, beneath=State.FOLLOWED_UP, follow_ups=left)


@_on(Kind.REOPENED)
def _reopened(state: CaseState, entry: Entry) -> CaseState:
    """A new round: the ending and the chosen clause are gone, papers and organs stay."""
    return replace(
        _no_submission(state),
        beneath=State.REOPENED,
        round=state.round + 1,
        procedure=None,
        clause=None,
        severe=False,
        outcome=None,
        operation=None,
        lapses_on=None,
        follow_ups=(),
        closed_on=None,
        remarks_on=(),
        submitter_organ=None,
        local_due_on=_day(entry.public, "due_on"),
    )


@_on(Kind.ERASED)
def _erased(state: CaseState, _: Entry) -> CaseState:
    return replace(state, erased=True, follow_ups=())


def _unchanged(state: CaseState, _: Entry) -> CaseState:
    return state


STEPS[Kind.CHILD_CORRECTED] = _unchanged
STEPS[Kind.REMARKED] = _unchanged
