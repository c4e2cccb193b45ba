"""Every procedure from the list to its ending, and back; read as the field would tell it."""

from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from tests.ledger.paper_ledger import (
    COUNTY,
    POLICE,
    TOWNSHIP,
    PaperLedger,
    approver,
    police,
    reviewer,
    reviewer_two,
    school,
    township,
    township_two,
    village,
)
from tests.ledger.ready import FILE, PROCEDURES, complete, work

from fuxue.access.actor import SYSTEM
from fuxue.kernel.errors import Invalid, Refused
from fuxue.ledger import commands as c
from fuxue.ledger.state import State

OUTCOMES = {
    "age_mismatch": "delete",
    "duplicate_registration": "delete",
    "missing": "other_leave",
    "deceased": "death",
    "unable_to_study": "unable_to_study",
    "enrolled_without_record": "record_established",
    "deferral_or_suspension": "deferred",
    "return_to_school": "returned",
    "special_education": "special_placement",
    "vocational_placement": "returned_vocational",
    "compelled_return": "returned",
    "already_enrolled": "corrected",
    "identity_error": "corrected",
    "went_abroad": "left_country",
    "judicial_custody": "in_custody",
}
SEVERE = {"missing", "unable_to_study"}


def collected(procedure: str) -> PaperLedger:
    ledger = PaperLedger(procedure)
    ledger.do(school, *work(procedure)) if procedure != "missing" else ledger.do(township, *work(procedure))
    return ledger


def approved(procedure: str) -> PaperLedger:
    ledger = collected(procedure)
    ledger.do(village, c.Submit())
    ledger.do(township, c.Approve())
    ledger.do(reviewer, c.Approve())
    if procedure in SEVERE:
        ledger.do(reviewer_two, c.Approve())
    return ledger


def closed(procedure: str) -> PaperLedger:
    ledger = approved(procedure)
    ledger.do(approver, c.Close("材料齐全，同意"))
    return ledger


def refused(code: str) -> AbstractContextManager[object]:
    return pytest.raises(Refused, check=lambda error: error.code == code)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_procedure_ends_as_the_guidance_says(procedure: str) -> None:
    state = closed(procedure).state
    assert (state.state, state.outcome, state.due_on) == (State.CLOSED, OUTCOMES[procedure], None)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_nothing_closes_before_every_level(procedure: str) -> None:
    ledger = collected(procedure)
    with refused("wrong_state"):
        ledger.do(approver, c.Close("直接办结"))
    ledger.do(village, c.Submit())
    with refused("not_your_level"):
        ledger.do(reviewer, c.Approve())
    ledger.do(township, c.Approve())
    with refused("wrong_state"):
        ledger.do(approver, c.Close("直接办结"))


@pytest.mark.parametrize("procedure", sorted(SEVERE))
def test_severe_clauses_need_a_second_person_at_the_county(procedure: str) -> None:
    ledger = collected(procedure)
    ledger.do(village, c.Submit())
    ledger.do(township, c.Approve())
    assert ledger.do(reviewer, c.Approve()).state is State.REVIEWING
    with refused("approved_already"):
        ledger.do(reviewer, c.Approve())
    assert ledger.do(reviewer_two, c.Approve()).state is State.APPROVED


def test_nobody_reviews_what_they_submitted() -> None:
    ledger = collected("deceased")
    ledger.do(township, c.Submit())
    with refused("own_submission"):
        ledger.do(township, c.Approve())
    with refused("own_submission"):
        ledger.do(township, c.ReturnForCorrection((("", "缺页"),)))
    assert ledger.do(township_two, c.Approve()).level == 1


def test_a_case_that_lacks_a_paper_is_refused_and_the_paper_is_named() -> None:
    ledger = PaperLedger("deceased")
    ledger.do(school, c.ChooseProcedure("deceased"))
    with pytest.raises(Refused) as caught:
        ledger.do(school, c.Submit())
    assert caught.value.code == "not_ready"
    assert "死亡" in str(caught.value)


