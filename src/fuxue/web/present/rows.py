"""Cases as lines of a list: terms instead of codes, places by name. One query for the names of all places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fuxue.access.models import Region
from fuxue.ledger import rules
from fuxue.ledger.models import Case
from fuxue.web import words


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    number: str
    name: str
    sex: str
    birth_date: date | None
    state: str
    clause: str
    title: str
    severe: bool
    place: str
    responsible: str
    due_on: date | None
    next_follow_up_on: date | None
    outcome: str
    updated_on: date


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Region names by code."""
    return dict(Region.objects.filter(code__in=set(codes)).values_list("code", "name"))


def of(cases: Iterable[Case]) -> list[Row]:
    found = list(cases)
    places = names_of(code for case in found for code in (case.township_code, case.village_code)) if found else {}
    procedures = rules.current_book().procedures
    return [_row(case, places, {key: value.title for key, value in procedures.items()}) for case in found]


def _row(case: Case, places: dict[str, str], titles: dict[str, str]) -> Row:
    town, village = places.get(case.township_code, ""), places.get(case.village_code, "")
    return Row(
        id=case.id,
        number=case.number,
        name=str(case.child),
        sex=words.SEX.get(case.child.sex, ""),
        birth_date=case.child.birth_date,
        state=case.state,
        clause=case.clause or "",
        title=titles.get(case.procedure or "", ""),
        severe=case.severe,
        place=f"{town} {village}".strip(),
        responsible=case.responsible.name if case.responsible else "",
        due_on=case.due_on,
        next_follow_up_on=case.next_follow_up_on,
        outcome=words.OUTCOMES.get(case.outcome or "", ""),
        updated_on=case.updated_at.date(),
    )
