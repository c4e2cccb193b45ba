"""`fuxue import`, through its own command line parser. The database is the tests' own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from tests.intake.lists import line, number, write
from tests.registers.files import xlsx
from tests.web import county

from fuxue.cli import imports
from fuxue.kernel.errors import Invalid, Refused
from fuxue.ledger.models import Case

pytestmark = pytest.mark.django_db
Run = Callable[..., Result]


@pytest.fixture
def home(db: None) -> county.County:
    county.upper("532999")
    return county.county("532999", "本")


@pytest.fixture
def fuxue_import(monkeypatch: pytest.MonkeyPatch) -> Run:
    @contextmanager
    def given(data: Path) -> Iterator[None]:
        yield

    monkeypatch.setattr(imports, "database", given)
    monkeypatch.setattr(imports, "start_django", lambda: None)

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(imports.import_, [str(argument) for argument in arguments], catch_exceptions=True)

    return run


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write(tmp_path / "名单.xlsx", [line(1), line(2), line(3, 村="没有这个村")])


def refusal(result: Result) -> Any:
    """What main() turns into one sentence and an exit status."""
    assert isinstance(result.exception, Invalid | Refused), result.output
    return result.exception


def test_good_rows_land_and_the_rest_is_handed_out(home: county.County, fuxue_import: Run, mixed: Path) -> None:
    result = fuxue_import(mixed, "--kind", "suspected", "--as", "本reviewer")
    assert result.exit_code == 0, result.output
    assert "新建案件 2 个" in result.output
    copy = mixed.with_name("名单-退回.xlsx")
    assert str(copy) in result.output
    assert "找不到这个村" in str(load_workbook(copy).worksheets[0].cell(3, 9).value)
    assert copy.stat().st_mode & 0o077 == 0
    again = fuxue_import(mixed, "--kind", "suspected", "--as", "本reviewer", "--json")
    body = json.loads(again.output)
    assert (body["opened"], body["known"], body["bad"]) == (0, 2, 1)
    assert Case.objects.count() == 2


def test_a_preview_lands_nothing(home: county.County, fuxue_import: Run, mixed: Path) -> None:
    result = fuxue_import(mixed, "--kind", "suspected", "--as", "本reviewer", "--preview")
    assert "预览，没有入库" in result.output
    assert not Case.objects.exists()
    assert not mixed.with_name("名单-退回.xlsx").exists()


def test_two_reviewers_need_a_name(home: county.County, fuxue_import: Run, mixed: Path) -> None:
    error = refusal(fuxue_import(mixed, "--kind", "suspected"))
    assert (error.code, "--as" in error.todo) == ("who_imports", True)


def test_the_only_reviewer_is_taken(home: county.County, fuxue_import: Run, mixed: Path) -> None:
    home.users["second"].is_active = False
    home.users["second"].save()
    assert fuxue_import(mixed, "--kind", "suspected").exit_code == 0
    assert Case.objects.count() == 2


def test_a_column_is_named_by_its_letter(home: county.County, fuxue_import: Run, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "号码", "村"], ["测试甲", number(1), "本石崖村"]])
    error = refusal(fuxue_import(path, "--kind", "suspected", "--as", "本reviewer"))
    assert (error.code, "--columns" in error.todo) == ("headings_missing", True)
    result = fuxue_import(path, "--kind", "suspected", "--as", "本reviewer", "--columns", "身份证号=B")
    assert "新建案件 1 个" in result.output


@pytest.mark.parametrize(("text", "index"), [("A", 0), ("z", 25), ("AA", 26), ("2", 1), ("-", -1)])
def test_column_letters(text: str, index: int) -> None:
    assert imports._column(text) == index


def test_other_registers_are_checked_and_not_said_to_have_landed(fuxue_import: Run, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["姓名", "身份证号", "死亡日期"],
        ["测试甲", number(1), "2026-07-20"],
        ["测试乙", "1", ""],
    ]
    result = fuxue_import(xlsx(tmp_path / "a.xlsx", rows), "--kind", "deaths")
    assert result.exit_code == 0
    assert "合格 1 行，不合格 1 行" in result.output
    assert "没有入库" in result.output


def test_an_unreadable_file_is_an_input_error(fuxue_import: Run, tmp_path: Path) -> None:
    assert isinstance(refusal(fuxue_import(tmp_path / "没有.xlsx", "--kind", "suspected")), Invalid)