def test_a_paper_withdrawn_between_return_and_submission_is_missed() -> None:
    ledger = collected("deceased")
    ledger.do(village, c.Submit())
    with refused("wrong_state"):
        ledger.do(school, c.WithdrawPaper("m1", "扫错了"))
    state = ledger.do(township, c.ReturnForCorrection((("m1", "章不清楚"),)))
    assert (state.state, state.remarks_on) == (State.RETURNED, ("m1",))
    assert state.responsible and state.responsible.name == "甲村村委会"
    ledger.do(school, c.WithdrawPaper("m1", "扫错了"))
    with refused("not_ready"):
        ledger.do(village, c.Submit())
    ledger.do(school, c.AddPaper(complete("deceased").materials[0], (FILE,)))
    state = ledger.do(village, c.Submit())
    assert (state.state, state.remarks_on, state.responsible) == (State.REVIEWING, (), TOWNSHIP)


def test_the_way_up_names_who_is_to_move() -> None:
    ledger = PaperLedger("deceased")
    assert ledger.state.state is State.ASSIGNED
    assert ledger.do(village, c.StartVerification()).state is State.VERIFYING
    assert ledger.do(village, c.ChooseProcedure("deceased")).state is State.PROCEDURE_CHOSEN
    assert ledger.do(village, *work("deceased")[1:]).state is State.COLLECTING
    assert ledger.do(village, c.Submit()).responsible == TOWNSHIP
    assert ledger.do(township, c.Approve()).responsible == COUNTY
    assert ledger.do(reviewer, c.Approve()).state is State.APPROVED
    state = ledger.do(approver, c.ReturnForCorrection((("", "核销原因不清楚"),)))
    assert (state.state, state.chain, state.approvers) == (State.RETURNED, (), ())


def test_waiting_stops_the_local_clock_and_gives_the_days_back() -> None:
    ledger = PaperLedger("missing")
    ledger.do(township, c.ChooseProcedure("missing"))
    before = ledger.state.due_on
    assert before
    state = ledger.do(township, c.Refer(POLICE.id, "请核查下落"))
    assert (state.state, state.responsible) == (State.WAITING, POLICE)
    assert state.due_on == ledger.now.date() + timedelta(days=75)
    ledger.wait(40)
    with refused("waiting"):
        ledger.do(township, c.Submit())
    ledger.do(police, c.RecordFacts({"police_finding": "untraceable"}))
    state = ledger.do(police, c.AnswerReferral("r1", "无法查找"))
    assert (state.state, state.due_on) == (State.COLLECTING, before + timedelta(days=40))


def test_a_desk_gives_only_its_own_and_only_while_asked() -> None:
    ledger = PaperLedger("missing")
    with refused("not_asked"):
        ledger.do(police, c.RecordFacts({"police_finding": "untraceable"}))
    ledger.do(township, c.Refer(POLICE.id, "请核查下落"))
    with refused("not_your_fact"):
        ledger.do(police, c.RecordFacts({"committee_finding": "unable_to_study"}))
    with refused("not_your_paper"):
        ledger.do(police, c.AddPaper(complete("unable_to_study").materials[0], (FILE,)))
    with refused("not_your_part"):
        ledger.do(police, c.ChooseProcedure("missing"))
    ledger.do(police, c.AnswerReferral("r1", "无法查找"))
    with refused("not_asked"):
        ledger.do(police, c.RecordFacts({"police_finding": "traced"}))


def test_a_deferral_holds_through_its_last_day_and_then_lapses() -> None:
    ledger = closed("deferral_or_suspension")
    assert ledger.state.lapses_on == date(2027, 8, 31)
    ledger.wait((date(2027, 8, 31) - ledger.now.date()).days)
    with refused("not_lapsed"):
        ledger.do(SYSTEM, c.Reopen("到期", "lapsed"))
    ledger.wait(1)
    with refused("not_by_hand"):
        ledger.do(reviewer, c.Reopen("到期", "lapsed"))
    state = ledger.do(SYSTEM, c.Reopen("到期", "lapsed"))
    assert (state.state, state.round, state.procedure, state.lapses_on) == (State.REOPENED, 2, None, None)


