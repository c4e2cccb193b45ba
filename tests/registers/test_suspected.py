"""Rows of the suspected list: what is good, what comes back and why, and the sheet it comes back in."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.registers.files import HEADINGS, PLACES, TODAY, csv_text, line, number, xlsx

from fuxue.kernel.identity import check_digit
from fuxue.registers.headings import map_headings
from fuxue.registers.returned import write_returned
from fuxue.registers.rows import BadRow, GoodRow
from fuxue.registers.sheets import Table, open_table
from fuxue.registers.suspected import SCHEMA, read


def table_of(tmp_path: Path, *rows: list[object], headings: list[str] = HEADINGS) -> Table:
    path = xlsx(tmp_path / "名单.xlsx", [list(headings), *rows], title=["某县疑似名单"])
    return open_table(path, path.name, SCHEMA)


def results(table: Table) -> list[GoodRow | BadRow]:
    return list(read(table, map_headings(table.headings, SCHEMA), places=PLACES, today=TODAY))


def only(tmp_path: Path, **changes: object) -> GoodRow | BadRow:
    (result,) = results(table_of(tmp_path, line(1, **changes)))
    return result


def test_a_good_row(tmp_path: Path) -> None:
    good = only(tmp_path)
    assert isinstance(good, GoodRow)
    assert good.row.number == 3
    assert good.values["name"] == "测试甲"
    assert good.values["birth_date"] == date(2015, 3, 9)
    assert good.values["region_code"] == "532999101202"
    assert good.values["sex"] == "male"
    assert (good.notes, good.warnings) == ((), ())


def test_repairs_are_noted(tmp_path: Path) -> None:
    ill = next(n for n in (number(serial) for serial in range(1, 99, 2)) if n.endswith("X"))
    good = only(
        tmp_path,
        身份证号=" " + "".join(chr(ord(c) + 0xFEE0) for c in ill.lower()),
        姓名="测 试 甲",
        联系电话="138 0000-1234",
    )
    assert isinstance(good, GoodRow)
    assert good.values["id_number"] == ill
    assert good.values["name"] == "测试甲"
    assert good.values["guardian_phone"] == "13800001234"
    assert len(good.notes) == 3


def test_a_birthday_that_differs_is_kept_with_a_warning(tmp_path: Path) -> None:
    good = only(tmp_path, 出生日期="2013-01-02", 性别="女")
    assert isinstance(good, GoodRow)
    assert good.values["birth_date"] == date(2013, 1, 2)
    assert good.values["id_number"] == number(3)
    assert good.values["sex"] == "female"
    assert [code for code, _ in good.warnings] == ["birth_date_differs", "sex_differs"]


def test_birthday_and_sex_are_taken_from_the_number_when_blank(tmp_path: Path) -> None:
    good = only(tmp_path, 出生日期="", 性别="")
    assert isinstance(good, GoodRow)
    assert (good.values["birth_date"], good.values["sex"]) == (date(2015, 3, 9), "male")


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"身份证号": 532999201503090018}, "identity_scientific", "科学计数"),
        ({"身份证号": "5.32999E+17"}, "identity_scientific", "科学计数"),
        ({"身份证号": "532999201503090000"}, "identity_rounded", "末三位"),
        ({"身份证号": "53299920150309001"}, "identity_length", "17 位"),
        ({"身份证号": number(3)[:-1] + ("1" if number(3)[-1] != "1" else "2")}, "identity_check_digit", "校验码"),
        ({"身份证号": "53299920151309001X"}, "identity_date", "日期"),
        ({"出生日期": "2027-01-01"}, "date_in_future", "今天以后"),
        ({"出生日期": "2015-02-30"}, "date_unreadable", "日历"),
        ({"身份证号": "", "出生日期": ""}, "value_missing", "身份证号或出生日期"),
        ({"身份证号": "", "出生日期": "2015年3月"}, "date_month_only", "年月"),
        ({"姓名": ""}, "value_missing", "姓名"),
        ({"姓名": "测试\u0007甲"}, "control_character", "U+0007"),
        ({"姓名": "测试?"}, "garbled_character", "乱码"),
        ({"姓名": "测试\ue863"}, "private_character", "自造字"),
        ({"性别": "甲"}, "not_a_choice", "男或女"),
        ({"联系电话": "12345"}, "phone_shape", "电话"),
        ({"村（社区）": "无此村"}, "region_unknown", "找不到"),
        ({"乡镇": "", "村（社区）": "上寨村"}, "region_ambiguous", "青石镇、白水乡"),
        ({"村（社区）": "513499101202"}, "region_outside", "不在您的辖区"),
        ({"村（社区）": "532999101"}, "region_code", "12 位"),
    ],
)
def test_what_is_wrong_is_said_precisely(tmp_path: Path, changes: dict[str, object], code: str, word: str) -> None:
    if "\u0007" in str(changes.get("姓名", "")):
        path = tmp_path / "a.csv"
        path.write_text(csv_text([list(HEADINGS), line(1, **changes)]), encoding="utf-8")
        (bad,) = results(open_table(path, path.name, SCHEMA))
    else:
        bad = only(tmp_path, **changes)
    assert isinstance(bad, BadRow)
    assert bad.code == code
    assert word in bad.reason


@pytest.mark.parametrize(
    ("township", "village", "code"),
    [
        ("青石镇", "上寨村", "532999101201"),
        ("白水", "上寨", "532999202201"),
        ("", "河口村", "532999202202"),
        ("", "532999101201", "532999101201"),
        ("", "某县白水乡上寨村三组", "532999202201"),
    ],
)
def test_villages_by_code_name_or_address(tmp_path: Path, township: str, village: str, code: str) -> None:
    good = only(tmp_path, 乡镇=township, **{"村（社区）": village})
    assert isinstance(good, GoodRow)
    assert good.values["region_code"] == code


def test_the_same_child_twice_is_the_duplicate_of_a_row(tmp_path: Path) -> None:
    first, second = results(table_of(tmp_path, line(1), line(1, 姓名="测试乙")))
    assert isinstance(first, GoodRow)
    assert isinstance(second, BadRow)
    assert second.code == "duplicate_in_file"
    assert "第 3 行" in second.reason


def rounded_but_valid() -> str:
    """A number in 000 whose check digit happens to fit, as one in eleven does."""
    for day in range(1, 29):
        for month in range(1, 13):
            first17 = f"5329992015{month:02d}{day:02d}900"[:15] + "00"
            if check_digit(first17) == "0":
                return first17 + "0"
    raise AssertionError


def test_a_number_in_000_is_good_only_where_no_other_was_rounded(tmp_path: Path) -> None:
    alone = only(tmp_path, 身份证号=rounded_but_valid(), 出生日期="", 性别="")
    assert isinstance(alone, GoodRow)
    spoilt, good, doubtful = results(
        table_of(
            tmp_path,
            line(1, 身份证号=rounded_but_valid(), 出生日期="", 性别=""),
            line(2, 身份证号="532999201503090000"),
            line(3),
        )
    )
    assert isinstance(spoilt, BadRow)
    assert isinstance(good, GoodRow)
    assert isinstance(doubtful, BadRow)
    assert doubtful.code == "identity_rounded"
    assert doubtful.row.number == 3


def test_an_unknown_school_is_kept_by_name_with_a_warning(tmp_path: Path) -> None:
    headings = [*HEADINGS, "原就读学校"]
    known, unknown = results(
        table_of(tmp_path, [*line(1), "青石镇中心小学"], [*line(2), "外县小学"], headings=headings)
    )
    assert isinstance(known, GoodRow)
    assert known.values["school"] == "2153000001"
    assert isinstance(unknown, GoodRow)
    assert unknown.values["school_name"] == "外县小学"
    assert [code for code, _ in unknown.warnings] == ["school_unknown"]


def test_the_bad_rows_come_back_in_the_same_sheet_with_the_reason(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        line(1),
        line(2, 身份证号="532999201503090000", 姓名="=HYPERLINK(1)"),
        line(3, 联系电话="12"),
    )
    target = tmp_path / "退回.xlsx"
    bad = [result for result in results(table) if isinstance(result, BadRow)]
    assert write_returned(table, bad, target) == 2
    page = openpyxl.load_workbook(target).active
    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert page.title == "名单"
    assert rows[0][0] == "某县疑似名单"
    assert list(rows[1]) == [*HEADINGS, "退回原因", "退回代码"]
    assert rows[2][4] == "532999201503090000"
    assert "末三位" in str(rows[2][8])
    assert rows[3][9] == "phone_shape"
    formula = page["B3"]
    assert (formula.data_type, formula.number_format, formula.quotePrefix) == ("s", "@", True)


def test_the_corrected_return_can_be_read_again_and_returned_again(tmp_path: Path) -> None:
    table = table_of(tmp_path, line(1, 联系电话="12"), line(2, 联系电话="34"))
    target = tmp_path / "退回.xlsx"
    write_returned(table, [r for r in results(table) if isinstance(r, BadRow)], target)
    book = openpyxl.load_workbook(target)
    page = book.active
    assert page is not None
    page["H3"] = "13800001234"
    book.save(target)
    again = open_table(target, target.name, SCHEMA)
    good, bad = results(again)
    assert isinstance(good, GoodRow)
    assert isinstance(bad, BadRow)
    second = tmp_path / "再退回.xlsx"
    assert write_returned(again, [bad], second) == 1
    headings = open_table(second, second.name, SCHEMA).headings
    assert list(headings) == [*HEADINGS, "退回原因", "退回代码"]
