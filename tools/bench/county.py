"""Fills the throw-away county of the benchmark through the program's own doors."""

import time
from collections.abc import Iterator
from datetime import date
from random import Random

from django.utils import timezone

from fuxue.access import SYSTEM
from fuxue.access import actions as access
from fuxue.access.models import Organ as OrganRow
from fuxue.kernel.vocabulary import Organ, Role
from fuxue.ledger import actions as ledger
from fuxue.ledger.actions import Source
from fuxue.ledger.commands import NewChild
from fuxue.synth.people import Population, birth_at_age, school_for
from fuxue.synth.places import County, home_county

SLICE = 5_000


def fill(cases: int, password: str) -> float:
    """Seconds that registering `cases` lines took; places and the officer's account are not counted."""
    county, now = home_county(), timezone.now()
    _places(county)
    township = county.townships[1]
    officer = access.create_user(
        actor=SYSTEM, username="bench", name="测量员", password=password, now=now, must_change_password=False
    )
    organ = _organs(county)[township.code]
    access.create_post(actor=SYSTEM, user=officer, role=Role.TOWNSHIP_OFFICER, organ=organ, now=now)
    lines = list(_lines(county, cases, timezone.localdate(now)))
    began = time.perf_counter()
    for start in range(0, cases, SLICE):
        ledger.register(
            actor=SYSTEM,
            children=lines[start : start + SLICE],
            source=Source(kind="suspected", batch="bench", name="bench"),
            key=f"bench:{start}",
            now=now,
        )
    return time.perf_counter() - began


def _places(county: County) -> None:
    now = timezone.now()
    for region in county.regions:
        access.create_region(actor=SYSTEM, code=region.code, name=region.full, valid_from=date(2020, 1, 1), now=now)


def _organs(county: County) -> dict[str, OrganRow]:
    now = timezone.now()
    made: dict[str, OrganRow] = {}

    def organ(kind: Organ, name: str, code: str, school: str | None = None) -> None:
        made[school or code] = access.create_organ(
            actor=SYSTEM, kind=kind, name=name, region_code=code, school_code=school, now=now
        )

    organ(Organ.COUNTY_EDUCATION, f"{county.county.name}教育体育局", county.county.code)
    for town in county.townships:
        organ(Organ.TOWNSHIP_GOVERNMENT, f"{town.name}人民政府", town.code)
    for village in county.villages:
        organ(Organ.VILLAGE_COMMITTEE, f"{village.name}村民委员会", village.code)
    for school in county.schools:
        organ(Organ.SCHOOL, school.name, county.county.code, school.code)
    return made


def _lines(county: County, cases: int, today: date) -> Iterator[NewChild]:
    population, chance = Population(county, seed=7), Random(7)  # a benchmark, not a secret
    for row in range(cases):
        village, age = chance.choice(county.villages), chance.randint(6, 15)
        school = school_for(chance, county, village, age)
        child = population.child(birth_at_age(chance, age, today), village=village, school=school)
        yield NewChild(
            name=child.name,
            sex=child.sex,
            birth_date=child.birth,
            id_number=child.id_number,
            student_number=child.student_number,
            school_code=school.code,
            region_code=village.code,
            guardian_name=child.guardian,
            guardian_phone=child.guardian_phone,
            address=child.address,
            source_row=row + 1,
        )
