"""Random commands by random people against the real database: the stored summary is the fold, after every step."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.ledger.county import NOW, VILLAGE, Cast, child, found
from tests.ledger.ready import line, work
from tests.ledger.test_oracle import check

from fuxue.access.actor import SYSTEM, Actor
from fuxue.fieldwork.actions import run_due
from fuxue.kernel.errors import FuxueError
from fuxue.ledger import actions, reading
from fuxue.ledger import commands as c
from fuxue.ledger.actions import Source, effects, register
from fuxue.ledger.models import Case, Entry, EntryPrivate, Referral, StoredReceipt
from fuxue.ledger.summary import summary
from fuxue.ledger.verify import verify

WALKED = ("deceased", "missing", "deferral_or_suspension", "age_mismatch", "compelled_return")
STEPS: tuple[c.Command, ...] = (
    c.StartVerification(),
    c.ReturnForCorrection((("m1", "章不清楚"),)),
    c.RecallSubmission("补材料"),
    c.AnswerReferral("r1", "已核查"),
    c.RecallReferral("r1", "不再需要"),
    c.WithdrawPaper("m1", "扫错"),
    c.Remark("已联系"),
    c.Reopen("抽查"),
    c.Reopen("重新发现", "reappeared"),
    c.CorrectChild({"guardian_phone": "13900000000"}, "核对"),
    c.CorrectChild({"name": "改名"}, "核对"),
)
UPWARD: tuple[c.Command, ...] = (c.Submit(), c.Approve(), c.Close("同意"))
TABLES: tuple[Any, ...] = (Entry, EntryPrivate, Referral, StoredReceipt)


class Machine(RuleBasedStateMachine):
    """One case of one procedure; everybody of the county and next door tries everything on it."""

    cast: Cast
    case_id: UUID

    @initialize(procedure=st.sampled_from(WALKED), prepared=st.booleans())
    def begin(self, procedure: str, prepared: bool) -> None:
        self.count, self.now, self.procedure = 0, NOW, procedure
        self.ready_at: dict[int, bool] = {}
        self.cast = found()
        new = [line(procedure, VILLAGE), child(5)]
        source = Source("suspected", "b")
        self.case_id, self.other = register(
            actor=self.cast.reviewer, children=new, source=source, key="r", now=NOW
        ).opened
        for command in work(procedure) if prepared else ():
            self.give(self.cast.township, command)
        self.people = (*self.cast.everybody, SYSTEM)

    def give(self, actor: Actor, command: c.Command) -> None:
        self.count += 1
        key = f"k{self.count}"
        before = [model.objects.count() for model in TABLES]
        case = Case.objects.get(pk=self.case_id)
        ready = reading.assessment_of(case, self.now.date()).ready
        try:
            first = actions.perform(actor=actor, case_id=self.case_id, command=command, key=key, now=self.now)
        except FuxueError as error:
            assert error.says and error.code
            assert [model.objects.count() for model in TABLES] == before
            return
        self.ready_at.update(dict.fromkeys(range(case.version + 1, first.version + 1), ready))
        again = actions.perform(actor=actor, case_id=self.case_id, command=command, key=key, now=self.now)
        assert again.repeated and again.version == first.version

    @rule(who=st.integers(0, 14), step=st.sampled_from(STEPS))
    def anything(self, who: int, step: c.Command) -> None:
        self.give(self.people[who % len(self.people)], step)

    @rule(who=st.integers(0, 14), which=st.integers(0, 30))
    def casework(self, who: int, which: int) -> None:
        steps = work(self.procedure)
        self.give(self.people[who % len(self.people)], steps[which % len(steps)])

    @rule(who=st.integers(0, 8), step=st.sampled_from(UPWARD))
    def upward(self, who: int, step: c.Command) -> None:
        self.give(self.people[who], step)

    @rule(desk=st.sampled_from(("police", "court", "outside_police")))
    def ask(self, desk: str) -> None:
        self.give(self.cast.township, c.Refer(getattr(self.cast, desk).organ_id, "请核查"))

    @rule(result=st.sampled_from(("ok", "not_ok")))
    def follow_up(self, result: Any) -> None:
        pending = reading.state_of(Case.objects.get(pk=self.case_id)).follow_ups
        if pending:
            self.give(self.cast.village, c.RecordFollowUp(pending[0].id, result, "走访"))

    @rule(days=st.sampled_from((1, 30, 300)))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        assert not run_due(self.now).failed

    @rule()
    def something_breaks_half_way(self) -> None:
        """An error after the entries are written takes them with it."""
        before = [model.objects.count() for model in TABLES]
        command = c.CorrectChild({"address": "甲村 1 组"}, "核对")
        try:
            with transaction.atomic(), patch.object(effects, "child_columns", side_effect=ZeroDivisionError):
                actions.perform(actor=self.cast.school, case_id=self.case_id, command=command, key="b", now=self.now)
        except (ZeroDivisionError, FuxueError):
            assert [model.objects.count() for model in TABLES] == before

    @invariant()
    def the_summary_is_the_fold(self) -> None:
        if not hasattr(self, "people"):
            return
        case = Case.objects.get(pk=self.case_id)
        state = reading.state_of(case)
        assert {column: getattr(case, column) for column in summary(state)} == summary(state)
        assert Case.objects.get(pk=self.other).version == 2, "the other case is left alone"

    def teardown(self) -> None:
        if hasattr(self, "people"):
            assert verify().problems == []
            check(reading.whole_entries(self.case_id), self.ready_at)


class RolledBack(Machine):
    """The whole run is one transaction, and undone."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_machine_never_gets_out_of_step() -> None:
    plan = settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(RolledBack, settings=plan)
