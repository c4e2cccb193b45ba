"""Other offices at the same child: the police desk, a second reviewer, the auditor, and the neighbour who sees none."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect
from tests.browser.test_journeys import panel, send
from tests.web import county

from fuxue.evidence import actions as evidence
from fuxue.guideline.casefile import MaterialFacts
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.ledger import commands as c
from fuxue.ledger.models import Case

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_the_police_desk_answers_what_it_was_asked(sign_in: Open, home: county.County, case_id: UUID) -> None:
    county.do(home, "school", case_id, c.StartVerification())
    county.do(home, "reviewer", case_id, c.Refer(home.organs[Kind.COUNTY_POLICE].pk, "请核查孩子的去向。"))
    police = sign_in("police")
    police.goto("/cases/")
    police.get_by_role("link", name=county.NAME).click()
    expect(police.get_by_text("请核查孩子的去向。")).to_be_visible()
    police.locator(".next .button.primary", has_text="答复协查").click()
    expect(police.locator("#panel-title")).to_be_focused()
    police.get_by_label("答复内容").fill("经核查，没有出境和住宿记录。")
    send(police)
    police.wait_for_url("**/cases/")
    expect(police.get_by_role("link", name=county.NAME)).to_have_count(0)

    reviewer = sign_in("reviewer")
    reviewer.goto(f"/cases/{case_id}/")
    expect(reviewer.get_by_text("经核查，没有出境和住宿记录。")).to_be_visible()


def missing(home: county.County, case_id: UUID) -> None:
    """The police found nobody; their statement is there; the county has submitted."""
    county.do(home, "school", case_id, c.StartVerification(), c.ChooseProcedure("missing", "公安已核查。"))
    found = {"county_request_on": date(2026, 9, 9), "police_finding": "untraceable"}
    county.do(home, "school", case_id, c.RecordFacts(found))
    picture = BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    picture.seek(0)
    paper = MaterialFacts(
        "", "police_missing_statement", issuer="police_station", issued_on=date(2026, 10, 8), seals=("police_station",),
        names_child=True,
    )  # fmt: skip
    evidence.add_paper(
        actor=home.actor("school"), case_id=case_id, paper=paper, uploads=[("scan.png", picture)], title="", key="scan",
        now=timezone.now(),
    )  # fmt: skip
    county.do(home, "school", case_id, c.Submit())


def test_a_severe_clause_needs_a_second_reviewer(sign_in: Open, home: county.County, case_id: UUID) -> None:
    missing(home, case_id)
    for who in ("township", "reviewer"):
        page = sign_in(who)
        page.goto(f"/cases/{case_id}/")
        page.locator(".next .button.primary", has_text="审核通过").click()
        send(page)
    expect(page.locator(".case-head")).to_contain_text("从严掌握")
    expect(page.locator(".next .button.primary", has_text="审核通过")).to_have_count(0)
    page.locator("details.menu summary").click()
    expect(page.locator("details.menu a[href$='/do/approve/']")).to_have_count(0)

    second = sign_in("second")
    second.goto(f"/cases/{case_id}/")
    second.locator(".next .button.primary", has_text="审核通过").click()
    send(second)

    approver = sign_in("approver")
    panel(approver, case_id, "close")
    approver.get_by_label("核销原因").fill("公安核查确为无法查找。")
    send(approver)
    assert Case.objects.get(pk=case_id).outcome == "other_leave"


def test_the_auditor_reads_and_changes_nothing(sign_in: Open, home: county.County, case_id: UUID) -> None:
    missing(home, case_id)
    auditor = sign_in("auditor")
    auditor.goto(f"/cases/{case_id}/")
    expect(auditor.get_by_text("公安核查结论").first).to_be_visible()
    expect(auditor.locator(".next .button")).to_have_count(0)
    auditor.locator("details.menu summary").click()
    expect(auditor.locator("details.menu a")).to_have_count(0)
    auditor.goto("/audit/")
    expect(auditor.locator("main")).to_contain_text("本auditor甲")


def test_the_neighbour_finds_no_trace(sign_in: Open, case_id: UUID) -> None:
    county.county("532998", "邻")
    page = sign_in("reviewer", place="邻")
    for address in ("/", "/cases/"):
        page.goto(address)
        expect(page.locator("main")).to_be_visible()
        assert county.NAME not in page.content()
    answer = page.request.get(f"/cases/{case_id}/")
    assert answer.status == 404
    assert county.NAME not in answer.text()
