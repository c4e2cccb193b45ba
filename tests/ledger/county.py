"""A county and its neighbour: regions, organs, and the cast as actors. Area codes are unissued; nobody is real."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from fuxue.access.actor import Actor
from fuxue.access.models import Organ, Region
from fuxue.kernel import identity
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.kernel.vocabulary import Role
from fuxue.ledger.commands import NewChild

COUNTY, NEIGHBOUR = "532999", "532998"
TOWNSHIP, VILLAGE = "532999101", "532999101201"
SCHOOL_CODE = "2153299901"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
TODAY = date(2026, 11, 23)


def id_number(number: int, born: date = date(2014, 11, 3), area: str = COUNTY) -> str:
    first = f"{area}{born:%Y%m%d}{number % 1000:03d}"
    return first + identity.check_digit(first)


def child(number: int = 1, **changes: object) -> NewChild:
    """A line of a list; `number` makes another child of it."""
    born = changes.pop("birth_date", date(2014, 11, 3) + timedelta(days=number // 1000))
    assert isinstance(born, date)
    plain: dict[str, object] = {
        "name": f"测试{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'子丑寅卯辰巳午未申酉'[number // 10 % 10]}",
        "sex": "male" if number % 2 else "female",
        "birth_date": born,
        "id_number": id_number(number, born),
        "student_number": None,
        "school_code": SCHOOL_CODE,
        "region_code": VILLAGE,
        "guardian_name": "测试家长",
        "guardian_phone": "13800000000",
        "source_row": number,
    }
    return NewChild(**{**plain, **changes})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Cast:
    """The people of the county; `*_two` is a second person at the same organ. `outsider` reviews next door."""

    village: Actor
    school: Actor
    township: Actor
    township_two: Actor
    reviewer: Actor
    reviewer_two: Actor
    approver: Actor
    police: Actor
    committee: Actor
    court: Actor
    city: Actor
    auditor: Actor
    outsider: Actor
    outside_police: Actor

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def _region(code: str, name: str) -> None:
    levels = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
    parents = [code[:length] for length in levels if length < len(code)]
    Region.objects.create(
        code=code,
        name=name,
        level=levels[len(code)],
        parent_id=parents[-1] if parents else None,
        valid_from=date(2020, 1, 1),
    )


def organ(kind: Kind, region: str, name: str, school_code: str | None = None) -> Organ:
    return Organ.objects.create(kind=kind.value, name=name, region_id=region, school_code=school_code)


def found() -> Cast:
    """Make the regions and organs, and return the cast."""
    for code, name in [
        ("53", "甲省"),
        ("5329", "甲市"),
        (COUNTY, "甲县"),
        (NEIGHBOUR, "乙县"),
        (TOWNSHIP, "甲镇"),
        (VILLAGE, "甲村"),
        ("532999101202", "丙村"),
        ("532998101", "乙镇"),
        ("532998101201", "乙村"),
    ]:
        _region(code, name)
    village = organ(Kind.VILLAGE_COMMITTEE, VILLAGE, "甲村村委会")
    school = organ(Kind.SCHOOL, COUNTY, "甲县第一小学", SCHOOL_CODE)
    organ(Kind.SCHOOL, COUNTY, "甲县第二小学", "2153299902")
    township = organ(Kind.TOWNSHIP_GOVERNMENT, TOWNSHIP, "甲镇人民政府")
    county = organ(Kind.COUNTY_EDUCATION, COUNTY, "甲县教育局")
    police = organ(Kind.POLICE_STATION, COUNTY, "甲镇派出所")
    committee = organ(Kind.EXPERT_COMMITTEE, COUNTY, "甲县残疾人教育专家委员会")
    court = organ(Kind.COURT, COUNTY, "甲县人民法院")
    city = organ(Kind.CITY_EDUCATION, "5329", "甲市教育局")
    outside = organ(Kind.COUNTY_EDUCATION, NEIGHBOUR, "乙县教育局")
    outside_police = organ(Kind.POLICE_STATION, NEIGHBOUR, "乙镇派出所")
    organ(Kind.TOWNSHIP_GOVERNMENT, "532998101", "乙镇人民政府")
    numbers = iter(range(101, 200))

    def at(place: Organ, role: Role, name: str) -> Actor:
        return Actor(
            user_id=next(numbers),
            name=name,
            role=role,
            organ_id=place.pk,
            organ_kind=Kind(place.kind),
            organ_name=place.name,
            region_code=place.region_id,
            school_code=place.school_code if role is Role.SCHOOL_REGISTRAR else None,
        )

    return Cast(
        village=at(village, Role.VILLAGE_WORKER, "村甲"),
        school=at(school, Role.SCHOOL_REGISTRAR, "师甲"),
        township=at(township, Role.TOWNSHIP_OFFICER, "镇甲"),
        township_two=at(township, Role.TOWNSHIP_OFFICER, "镇乙"),
        reviewer=at(county, Role.COUNTY_REVIEWER, "审甲"),
        reviewer_two=at(county, Role.COUNTY_REVIEWER, "审乙"),
        approver=at(county, Role.COUNTY_APPROVER, "批甲"),
        police=at(police, Role.POLICE_DESK, "警甲"),
        committee=at(committee, Role.COMMITTEE_SECRETARY, "秘甲"),
        court=at(court, Role.COURT_CLERK, "法甲"),
        city=at(city, Role.CITY_OFFICER, "市甲"),
        auditor=at(city, Role.AUDITOR, "计甲"),
        outsider=at(outside, Role.COUNTY_REVIEWER, "邻甲"),
        outside_police=at(outside_police, Role.POLICE_DESK, "邻警"),
    )
