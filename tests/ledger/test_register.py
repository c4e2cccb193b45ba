"""Lists become cases: each line once, numbered without gaps, sent to those who know the child."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.ledger.county import NOW, Cast, child
from tests.ledger.ready import line, work

from fuxue.access.actor import SYSTEM, Actor
from fuxue.kernel.errors import Invalid, Refused
from fuxue.ledger import actions
from fuxue.ledger import commands as c
from fuxue.ledger.actions import Source, register
from fuxue.ledger.models import Case, Entry, SearchToken
from fuxue.ledger.verify import verify

SOURCE = Source("suspected", "2026秋", "疑似名单")


def test_a_line_opens_one_case_and_goes_to_school_and_village(cast: Cast) -> None:
    done = register(actor=cast.reviewer, children=[child(1)], source=SOURCE, key="k", now=NOW)
    case = Case.objects.get(pk=done.opened[0])
    assert (case.number, case.state, case.responsible_id) == ("532999-2026-00001", "assigned", cast.school.organ_id)
    assigned = Entry.objects.get(case=case, seq=2).public["organs"]
    assert [organ["id"] for organ in assigned] == [cast.school.organ_id, cast.village.organ_id]


def test_without_village_or_school_the_township_gets_it(cast: Cast) -> None:
    far = child(1, region_code="532999101202", school_code=None)
    done = register(actor=cast.reviewer, children=[far], source=SOURCE, key="k", now=NOW)
    assert Case.objects.get(pk=done.opened[0]).responsible_id == cast.township.organ_id


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    lines = [child(1), child(2, id_number=None), child(1, source_row=9)]
    first = register(actor=cast.reviewer, children=lines, source=SOURCE, key="k", now=NOW)
    assert (len(first.opened), first.known) == (2, ())
    assert register(actor=cast.reviewer, children=lines, source=SOURCE, key="k", now=NOW) == first
    before = Entry.objects.count()
    again = register(actor=cast.city, children=lines, source=SOURCE, key="other", now=NOW + timedelta(days=400))
    assert (again.opened, set(again.known)) == ((), set(first.opened))
    assert Entry.objects.count() == before
    with pytest.raises(Refused, match="编号已用于"):
        register(actor=cast.reviewer, children=lines[:1], source=SOURCE, key="k", now=NOW)


def test_namesakes_are_two_children(cast: Cast) -> None:
    twins = [child(1), replace(child(2), name=child(1).name, birth_date=child(1).birth_date)]
    assert len(register(actor=cast.reviewer, children=twins, source=SOURCE, key="k", now=NOW).opened) == 2


def test_nobody_registers_outside_their_region(cast: Cast) -> None:
    for actor in (cast.outsider, cast.police, cast.auditor):
        with pytest.raises(Refused):
            register(actor=actor, children=[child(1)], source=SOURCE, key="k", now=NOW)
    assert not Case.objects.exists()
    assert register(actor=cast.village, children=[child(1)], source=SOURCE, key="k", now=NOW).opened
    assert register(actor=SYSTEM, children=[child(2)], source=SOURCE, key="k", now=NOW).opened


def test_one_bad_line_names_its_row_and_nothing_lands(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        register(actor=cast.reviewer, children=[child(1), child(7, id_number="123")], source=SOURCE, key="k", now=NOW)
    assert caught.value.where.row == 7
    assert not Case.objects.exists()


def test_the_surviving_entry_of_a_duplicate_is_not_known_by_the_cancelled_one(cast: Cast) -> None:
    new = line("duplicate_registration", child(1).region_code)
    case_id = register(actor=cast.reviewer, children=[new], source=SOURCE, key="k", now=NOW).opened[0]
    for number, command in enumerate([*work("duplicate_registration"), c.Submit()]):
        actions.perform(actor=cast.township, case_id=case_id, command=command, key=f"w{number}", now=NOW)
    judged: list[tuple[Actor, c.Command]] = [
        (cast.township_two, c.Approve()),
        (cast.reviewer, c.Approve()),
        (cast.approver, c.Close("重复")),
    ]
    for actor, step in judged:
        actions.perform(actor=actor, case_id=case_id, command=step, key="z", now=NOW)
    same = register(actor=cast.reviewer, children=[new], source=SOURCE, key="k2", now=NOW)
    assert same.known == (case_id,)
    elsewhere = replace(new, region_code="532999101202")
    other = register(actor=cast.reviewer, children=[elsewhere], source=SOURCE, key="k3", now=NOW)
    assert len(other.opened) == 1
    assert Case.objects.get(pk=other.opened[0]).child_id != Case.objects.get(pk=case_id).child_id


def test_two_thousand_lines_in_a_moment(cast: Cast) -> None:
    lines = [child(number) for number in range(1, 2001)]
    start = time.perf_counter()
    done = register(actor=cast.reviewer, children=lines, source=SOURCE, key="k", now=NOW)
    seconds = time.perf_counter() - start
    assert len(done.opened) == 2000
    assert seconds < 15, (
        f"{seconds:.1f} s"
    )  # 50,000 lines must stay well under a minute; this leaves room for a slow CI
    numbers = Case.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"532999-2026-{number:05d}" for number in range(1, 2001)]
    assert SearchToken.objects.count() > 2000 * 4
    assert verify().problems == []
