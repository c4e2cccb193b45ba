"""Twenty at once on one case, with real commits: none lost, none doubled."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from tests.ledger.county import NOW, Cast, child

from fuxue.access.actor import Actor
from fuxue.kernel.errors import FuxueError
from fuxue.ledger import actions
from fuxue.ledger import commands as c
from fuxue.ledger.actions import Source, register
from fuxue.ledger.models import Case, Entry
from fuxue.ledger.verify import verify

THREADS = 20


def together(jobs: Sequence[tuple[Actor, c.Command, str]], case_id: UUID) -> Counter[str]:
    """Give all commands at the same moment; count what came of them."""
    barrier = Barrier(len(jobs))

    def work(job: tuple[Actor, c.Command, str]) -> str:
        actor, command, key = job
        try:
            barrier.wait(timeout=30)
            receipt = actions.perform(actor=actor, case_id=case_id, command=command, key=key, now=NOW)
        except FuxueError as error:
            return error.code
        finally:
            connection.close()
        return "repeated" if receipt.repeated else "landed"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return Counter(pool.map(work, jobs))


@pytest.fixture
def case(real_cast: Cast) -> Case:
    source = Source("suspected", "b")
    done = register(actor=real_cast.reviewer, children=[child(1)], source=source, key="k", now=NOW)
    return Case.objects.get(pk=done.opened[0])


def test_twenty_remarks_are_twenty_entries(case: Case, real_cast: Cast) -> None:
    jobs = [(real_cast.school, c.Remark(f"第 {n} 条"), f"k{n}") for n in range(THREADS)]
    assert together(jobs, case.pk) == {"landed": THREADS}
    seqs = list(Entry.objects.filter(case=case).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, THREADS + 3))
    assert verify().problems == []


def test_one_request_sent_twenty_times_is_one_entry(case: Case, real_cast: Cast) -> None:
    jobs = [(real_cast.school, c.Remark("一次"), "same")] * THREADS
    assert together(jobs, case.pk) == {"landed": 1, "repeated": THREADS - 1}
    assert Entry.objects.filter(case=case).count() == 3


def test_of_twenty_who_begin_one_begins(case: Case, real_cast: Cast) -> None:
    jobs = [(real_cast.school, c.StartVerification(), f"k{n}") for n in range(THREADS)]
    assert together(jobs, case.pk) == {"landed": 1, "wrong_state": THREADS - 1}
    assert verify().problems == []


def test_a_list_sent_in_twice_at_once_opens_each_case_once(real_cast: Cast) -> None:
    barrier = Barrier(4)

    def work(number: int) -> int:
        barrier.wait(timeout=30)
        lines = [child(n) for n in range(1, 30)]
        try:
            return len(
                register(
                    actor=real_cast.reviewer, children=lines, source=Source("s", "b"), key=f"k{number}", now=NOW
                ).opened
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 29]
    assert Case.objects.count() == 29
