"""Who sees which case: the table a person can check, and a property that holds the database to the same answer."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.world import World

from fuxue.access import SYSTEM
from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.access.scope import scope_of, sees
from fuxue.kernel.region import LENGTHS
from fuxue.kernel.vocabulary import Organ, Role

Codes = Mapping[str, str | None]
COLUMNS = ("province_code", "city_code", "county_code", "township_code", "village_code", "school_code")


def lies_in(code: str, school: str | None = None) -> dict[str, str | None]:
    """The columns of a case at a village, or of one known only as far down as `code` reaches."""
    filled = {f"{level}_code": code[:digits] if len(code) >= digits else None for digits, level in LENGTHS.items()}
    return {**filled, "school_code": school}


@dataclass(frozen=True)
class Places:
    own: Codes  # village 1 of township 1, primary school of township 1
    next_village: Codes
    other_township: Codes
    county_only: Codes  # nobody knows yet where in the county
    neighbour: Codes
    nowhere: Codes


def places(world: World) -> Places:
    first, second = world.villages
    return Places(
        own=lies_in(first[0], world.primary.code),
        next_village=lies_in(first[1]),
        other_township=lies_in(second[0], world.middle.code),
        county_only=lies_in(world.county),
        neighbour=lies_in(world.neighbour.villages[0][0], world.neighbour.primary.code),
        nowhere=dict.fromkeys(COLUMNS),
    )


OWN, NEXT, OTHER, COUNTY = "own", "next_village", "other_township", "county_only"
MATRIX: Mapping[str, frozenset[str]] = {
    "registrar": frozenset({OWN}),
    "other_registrar": frozenset({OTHER}),
    "village_worker": frozenset({OWN}),
    "next_village_worker": frozenset({NEXT}),
    "other_village_worker": frozenset({OTHER}),
    "township_officer": frozenset({OWN, NEXT}),
    "other_township_officer": frozenset({OTHER}),
    "county_reviewer": frozenset({OWN, NEXT, OTHER, COUNTY}),
    "second_reviewer": frozenset({OWN, NEXT, OTHER, COUNTY}),
    "county_approver": frozenset({OWN, NEXT, OTHER, COUNTY}),
    "city_officer": frozenset({OWN, NEXT, OTHER, COUNTY}),
    "province_officer": frozenset({OWN, NEXT, OTHER, COUNTY}),
    "auditor": frozenset({OWN, NEXT, OTHER, COUNTY}),
    "police_desk": frozenset(),  # only what is referred to them, see below
    "station_desk": frozenset(),
    "committee_secretary": frozenset(),
    "court_clerk": frozenset(),
    "system_admin": frozenset(),
    "security_admin": frozenset(),
}


def asked(codes: Codes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fuxue_sees(%s, %s, %s, %s, %s, %s)", [codes[column] for column in COLUMNS])
        return bool(cursor.fetchone()[0])


def test_each_role_sees_its_own_and_nothing_beside_above_or_across_the_border(world: World) -> None:
    assert set(MATRIX) == set(world.everybody)
    where = vars(places(world))
    for name, actor in world.everybody.items():
        by_program = {place for place, codes in where.items() if sees(scope_of(actor), codes=codes)}
        with as_actor(actor):
            by_database = {place for place, codes in where.items() if asked(codes)}
        assert by_program == by_database == MATRIX[name], name


def test_the_neighbour_sees_nothing_of_ours(world: World) -> None:
    ours = [codes for place, codes in vars(places(world)).items() if place != "neighbour"]
    for name, actor in world.neighbour.everybody.items():
        with as_actor(actor):
            assert not any(sees(scope_of(actor), codes=codes) or asked(codes) for codes in ours), name


def test_outside_organs_see_what_is_referred_to_them_and_not_to_others(world: World) -> None:
    desk, station = scope_of(world.police_desk), scope_of(world.station_desk)
    case = places(world).own
    assert sees(desk, codes=case, referred_to=frozenset({world.police_desk.organ_id}))
    assert not sees(station, codes=case, referred_to=frozenset({world.police_desk.organ_id}))
    assert not sees(desk, codes=case)
    with as_actor(world.police_desk), connection.cursor() as cursor:
        cursor.execute("SELECT fuxue_organ()")
        assert cursor.fetchone()[0] == world.police_desk.organ_id
    with as_actor(world.county_reviewer), connection.cursor() as cursor:
        cursor.execute("SELECT fuxue_organ()")  # a region's people get in by region, not by referral
        assert cursor.fetchone()[0] is None


def test_a_pupil_of_the_school_is_seen_by_its_registrar_wherever_the_child_lives(world: World) -> None:
    across = lies_in(world.neighbour.villages[0][0], world.primary.code)
    assert sees(scope_of(world.registrar), codes=across)
    assert not sees(scope_of(world.county_reviewer), codes=across)


def test_everybody_is_told_why_in_a_sentence(world: World) -> None:
    for name, actor in world.everybody.items():
        assert scope_of(actor).reason.strip(), name
    assert "望禾" in scope_of(world.county_reviewer).reason


@pytest.mark.parametrize("role", [Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_REVIEWER, Role.CITY_OFFICER])
@pytest.mark.parametrize("region", ["", "5", "53", "5329999999"])
def test_an_office_that_does_not_fit_its_role_sees_nothing(role: Role, region: str) -> None:
    actor = Actor(1, "测试甲", role, 1, Organ.COUNTY_EDUCATION, "测试机构", region)
    assert scope_of(actor).kind == "none"


def test_a_registrar_without_a_school_code_sees_no_case_without_a_school(db: None) -> None:
    actor = Actor(1, "测试甲", Role.SCHOOL_REGISTRAR, 1, Organ.SCHOOL, "测试小学", "532999001", None)
    assert not sees(scope_of(actor), codes=lies_in("532999001201"))
    with as_actor(actor):
        assert not asked(lies_in("532999001201"))


# A small alphabet, so that random rows and random offices often meet.
PARTS = (("53", "51"), ("29", "34"), ("99", "98"), ("001", "100"), ("201", "202"))
VILLAGES = st.tuples(*(st.sampled_from(part) for part in PARTS)).map("".join)
CODES = st.builds(lambda code, digits: code[:digits], VILLAGES, st.sampled_from(list(LENGTHS)))
SCHOOLS = st.sampled_from((None, "2153000001", "3151000002"))
ROWS = st.builds(lies_in, CODES | st.just(""), SCHOOLS)
ACTORS = st.just(SYSTEM) | st.builds(
    Actor,
    user_id=st.integers(1, 3),
    name=st.just("测试甲"),
    role=st.sampled_from(Role),
    organ_id=st.integers(0, 3),
    organ_kind=st.sampled_from(Organ),
    organ_name=st.just("测试机构"),
    region_code=CODES | st.sampled_from(("", "5", "5329999")),
    school_code=SCHOOLS,
)


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=ACTORS, rows=st.lists(ROWS, min_size=1, max_size=8))
def test_the_database_gives_the_same_answer_as_the_program(db: None, actor: Actor, rows: list[Codes]) -> None:
    scope = scope_of(actor)
    with as_actor(actor):
        for codes in rows:
            assert asked(codes) == sees(scope, codes=codes)