def test_what_proved_a_lapsed_deferral_proves_no_second_one() -> None:
    ledger = closed("deferral_or_suspension")
    ledger.wait(300)
    ledger.do(SYSTEM, c.Reopen("到期", "lapsed"))
    ledger.do(school, c.ChooseProcedure("deferral_or_suspension"))
    with refused("not_ready"):
        ledger.do(village, c.Submit())
    assert len(ledger.state.papers) == len(complete("deferral_or_suspension").materials), "they stay in sight"


def test_a_case_reopened_by_hand_keeps_what_it_has() -> None:
    ledger = closed("deceased")
    ledger.do(reviewer, c.Reopen("抽查发现日期有误"))
    ledger.do(school, c.ChooseProcedure("deceased"))
    assert ledger.do(village, c.Submit()).state is State.REVIEWING


def test_a_missing_child_found_again_is_not_written_off_again_on_the_old_papers() -> None:
    ledger = closed("missing")
    ledger.do(reviewer, c.Reopen("在邻县发现本人", "reappeared"))
    ledger.do(township, c.ChooseProcedure("missing"))
    with refused("not_ready"):
        ledger.do(village, c.Submit())
    assert not ledger.assessment.ready


def test_a_follow_up_that_finds_the_child_gone_reopens_at_once() -> None:
    ledger = closed("return_to_school")
    first = ledger.state.follow_ups[0]
    ledger.wait(7)
    state = ledger.do(village, c.RecordFollowUp(first.id, "ok", "在校"))
    assert (state.state, first in state.follow_ups) == (State.FOLLOWED_UP, False)
    with refused("no_note"):
        ledger.do(village, c.RecordFollowUp(state.follow_ups[0].id, "not_ok"))
    with refused("follow_up_early"):
        ledger.do(village, c.RecordFollowUp(state.follow_ups[-1].id, "ok"))
    state = ledger.do(village, c.RecordFollowUp(state.follow_ups[0].id, "not_ok", "再次离校"))
    assert (state.state, state.follow_ups, state.outcome) == (State.REOPENED, (), None)


def test_compelled_return_is_never_an_ending() -> None:
    ledger = PaperLedger("compelled_return")
    commands = [
        c.RecordFacts({k: v for k, v in command.values.items() if k != "back_at_school_on"})
        if isinstance(command, c.RecordFacts)
        else command
        for command in work("compelled_return")
    ]
    ledger.do(school, *commands)
    with refused("not_ready"):
        ledger.do(village, c.Submit())


def test_a_duplicate_closes_the_entry_and_says_so() -> None:
    ledger = closed("duplicate_registration")
    assert ledger.entries[-1].public["subject"] == "register_entry"
    assert closed("deceased").entries[-1].public["subject"] == "child"


def test_the_person_cannot_name_the_outcome() -> None:
    assert set(c.Close.__dataclass_fields__) == {"reason", "receipt"}


def test_a_recalled_submission_starts_the_review_over() -> None:
    ledger = collected("deceased")
    ledger.do(village, c.Submit())
    ledger.do(township, c.Approve())
    with refused("not_your_submission"):
        ledger.do(school, c.RecallSubmission("还有一份材料"))
    state = ledger.do(village, c.RecallSubmission("还有一份材料"))
    assert (state.state, state.approvers, state.submitted_by) == (State.COLLECTING, (), None)


def test_bad_values_are_refused_by_name() -> None:
    ledger = PaperLedger("deceased")
    with pytest.raises(Invalid):
        ledger.do(school, c.RecordFacts({"no_such_fact": True}))
    with pytest.raises(Invalid):
        ledger.do(reviewer, c.CorrectChild({"id_number": "532999201411030211"}, "更正"))
    with refused("no_file"):
        ledger.do(school, c.AddPaper(complete("deceased").materials[0]))
