"""Carries out the plans through the ledger's door, as the people of the county, on days that are over."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.demo.accounts import Staff
from fuxue.demo.pictures import VARIANTS, Order, order
from fuxue.demo.places import Directory
from fuxue.demo.plans import LIST_REASON, Plan
from fuxue.demo.scripts import PaperScript, Script, VisitScript
from fuxue.evidence.actions import add_paper
from fuxue.guideline.casefile import MaterialFacts, Recording, Signature, VisitFacts
from fuxue.kernel.vocabulary import MATERIAL_TERMS, Material
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.ledger import commands as c
from fuxue.ledger import reading, rights
from fuxue.ledger.actions import Source, perform, register
from fuxue.ledger.models import Case
from fuxue.ledger.state import CaseState
from fuxue.synth.places import County


@dataclass(frozen=True, slots=True)
class Office:
    """One county at work; `now` is the end of the story."""

    county: County
    directory: Directory
    staff: Staff
    now: datetime

    def at(self, day: date, minutes: int) -> datetime:
        """`minutes` after nine in the morning of `day`, and never later than now."""
        morning = datetime.combine(day, time(9), tzinfo=timezone.get_default_timezone())
        return min(self.now, morning + timedelta(minutes=minutes))


def register_all(office: Office, plans: Sequence[Plan]) -> dict[int, UUID]:
    """The lists of all days, oldest first; returns the case of each plan by its number."""
    by_day: dict[date, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_day[plan.registered_on].append(plan)
    opened: dict[int, UUID] = {}
    for day, group in sorted(by_day.items()):
        done = register(
            actor=office.staff.reviewer,
            children=[_line(plan, row) for row, plan in enumerate(group, start=2)],
            source=Source("suspected", f"{day:%Y%m%d}", f"{day:%Y年%m月%d日}疑似失学名单"),
            key=f"demo-list-{day}",
            now=office.at(day, 0),
        )
        opened.update(zip((plan.number for plan in group), done.opened, strict=True))
    return opened


def _line(plan: Plan, row: int) -> c.NewChild:
    child = plan.child
    return c.NewChild(
        name=child.name,
        sex=child.sex,
        birth_date=child.birth,
        id_number=child.id_number,
        student_number=child.student_number,
        school_code=child.school.code if child.school else None,
        region_code=child.village.code,
        guardian_name=child.guardian,
        guardian_phone=child.guardian_phone,
        address=child.address,
        reason=plan.script.reason if plan.script else LIST_REASON,
        source_row=row,
    )


def picture_of(plan: Plan, script: PaperScript) -> str:
    """The key of the picture for a paper of this plan: its own, or one of the pool's."""
    if plan.own:
        return f"{plan.county}/{plan.number}/{script.kind}/{script.issuer}"
    procedure = plan.script.procedure if plan.script else ""
    return f"{plan.county}/{procedure}/{script.kind}/{plan.number % VARIANTS}"


def pictures_for(county: County, plans: Sequence[Plan]) -> Iterator[Order]:
    """One order per picture that the plans will need; those of the pool once."""
    seen: set[str] = set()
    for plan in plans:
        for script in plan.script.papers if plan.script else ():
            key = picture_of(plan, script)
            if key not in seen:
                seen.add(key)
                yield order(key, script, plan.child, county, _filed_on(plan, script))


def _filed_on(plan: Plan, script: PaperScript) -> date:
    """The day on which the paper is put in, from which its own date is counted."""
    days = dict(plan.steps)
    last = plan.script is not None and script == plan.script.papers[-1]
    usual = ("answer", "complete") if last else ("answer", "begin")
    return next((days[step] for step in usual if step in days), plan.steps[-1][1])


