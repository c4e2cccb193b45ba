"""One child from list to ending through the pages, each step by the person whose step it is."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.browser.conftest import serious
from tests.web import county

from fuxue.ledger.models import Case, Entry

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def panel(page: Page, case_id: UUID, name: str) -> None:
    """Opens a panel from the menu, as a person would."""
    page.goto(f"/cases/{case_id}/")
    page.locator("details.menu summary").click()
    page.locator(f"details.menu a[href$='/do/{name}/']").click()
    expect(page.locator("#panel-title")).to_be_focused()


def send(page: Page) -> None:
    page.locator("#panel button[type=submit]").click()
    expect(page.locator(".note.success").first).to_be_visible()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.png"
    Image.new("RGB", (600, 800), "white").save(path)
    return path


def prepare(page: Page, case_id: UUID, scan: Path) -> None:
    """The registrar verifies, chooses the clause, records the facts and puts the paper in."""
    panel(page, case_id, "start_verification")
    send(page)
    panel(page, case_id, "choose_procedure")
    page.get_by_label("一（四）").check()
    page.get_by_label("判断依据").fill("家长出示了死亡医学证明。")
    send(page)
    panel(page, case_id, "record_facts")
    page.get_by_label("死亡日期").fill("2026-07-20")
    send(page)
    panel(page, case_id, "add_paper")
    page.get_by_role("link", name="死亡医学证明").click()
    page.get_by_label("出具日期").fill("2026-07-21")
    page.get_by_role("group", name="盖了哪些印章").get_by_label("医疗机构").check()
    page.get_by_role("group", name="材料上的姓名").get_by_label("是", exact=True).check()
    page.get_by_label("扫描件").set_input_files(scan)
    send(page)


def test_from_the_list_to_a_proven_ending(sign_in: Open, case_id: UUID, scan: Path) -> None:
    school = sign_in("school")
    prepare(school, case_id, scan)
    school.locator(".next .button.primary", has_text="提交审核").click()
    send(school)

    township = sign_in("township")
    panel(township, case_id, "return_for_correction")
    township.get_by_label("整本台账").fill("请写明从哪里得知死亡日期。")
    send(township)

    school.goto(f"/cases/{case_id}/")
    expect(school.locator(".remarks")).to_contain_text("请写明从哪里得知死亡日期。")
    panel(school, case_id, "submit")
    send(school)

    for who in ("township", "reviewer"):
        page = township if who == "township" else sign_in(who)
        page.goto(f"/cases/{case_id}/")
        page.locator(".next .button.primary", has_text="审核通过").click()
        send(page)

    approver = sign_in("approver")
    panel(approver, case_id, "close")
    approver.get_by_label("核销原因").fill("实际死亡，死亡医学证明齐全。")
    send(approver)
    expect(approver.locator(".case-head")).to_contain_text("核销（死亡）")
    assert Case.objects.get(pk=case_id).outcome == "death"


def test_two_quick_clicks_are_one_entry(sign_in: Open, case_id: UUID) -> None:
    page = sign_in("school")
    panel(page, case_id, "remark")
    page.get_by_role("textbox", name="备注").fill("已电话联系家长。")
    page.locator("#panel button[type=submit]").dblclick()
    expect(page.locator(".note.success").first).to_be_visible()
    assert Entry.objects.filter(case_id=case_id, kind="remarked").count() == 1


def test_by_keyboard_alone(sign_in: Open, case_id: UUID) -> None:
    page = sign_in("school")
    page.goto("/cases/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.get_by_role("link", name=county.NAME).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case_id}/")
    page.locator("details.menu summary").focus()
    page.keyboard.press("Enter")
    page.locator("details.menu a[href$='/do/remark/']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("键盘写的备注。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".note.success").first).to_be_visible()
    assert Entry.objects.filter(case_id=case_id, kind="remarked").count() == 1


def test_a_mistake_takes_the_focus_to_its_summary(sign_in: Open, case_id: UUID) -> None:
    page = sign_in("school")
    panel(page, case_id, "remark")
    page.locator("#panel button[type=submit]").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("textarea[aria-invalid=true]")).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_no_page_scrolls_sideways_and_axe_finds_nothing_serious(
    sign_in: Open, case_id: UUID, width: int, height: int
) -> None:
    addresses = {
        "school": ["/", "/cases/", f"/cases/{case_id}/", "/guideline/", "/password/",
                   f"/cases/{case_id}/do/record_facts/", f"/cases/{case_id}/unmask/"],
        "auditor": ["/audit/"], "security": ["/accounts/", "/accounts/new/"], "system": ["/system/"],
    }  # fmt: skip
    found: dict[str, object] = {}
    for who, pages in addresses.items():
        page = sign_in(who, width=width, height=height)
        for address in pages:
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            problems = serious(page) + ([f"{wide} px wide"] if wide > width else [])
            if problems:
                found[address] = problems
    assert found == {}
