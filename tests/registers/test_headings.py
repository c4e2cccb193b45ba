"""Which heading is which column."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuxue.kernel.errors import Invalid
from fuxue.registers.headings import map_headings, recognise, require
from fuxue.registers.suspected import SCHEMA


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓名", "name"),
        ("学生姓名", "name"),
        (" 孩子\n姓 名 ", "name"),
        ("＊姓名（必填）", "name"),
        ("身份证号", "id_number"),
        ("公民身份号码", "id_number"),
        ("学生身份证件号（18位）", "id_number"),
        ("出生年月", "birth_date"),
        ("出生日期(YYYY-MM-DD)", "birth_date"),
        ("学生性别", "sex"),
        ("全国学籍号", "student_number"),
        ("学校标识码", "school"),
        ("原就读学校", "school"),
        ("村（社区）", "village"),
        ("村(居)委会", "village"),
        ("乡镇（街道）：", "township"),
        ("户籍地行政区划代码", "region_code"),
        ("户籍地", "household_address"),
        ("监护人姓名", "guardian_name"),
        ("联系电话", "guardian_phone"),
        ("家长联系电话", "guardian_phone"),
        ("疑似原因", "reason"),
        ("名单批次号", "batch"),
        ("下发日期", "issued_on"),
        ("包保责任人", None),
        ("户主姓名", None),
        ("监护人身份证号", None),
    ],
)
def test_usual_spellings(heading: str, field: str | None) -> None:
    found = recognise(heading, SCHEMA)
    assert (found.name if found else None) == field


TITLES = [field.title for field in SCHEMA.fields]


@settings(max_examples=60, deadline=None)
@given(st.permutations(TITLES), st.sampled_from(["", " ", "\n", "　", "*"]), st.data())
def test_order_and_blanks_do_not_matter(titles: list[str], blank: str, data: st.DataObject) -> None:
    dirty = []
    for title in titles:
        at = data.draw(st.integers(0, len(title)))
        dirty.append(title[:at] + blank + title[at:])
    mapping = map_headings(dirty, SCHEMA)
    assert mapping.columns == {field.name: titles.index(field.title) for field in SCHEMA.fields}
    assert not mapping.ambiguous
    assert not mapping.unknown


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=10) | st.sampled_from(TITLES), max_size=30))
def test_no_column_is_ever_given_twice(headings: list[str]) -> None:
    mapping = map_headings(headings, SCHEMA)
    assert len(set(mapping.columns.values())) == len(mapping.columns)
    assert not set(mapping.columns) & set(mapping.ambiguous)


def test_two_claims_on_one_column_are_put_to_a_person() -> None:
    headings = ["姓名", "学生姓名", "身份证号", "村"]
    mapping = map_headings(headings, SCHEMA)
    assert mapping.ambiguous == {"name": ("姓名（第 1 列）", "学生姓名（第 2 列）")}
    with pytest.raises(Invalid, match="几列都像“姓名”") as caught:
        require(mapping, headings, SCHEMA, "名单.xlsx")
    assert caught.value.code == "headings_ambiguous"
    assert map_headings(headings, SCHEMA, {"name": 1}).columns["name"] == 1


def test_a_missing_heading_lists_what_was_found() -> None:
    headings = ["姓名", "民族", "所在地"]
    with pytest.raises(Invalid) as caught:
        require(map_headings(headings, SCHEMA), headings, SCHEMA, "名单.xlsx")
    assert caught.value.code == "headings_missing"
    assert "身份证号或出生日期" in caught.value.says
    assert "“所在地”" in caught.value.why


def test_a_person_may_take_a_column_away_or_name_another() -> None:
    headings = ["名字", "身份证号", "村", "备注"]
    mapping = map_headings(headings, SCHEMA, {"name": 0, "remark": -1})
    assert mapping.columns == {"name": 0, "id_number": 1, "village": 2}
    assert mapping.complete


@pytest.mark.parametrize(
    ("chosen", "code"), [({"x": 0}, "mapping_unknown_field"), ({"name": 9}, "mapping_no_such_column")]
)
def test_a_choice_that_does_not_fit_is_refused(chosen: dict[str, int], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        map_headings(["姓名"], SCHEMA, chosen)
    assert caught.value.code == code


def test_columns_of_our_own_return_are_passed_over() -> None:
    mapping = map_headings(["姓名", "身份证号", "村", "退回原因", "退回代码"], SCHEMA)
    assert not mapping.unknown
    assert mapping.complete
