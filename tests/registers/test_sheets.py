"""Opening lists: every kind of file, dirty and hostile ones included."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.registers.files import HEADINGS, csv_text, line, number, xls, xlsx

from fuxue.kernel.errors import Invalid
from fuxue.registers.limits import Limits
from fuxue.registers.sheets import Table, open_table
from fuxue.registers.suspected import SCHEMA


def opened(path: Path, limits: Limits | None = None) -> Table:
    return open_table(path, path.name, SCHEMA, limits or Limits())


def refusal(path: Path, limits: Limits | None = None) -> Invalid:
    with pytest.raises(Invalid) as caught:
        list(opened(path, limits).rows())
    assert caught.value.where.file == path.name
    return caught.value


@pytest.mark.parametrize("titles", [0, 1, 3, 40])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_finds_the_headings_below_any_number_of_title_rows(tmp_path: Path, kind: str, titles: int) -> None:
    title = [f"某县疑似失学名单 {index}" for index in range(titles)]
    rows = [list[object](HEADINGS), line(1), line(2, 姓名="测试䶮")]
    path = tmp_path / "名单.dat"
    if kind == "xlsx":
        xlsx(path, rows, title=title)
    elif kind == "xls":
        xls(path, rows, title=title)
    else:
        above: list[list[object]] = [[words] for words in title]
        path.write_bytes(csv_text(above + rows).encode(kind))
    table = opened(path)
    assert table.heading_row == titles + 1
    assert table.headings == tuple(HEADINGS)
    first, second = table.rows()
    assert first.number == titles + 2
    assert first.cells == ("1", "测试甲", "男", "2015-03-09", number(3), "青石镇", "下寨村", "13800001234")
    assert second.cells[1] == "测试䶮"


@pytest.mark.parametrize("make", [xlsx, xls])
def test_numbers_and_dates_become_the_text_a_person_meant(tmp_path: Path, make: object) -> None:
    path = tmp_path / "a.x"
    rows: list[list[object]] = [
        list(HEADINGS),
        line(1, 序号=7.0, 联系电话=13800001234, 身份证号=532999201503090018),
    ]
    if make is xls:
        rows[1][3] = date(2015, 3, 9)
        xls(path, rows)
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, HEADINGS)
            page.write_row(1, 0, rows[1])
            page.write_datetime(1, 3, date(2015, 3, 9), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    (row,) = opened(path).rows()
    assert row.cells[0] == "7"
    assert row.cells[3] == "2015-03-09"
    assert row.cells[4] == "5.3299920150309E+17"
    assert row.cells[7] == "13800001234"


def test_takes_the_sheet_with_the_headings_and_says_which(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("填表说明").write(0, 0, "请如实填写")
        page = book.add_worksheet("花名册")
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, line())
        book.add_worksheet("空表")
    table = opened(path)
    assert table.sheet_name == "花名册"
    assert table.other_sheets == ("填表说明", "空表")


def test_two_level_headings_are_read_as_one(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            ["姓名", "身份证号", "户籍地", "", "监护人信息", ""],
            ["", "", "乡镇", "村", "姓名", "联系电话"],
            ["测试甲", number(1), "青石镇", "下寨村", "测试乙", "13800001234"],
        ],
    )
    table = opened(path)
    assert table.headings == ("姓名", "身份证号", "乡镇", "村", "监护人姓名", "监护人联系电话")
    assert table.heading_row == 2


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    assert opened(xlsx(tmp_path / "其实是新格式.xls", [list(HEADINGS), line()])).sheet_name == "名单"


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "empty_file", "空"),
        (b"%PDF-1.7\n...", "wrong_file_kind", "PDF"),
        (b"<html><body><table><tr><td>x</td></tr></table></body></html>", "wrong_file_kind", "网页"),
        (b"\x89PNG\r\n\x1a\n....", "wrong_file_kind", "图片"),
        (b"PK\x03\x04 broken", "damaged_file", "损坏"),
        (b"abc\x00\x00def", "wrong_file_kind", "不是文本"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
            "wrong_file_kind",
            "Word",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted_file",
            "密码",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "damaged_file", "损坏"),
        ("这里没有标题\n只有文字\n".encode(), "no_headings", "标题行"),
        (b"\n\n,,,\n", "empty_sheet", "没有任何内容"),
    ],
)
def test_what_is_not_a_list_is_refused_with_a_sentence(tmp_path: Path, content: bytes, code: str, word: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == code
    assert word in error.says


@pytest.mark.parametrize(
    ("member", "word"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb"), ("a.txt", "压缩包"), ("ppt/p.xml", "演示")],
)
def test_other_packed_files_are_told_apart(tmp_path: Path, member: str, word: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    assert word in refusal(path).says


def rewritten(source: Path, part: str, content: bytes) -> Path:
    """The workbook with one part replaced."""
    target = source.with_name("hostile.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = rewritten(xlsx(tmp_path / "a.xlsx", [list(HEADINGS)]), SHEET, MAIN + b" " * 30_000_000)
    assert bomb.stat().st_size < 100_000
    assert refusal(bomb).code == "zip_bomb"


def test_entities_are_refused(tmp_path: Path) -> None:
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + MAIN + b"<sheetData>&b;</sheetData></worksheet>"
    )
    assert refusal(rewritten(xlsx(tmp_path / "a.xlsx", [list(HEADINGS)]), SHEET, laughs)).code == "damaged_file"


def test_huge_declared_dimensions_cost_nothing(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", [list(HEADINGS), line()])
    with zipfile.ZipFile(whole) as archive:
        content = archive.read(SHEET).replace(b'ref="A1:H2"', b'ref="A1:XFD1048576"')
        content = content.replace(
            b"</sheetData>", b'<row r="1048576"><c r="B1048576" t="str"><v>\xe6\x9c\xab</v></c></row></sheetData>'
        )
    rows = list(opened(rewritten(whole, SHEET, content)).rows())
    assert [row.number for row in rows] == [2, 1_048_576]


def test_a_cell_in_the_last_corner_is_refused_by_its_column(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", [list(HEADINGS), line()])
    with zipfile.ZipFile(whole) as archive:
        content = archive.read(SHEET).replace(
            b"</sheetData>", b'<row r="9"><c r="XFD9" t="str"><v>x</v></c></row></sheetData>'
        )
    error = refusal(rewritten(whole, SHEET, content))
    assert error.code == "too_many_columns"
    assert "16384" in error.says


def test_a_hundred_columns_are_read(tmp_path: Path) -> None:
    more = [f"附加{index}" for index in range(92)]
    table = opened(xlsx(tmp_path / "a.xlsx", [[*HEADINGS, *more], [*line(), *more]]))
    assert [len(row.cells) for row in table.rows()] == [100]


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", [list(HEADINGS), *(line(index) for index in range(1, 200))])
    with zipfile.ZipFile(whole) as archive:
        content = archive.read(SHEET)
    assert refusal(rewritten(whole, SHEET, content[: len(content) // 2])).code == "damaged_file"


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [list(HEADINGS), *(line(index) for index in range(1, 30))])
    assert refusal(path, Limits(rows=20)).code == "too_many_rows"


def test_an_old_workbook_that_eats_memory_takes_only_its_child(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    for sheet in range(8):
        page = book.add_sheet(f"s{sheet}")
        page.write(0, 0, "x")
        page.write(65_535, 255, "x")
    path = tmp_path / "a.xls"
    book.save(str(path))
    assert refusal(path).code == "file_too_large"


def test_a_file_of_two_encodings_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [list[object](HEADINGS), line(1), line(2, 姓名="测试", 性别=1, 乡镇="青石", **{"村（社区）": "下寨"})]
    lines = csv_text(rows).splitlines(keepends=True)
    path.write_bytes(lines[0].encode("gb18030") + lines[1].encode("gb18030") + lines[2].encode())
    error = refusal(path)
    assert (error.code, error.where.row) == ("mixed_encodings", 3)


def test_bytes_of_no_encoding_name_row_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text([list(HEADINGS), line(1)]).encode() + b"\xff\xff\r\n")
    error = refusal(path)
    assert (error.code, error.where.row) == ("undecodable_text", 3)
    assert "0xFF" in error.says


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            *[st.text(st.characters(codec="gb18030", exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=12)] * 3
        ),
        max_size=8,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_text_comes_back_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, ...]], codec: str
) -> None:
    """Either the very text, or a refusal; never other text."""
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    quoted = ["姓名,身份证号,村"] + [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    path.write_bytes("\n".join(quoted).encode(codec))
    try:
        rows = [row.cells for row in opened(path).rows()]
    except Invalid as error:
        assert error.code == "mixed_encodings"
        return
    assert rows == [row for row in cells if any(cell.strip() for cell in row)]
