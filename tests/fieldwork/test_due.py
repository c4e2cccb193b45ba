"""The worker reopens what has lapsed: on the day after the last one, once, and in spite of a bad case."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.ledger.county import NOW, VILLAGE, Cast, child, found, id_number
from tests.ledger.ready import complete, line, work

from fuxue.fieldwork import actions as fieldwork
from fuxue.kernel.errors import Refused
from fuxue.ledger import actions
from fuxue.ledger import commands as c
from fuxue.ledger.actions import Source, register
from fuxue.ledger.models import Case, Entry
from fuxue.ledger.verify import verify

LAST_DAY = date(2027, 8, 31)


def morning(day: date) -> datetime:
    """Half past midnight in Shanghai, which is still the day before in UTC."""
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def cast(db: None) -> Cast:
    return found()


def deferred(cast: Cast, number: int) -> UUID:
    born = complete("deferral_or_suspension").child.birth_date
    assert born
    plain = line("deferral_or_suspension", VILLAGE, number)
    new = child(number, birth_date=born, id_number=id_number(number, born), name=plain.name)
    source = Source("suspected", "b")
    case_id = register(actor=cast.reviewer, children=[new], source=source, key=f"r{number}", now=NOW).opened[0]
    steps = [
        *((cast.township, command) for command in work("deferral_or_suspension")),
        (cast.village, c.Submit()),
        (cast.township, c.Approve()),
        (cast.reviewer, c.Approve()),
        (cast.approver, c.Close("同意延缓入学")),
    ]
    for index, (actor, command) in enumerate(steps):
        actions.perform(actor=actor, case_id=case_id, command=command, key=f"{number}-{index}", now=NOW)
    return case_id


def test_a_deferral_reopens_on_the_morning_after_its_last_day(cast: Cast) -> None:
    case_id = deferred(cast, 1)
    assert fieldwork.run_due(morning(LAST_DAY)).reopened == []
    next_day = morning(LAST_DAY + timedelta(days=1))
    assert fieldwork.run_due(next_day).reopened == [case_id]
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.round, case.lapses_on, case.outcome) == ("reopened", 2, None, None)
    last = Entry.objects.filter(case=case).latest("seq")
    assert (last.actor_role, last.public["cause"]) == ("system", "lapsed")
    assert fieldwork.run_due(next_day).reopened == [], "run again, it does nothing more"
    assert verify().problems == []


def test_one_bad_case_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = deferred(cast, 1), deferred(cast, 2)
    plain = actions.perform

    def perform(**given: object) -> object:
        if given["case_id"] == bad:
            raise Refused("chain_damaged", "坏了。")
        return plain(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(fieldwork, "perform", perform)
    done = fieldwork.run_due(morning(LAST_DAY + timedelta(days=3)))
    assert (done.reopened, done.failed) == ([good], {bad: "chain_damaged"})
