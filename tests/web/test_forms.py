"""Forms ask what the kind needs, send only what changed, and keep "not yet known" apart from "no"."""

from datetime import date
from typing import Any

import pytest

from fuxue.guideline import FACTS, MATERIALS
from fuxue.guideline.casefile import MaterialFacts
from fuxue.ledger import commands
from fuxue.web.forms.facts import FactsForm
from fuxue.web.forms.moves import ChildForm, ReturnForm
from fuxue.web.forms.paper import PaperForm
from fuxue.web.forms.visit import VisitForm

TODAY = date(2026, 11, 23)


def facts(data: dict[str, Any], known: dict[str, Any], *names: str) -> FactsForm:
    return FactsForm(data, known=known, names=names)


def test_only_changed_facts_are_sent() -> None:
    form = facts({"fact_disabled": "yes", "fact_in_province": "no"}, {"disabled": True}, "disabled", "in_province")
    assert form.is_valid(), form.errors
    assert form.command() == commands.RecordFacts({"in_province": False}, "")


def test_an_emptied_answer_takes_the_fact_back() -> None:
    form = facts({"fact_disabled": ""}, {"disabled": True}, "disabled")
    assert form.is_valid()
    assert form.values == {"disabled": None}


def test_no_change_is_said_to_be_none() -> None:
    form = facts({"fact_disabled": ""}, {}, "disabled")
    assert not form.is_valid()
    assert form.non_field_errors() == ["没有改动任何一项。"]


def test_rows_come_back_as_a_list_without_the_empty_ones() -> None:
    cells = {"0-on": "2026-10-12", "0-hours": "2", "1-on": "", "1-hours": ""}
    data = {f"fact_home_teaching_log-{cell}": value for cell, value in cells.items()}
    form = facts(data, {}, "home_teaching_log")
    assert form.is_valid(), form.errors
    assert len(form.values["home_teaching_log"]) == 1


def test_a_row_that_cannot_be_read_says_so_without_a_path() -> None:
    cells = {"fact_home_teaching_log-0-on": "2026-10-12", "fact_home_teaching_log-0-hours": "很多"}
    form = facts(cells, {}, "home_teaching_log")
    assert not form.is_valid()
    assert "facts." not in str(form.errors)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_has_an_input_with_its_chinese_label(name: str) -> None:
    form = FactsForm(known={}, names=[name])
    assert FACTS[name].term in form.as_div() or FACTS[name].term in str(form)


@pytest.mark.parametrize("kind", MATERIALS)
def test_every_kind_of_paper_has_its_form(kind: str) -> None:
    form = PaperForm(kind=kind)
    assert str(form)
    assert ("files" in form.fields) == (MATERIALS[kind].scan_or_retained == "scan")


def test_a_retained_recording_asks_for_custody_not_for_a_file() -> None:
    form = PaperForm({"names_child": ""}, kind="audio")
    assert not form.is_valid()
    assert set(form.errors) == {"number", "custodian", "place"}


def test_correcting_a_paper_sends_only_what_differs() -> None:
    paper = MaterialFacts("m1", "death_certificate", "hospital", date(2026, 3, 9), ("hospital",))
    data = {"issuer": "hospital", "issued_on": "2026-03-10", "seals": ["hospital"], "names_child": ""}
    form = PaperForm(data, kind="death_certificate", paper=paper)
    assert form.is_valid(), form.errors
    assert form.command() == commands.CorrectPaper("m1", {"issued_on": date(2026, 3, 10)})


def visit(**changes: Any) -> VisitForm:
    data = {
        "on": "2026-11-20", "way": "home", "reached": ["guardian"], "result": "refused",
        "narrative": "家长说明年再读。", "staff-0-organ": "school", "staff-0-name": "马文秀", "staff-0-signed": "on",
        "staff-1-organ": "", "staff-1-name": "",
    }  # fmt: skip
    return VisitForm({**data, **changes}, today=TODAY)


def test_a_visit_names_its_staff_one_by_one() -> None:
    form = visit()
    assert form.is_valid(), form.errors
    command = form.command()
    assert isinstance(command, commands.RecordVisit)
    assert [(s.organ, s.name, s.signed) for s in command.visit.staff] == [("school", "马文秀", True)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"on": "2026-11-24"}, "on"), ({"result": "no_answer"}, "result"), ({"narrative": ""}, "narrative"),
     ({"staff-0-organ": "", "staff-0-name": "", "staff-0-signed": ""}, "staff")],
)  # fmt: skip
def test_a_visit_that_cannot_be_is_refused_at_its_field(changes: dict[str, str], field: str) -> None:
    form = visit(**changes)
    assert not form.is_valid()
    assert field in form.errors


def test_a_return_needs_one_remark_and_keeps_it_with_its_item() -> None:
    empty = ReturnForm({}, items=[("proof", "死亡证明")])
    assert not empty.is_valid()
    form = ReturnForm({"item_1": "看不清印章。"}, items=[("proof", "死亡证明")])
    assert form.is_valid()
    assert form.command() == commands.ReturnForCorrection((("proof", "看不清印章。"),))


def test_correcting_a_child_sends_only_what_was_typed() -> None:
    form = ChildForm({"name": "阿木拉者", "reason": "户口簿"})
    assert form.is_valid()
    assert form.command() == commands.CorrectChild({"name": "阿木拉者"}, "户口簿")
