"""Which kind of fact a role needs. Stated as what must never be, so that widening one is a decision."""

import pytest

from fuxue.access.fields import CATEGORIES, NEEDS, may_see
from fuxue.guideline import FACTS, MATERIALS
from fuxue.kernel.vocabulary import Role

NEVER: dict[Role, set[str]] = {
    Role.VILLAGE_WORKER: {"medical", "police", "court"},
    Role.SCHOOL_REGISTRAR: {"police", "court"},
    Role.POLICE_DESK: {"medical", "contact", "family", "court", "school"},
    Role.COMMITTEE_SECRETARY: {"police", "court", "contact", "household"},
    Role.COURT_CLERK: {"medical", "police"},
    Role.CITY_OFFICER: {"contact"},
    Role.PROVINCE_OFFICER: {"contact"},
    Role.AUDITOR: {"medical", "contact"},
    Role.SYSTEM_ADMIN: set(CATEGORIES),
    Role.SECURITY_ADMIN: set(CATEGORIES),
}


@pytest.mark.parametrize("role", NEVER)
def test_nobody_sees_what_the_work_does_not_need(role: Role) -> None:
    assert {category for category in CATEGORIES if may_see(role, category)} & NEVER[role] == set()


@pytest.mark.parametrize("role", Role)
def test_what_nobody_has_named_is_seen_by_nobody(role: Role) -> None:
    assert not may_see(role, "")
    assert not may_see(role, "religion")


@pytest.mark.parametrize("role", NEEDS)
def test_whoever_handles_a_case_knows_which_child_it_is(role: Role) -> None:
    assert may_see(role, "identity")


@pytest.mark.parametrize("role", [Role.TOWNSHIP_OFFICER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER])
def test_those_who_review_see_what_they_sign(role: Role) -> None:
    assert all(may_see(role, category) for category in CATEGORIES)


def test_each_outside_organ_sees_its_own_kind_of_fact() -> None:
    assert may_see(Role.POLICE_DESK, "police")
    assert may_see(Role.COMMITTEE_SECRETARY, "medical")
    assert may_see(Role.COURT_CLERK, "court")


def test_facts_and_papers_use_no_category_that_nobody_decided_about() -> None:
    used = {spec.category for spec in FACTS.values()} | {spec.category for spec in MATERIALS.values()}
    assert used <= CATEGORIES
