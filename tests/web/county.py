"""Two small counties, one person per role, one child on the list of the first. Everything goes through the doors."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from fuxue.access import actions as access
from fuxue.access import actor_for
from fuxue.access.actor import SYSTEM, Actor
from fuxue.access.models import Organ, User
from fuxue.kernel import identity
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.kernel.vocabulary import Role
from fuxue.ledger import actions as ledger
from fuxue.ledger.actions import Source
from fuxue.ledger.commands import Command, NewChild

PASSWORD = "correct horse 2026"
SINCE = date(2020, 1, 1)
NAME = "阿木拉者"
NUMBER = "53299920141103021"
ID_NUMBER = NUMBER + identity.check_digit(NUMBER)
PHONE = "13800001234"

PEOPLE: dict[str, tuple[Role, Kind]] = {
    "village": (Role.VILLAGE_WORKER, Kind.VILLAGE_COMMITTEE),
    "school": (Role.SCHOOL_REGISTRAR, Kind.SCHOOL),
    "township": (Role.TOWNSHIP_OFFICER, Kind.TOWNSHIP_GOVERNMENT),
    "reviewer": (Role.COUNTY_REVIEWER, Kind.COUNTY_EDUCATION),
    "second": (Role.COUNTY_REVIEWER, Kind.COUNTY_EDUCATION),
    "approver": (Role.COUNTY_APPROVER, Kind.COUNTY_EDUCATION),
    "police": (Role.POLICE_DESK, Kind.COUNTY_POLICE),
    "committee": (Role.COMMITTEE_SECRETARY, Kind.EXPERT_COMMITTEE),
    "court": (Role.COURT_CLERK, Kind.COURT),
    "auditor": (Role.AUDITOR, Kind.COUNTY_EDUCATION),
    "system": (Role.SYSTEM_ADMIN, Kind.COUNTY_EDUCATION),
    "security": (Role.SECURITY_ADMIN, Kind.COUNTY_EDUCATION),
}


@dataclass
class County:
    code: str
    now: datetime
    organs: dict[Kind, Organ] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        actor = actor_for(self.users[who], self.now)
        assert actor is not None
        return actor


def county(code: str, prefix: str) -> County:
    """Regions, organs and people of one county; user names are `prefix` + the key in `PEOPLE`."""
    made = County(code, timezone.now())
    township, village = f"{code}101", f"{code}101201"
    for region, name in ((code, "示范县"), (township, "石崖乡"), (village, "石崖村")):
        access.create_region(actor=SYSTEM, code=region, name=f"{prefix}{name}", valid_from=SINCE, now=made.now)
    places = {Kind.VILLAGE_COMMITTEE: village, Kind.TOWNSHIP_GOVERNMENT: township, Kind.SCHOOL: township}
    for kind in dict.fromkeys(kind for _, kind in PEOPLE.values()):
        made.organs[kind] = access.create_organ(
            actor=SYSTEM,
            kind=kind,
            name=f"{prefix}{kind.name}",
            region_code=places.get(kind, code),
            school_code=f"{code}0001" if kind is Kind.SCHOOL else None,
            now=made.now,
        )
    for who, (role, kind) in PEOPLE.items():
        user = access.create_user(
            actor=SYSTEM, username=f"{prefix}{who}", name=f"{prefix}{who}甲", password=PASSWORD, now=made.now,
            must_change_password=False,
        )  # fmt: skip
        access.create_post(actor=SYSTEM, user=user, role=role, organ=made.organs[kind], now=made.now)
        made.users[who] = user
    return made


def upper(code: str) -> None:
    """The province and city above a county."""
    now = timezone.now()
    for region, name in ((code[:2], "示范省"), (code[:4], "示范市")):
        access.create_region(actor=SYSTEM, code=region, name=name, valid_from=SINCE, now=now)


def child(place: County, name: str = NAME) -> UUID:
    """One child on a suspected list of the county."""
    line = NewChild(
        name=name, sex="male", birth_date=date(2014, 11, 3), id_number=ID_NUMBER, student_number=None,
        school_code=f"{place.code}0001", region_code=f"{place.code}101201", guardian_name="阿木尔哈",
        guardian_phone=PHONE, address="三组", reason="户籍有、学籍无", source_row=2,
    )  # fmt: skip
    source = Source("suspected", "2026 秋季", "名单.xlsx")
    done = ledger.register(actor=place.actor("reviewer"), children=[line], source=source, key="list-1", now=place.now)
    return done.opened[0]


def do(place: County, who: str, case_id: UUID, *commands: Command) -> None:
    """Commands through the ledger's door, as one person."""
    for command in commands:
        key = f"{who}-{type(command).__name__}-{abs(hash(command.__repr__()))}"
        ledger.perform(actor=place.actor(who), case_id=case_id, command=command, key=key, now=timezone.now())
