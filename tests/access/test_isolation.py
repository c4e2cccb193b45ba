"""Every table of a case, asked bare: no filter of the program in front, only what the database lets a person read."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.world import NOW, World

from fuxue.access import SYSTEM
from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.kernel import identity
from fuxue.ledger import actions
from fuxue.ledger.commands import NewChild
from fuxue.ledger.models import Case, Referral

TABLES = ("ledger_case", "ledger_child", "ledger_entry", "ledger_entryprivate", "ledger_searchtoken")
BY_PLACE = {
    "registrar",
    "village_worker",
    "township_officer",
    "county_reviewer",
    "second_reviewer",
    "county_approver",
    "city_officer",
    "province_officer",
    "auditor",
}


@pytest.fixture
def case(world: World) -> Case:
    """One child of the first village, on the roll of the primary school of its township."""
    born = date(2014, 11, 3)
    first = f"{world.county}{born:%Y%m%d}001"
    child = NewChild(
        name="测试甲",
        sex="male",
        birth_date=born,
        id_number=first + identity.check_digit(first),
        student_number=None,
        school_code=world.primary.code,
        region_code=world.villages[0][0],
        guardian_name="测试家长",
        guardian_phone="13800000000",
        source_row=1,
    )
    with as_actor(SYSTEM):
        source = actions.Source(kind="suspected", batch="b1", name="名单.xlsx")
        opened = actions.register(actor=SYSTEM, children=[child], source=source, key="k1", now=NOW).opened
    found: Case = Case.objects.get(pk=opened[0])
    return found


def ask(case: Case, organ_id: int, status: str = Referral.OPEN, key: str = "r1") -> Referral:
    place = {name: getattr(case, name) for name in ("province_code", "city_code", "county_code", "township_code")}
    referral: Referral = Referral.objects.create(
        case=case,
        number=case.number,
        key=key,
        organ_id=organ_id,
        status=status,
        sent_on=NOW.date(),
        village_code=case.village_code,
        school_code=case.school_code,
        **place,
    )
    return referral


def read(actor: Actor) -> Mapping[str, int]:
    with as_actor(actor), connection.cursor() as cursor:
        counts = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
        return counts


def test_the_bare_tables_show_a_case_to_its_people_and_to_nobody_else(world: World, case: Case) -> None:
    whole = read(SYSTEM)
    assert all(whole.values()), whole
    for name, actor in world.everybody.items():
        assert read(actor) == (whole if name in BY_PLACE else dict.fromkeys(TABLES, 0)), name
    for name, actor in world.neighbour.everybody.items():
        assert read(actor) == dict.fromkeys(TABLES, 0), name


def test_an_outside_organ_reads_while_it_is_asked_and_no_longer(world: World, case: Case) -> None:
    whole = read(SYSTEM)
    referral = ask(case, world.police_desk.organ_id)
    assert read(world.police_desk) == whole
    for other in (world.station_desk, world.court_clerk, world.neighbour.police_desk):
        assert read(other) == dict.fromkeys(TABLES, 0)
    Referral.objects.filter(pk=referral.pk).update(status=Referral.ANSWERED)
    assert read(world.police_desk) == dict.fromkeys(TABLES, 0)


@pytest.mark.parametrize("table", TABLES)
def test_nobody_changes_or_removes_across_the_border(world: World, case: Case, table: str) -> None:
    whole = read(SYSTEM)
    with as_actor(world.neighbour.county_approver), connection.cursor() as cursor:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except DatabaseError:  # append-only, or a table without an id: refused altogether
                continue
            assert cursor.rowcount == 0, statement
    assert read(SYSTEM) == whole


def test_no_outside_organ_can_ask_itself_in(world: World, case: Case) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), as_actor(world.police_desk):
        ask(case, world.police_desk.organ_id)
    answered = ask(case, world.police_desk.organ_id, Referral.ANSWERED)
    with pytest.raises(DatabaseError, match="row-level security"), as_actor(world.police_desk):
        Referral.objects.filter(pk=answered.pk).update(status=Referral.OPEN)


def test_nobody_asks_an_organ_about_a_case_across_the_border(world: World, case: Case) -> None:
    other = world.neighbour
    with pytest.raises(DatabaseError, match="row-level security"), as_actor(other.county_reviewer):
        ask(case, other.police_desk.organ_id)
    case.province_code, case.city_code, case.county_code = other.province, other.city, other.county  # of another's case
    case.township_code, case.village_code, case.school_code = other.townships[0], other.villages[0][0], ""
    with pytest.raises(DatabaseError, match="row-level security"), as_actor(other.county_reviewer):
        ask(case, other.police_desk.organ_id)


def test_the_cases_own_people_ask_and_the_asked_organ_answers(world: World, case: Case) -> None:
    for order, actor in enumerate((world.registrar, world.township_officer, world.county_reviewer)):
        with as_actor(actor):
            ask(case, world.court_clerk.organ_id, key=f"r{order}")
    with as_actor(world.court_clerk):
        assert Referral.objects.filter(case=case).update(status=Referral.ANSWERED) == 3
