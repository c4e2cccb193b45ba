"""Who sees a list on its way in: the second wall, asked directly, without our own filter in front of it."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.models import Organ, Region, User
from fuxue.access.rls import as_actor
from fuxue.intake.models import ImportRun
from fuxue.kernel.vocabulary import Organ as OrganKind
from fuxue.kernel.vocabulary import Role

pytestmark = pytest.mark.django_db
COUNTY, NEIGHBOUR, CITY, TOWNSHIP = "532999", "532998", "5329", "532999101"
LEVELS = {2: "province", 4: "city", 6: "county", 9: "township"}
OFFICES = {
    COUNTY: (Role.COUNTY_REVIEWER, OrganKind.COUNTY_EDUCATION),
    NEIGHBOUR: (Role.COUNTY_REVIEWER, OrganKind.COUNTY_EDUCATION),
    CITY: (Role.CITY_OFFICER, OrganKind.CITY_EDUCATION),
    TOWNSHIP: (Role.TOWNSHIP_OFFICER, OrganKind.TOWNSHIP_GOVERNMENT),
}


def officer(code: str) -> Actor:
    role, kind = OFFICES[code]
    return Actor(1, "测试甲", role, 1, kind, "测试机构", code)


@pytest.fixture
def run() -> ImportRun:
    for code in ("53", CITY, COUNTY):
        parent = code[:-2] or None
        Region.objects.create(
            code=code, name=f"测试{code}", level=LEVELS[len(code)], parent_id=parent, valid_from=date(2020, 1, 1)
        )
    organ = Organ.objects.create(kind=OrganKind.COUNTY_EDUCATION.value, name="测试县教育局", region_id=COUNTY)
    user = User.objects.create(username="reviewer", name="测试甲", created_at=timezone.now())
    return ImportRun.objects.create(
        kind="suspected",
        file_name="名单.xlsx",
        sha256="0" * 64,
        size=1,
        state=ImportRun.READY,
        uploader=user,
        organ=organ,
        province_code="53",
        city_code=CITY,
        county_code=COUNTY,
        created_at=timezone.now(),
    )


@pytest.mark.parametrize(("code", "seen"), [(COUNTY, 1), (CITY, 1), (NEIGHBOUR, 0), (TOWNSHIP, 0)])
def test_both_walls_agree_on_who_sees_a_list(run: ImportRun, code: str, seen: int) -> None:
    actor = officer(code)
    with as_actor(actor):
        assert ImportRun.objects.visible_to(actor).filter(pk=run.pk).count() == seen
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM intake_importrun")
            assert cursor.fetchone() == (seen,)
