"""The scope lives as long as its transaction: nothing of one person is left on the connection for the next."""

import pytest
from django.db import connection, transaction

from fuxue.access import SYSTEM
from fuxue.access.actor import Actor
from fuxue.access.rls import SETTINGS, as_actor, is_bound
from fuxue.kernel.vocabulary import Organ, Role

COUNTY = "532999"
REVIEWER = Actor(7, "测试甲", Role.COUNTY_REVIEWER, 3, Organ.COUNTY_EDUCATION, "测试教育局", COUNTY)
REGISTRAR = Actor(8, "测试乙", Role.SCHOOL_REGISTRAR, 4, Organ.SCHOOL, "测试小学", "532999001", "2153000001")


class BrokenError(Exception):
    pass


def told() -> dict[str, str]:
    """What the connection says of the person at work; a setting never made and an emptied one are the same."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join('current_setting(%s, true)' for _ in SETTINGS)}", SETTINGS)
        return {name: value or "" for name, value in zip(SETTINGS, cursor.fetchone(), strict=True)}


def sees_county() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fuxue_sees('53', '5329', %s, NULL, NULL, '2153000001')", [COUNTY])
        value = cursor.fetchone()[0]
    assert value is not None, "a policy must say yes or no"
    return bool(value)


NOBODY = dict.fromkeys(SETTINGS, "") | {"role": "none"}


def test_with_nobody_at_work_nothing_is_seen(db: None) -> None:
    assert not sees_county()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_for_the_next_transaction_of_the_same_connection() -> None:
    with as_actor(REVIEWER):
        assert sees_county()
        assert told()["fuxue.user"] == "7"
        backend = connection.connection.info.backend_pid
    assert connection.connection.info.backend_pid == backend
    assert told() == NOBODY
    with transaction.atomic():
        assert told() == NOBODY
        assert not sees_county()


@pytest.mark.django_db(transaction=True)
def test_an_exception_takes_the_scope_with_it() -> None:
    with pytest.raises(BrokenError), as_actor(REVIEWER):
        raise BrokenError
    assert told() == NOBODY


@pytest.mark.django_db(transaction=True)
def test_an_error_of_the_database_takes_the_scope_with_it() -> None:
    with pytest.raises(Exception, match="division by zero"), as_actor(REVIEWER), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert told() == NOBODY


def test_inside_another_persons_work_the_inner_scope_holds_and_the_outer_comes_back(db: None) -> None:
    with as_actor(REVIEWER):
        outer = told()
        with as_actor(REGISTRAR):
            assert told()["fuxue.school"] == "2153000001"
            assert told()["fuxue.scope"] == "school"
        assert told() == outer
        with pytest.raises(BrokenError), as_actor(REGISTRAR):
            raise BrokenError
        assert told() == outer
        with as_actor(SYSTEM):
            assert told()["fuxue.scope"] == "all"
        assert told() == outer
    assert told() == NOBODY


def test_a_marked_rollback_inside_still_brings_the_outer_scope_back(db: None) -> None:
    with as_actor(REVIEWER):
        outer = told()
        with as_actor(REGISTRAR):
            transaction.set_rollback(True)
        assert told() == outer


def test_work_is_done_as_the_role_that_owns_nothing(db: None) -> None:
    assert not is_bound()  # tests run as the tables' owner
    with as_actor(REVIEWER):
        assert is_bound()
        assert told()["role"] == "fuxue_app"
    assert not is_bound()


@pytest.mark.parametrize("table", ["audit_event", "access_post", "access_user"])
def test_the_serving_role_cannot_step_out_of_its_bounds(app_role: None, table: str) -> None:
    for statement in (f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"TRUNCATE {table} CASCADE"):
        with (
            pytest.raises(Exception, match=r"permission denied|must be owner|append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
