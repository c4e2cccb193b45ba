"""A list through the browser: chosen, previewed, landed while the page shows how far it is, given back in part."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.browser.conftest import serious
from tests.intake.lists import line, write

from fuxue.intake import actions as intake
from fuxue.intake.actions import slices
from fuxue.intake.models import ImportRun
from fuxue.ledger import actions as ledger
from fuxue.ledger.models import Case

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_a_list_lands_before_ones_eyes(sign_in: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "秋季名单.xlsx", [*map(line, range(12)), line(20, 村="没有这个村")])
    page = sign_in("reviewer")
    page.get_by_role("link", name="导入名单").click()
    assert serious(page) == []
    page.get_by_label("名单文件").set_input_files(path)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="预览")).to_be_visible()
    expect(page.get_by_text("现在还没有入库")).to_be_visible()
    assert serious(page) == []
    assert Case.objects.count() == 0
    page.get_by_role("button", name="入库").click()
    expect(page.get_by_text("已排队")).to_be_visible()

    register = ledger.register

    def watched(**given: Any) -> Any:
        if Case.objects.exists():
            expect(page.get_by_text("正在入库：5 / 13 行")).to_be_visible()
        return register(**given)

    monkeypatch.setattr(ledger, "register", watched)
    monkeypatch.setattr(slices, "SLICE", 5)
    intake.run_import(ImportRun.objects.get().id)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载退回名单").click()
    assert download.value.suggested_filename == "秋季名单-退回.xlsx"
    back = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
    assert "找不到这个村" in str(back.cell(3, 9).value)
    assert serious(page) == []
    assert Case.objects.count() == 12
