"""What people type finds the child; nothing else does."""

import pytest
from tests.ledger.county import NOW, Cast, child, id_number

from fuxue.ledger.actions import Source, register
from fuxue.ledger.models import Case
from fuxue.ledger.search import search

NAMES = ("欧阳明月", "阿依古丽·买买提", "单晓", "曾子墨")


@pytest.fixture
def cases(cast: Cast) -> dict[str, Case]:
    lines = [child(number, name=name) for number, name in enumerate(NAMES, start=1)]
    register(actor=cast.reviewer, children=lines, source=Source("s", "b"), key="k", now=NOW)
    return {case.child.name: case for case in Case.objects.select_related("child")}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("欧", {"欧阳明月"}),
        ("阳明", {"欧阳明月"}),
        ("欧阳明月", {"欧阳明月"}),
        ("依古丽买买", {"阿依古丽·买买提"}),
        ("阿依古丽•买买提", {"阿依古丽·买买提"}),
        ("sx", {"单晓"}),
        ("zzm", {"曾子墨"}),
        ("ZZ", {"曾子墨"}),
        ("532999-2026-00002", {"阿依古丽·买买提"}),
        (id_number(3), {"单晓"}),
        (id_number(4)[-4:], {"曾子墨"}),
        ("曾 zzm", {"曾子墨"}),
        ("曾 单", set()),
        ("明阳", set()),
        ("%", set()),
        ("", set(NAMES)),
    ],
)
def test_what_is_typed_finds(cases: dict[str, Case], typed: str, found: set[str]) -> None:
    assert {case.child.name for case in search(Case.objects.select_related("child"), typed)} == found
