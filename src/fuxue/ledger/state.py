"""What a case is at a moment: the result of folding its entries. Pure; nobody assigns it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    VERIFYING = "verifying"
    PROCEDURE_CHOSEN = "procedure_chosen"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    APPROVED = "approved"
    RETURNED = "returned"
    WAITING = "waiting"
    CLOSED = "closed"
    FOLLOWED_UP = "followed_up"
    REOPENED = "reopened"


STATE_TERMS: dict[State, str] = {
    State.REGISTERED: "已登记",
    State.ASSIGNED: "已派发",
    State.VERIFYING: "核查中",
    State.PROCEDURE_CHOSEN: "已定情形",
    State.COLLECTING: "材料收集中",
    State.REVIEWING: "审核中",
    State.APPROVED: "待办结",
    State.RETURNED: "退回补正",
    State.WAITING: "待外部办理",
    State.CLOSED: "已办结",
    State.FOLLOWED_UP: "随访中",
    State.REOPENED: "重新开启",
}


@dataclass(frozen=True, slots=True)
class OrganRef:
    id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the review chain and how many different persons must approve there."""

    organ: OrganRef
    approvals: int


@dataclass(frozen=True, slots=True)
class Referral:
    id: str
    organ: OrganRef
    due_on: date | None
    seq: int


@dataclass(frozen=True, slots=True)
class PendingFollowUp:
    id: str
    due: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that has been added and not withdrawn; its contents stand in the private half."""

    id: str
    kind: str
    medium: str
    organ_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class CaseState:
    """`version` is the seq of the last entry. `responsible` is who the next move waits for; None when nobody."""

    version: int = 0
    state: State = State.REGISTERED
    round: int = 1
    procedure: str | None = None
    clause: str | None = None
    responsible: OrganRef | None = None
    assigned: tuple[OrganRef, ...] = ()
    due_on: date | None = None
    chain: tuple[Level, ...] = ()
    level: int = 0  # index into chain while reviewing
    submitted_by: int | None = None
    approvers: tuple[int, ...] = ()  # user ids that have approved in this submission, in order
    remarks_on: tuple[str, ...] = ()  # items named by the last return, while it is being corrected
    referrals: tuple[Referral, ...] = ()  # open ones
    outcome: str | None = None
    operation: str | None = None
    lapses_on: date | None = None  # the last day on which a write-off that ends on a date still holds
    follow_ups: tuple[PendingFollowUp, ...] = ()
    registered_on: date | None = None
    closed_on: date | None = None
    severe: bool = False
    beneath: State = State.REGISTERED  # what the case is apart from waiting for outside organs
    local_due_on: date | None = None  # the local deadline; stands still while waiting
    waiting_since: date | None = None
    approvals_here: int = 0  # approvals so far at the current level
    submitter_organ: OrganRef | None = None
    papers: tuple[Paper, ...] = ()
    paper_count: int = 0  # ever added, withdrawn ones included: the next number is one more
    visit_count: int = 0
    referral_count: int = 0
    last_at: datetime | None = None
    erased: bool = False

    @property
    def closed(self) -> bool:
        return self.state in (State.CLOSED, State.FOLLOWED_UP)
