"""Real files, made in the test itself. All numbers are synthetic, with area codes that were never issued."""

from datetime import date
from pathlib import Path

import xlsxwriter
import xlwt

from fuxue.kernel.identity import check_digit
from fuxue.registers.places import Place, Places

TODAY = date(2026, 11, 24)
HEADINGS = ["序号", "姓名", "性别", "出生日期", "身份证号", "乡镇", "村（社区）", "联系电话"]

PLACES = Places(
    regions=[
        Place("532999101", "青石镇"),
        Place("532999202", "白水乡"),
        Place("532999101201", "上寨村"),
        Place("532999101202", "下寨村"),
        Place("532999202201", "上寨村"),
        Place("532999202202", "河口村委会"),
    ],
    schools=[Place("2153000001", "青石镇中心小学")],
    scope="532999",
)


def number(serial: int, born: str = "20150309") -> str:
    first17 = f"532999{born}{serial:03d}"
    return first17 + check_digit(first17)


def line(index: int = 1, **changes: object) -> list[object]:
    """A good row under HEADINGS."""
    row = dict(
        zip(
            HEADINGS,
            [index, "测试甲", "男", "2015-03-09", number(2 * index + 1), "青石镇", "下寨村", "13800001234"],
            strict=True,
        )
    )
    row.update(changes)
    return [row[heading] for heading in HEADINGS]


def xlsx(path: Path, rows: list[list[object]], *, sheet: str = "名单", title: list[str] | None = None) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        at = 0
        for words in title or []:
            page.merge_range(at, 0, at, 5, words)
            at += 1
        for row in rows:
            for column, value in enumerate(row):
                page.write(at, column, value)
            at += 1
    return path


def xls(path: Path, rows: list[list[object]], *, title: list[str] | None = None) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("名单")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    above: list[list[object]] = [[words] for words in title or []]
    for at, row in enumerate(above + rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write(at, column, value, day)
            else:
                page.write(at, column, value)
    book.save(str(path))
    return path


def csv_text(rows: list[list[object]]) -> str:
    return "".join(",".join(str(cell) for cell in row) + "\r\n" for row in rows)
