"""What no import and no console can write: the database's own word."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.world import NOW, SINCE, World

from fuxue.access.fit import LEVEL_OF, SEATS
from fuxue.access.models import Organ, Post, Region, User
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.kernel.vocabulary import Role


def refused(name: str, write: Callable[[], object]) -> None:
    """The write breaks the constraint of that name, deferred ones included; nothing of it stays."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def region(code: str, level: str, parent: str | None, **more: object) -> Callable[[], object]:
    return lambda: Region.objects.create(
        code=code, name="测试", level=level, parent_id=parent, **{"valid_from": SINCE, **more}
    )


def organ(kind: Kind, code: str, **more: object) -> Callable[[], object]:
    return lambda: Organ.objects.create(kind=kind.value, name="测试机构", region_id=code, **more)


def post(user: User, role: Role, at: Organ, since: date, until: date | None = None, kind: str = "") -> Post:
    return Post.objects.create(
        user=user, role=role.value, organ=at, organ_kind=kind or at.kind, valid_from=since, valid_until=until
    )


@pytest.fixture
def newcomer(world: World) -> User:
    user: User = User.objects.create(username="newcomer", name="测试新", created_at=NOW)
    return user


# --- Regions ---------------------------------------------------------------------------------------------------------
def test_a_code_has_the_length_of_its_level(world: World) -> None:
    refused("access_region_code_fits_level", region("532998", "township", "5329"))
    refused("access_region_code_fits_level", region("53299A", "county", "5329"))
    refused("access_region_code_fits_level", region("53299", "county", "5329"))


def test_a_region_lies_under_the_code_it_begins_with(world: World) -> None:
    refused("access_region_under_its_parent", region("532998", "county", "5134"))
    refused("access_region_under_its_parent", region("532998", "county", None))
    refused("access_region_under_its_parent", region("52", "province", "53"))
    refused("access_region", region("532998", "county", "532998"))  # not under itself either


def test_a_region_is_not_put_under_one_of_the_wrong_level(world: World) -> None:
    refused("access_region_under_its_parent", region("532999999", "township", "53"))


def test_a_region_does_not_end_before_it_begins(world: World) -> None:
    refused("access_region_dates_in_order", region("532998", "county", "5329", valid_until=SINCE))


def test_a_region_in_use_is_never_deleted(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(code=world.villages[0][0]).delete()


# --- Organs ----------------------------------------------------------------------------------------------------------
def test_a_township_has_one_government(world: World) -> None:
    again = organ(Kind.TOWNSHIP_GOVERNMENT, world.townships[0])
    refused("access_organ_one_per_region", again)
    Organ.objects.filter(pk=world.township_officer.organ_id).update(active=False)
    again()  # a closed one makes room


@pytest.mark.parametrize("kind", LEVEL_OF)
def test_an_office_stands_at_its_own_level(world: World, kind: Kind) -> None:
    levels = {
        "province": world.province,
        "city": world.city,
        "county": world.county,
        "township": world.townships[0],
        "village": world.villages[0][0],
    }
    for level, code in levels.items():
        if level != LEVEL_OF[kind]:
            refused("access_organ_at_its_level", organ(kind, code))


def test_a_school_has_a_code_of_its_own(world: World) -> None:
    refused("access_organ_school_has_code", organ(Kind.SCHOOL, world.townships[0]))
    refused("access_organ_school_code_shape", organ(Kind.SCHOOL, world.townships[0], school_code="215300000"))
    refused("school_code", organ(Kind.SCHOOL, world.townships[0], school_code=world.primary.code))


def test_an_organ_does_not_change_its_kind_under_its_people(world: World) -> None:
    mine = Organ.objects.filter(pk=world.station_desk.organ_id)
    refused("access_post_organ_kind", lambda: mine.update(kind=Kind.HOUSEHOLD_REGISTRAR.value))


# --- Posts -----------------------------------------------------------------------------------------------------------
def test_nobody_holds_two_posts_on_one_day(world: World) -> None:
    user, court = world.user(world.registrar), world.organ(Kind.COURT)
    refused("access_post_one_at_a_time", lambda: post(user, Role.COURT_CLERK, court, date(2026, 1, 1)))
    refused("access_post_one_at_a_time", lambda: post(user, Role.COURT_CLERK, court, date(2019, 1, 1)))
    refused(
        "access_post_one_at_a_time",
        lambda: post(user, Role.COURT_CLERK, court, SINCE - timedelta(days=9), SINCE + timedelta(days=1)),
    )


def test_the_next_post_may_begin_on_the_day_the_last_one_ends(world: World, newcomer: User) -> None:
    court, day = world.organ(Kind.COURT), date(2026, 5, 1)
    post(newcomer, Role.COURT_CLERK, court, SINCE, day)
    post(newcomer, Role.COURT_CLERK, court, day)
    assert newcomer.posts.count() == 2


def test_administration_security_and_audit_are_never_in_one_hand(world: World, newcomer: User) -> None:
    bureau = world.organ(Kind.COUNTY_EDUCATION)
    post(newcomer, Role.SYSTEM_ADMIN, bureau, SINCE)
    for role in (Role.SECURITY_ADMIN, Role.AUDITOR):
        refused("access_post_one_at_a_time", lambda role=role: post(newcomer, role, bureau, SINCE))  # type: ignore[misc]


def test_each_role_sits_only_where_it_belongs(world: World, newcomer: User) -> None:
    tried = 0
    for role in Role:
        for (kind, _), at in world.organs.items():
            if kind not in SEATS.get(role, frozenset()):
                with pytest.raises(IntegrityError, match="access_post_role_fits_organ"), transaction.atomic():
                    post(newcomer, role, at, SINCE)
                tried += 1
    assert tried > 200


def test_nobody_is_seated_under_a_kind_that_the_organ_is_not(world: World, newcomer: User) -> None:
    school = world.organ(Kind.SCHOOL, world.primary.code)
    refused(
        "access_post_organ_kind",
        lambda: post(newcomer, Role.COUNTY_APPROVER, school, SINCE, kind=Kind.COUNTY_EDUCATION.value),
    )


def test_a_post_does_not_end_before_it_begins(world: World, newcomer: User) -> None:
    refused(
        "access_post_dates_in_order|lower bound",
        lambda: post(newcomer, Role.COURT_CLERK, world.organ(Kind.COURT), SINCE, SINCE - timedelta(days=1)),
    )
