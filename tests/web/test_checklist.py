"""Met, lacking, not yet known and refuted are four different words, and only what is open offers a way to put it in."""

from dataclasses import replace
from uuid import uuid4

import pytest

from fuxue.guideline.assessment import Assessment, Condition, Missing, Requirement
from fuxue.kernel.truth import Truth
from fuxue.web.present import checklist

CASE = uuid4()
ALL = {"add_paper": True, "record_facts": True, "record_visit": True}


def requirement(name: str, holds: Truth, kinds: tuple[str, ...] = ("death_certificate",)) -> Requirement:
    return Requirement(name, "死亡证明（任一）", holds, "四种里有一种即可。", "一（四）", "hospital", kinds, ())


def assessment(
    conditions: tuple[Condition, ...] = (),
    requirements: tuple[Requirement, ...] = (),
    missing: tuple[Missing, ...] = (),
) -> Assessment:
    blank = Assessment(
        "deceased", "一（四）", Truth.YES, False, None, None, None, (), (), (), (), (), (), "t", "0" * 64
    )
    return replace(blank, conditions=conditions, checklist=requirements, missing=missing)


@pytest.mark.parametrize(("holds", "word"), [(Truth.YES, "已具备"), (Truth.UNKNOWN, "待查明"), (Truth.NO, "不符")])
def test_a_condition_is_never_called_missing(holds: Truth, word: str) -> None:
    found = checklist.of(assessment((Condition("died", holds, "孩子已实际死亡。", "一（四）"),)), CASE, ALL)
    assert [(check.label, check.title) for check in found] == [(word, "孩子已实际死亡。")]


def test_a_paper_that_is_not_there_is_lacking_and_says_who_supplies_it() -> None:
    lacks = Missing("proof", "material", ("death_certificate",), "还没有死亡证明。", "police_station")
    (check,) = checklist.of(assessment((), (requirement("proof", Truth.NO),), (lacks,)), CASE, ALL)
    assert (check.label, check.supplier) == ("缺少", "公安派出所")
    assert "还没有死亡证明。" in check.says
    assert check.act_url == f"/cases/{CASE}/do/add_paper/?kind=death_certificate"


def test_a_paper_that_is_there_and_wrong_is_refuted() -> None:
    (check,) = checklist.of(assessment((), (requirement("proof", Truth.NO),)), CASE, ALL)
    assert check.label == "不符"


def test_who_may_not_file_is_offered_no_way() -> None:
    (check,) = checklist.of(assessment((), (requirement("proof", Truth.NO),)), CASE, {"add_paper": False})
    assert (check.act_url, check.act_label) == ("", "")


def test_what_is_met_offers_nothing() -> None:
    (check,) = checklist.of(assessment((), (requirement("proof", Truth.YES),)), CASE, ALL)
    assert (check.label, check.act_url, check.supplier) == ("已具备", "", "")


def test_tally_leaves_out_what_there_is_none_of() -> None:
    found = checklist.of(assessment((), (requirement("a", Truth.YES), requirement("b", Truth.NO))), CASE, ALL)
    assert [(label, count) for _, label, count in checklist.tally(found)] == [("已具备", 1), ("不符", 1)]
