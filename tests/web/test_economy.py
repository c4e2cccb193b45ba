"""Pages ask the database a fixed number of questions, however many children there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web import county

from fuxue.ledger import actions as ledger
from fuxue.ledger import commands
from fuxue.ledger.actions import Source
from fuxue.ledger.commands import NewChild
from fuxue.web.pages import my_work

Sign = Callable[..., Client]


def more(place: county.County, count: int, key: str) -> None:
    lines = [
        NewChild(
            name=f"孩子{key}{n}", sex="female", birth_date=date(2015, 1, 1), id_number=None, student_number=None,
            school_code=f"{place.code}0001", region_code=f"{place.code}101201", reason="户籍有、学籍无", source_row=n,
        )
        for n in range(count)
    ]  # fmt: skip
    source = Source("suspected", key, "名单.xlsx")
    ledger.register(actor=place.actor("reviewer"), children=lines, source=source, key=key, now=place.now)


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """No more queries than that, not counting those that set the transaction up."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        yield
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SET ", "RESET"))]
    assert len(asked) <= limit, "\n".join(sql[:160] for sql in asked)


@pytest.mark.parametrize("count", [10, 100])
@pytest.mark.parametrize(("address", "limit"), [("/cases/", 12), ("/", 15)])
def test_a_list_costs_the_same_for_few_and_for_many(
    address: str, limit: int, count: int, signed: Sign, home: county.County
) -> None:
    more(home, count, "many")
    client = signed("reviewer")
    client.get("/guideline/")
    with at_most(limit):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("remarks", [0, 30])
def test_a_case_costs_the_same_with_few_entries_and_with_many(
    remarks: int, signed: Sign, home: county.County, case_id: UUID
) -> None:
    county.do(home, "school", case_id, commands.StartVerification(), commands.ChooseProcedure("deceased"))
    county.do(home, "school", case_id, *(commands.Remark(f"第 {n} 次联系家长。") for n in range(remarks)))
    client = signed("school")
    client.get("/guideline/")
    with at_most(25):
        assert client.get(f"/cases/{case_id}/").status_code == 200


def test_figures_stop_counting_at_the_cap(signed: Sign, home: county.County, monkeypatch: pytest.MonkeyPatch) -> None:
    more(home, 8, "cap")
    monkeypatch.setattr(my_work, "CAP", 5)
    pages = [signed(who).get("/").content.decode() for who in ("village", "school")]
    assert any("<strong>5+</strong>轮到我单位" in page for page in pages)
