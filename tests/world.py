"""The named cast: who works where in two invented counties that lie side by side, in two provinces.

    world = build()                     # inside a test database
    world.registrar                     # an Actor, seated through its post like anybody who signs in
    world.neighbour.registrar           # the same office across the border: must see nothing of the first
    world.user(world.registrar)         # the account; its password is PASSWORD

Of each county: two townships with two villages each, a primary school in the first township, a middle school in the
second, a vocational school. The `other_…` people sit in the second township.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from fuxue.access.actor import Actor
from fuxue.access.models import Organ, Post, Region, User
from fuxue.access.seating import actor_for
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.kernel.vocabulary import Role
from fuxue.synth.places import MIDDLE, PRIMARY, VOCATIONAL, County, School, home_county, neighbour_county

PASSWORD = "correct-horse-battery"
SINCE = date(2020, 1, 1)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai


@dataclass(frozen=True)
class Cast:
    """The people of one county and of the city and province above it."""

    registrar: Actor
    other_registrar: Actor
    village_worker: Actor
    next_village_worker: Actor
    other_village_worker: Actor
    township_officer: Actor
    other_township_officer: Actor
    county_reviewer: Actor
    second_reviewer: Actor
    county_approver: Actor
    police_desk: Actor
    station_desk: Actor
    committee_secretary: Actor
    court_clerk: Actor
    city_officer: Actor
    province_officer: Actor
    auditor: Actor
    system_admin: Actor
    security_admin: Actor
    province: str
    city: str
    county: str
    townships: tuple[str, str]
    villages: tuple[tuple[str, str], tuple[str, str]]
    primary: School
    middle: School
    vocational: School
    organs: Mapping[tuple[Kind, str], Organ]  # by kind and place: region code, or school code for schools

    @property
    def everybody(self) -> Mapping[str, Actor]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Actor)}

    def organ(self, kind: Kind, place: str = "") -> Organ:
        """The organ of `kind` at a region or school code; the county's own without a place."""
        return self.organs[kind, place or self.county]

    def user(self, actor: Actor) -> User:
        user: User = User.objects.get(pk=actor.user_id)
        return user


@dataclass(frozen=True)
class World(Cast):
    neighbour: Cast


def build() -> World:
    """Everything above as rows, and the people as actors. About sixty rows; a few milliseconds."""
    home = _county(home_county(), "w")
    return World(**vars(home), neighbour=_county(neighbour_county(), "n"))


def _county(place: County, mark: str) -> Cast:
    towns = (place.townships[0].code, place.townships[1].code)
    villages = tuple(tuple(village.code for village in place.villages_of(town)[:2]) for town in towns)
    first, second = (villages[0][0], villages[0][1]), (villages[1][0], villages[1][1])
    primary, middle = place.schools_of(towns[0], PRIMARY)[0], place.schools_of(towns[1], MIDDLE)[0]
    vocational = next(school for school in place.schools if school.category == VOCATIONAL)
    codes = [place.province.code, place.city.code, place.county.code, *towns, *first, *second]
    _regions(place, codes)
    organs = _organs(place, [*towns, *first, *second], [primary, middle, vocational])
    county, city, province = place.county.code, place.city.code, place.province.code
    education = (Kind.COUNTY_EDUCATION, county)
    posts: dict[str, tuple[Role, tuple[Kind, str]]] = {
        "registrar": (Role.SCHOOL_REGISTRAR, (Kind.SCHOOL, primary.code)),
        "other_registrar": (Role.SCHOOL_REGISTRAR, (Kind.SCHOOL, middle.code)),
        "village_worker": (Role.VILLAGE_WORKER, (Kind.VILLAGE_COMMITTEE, first[0])),
        "next_village_worker": (Role.VILLAGE_WORKER, (Kind.VILLAGE_COMMITTEE, first[1])),
        "other_village_worker": (Role.VILLAGE_WORKER, (Kind.VILLAGE_COMMITTEE, second[0])),
        "township_officer": (Role.TOWNSHIP_OFFICER, (Kind.TOWNSHIP_GOVERNMENT, towns[0])),
        "other_township_officer": (Role.TOWNSHIP_OFFICER, (Kind.TOWNSHIP_GOVERNMENT, towns[1])),
        "county_reviewer": (Role.COUNTY_REVIEWER, education),
        "second_reviewer": (Role.COUNTY_REVIEWER, education),
        "county_approver": (Role.COUNTY_APPROVER, education),
        "police_desk": (Role.POLICE_DESK, (Kind.COUNTY_POLICE, county)),
        "station_desk": (Role.POLICE_DESK, (Kind.POLICE_STATION, towns[0])),
        "committee_secretary": (Role.COMMITTEE_SECRETARY, (Kind.EXPERT_COMMITTEE, county)),
        "court_clerk": (Role.COURT_CLERK, (Kind.COURT, county)),
        "city_officer": (Role.CITY_OFFICER, (Kind.CITY_EDUCATION, city)),
        "province_officer": (Role.PROVINCE_OFFICER, (Kind.PROVINCE_EDUCATION, province)),
        "auditor": (Role.AUDITOR, education),
        "system_admin": (Role.SYSTEM_ADMIN, education),
        "security_admin": (Role.SECURITY_ADMIN, education),
    }
    actors = _seat(posts, organs, mark)
    return Cast(
        **actors,
        province=province,
        city=city,
        county=county,
        townships=towns,
        villages=(first, second),
        primary=primary,
        middle=middle,
        vocational=vocational,
        organs=organs,
    )