class Work:
    """One case being worked on, step by step."""

    def __init__(self, office: Office, plan: Plan, case_id: UUID, pictures: Mapping[str, bytes]) -> None:
        self._office, self._plan, self._case_id, self._pictures = office, plan, case_id, pictures
        self._crew = office.staff.crews[plan.seat.township.code]
        self._worker = self._crew.registrar if plan.place == "school" else self._crew.village_worker
        self._given = 0
        self._day = plan.registered_on
        self._facts_given: set[str] = set()
        self._papers_given: set[PaperScript] = set()

    def run(self) -> None:
        with transaction.atomic():
            for step, day in self._plan.steps[1:]:
                self._day = day
                STEPS[step](self)

    # --- The door ----------------------------------------------------------------------------------------------------
    def _key(self) -> str:
        self._given += 1
        return f"demo-{self._plan.county}-{self._plan.number}-{self._given}"

    def _now(self) -> datetime:
        return self._office.at(self._day, self._given * 7 + self._plan.number % 60)

    def give(self, actor: Actor, command: c.Command) -> None:
        perform(actor=actor, case_id=self._case_id, command=command, key=self._key(), now=self._now())

    def state(self) -> CaseState:
        with as_actor(self._office.staff.approver):
            return reading.state_of(Case.objects.get(pk=self._case_id))

    @property
    def script(self) -> Script:
        if self._plan.script is None:
            raise LookupError(f"plan {self._plan.number} has no procedure to follow")
        return self._plan.script

    # --- Field work --------------------------------------------------------------------------------------------------
    def verify(self) -> None:
        self.give(self._worker, c.StartVerification())

    def choose(self) -> None:
        self.give(self._worker, c.ChooseProcedure(self.script.procedure, self.script.reason))

    def begin(self) -> None:
        """About half of what is needed: the visits, the facts but the last, the papers but the last."""
        for visit in self.script.visits:
            self.give(self._worker, c.RecordVisit(self._visit(visit), visit.narrative))
        facts = self._facts()
        only = len(facts) == 1 and not self.script.papers
        self._record(dict(list(facts.items())[: 1 if only or len(facts) == 1 else -1]))
        self._file(self.script.papers[:-1])

    def complete(self) -> None:
        self._record(self._facts())
        self._file(self.script.papers)
        if self.script.procedure == "vocational_placement":
            self._keep_recording()

    def _facts(self) -> dict[str, Any]:
        return {**self.script.facts(self._day, self._plan.child), **self._plan.facts}

    def _record(self, facts: Mapping[str, Any]) -> None:
        """Each fact once, by the worker, or by the county where it is not the worker's to say."""
        fresh = {name: value for name, value in facts.items() if name not in self._facts_given}
        self._facts_given |= set(fresh)
        reviewer = self._office.staff.reviewer
        for actor in (self._worker, reviewer):
            mine = {name: value for name, value in fresh.items() if (self._speaker(name) == actor)}
            if mine:
                self.give(actor, c.RecordFacts(mine))

    def _speaker(self, fact: str) -> Actor:
        return self._worker if rights.may_state(self._worker, fact) else self._office.staff.reviewer

    def _file(self, papers: Sequence[PaperScript], actor: Actor | None = None) -> None:
        for paper in papers:
            if paper not in self._papers_given:
                self._papers_given.add(paper)
                self._add(actor or self._worker, paper)

    def _add(self, actor: Actor, script: PaperScript) -> None:
        child = self._plan.child
        names = {"guardian": child.guardian, "child": child.name}
        title = MATERIAL_TERMS[Material(script.kind)]
        paper = MaterialFacts(
            id="",
            kind=script.kind,
            issuer=script.issuer,
            issued_on=self._day - timedelta(days=script.ago),
            seals=script.seals,
            signatures=tuple(Signature(relation=who, name=names[who], signed=True) for who in script.signers),
            designated=script.designated,
            names_child=True,
        )
        picture = BytesIO(self._pictures[picture_of(self._plan, script)])
        add_paper(
            actor=actor,
            case_id=self._case_id,
            paper=paper,
            uploads=[(f"{title}.jpg", picture)],
            title=title,
            key=self._key(),
            now=self._now(),
        )

    def _keep_recording(self) -> None:
        custody = Recording(number=f"LY-{self._plan.number:04d}", custodian=self._worker.name, place="学校档案室")
        paper = MaterialFacts(id="", kind="audio", medium="retained", names_child=True, recording=custody)
        self.give(self._worker, c.AddPaper(paper=paper, title="劝返录音"))

    def _visit(self, script: VisitScript) -> VisitFacts:
        organ = "school" if self._plan.place == "school" else "village_committee"
        present = (
            Signature(organ=organ, name=self._worker.name, signed=True),
            Signature(organ="township_government", name=self._crew.officer.name, signed=True),
        )
        day = self._day - timedelta(days=script.ago)
        return VisitFacts(on=day, way="home", reached=(script.reached,), staff=present, result=script.result)

    # --- Outside organs ----------------------------------------------------------------------------------------------
    def refer(self) -> None:
        kind, question = self.script.waits_for
        region = self._plan.seat.township.code if kind is Kind.POLICE_STATION else self._plan.county
        due = None
        if self._plan.goal == "waiting":
            due = timezone.localdate(self._office.now) + timedelta(days=self._plan.due_in)
        organ = self._office.directory.of(kind, region)
        self.give(self._crew.officer, c.Refer(organ.pk, question, due))

    def answer(self) -> None:
        """The desk puts in what it knows, its paper with it, and ends the question."""
        desk = self._office.staff.desks[self.script.waits_for[0]]
        facts = {name: value for name, value in self._facts().items() if rights.may_state(desk, name)}
        self._facts_given |= set(facts)
        if facts:
            self.give(desk, c.RecordFacts(facts))
        self._file([paper for paper in self.script.papers if rights.may_file(desk, paper.kind)], desk)
        (referral,) = self.state().referrals
        self.give(desk, c.AnswerReferral(referral.id, "已核查，结论和材料已录入，请查收。"))

    # --- Review and after --------------------------------------------------------------------------------------------
    def submit(self) -> None:
        self.give(self._worker, c.Submit("材料已齐，请审核。"))

    def approve_township(self) -> None:
        self.give(self._crew.officer, c.Approve("已核对原件。"))

    def approve_county(self) -> None:
        self.give(self._office.staff.reviewer, c.Approve("同意。"))

    def approve_second(self) -> None:
        self.give(self._office.staff.second_reviewer, c.Approve("复核同意。"))

    def send_back(self) -> None:
        self._send_back(self._office.staff.reviewer)

    def send_back_to_field(self) -> None:
        self._send_back(self._crew.officer)

    def _send_back(self, actor: Actor) -> None:
        papers = self.state().papers
        remark = (papers[0].id, "公章盖得不清楚，请重新扫描原件。") if papers else ("", "请写明查询的系统和经办人。")
        self.give(actor, c.ReturnForCorrection((remark,)))

    def close(self) -> None:
        self.give(self._office.staff.approver, c.Close(f"{self.script.reason}，经逐级审核，材料齐全。"))

    def follow(self) -> None:
        """The first follow-up that is due by now, on its day."""
        pending = self.state().follow_ups
        self._day = min(pending[0].due, timezone.localdate(self._office.now))
        self.give(self._worker, c.RecordFollowUp(pending[0].id, "ok", "已回访，情况与办结时一致。"))

    def relapse(self) -> None:
        first = self.state().follow_ups[0]
        self.give(self._worker, c.RecordFollowUp(first.id, "not_ok", "回访发现孩子已三天没有到校。"))

    def reopen(self) -> None:
        self.give(self._office.staff.approver, c.Reopen("抽查发现材料与实际情况有出入，重新核查。"))

    def reappear(self) -> None:
        self.give(self._crew.officer, c.Reopen("村民反映在邻县见到孩子本人。", "reappeared"))


STEPS: Mapping[str, Callable[[Work], None]] = {
    "verify": Work.verify,
    "choose": Work.choose,
    "begin": Work.begin,
    "complete": Work.complete,
    "refer": Work.refer,
    "answer": Work.answer,
    "submit": Work.submit,
    "approve_township": Work.approve_township,
    "approve_county": Work.approve_county,
    "approve_second": Work.approve_second,
    "return": Work.send_back,
    "return_township": Work.send_back_to_field,
    "close": Work.close,
    "follow": Work.follow,
    "relapse": Work.relapse,
    "reopen": Work.reopen,
    "reappear": Work.reappear,
}
