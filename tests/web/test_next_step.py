"""One next step, taken from what the ledger allows."""

from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

from fuxue.guideline.assessment import Assessment, Missing
from fuxue.kernel.truth import Truth
from fuxue.ledger.state import State
from fuxue.web.present import steps

BLANK = Assessment("deceased", "一（四）", Truth.YES, False, None, None, None, (), (), (), (), (), (), "t", "0" * 64)
READY = replace(BLANK, ready=True, outcome="death")


def next_of(state: State, allowed: set[str], assessment: Assessment = BLANK, waits_for: str = "") -> steps.Next:
    verdicts = {name: SimpleNamespace(allowed=name in allowed, reason="现在不能。") for name in steps.LABELS}
    return steps.next_of(state, steps.acts(uuid4(), verdicts), assessment, waits_for)


def name_of(step: steps.Next) -> str | None:
    return step.act.name if step.act else None


def test_an_outside_desk_is_asked_to_answer_before_all_else() -> None:
    assert name_of(next_of(State.WAITING, {"answer_referral", "record_facts"})) == "answer_referral"


def test_a_reviewer_approves_and_may_return() -> None:
    step = next_of(State.REVIEWING, {"approve", "return_for_correction"}, READY)
    assert name_of(step) == "approve"
    assert step.second is not None
    assert step.second.name == "return_for_correction"


def test_a_reviewer_is_warned_when_papers_no_longer_suffice() -> None:
    assert "不齐全" in next_of(State.REVIEWING, {"approve"}, BLANK).says


def test_a_ready_case_is_sent_up() -> None:
    assert name_of(next_of(State.COLLECTING, {"submit", "record_facts"}, READY)) == "submit"


def test_what_is_missing_first_decides_what_to_do_first() -> None:
    lacks = Missing("proof", "material", ("death_certificate",), "还没有死亡证明。")
    step = next_of(State.COLLECTING, {"add_paper", "record_facts"}, replace(BLANK, missing=(lacks,)))
    assert step.act is not None
    assert step.act.url.endswith("/do/add_paper/?kind=death_certificate")


def test_who_can_do_nothing_reads_whom_it_waits_for() -> None:
    step = next_of(State.REVIEWING, {"remark"}, READY, "石崖乡人民政府")
    assert (step.act, step.says) == (None, "现在等石崖乡人民政府办理。")
