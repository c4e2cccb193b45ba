"""The ledger without a database: fold, decide and the rules over a list in memory, as the door puts them together."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.ledger.ready import book, line

from fuxue.access.actor import SYSTEM, Actor
from fuxue.guideline.assessment import Assessment
from fuxue.kernel.vocabulary import Organ, Role
from fuxue.ledger import commands as c
from fuxue.ledger.casefile import case_file
from fuxue.ledger.circumstances import Circumstances
from fuxue.ledger.decide import decide, organ_json
from fuxue.ledger.entries import Draft, Entry, Kind
from fuxue.ledger.fold import fold
from fuxue.ledger.reading import assessed
from fuxue.ledger.state import CaseState, Level, OrganRef

VILLAGE, SCHOOL, TOWNSHIP, COUNTY, POLICE, COURT, COMMITTEE = (
    OrganRef(1, "village_committee", "甲村村委会"),
    OrganRef(2, "school", "甲县第一小学"),
    OrganRef(3, "township_government", "甲镇人民政府"),
    OrganRef(4, "county_education", "甲县教育局"),
    OrganRef(5, "police_station", "甲镇派出所"),
    OrganRef(6, "court", "甲县人民法院"),
    OrganRef(7, "expert_committee", "甲县残疾人教育专家委员会"),
)
ORGANS = {organ.id: organ for organ in (VILLAGE, SCHOOL, TOWNSHIP, COUNTY, POLICE, COURT, COMMITTEE)}
CHAIN = (Level(TOWNSHIP, 1), Level(COUNTY, 1))
SEATS = (
    (VILLAGE, Role.VILLAGE_WORKER, 1),
    (SCHOOL, Role.SCHOOL_REGISTRAR, 1),
    (TOWNSHIP, Role.TOWNSHIP_OFFICER, 2),
    (COUNTY, Role.COUNTY_REVIEWER, 2),
    (COUNTY, Role.COUNTY_APPROVER, 2),
    (POLICE, Role.POLICE_DESK, 1),
    (COURT, Role.COURT_CLERK, 1),
    (COMMITTEE, Role.COMMITTEE_SECRETARY, 1),
    (COUNTY, Role.AUDITOR, 1),
)


def _people() -> dict[Role, list[Actor]]:
    people: dict[Role, list[Actor]] = {}
    for organ, role, count in SEATS:
        for _ in range(count):
            number = 11 + sum(len(known) for known in people.values())
            kind = Organ(organ.kind)
            people.setdefault(role, []).append(Actor(number, f"人{number}", role, organ.id, kind, organ.name, "532999"))
    return people


PEOPLE = _people()
EVERYBODY = [actor for people in PEOPLE.values() for actor in people]


def person(role: Role, number: int = 0) -> Actor:
    return PEOPLE[role][number]


village, school, township = person(Role.VILLAGE_WORKER), person(Role.SCHOOL_REGISTRAR), person(Role.TOWNSHIP_OFFICER)
township_two, police = person(Role.TOWNSHIP_OFFICER, 1), person(Role.POLICE_DESK)
reviewer, reviewer_two = person(Role.COUNTY_REVIEWER), person(Role.COUNTY_REVIEWER, 1)
approver, approver_two = person(Role.COUNTY_APPROVER), person(Role.COUNTY_APPROVER, 1)


@dataclass
class PaperLedger:
    """One case. `now` is moved by the test; entries land at it."""

    procedure: str = "deceased"
    now: datetime = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        new = line(self.procedure, "532999101201")
        child = {
            "name": new.name,
            "sex": new.sex,
            "birth_date": new.birth_date.isoformat() if new.birth_date else None,
            "id_number": new.id_number,
            "student_number": new.student_number,
            "record_school_code": new.school_code,
        }
        self.land(SYSTEM, Draft(Kind.REGISTERED, {"school_code": "", "region_code": "532999101201"}, {"child": child}))
        due = (self.now + timedelta(days=3)).date().isoformat()
        self.land(SYSTEM, Draft(Kind.ASSIGNED, {"organs": [organ_json(VILLAGE)], "due_on": due}, {}))

    def land(self, actor: Actor, draft: Draft) -> None:
        self.entries.append(
            Entry(
                seq=len(self.entries) + 1,
                kind=draft.kind,
                at=self.now,
                actor_id=actor.user_id,
                actor_name=actor.name,
                actor_role=actor.role,
                organ_id=actor.organ_id,
                organ_kind=actor.organ_kind,
                organ_name=actor.organ_name,
                rules_sha256=book().sha256,
                public=draft.public,
                private=draft.private,
            )
        )

    @property
    def state(self) -> CaseState:
        return fold(self.entries)

    @property
    def assessment(self) -> Assessment:
        return assessed(case_file(self.entries, as_of=self.now.date()), book())

    def around(self) -> Circumstances:
        return Circumstances(
            today=self.now.date(),
            deadlines=book().profile.deadlines,
            procedures=book().procedures,
            chain=CHAIN,
            assessment=self.assessment if self.state.procedure else None,
            organs=ORGANS,
        )

    def do(self, actor: Actor, *commands: c.Command) -> CaseState:
        for command in commands:
            for draft in decide(self.state, command, actor=actor, around=self.around()):
                self.land(actor, draft)
        return self.state

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
