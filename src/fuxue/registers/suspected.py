"""The suspected list (疑似失学辍学名单): its columns, and the checks that need villages and schools. Pure."""

from collections.abc import Iterator
from datetime import date

from fuxue.kernel.errors import Invalid, Where
from fuxue.registers.headings import Mapping
from fuxue.registers.places import Places
from fuxue.registers.rows import BadRow, Check, GoodRow, Values, read_rows
from fuxue.registers.schema import IGNORED, Field, Schema
from fuxue.registers.sheets import Table

SCHEMA = Schema(
    kind="suspected",
    title="疑似名单",
    fields=(
        Field("name", "姓名", "name", ("学生姓名", "孩子姓名", "儿童姓名", "姓名全称")),
        Field("sex", "性别", "sex"),
        Field("birth_date", "出生日期", "date", ("出生年月", "出生年月日", "出生时间", "生日")),
        Field(
            "id_number",
            "身份证号",
            "identity",
            (
                "身份证号码",
                "公民身份号码",
                "身份证件号",
                "身份证件号码",
                "身份证",
                "证件号码",
                "公民身份证号码",
                "居民身份证号",
                "证件号",
            ),
        ),
        Field("student_number", "学籍号", "student_number", ("全国学籍号", "原学籍号", "学籍编号", "学籍号码")),
        Field(
            "school",
            "原就读学校",
            "school",
            (
                "学校",
                "学校名称",
                "就读学校",
                "学籍所在学校",
                "学籍学校",
                "所在学校",
                "学校标识码",
                "原学校",
                "学校代码",
            ),
        ),
        Field("grade", "年级", aliases=("原年级", "就读年级")),
        Field(
            "region_code",
            "户籍地行政区划代码",
            "region",
            (
                "户籍地代码",
                "户口所在地行政区划代码",
                "户籍地区划代码",
                "村代码",
                "行政区划代码",
                "区划代码",
                "户籍地行政区划",
            ),
        ),
        Field(
            "township",
            "乡镇（街道）",
            aliases=("乡镇", "街道", "户籍乡镇", "户籍所在乡镇", "所属乡镇", "乡镇名称", "乡(镇)"),
        ),
        Field(
            "village",
            "村（社区）",
            aliases=(
                "村",
                "社区",
                "村居",
                "行政村",
                "户籍村",
                "村(居)",
                "村(居)委会",
                "村委会",
                "所属村",
                "村名",
                "户籍所在村",
            ),
        ),
        Field(
            "household_address", "户籍地", aliases=("户籍地址", "户籍所在地", "户口所在地", "户籍地详细地址", "户籍")
        ),
        Field(
            "address",
            "现居住地",
            aliases=("现住址", "居住地", "家庭住址", "家庭地址", "住址", "现居住地址", "居住地址"),
        ),
        Field(
            "guardian_name",
            "监护人姓名",
            "name",
            ("监护人", "家长姓名", "家长", "法定监护人", "法定监护人姓名", "父母姓名", "监护人名字"),
        ),
        Field(
            "guardian_phone",
            "联系电话",
            "phone",
            (
                "监护人电话",
                "监护人联系电话",
                "家长电话",
                "家长联系电话",
                "电话",
                "手机",
                "手机号",
                "手机号码",
                "联系方式",
                "电话号码",
            ),
        ),
        Field("ethnic_group", "民族"),
        Field(
            "reason",
            "疑似原因",
            aliases=("疑似失学原因", "疑似辍学原因", "疑似类型", "未在校原因", "未就学原因", "原因", "疑似情形"),
        ),
        Field("origin", "来源", aliases=("名单来源", "数据来源", "线索来源")),
        Field("batch", "名单批次号", aliases=("批次", "批次号", "名单批次", "下发批次")),
        Field("issued_on", "下发日期", "date", ("下发时间", "推送日期", "推送时间")),
        Field("remark", "备注", aliases=("说明", "备注说明", "其他说明")),
    ),
    required=(
        ("name",),
        ("id_number", "birth_date"),
        ("region_code", "village", "household_address"),
    ),
    ignored=IGNORED,
)


def read(table: Table, mapping: Mapping, *, places: Places, today: date) -> Iterator[GoodRow | BadRow]:
    """Checked rows. `region_code` of a good row is always a village of the importer's scope, `school` a code."""
    checks = (_placed(places), _once())
    return read_rows(table.rows(), mapping.columns, SCHEMA, today=today, checks=checks)


def _placed(places: Places) -> Check:
    def check(values: Values, row: int) -> Iterator[tuple[str, str]]:
        def text(name: str) -> str:
            return str(values.get(name, ""))

        values["region_code"] = places.village(
            code=text("region_code"),
            township=text("township"),
            village=text("village"),
            address=text("household_address"),
        )
        if "school" in values:
            try:
                values["school"] = places.school(text("school"))
            except Invalid as error:
                if error.code == "school_code":
                    raise
                values["school_name"] = values.pop("school")
                yield error.code, f"{error.says}已只记下校名，可在个案里补学校。"

    return check


def _once() -> Check:
    """Sends back the second line of the same child within one list."""
    seen: dict[object, int] = {}

    def check(values: Values, row: int) -> Iterator[tuple[str, str]]:
        number = values.get("id_number")
        key = number or (values["name"], values["birth_date"], values["region_code"])
        if key in seen:
            raise Invalid(
                "duplicate_in_file", f"与第 {seen[key]} 行是同一个孩子。", Where(column="姓名"), todo="请只留一行。"
            )
        seen[key] = row
        return iter(())

    return check
