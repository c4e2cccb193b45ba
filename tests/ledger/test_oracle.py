"""Random people give random commands; a brute check over the bare entries knows none of fold's or gate's code."""

from datetime import timedelta
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.paper_ledger import (
    COUNTY,
    COURT,
    EVERYBODY,
    POLICE,
    TOWNSHIP,
    VILLAGE,
    PaperLedger,
    township,
    village,
)
from tests.ledger.ready import work

from fuxue.access.actor import SYSTEM, Actor
from fuxue.kernel.errors import FuxueError
from fuxue.ledger import commands as c
from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.fold import fold

WALKED = ("deceased", "missing", "deferral_or_suspension", "age_mismatch", "vocational_placement", "compelled_return")
LEVELS = ("township_government", "county_education")
DESKS = ("police_desk", "court_clerk", "committee_secretary")
NEEDED = {("missing", "county_education"): 2, ("unable_to_study", "county_education"): 2}


def commands(procedure: str) -> st.SearchStrategy[c.Command]:
    steps: list[c.Command] = [
        c.StartVerification(),
        c.Submit(),
        c.Approve(),
        c.Close("同意"),
        c.ReturnForCorrection((("m1", "章不清楚"),)),
        c.RecallSubmission("补材料"),
        c.Refer(POLICE.id, "请核查"),
        c.Refer(COURT.id, "请说明"),
        c.AnswerReferral("r1", "已核查"),
        c.RecallReferral("r1", "不再需要"),
        c.WithdrawPaper("m1", "扫错"),
        c.Remark("已联系"),
        c.Reopen("抽查"),
        c.Reopen("重新发现", "reappeared"),
        c.Reopen("到期", "lapsed"),
        c.RecordFollowUp("x", "ok"),
        c.Assign((VILLAGE.id,)),
        c.CorrectChild({"guardian_phone": "13900000000"}, "核对"),
    ]
    # Sending up and judging come often enough for whole walks to happen.
    return st.sampled_from([*steps, *work(procedure), c.Submit(), c.Approve(), c.Approve(), c.Close("同意")])


JUDGES = st.sampled_from([actor for actor in EVERYBODY if actor.organ_id in (TOWNSHIP.id, COUNTY.id)])
UPWARD: st.SearchStrategy[c.Command] = st.sampled_from(
    [c.Submit(), c.Approve(), c.Approve(), c.Approve(), c.Close("同意")]
)
Move = tuple[Actor, c.Command, int]
Start = Literal["fresh", "prepared", "submitted"]


@st.composite
def plays(draw: st.DrawFn) -> tuple[str, Start, list[Move]]:
    procedure = draw(st.sampled_from(WALKED))
    days = st.sampled_from([0, 0, 0, 0, 1, 40, 300])
    anything = st.tuples(st.sampled_from([*EVERYBODY, SYSTEM]), commands(procedure), days)
    upward = st.tuples(JUDGES, UPWARD, days)
    starts: list[Start] = ["fresh", "prepared", "submitted"]
    moves: list[Move] = draw(st.lists(st.one_of(anything, upward, upward), min_size=8, max_size=40))
    return procedure, draw(st.sampled_from(starts)), moves


@settings(max_examples=300, deadline=None)
@given(plays())
def test_no_forbidden_step_ever_lands(play: tuple[str, Start, list[Move]]) -> None:
    procedure, start, moves = play
    ledger = PaperLedger(procedure)
    # Most plays begin where the interesting part does.
    if start != "fresh":
        ledger.do(township, *work(procedure))
    ready_at: dict[int, bool] = {}
    if start == "submitted":
        ledger.do(village, c.Submit())
        ready_at[len(ledger.entries)] = True
    for actor, command, days in moves:
        ledger.now += timedelta(days=days)
        before = len(ledger.entries)
        ready = ledger.assessment.ready if ledger.state.procedure else False
        try:
            ledger.do(actor, command)
        except FuxueError:
            assert len(ledger.entries) == before
        ready_at.update((entry.seq, ready) for entry in ledger.entries[before:])
    check(ledger.entries, ready_at)
    middle = len(ledger.entries) // 2
    assert fold(ledger.entries) == fold(ledger.entries[middle:], fold(ledger.entries[:middle]))


def check(entries: list[Entry], ready_at: dict[int, bool]) -> None:  # noqa: C901, PLR0912  # one walk, one case a kind
    """Walks once along the list and remembers only what the guidance asks about."""
    submitter: int | None = None
    approvals: list[tuple[int, str]] = []
    procedure, is_closed, until = "", False, None
    asked: set[int] = set()
    names: dict[str, int] = {}
    for entry in entries:
        kind, organ, role = entry.kind, entry.organ_kind, entry.actor_role
        assert role != "auditor"
        if role in DESKS:
            assert entry.organ_id in asked, "a desk acted without being asked"
        if is_closed:
            assert kind in {Kind.REOPENED, Kind.FOLLOWED_UP, Kind.REMARKED, Kind.CHILD_CORRECTED}
        match kind:
            case Kind.PROCEDURE_CHOSEN:
                procedure = entry.public["procedure"]
                assert submitter is None
            case Kind.REFERRED:
                asked.add(entry.public["organ"]["id"])
                names[entry.public["referral"]] = entry.public["organ"]["id"]
            case Kind.ANSWERED | Kind.REFERRAL_RECALLED:
                asked.discard(names[entry.public["referral"]])
            case Kind.SUBMITTED:
                assert submitter is None and not asked, "sent up while an organ was still asked"
                assert ready_at[entry.seq]
                submitter, approvals = entry.actor_id, []
            case Kind.RETURNED | Kind.SUBMISSION_RECALLED:
                assert submitter is not None
                submitter = None
            case Kind.APPROVED:
                assert submitter not in (None, entry.actor_id)
                assert ready_at[entry.seq]
                assert entry.actor_id not in {who for who, _ in approvals}
                wanted = next(level for level in LEVELS if _lacks(level, approvals, procedure))
                assert organ == wanted, "a level was skipped"
                approvals.append((entry.actor_id, organ))
            case Kind.CLOSED:
                assert ready_at[entry.seq] and role == "county_approver" and entry.actor_id != submitter
                assert not any(_lacks(level, approvals, procedure) for level in LEVELS)
                assert procedure != "compelled_return" or entry.public["outcome"] in ("returned", "returned_vocational")
                is_closed, until, submitter = True, entry.public["until"], None
            case Kind.REOPENED:
                assert is_closed
                if entry.public["cause"] == "lapsed":
                    assert until and entry.at.date().isoformat() > until and role == "system"
                is_closed, procedure = False, ""
            case Kind.FACTS_RECORDED | Kind.PAPER_ADDED | Kind.PAPER_CORRECTED | Kind.PAPER_WITHDRAWN:
                assert submitter is None, "evidence moved under review"
            case _:
                pass


def _lacks(level: str, approvals: list[tuple[int, str]], procedure: str) -> bool:
    people = {who for who, organ in approvals if organ == level}
    return len(people) < NEEDED.get((procedure, level), 1)
