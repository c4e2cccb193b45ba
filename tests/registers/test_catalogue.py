"""The other registers are read and checked by the same reader."""

from datetime import date
from pathlib import Path

import pytest
from tests.registers.files import TODAY, csv_text, number

from fuxue.registers.catalogue import SCHEMAS
from fuxue.registers.headings import map_headings
from fuxue.registers.rows import BadRow, GoodRow, read_rows
from fuxue.registers.sheets import open_table

HOUSEHOLD = [
    "记录编号",
    "姓名",
    "性别",
    "出生日期",
    "公民身份号码",
    "民族",
    "监护人姓名",
    "户籍地行政区划代码",
    "住址",
    "户籍状态",
]


@pytest.mark.parametrize(
    ("kind", "headings", "cells", "field", "value"),
    [
        (
            "household",
            HOUSEHOLD,
            ["h1", "测试甲", "1", "20150309", number(1), "彝族", "测试乙", "532999101202", "下寨村", "迁出"],
            "status",
            "moved_out",
        ),
        (
            "enrolment",
            ["entry_id", "name", "id_number", "school_code", "grade", "status"],
            ["e1", "测试甲", number(1), "2153000001", "五年级", "休学"],
            "status",
            "suspended",
        ),
        ("deaths", ["姓名", "身份证号", "死亡日期"], ["测试甲", number(1), "2024/5/6"], "died_on", date(2024, 5, 6)),
        (
            "disability",
            ["姓名", "残疾人证号", "教育安置"],
            ["测试甲", number(1) + "52", "送教上门"],
            "card_number",
            number(1) + "52",
        ),
        ("departures", ["姓名", "出生日期", "前往国家（地区）"], ["测试甲", "2015.3.9", "某国"], "destination", "某国"),
    ],
)
def test_each_register_is_read(
    tmp_path: Path, kind: str, headings: list[str], cells: list[str], field: str, value: object
) -> None:
    schema = SCHEMAS[kind]
    path = tmp_path / "a.csv"
    bad: list[object] = ["" for _ in cells]
    bad[-1] = "x"
    path.write_bytes(csv_text([list(headings), list(cells), bad]).encode("gb18030"))
    table = open_table(path, path.name, schema)
    mapping = map_headings(table.headings, schema)
    assert mapping.complete
    assert not mapping.unknown
    good, refused = read_rows(table.rows(), mapping.columns, schema, today=TODAY)
    assert isinstance(good, GoodRow)
    assert good.values[field] == value
    assert isinstance(refused, BadRow)


def test_every_register_requires_a_name_and_something_to_know_the_person_by() -> None:
    for schema in SCHEMAS.values():
        assert ("name",) in schema.required
        assert any("birth_date" in group for group in schema.required)
