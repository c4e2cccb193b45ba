"""An audit row is written by the person it names, read by those it concerns, and never changed by anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.world import NOW, World

from fuxue.access import SYSTEM
from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.audit.actions import UNMASK_CAP, note, note_at_the_door
from fuxue.audit.kinds import Kind
from fuxue.audit.models import Event
from fuxue.kernel.errors import Invalid, Refused


def look(actor: Actor, **more: Any) -> None:
    with as_actor(actor):
        note(actor=actor, kind=Kind.VIEW_CASE, object_type="case", object_id="c-1", now=NOW, **more)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- Append-only -----------------------------------------------------------------------------------------------------
CHANGES = [
    "UPDATE audit_event SET user_name = ''",
    "UPDATE audit_event SET user_name = '' WHERE false",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "TRUNCATE audit_event CASCADE",
    "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (id) DO UPDATE SET user_name = ''",
    "MERGE INTO audit_event t USING audit_event s ON t.id = s.id WHEN MATCHED THEN DELETE",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_owner_cannot_change_a_row(world: World, statement: str) -> None:
    look(world.registrar)
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert Event.objects.get().user_name == world.registrar.name


@pytest.mark.parametrize("statement", CHANGES)
def test_the_serving_role_cannot_change_a_row(world: World, statement: str) -> None:
    look(world.registrar)
    for actor in (world.registrar, world.security_admin, SYSTEM):
        with pytest.raises(DatabaseError, match=r"permission denied|append-only"), as_actor(actor):
            run(statement)
    assert Event.objects.count() == 1


def test_replica_mode_is_no_way_around(world: World) -> None:
    look(world.registrar)
    state = "SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass AND tgname LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(state, ["%append_only"])
        assert cursor.fetchall() == [("A",)]  # ALWAYS


# --- Who reads -------------------------------------------------------------------------------------------------------
def seen(actor: Actor) -> set[int | None]:
    """What the program's filter shows and what the database shows without it; they must not differ."""
    with as_actor(actor):
        by_program = set(Event.objects.visible_to(actor).values_list("user_id", flat=True))
        by_database = set(Event.objects.values_list("user_id", flat=True))
    assert by_program == by_database
    return by_program


def test_rows_are_seen_by_whom_they_concern_and_their_regions_auditors(world: World) -> None:
    people = {**world.everybody, **{f"n-{name}": actor for name, actor in world.neighbour.everybody.items()}}
    for actor in people.values():
        look(actor)
    county = {a.user_id for a in world.everybody.values() if a.region_code.startswith(world.county)}
    for name, actor in people.items():
        if name in {"auditor", "security_admin"}:
            assert seen(actor) == county
        elif not name.startswith("n-") or actor.role.value not in {"auditor", "security_admin"}:
            assert seen(actor) == {actor.user_id}, name
        else:
            assert not seen(actor) & county, name
    assert len(seen(SYSTEM)) == len(people)


def test_nobody_at_work_reads_nothing(world: World, app_role: None) -> None:
    look(world.registrar)
    assert Event.objects.count() == 0


# --- Who writes ------------------------------------------------------------------------------------------------------
def test_nobody_writes_in_the_name_of_another(world: World) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), as_actor(world.registrar), transaction.atomic():
        note(actor=world.county_approver, kind=Kind.VIEW_CASE, now=NOW)


def test_before_sign_in_only_the_door_writes(world: World, app_role: None) -> None:
    note_at_the_door(kind=Kind.SIGN_IN, actor=world.registrar, user_id=world.registrar.user_id, now=NOW)
    note_at_the_door(kind=Kind.SIGN_IN_FAILED, actor=None, user_id=None, now=NOW)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        note(actor=world.registrar, kind=Kind.EXPORT, now=NOW)
    with pytest.raises(Invalid):
        note_at_the_door(kind=Kind.EXPORT, actor=None, user_id=None, now=NOW)


def test_a_row_says_who_where_and_what(world: World) -> None:
    look(world.registrar, detail={"count": 3, "kinds": ("a", "b")})
    row = Event.objects.get()
    assert (row.user_id, row.role, row.organ_id) == (
        world.registrar.user_id,
        "school_registrar",
        world.registrar.organ_id,
    )
    assert (row.region_code, row.object_id, row.at) == (world.townships[0], "c-1", NOW)
    assert row.detail == {"count": 3, "kinds": ["a", "b"]}


def test_a_row_goes_when_its_work_is_rolled_back(world: World) -> None:
    with as_actor(world.registrar):
        note(actor=world.registrar, kind=Kind.EXPORT, now=NOW)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "detail", [{"name": "测试甲"}, {"a": {"b": 1}}, {"a": ["x", "李 四"]}, {"a": 1.5}, {"a": "x" * 81}]
)
def test_a_detail_that_could_name_a_child_is_refused(world: World, detail: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal, as_actor(world.registrar):
        note(actor=world.registrar, kind=Kind.SEARCH, detail=detail, now=NOW)
    assert refusal.value.code == "audit_detail"


# --- Whole numbers ---------------------------------------------------------------------------------------------------
def unmask(actor: Actor, purpose: str = "核对身份", minutes: int = 0) -> None:
    with as_actor(actor):
        note(actor=actor, kind=Kind.UNMASK, purpose=purpose, now=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("purpose", ["", "   ", "看看"])
def test_a_whole_number_is_not_shown_without_a_purpose(world: World, purpose: str) -> None:
    with pytest.raises(Refused) as refusal:
        unmask(world.registrar, purpose)
    assert refusal.value.code == "purpose_missing"
    assert not Event.objects.exists()


def test_nobody_harvests_whole_numbers(world: World) -> None:
    for _ in range(UNMASK_CAP):
        unmask(world.registrar)
    with pytest.raises(Refused) as refusal:
        unmask(world.registrar)
    assert refusal.value.code == "unmask_cap"
    unmask(world.other_registrar)  # each has their own measure
    unmask(world.registrar, minutes=61)
