"""One case as the rules see it: facts in their own types, papers that may count, visits that are valid. Pure."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from fuxue.guideline.casefile import CaseFile, MaterialFacts, VisitFacts
from fuxue.guideline.facts import CHILD_TERMS, FACTS
from fuxue.guideline.profile import Profile
from fuxue.guideline.values import parse_fact
from fuxue.kernel.calendar import age_on
from fuxue.kernel.errors import Invalid


class Context:
    """Reads one case file under one profile. Knows no clause."""

    def __init__(self, case: CaseFile, profile: Profile) -> None:
        self.case = case
        self.profile = profile
        self.as_of = case.as_of
        self.facts: Mapping[str, Any] = {name: _value(name, raw) for name, raw in case.facts.items() if name in FACTS}

    def fact(self, name: str) -> Any:
        """The value, or None while it is not yet known. Names of the child's own fields are understood too."""
        if name in CHILD_TERMS:
            return getattr(self.case.child, name) or None
        return self.facts.get(name)

    def switch(self, name: str) -> Any:
        return getattr(self.profile, name)

    @property
    def birth_date(self) -> date | None:
        """The register's. The one inside the identity number may be the very mistake; it only warns."""
        return self.case.child.birth_date

    @cached_property
    def age(self) -> int | None:
        return None if self.birth_date is None else age_on(self.birth_date, self.as_of)

    @cached_property
    def papers(self) -> tuple[MaterialFacts, ...]:
        """Papers that are not known to be about somebody else."""
        return tuple(paper for paper in self.case.materials if paper.names_child is not False)

    @cached_property
    def attempts(self) -> tuple[VisitFacts, ...]:
        """Valid persuasion attempts in order, one a day: somebody was reached, and all staff present have signed."""
        valid = sorted((v for v in self.case.visits if valid_attempt(v, self.as_of)), key=lambda v: v.on or self.as_of)
        first_of_day = {visit.on: visit for visit in reversed(valid)}
        return tuple(first_of_day[day] for day in sorted(day for day in first_of_day if day))


def valid_attempt(visit: VisitFacts, as_of: date) -> bool:
    return not attempt_faults(visit, as_of)


def attempt_faults(visit: VisitFacts, as_of: date) -> tuple[tuple[str, str], ...]:
    """Why a visit does not count: (what, sentence) pairs; nothing when it counts."""
    faults: list[tuple[str, str]] = []
    if visit.on is None:
        faults.append(("visit", "没有登记日期"))
    elif visit.on > as_of:
        faults.append(("visit", "日期晚于评估日"))
    if not {"guardian", "child"} & set(visit.reached):
        faults.append(("visit", "没有见到或联系上监护人或学生本人"))
    if not visit.staff:
        faults.append(("signature", "没有登记参加劝返的工作人员"))
    elif not all(person.signed for person in visit.staff):
        names = "、".join(p.name or p.organ or "一名工作人员" for p in visit.staff if not p.signed)
        faults.append(("signature", f"工作人员没有逐一签字（{names}）"))
    return tuple(faults)


def _value(name: str, raw: Any) -> Any:
    if raw is None:
        return None
    try:
        return parse_fact(name, raw)
    except Invalid:
        return None