def _regions(place: County, codes: Iterable[str]) -> None:
    rows = [place.region(code) for code in codes]
    Region.objects.bulk_create(
        Region(code=row.code, name=row.name, level=row.level, parent_id=row.parent, valid_from=SINCE) for row in rows
    )


def _organs(place: County, below: Iterable[str], schools: Iterable[School]) -> dict[tuple[Kind, str], Organ]:
    county, city, province = place.county, place.city, place.province
    offices = [
        (Kind.PROVINCE_EDUCATION, province.code, f"{province.name}教育厅"),
        (Kind.CITY_EDUCATION, city.code, f"{city.name}教育局"),
        (Kind.COUNTY_EDUCATION, county.code, f"{county.name}教育局"),
        (Kind.COUNTY_GOVERNMENT, county.code, f"{county.name}人民政府"),
        (Kind.COUNTY_POLICE, county.code, f"{county.name}公安局"),
        (Kind.COUNTY_HEALTH, county.code, f"{county.name}卫生健康局"),
        (Kind.COUNTY_DISABLED_FEDERATION, county.code, f"{county.name}残疾人联合会"),
        (Kind.CIVIL_AFFAIRS, county.code, f"{county.name}民政局"),
        (Kind.EXPERT_COMMITTEE, county.code, f"{county.name}残疾人教育专家委员会"),
        (Kind.COURT, county.code, f"{county.name}人民法院"),
    ]
    for code in below:
        region = place.region(code)
        if region.level == "township":
            offices.append((Kind.TOWNSHIP_GOVERNMENT, code, f"{region.name}人民政府"))
            offices.append((Kind.POLICE_STATION, code, f"{region.name}派出所"))
        else:
            offices.append((Kind.VILLAGE_COMMITTEE, code, f"{region.name}民委员会"))
    made = {(kind, code): Organ(kind=kind.value, region_id=code, name=name) for kind, code, name in offices}
    for school in schools:
        kind = Kind.VOCATIONAL_SCHOOL if school.category == VOCATIONAL else Kind.SCHOOL
        made[kind, school.code] = Organ(
            kind=kind.value, region_id=school.township, name=school.name, school_code=school.code
        )
    Organ.objects.bulk_create(made.values())
    return made


def _seat(
    posts: Mapping[str, tuple[Role, tuple[Kind, str]]], organs: Mapping[tuple[Kind, str], Organ], mark: str
) -> dict[str, Actor]:
    secret = make_password(PASSWORD)
    users = {
        name: User(
            username=f"{mark}-{name.replace('_', '-')}", name=f"测试{mark}{order}", password=secret, created_at=NOW
        )
        for order, name in enumerate(posts, 1)
    }
    User.objects.bulk_create(users.values())
    Post.objects.bulk_create(
        Post(user=users[name], role=role.value, organ=organs[at], organ_kind=at[0].value, valid_from=SINCE)
        for name, (role, at) in posts.items()
    )
    return {name: _seated(user) for name, user in users.items()}


def _seated(user: User) -> Actor:
    actor = actor_for(user, NOW)
    assert actor is not None, user.username
    return actor
