"""Everything the case page shows, gathered once. Reads through the ledger's own reading side only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fuxue.access.actor import Actor
from fuxue.access.fields import may_see
from fuxue.guideline import FACTS
from fuxue.guideline.assessment import Assessment
from fuxue.kernel import calendar, mask
from fuxue.ledger import reading, rules
from fuxue.ledger.models import Case
from fuxue.web import words
from fuxue.web.present import checklist, rows, steps, timeline, values


@dataclass(frozen=True, slots=True)
class CasePage:
    case: Case
    today: date
    age: int | None
    place: str
    procedure: Any
    proposed: bool
    assessment: Assessment
    identity: Sequence[tuple[str, str]]
    contact: Sequence[tuple[str, str]]
    masked: bool
    facts: Sequence[tuple[str, str]]
    timeline: Sequence[timeline.Line]
    checks: Sequence[checklist.Check]
    tally: Sequence[tuple[str, str, int]]
    acts: Sequence[steps.Act]
    next: steps.Next


def build(case: Case, *, actor: Actor, now: datetime, unmasked: bool = False) -> CasePage:
    opened = reading.open_case(case, actor=actor, now=now)
    book, today, assessment = rules.current_book(), opened.today, opened.assessment
    acts = steps.acts(case.id, opened.verdicts)
    allowed = {act.name: act.allowed for act in acts}
    checks = checklist.of(assessment, case.id, allowed)
    context = timeline.Context(
        case.id,
        {key: p.title for key, p in book.procedures.items()},
        {check.id: check.title for check in checks},
        actor.role,
    )
    places = rows.names_of([case.county_code, case.township_code, case.village_code])
    codes = (case.county_code, case.township_code, case.village_code)
    waits_for = case.responsible.name if case.responsible else ""
    return CasePage(
        case=case,
        today=today,
        age=calendar.age_on(case.child.birth_date, today) if case.child.birth_date else None,
        place=" ".join(places[code] for code in codes if code in places),
        procedure=book.procedures[assessment.procedure],
        proposed=case.procedure is None,
        assessment=assessment,
        identity=_identity(case, actor, unmasked),
        contact=_contact(case, actor, unmasked),
        masked=not unmasked,
        facts=_facts(opened.seen.facts, book.procedures[assessment.procedure].facts, actor),
        timeline=timeline.lines(opened.entries, context),
        checks=checks,
        tally=checklist.tally(checks),
        acts=[act for act in acts if act.name not in {"approve", "return_for_correction"} or act.allowed],
        next=steps.next_of(case.state, acts, assessment, waits_for),
    )


def _identity(case: Case, actor: Actor, unmasked: bool) -> list[tuple[str, str]]:
    child = case.child
    if not may_see(actor.role, "identity"):
        return [("性别", words.SEX.get(child.sex, "")), ("出生日期", words.day(child.birth_date))]
    hide = (lambda text: text) if unmasked else mask.identity_number
    return [
        ("性别", words.SEX.get(child.sex, "待查明")),
        ("出生日期", words.day(child.birth_date) or "待查明"),
        ("身份证号", hide(child.id_number) if child.id_number else "待查明"),
        ("学籍号", hide(child.student_number) if child.student_number else "无"),
    ]


def _contact(case: Case, actor: Actor, unmasked: bool) -> list[tuple[str, str]]:
    if not may_see(actor.role, "contact"):
        return []
    child = case.child
    phone = child.guardian_phone if unmasked else mask.phone(child.guardian_phone)
    return [
        ("监护人", child.guardian_name or "待查明"),
        ("电话", phone or "待查明"),
        ("住址", child.address or "待查明"),
    ]


def _facts(facts: Mapping[str, Any], used: Sequence[str], actor: Actor) -> list[tuple[str, str]]:
    """Known facts, then those the clause asks for and nobody knows yet."""
    names = [name for name in (*used, *(n for n in facts if n not in used)) if name in FACTS]
    seen = [name for name in names if may_see(actor.role, FACTS[name].category)]
    return [(FACTS[name].term, values.fact(name, facts.get(name))) for name in seen]
