"""Every kind of list that can be read, by its name in the commands. Pure data."""

from collections.abc import Mapping

from fuxue.registers import suspected
from fuxue.registers.schema import IGNORED, Field, Schema

_ENTRY = Field("entry_id", "记录编号", aliases=("记录号", "唯一标识", "登记编号"))
_NAME = Field("name", "姓名", "name", ("学生姓名", "公民姓名"))
_SEX = Field("sex", "性别", "sex", ("性别代码",))
_BORN = Field("birth_date", "出生日期", "date", ("出生年月", "出生年月日"))
_NUMBER = Field(
    "id_number",
    "公民身份号码",
    "identity",
    ("身份证号", "身份证号码", "身份证件号", "身份证件号码", "证件号码", "身份证"),
)
_GUARDIAN = Field("guardian_name", "监护人姓名", "name", ("监护人", "家长姓名"))

HOUSEHOLD = Schema(
    kind="household",
    title="户籍名册",
    fields=(
        _ENTRY,
        _NAME,
        _SEX,
        _BORN,
        _NUMBER,
        Field("ethnic_group", "民族", aliases=("民族代码",)),
        _GUARDIAN,
        Field("guardian_id", "监护人身份证号", "identity", ("监护人身份证号码", "监护人公民身份号码", "家长身份证号")),
        Field(
            "region_code",
            "户籍地行政区划代码",
            "region",
            ("户口所在地行政区划代码", "区划代码", "行政区划代码", "村代码"),
        ),
        Field("address", "户籍地址", aliases=("住址", "户籍地", "户口所在地", "地址")),
        Field(
            "status",
            "户籍状态",
            aliases=("状态", "户口状态"),
            choices=(
                ("正常", "normal"),
                ("迁出", "moved_out"),
                ("注销", "cancelled"),
                ("normal", "normal"),
                ("moved_out", "moved_out"),
                ("cancelled", "cancelled"),
            ),
        ),
    ),
    required=(("entry_id",), ("name",), ("id_number", "birth_date")),
    ignored=IGNORED,
)

ENROLMENT = Schema(
    kind="enrolment",
    title="学籍名册",
    fields=(
        _ENTRY,
        _NAME,
        _SEX,
        _BORN,
        _NUMBER,
        Field("student_number", "学籍号", "student_number", ("全国学籍号", "学籍编号")),
        _GUARDIAN,
        Field("origin_region", "生源地区划代码", "region", ("户籍所在县代码", "生源地", "户口所在地代码")),
        Field("school_code", "学校标识码", "school", ("学校代码",)),
        Field("grade", "年级", aliases=("就读年级",)),
        Field(
            "status",
            "学籍状态",
            aliases=("状态", "学生状态"),
            choices=(
                ("在读", "active"),
                ("在校", "active"),
                ("休学", "suspended"),
                ("辍学", "dropped"),
                ("转出", "transferred"),
                ("毕业", "graduated"),
                ("active", "active"),
                ("suspended", "suspended"),
                ("dropped", "dropped"),
                ("transferred", "transferred"),
                ("graduated", "graduated"),
            ),
        ),
    ),
    required=(("entry_id",), ("name",), ("id_number", "birth_date")),
    ignored=IGNORED,
)

DEATHS = Schema(
    kind="deaths",
    title="死亡登记",
    fields=(_NAME, _NUMBER, _BORN, Field("died_on", "死亡日期", "date", ("死亡时间", "死亡年月日"))),
    required=(("name",), ("id_number", "birth_date")),
    ignored=IGNORED,
)

DISABILITY = Schema(
    kind="disability",
    title="残联名册",
    fields=(
        _NAME,
        _BORN,
        Field("card_number", "残疾人证号", "card", ("残疾证号", "残疾人证号码", "残疾人证", "证件编号")),
        Field("service", "服务情况", aliases=("教育安置", "安置方式", "服务内容", "康复服务")),
    ),
    required=(("name",), ("card_number", "birth_date")),
    ignored=IGNORED,
)

DEPARTURES = Schema(
    kind="departures",
    title="出国出境名册",
    fields=(
        _NAME,
        _NUMBER,
        _BORN,
        Field("destination", "前往国家（地区）", aliases=("前往地", "目的地", "去向", "前往国")),
    ),
    required=(("name",), ("id_number", "birth_date")),
    ignored=IGNORED,
)

SCHEMAS: Mapping[str, Schema] = {
    schema.kind: schema for schema in (suspected.SCHEMA, HOUSEHOLD, ENROLMENT, DEATHS, DISABILITY, DEPARTURES)
}
