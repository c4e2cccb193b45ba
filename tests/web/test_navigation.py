"""Administrators find no way to a child; auditors look but have no work of their own."""

import pytest

from fuxue.kernel.vocabulary import Role
from fuxue.web import navigation


def urls(role: Role) -> set[str]:
    return {item.url for item in navigation.items(role, "/")}


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_administrators_are_shown_no_cases(role: Role) -> None:
    assert not urls(role) & {"/", "/cases/", "/import/"}


def test_an_auditor_reads_cases_and_the_audit() -> None:
    assert urls(Role.AUDITOR) == {"/cases/", "/guideline/", "/audit/"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_the_page_one_is_on_is_marked_once(role: Role) -> None:
    assert [item.url for item in navigation.items(role, "/guideline/") if item.current] == ["/guideline/"]
