"""The facts that decide: name, type, Chinese term, the question to ask, who can answer it, and how private it is.

The names and choices are fixed by the contract (section 5); the facts of the county extensions are added here.
Values outside the choices are refused by `fuxue.guideline.values.parse_fact`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from fuxue.kernel.vocabulary import Organ

FactType = Literal["bool", "choice", "date", "int", "text", "list", "record"]
Category = Literal["school", "household", "police", "medical", "family", "court"]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """`waiting` names choices that mean "asked, not yet answered": for the rules they are not yet known."""

    name: str
    type: FactType
    category: Category
    term: str
    question: str
    supplier: tuple[Organ, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()


_POLICE = (Organ.HOUSEHOLD_REGISTRAR, Organ.POLICE_STATION)
_COUNTY = (Organ.COUNTY_EDUCATION,)
_FIELD = (Organ.SCHOOL, Organ.VILLAGE_COMMITTEE)
_SCHOOL = (Organ.SCHOOL,)
_PENDING = frozenset({"pending"})

PROGRESS = (
    "批评教育", "责令限期改正", "逾期未改正", "行政处罚", "催告", "申请执行", "起诉",
    "立案", "调解", "判决", "裁定", "执行", "返校", "终结",
)  # fmt: skip

_SPECS = (
    FactSpec("registrar_decision", "choice", "police", "户口登记机关的结论", "户口登记机关对变更年龄的申请怎样答复？",
             _POLICE, {"corrected": "已更正", "refused": "不予更正", "pending": "办理中"}, _PENDING),
    FactSpec("corrected_birth_date", "date", "household", "更正后的出生日期", "更正后的出生日期是哪一天？", _POLICE),
    FactSpec("police_same_person", "bool", "police", "公安认定是否同一人", "公安机关是否认定两条户籍登记是同一个人？",
             _POLICE),
    FactSpec("cancelled_entry", "choice", "household", "被注销的是哪条登记", "户口登记机关注销的是哪一条登记？",
             _POLICE, {"listed": "名单上的这条", "other": "另一条", "none": "尚未注销任何一条"}),
    FactSpec("surviving_id_number", "text", "household", "保留户籍的身份证号", "保留下来的户籍登记，身份证号是多少？",
             _POLICE),
    FactSpec("surviving_status", "choice", "school", "保留户籍的就读状态", "保留下来的那条登记，孩子在不在学？",
             _SCHOOL, {"enrolled": "在读", "not_enrolled": "未在读"}),
    FactSpec("county_request_on", "date", "police", "县教育局提请当地政府的日期",
             "县级教育行政部门哪一天提请当地政府界定？", _COUNTY),
    FactSpec("police_finding", "choice", "police", "公安核查结论", "公安部门核查的结论是什么？",
             (Organ.POLICE_STATION, Organ.COUNTY_POLICE),
             {"untraceable": "确为无法查找", "traced": "已查到去向", "pending": "核查中"}, _PENDING),
    FactSpec("found_again", "bool", "police", "后来是否又找到本人", "此后是否又发现本人的下落或活动记录？",
             (Organ.POLICE_STATION, *_FIELD)),
    FactSpec("died_on", "date", "medical", "死亡日期", "证明上写的死亡日期是哪一天？",
             (Organ.HOSPITAL, Organ.POLICE_STATION)),
    FactSpec("committee_finding", "choice", "medical", "专家委员会鉴定结论", "残疾人教育专家委员会的结论是什么？",
             (Organ.EXPERT_COMMITTEE,),
             {"unable_to_study": "不具备学习条件", "home_teaching": "送教上门", "inclusive_class": "随班就读",
              "special_school": "特殊教育学校就读"}),
    FactSpec("committee_panel", "list", "medical", "专家组人员", "参加鉴定的专家有谁，代表哪个部门，是否签字？",
             (Organ.EXPERT_COMMITTEE,)),
    FactSpec("school_lawful", "bool", "school", "就读学校是否合法办学", "孩子就读的学校是否合法、正常实施义务教育？",
             _COUNTY),
    FactSpec("in_province", "bool", "school", "是否在省内就读", "孩子在省内还是省外的学校就读？", _FIELD),
    FactSpec("duplicate_check", "choice", "school", "学籍查重结果", "学籍系统查重的结果是什么？",
             (Organ.PROVINCE_EDUCATION, Organ.COUNTY_EDUCATION),
             {"passed": "通过", "failed": "未通过", "pending": "查重中"}, _PENDING),
    FactSpec("province_checked_on", "date", "school", "省教育厅组织核查的日期", "省教育厅哪一天组织核查了这名学生？",
             (Organ.PROVINCE_EDUCATION,)),
    FactSpec("reply_through_city", "bool", "school", "外省结果是否经省反馈到市",
             "外省建立学籍的结果，是否已经由省反馈到市级教育行政部门？",
             (Organ.PROVINCE_EDUCATION, Organ.CITY_EDUCATION)),
    FactSpec("illness", "choice", "medical", "疾病类别", "申请延缓入学或休学，是因为哪一类重大疾病？",
             (Organ.HOSPITAL,), {"physical": "重大疾病", "mental": "心理疾病", "none": "没有重大疾病"}),
    FactSpec("ever_enrolled", "bool", "school", "此前是否入过学", "孩子此前是否已经入学并有学籍？", _SCHOOL),
    FactSpec("approver", "choice", "school", "批准机关", "延缓入学或休学由哪个机关批准？",
             (Organ.TOWNSHIP_GOVERNMENT, Organ.COUNTY_EDUCATION),
             {"township_government": "乡镇人民政府（街道办事处）", "county_education": "县级教育行政部门"}),
    FactSpec("from", "date", "school", "起始日期", "延缓入学或休学从哪一天开始？", (Organ.COUNTY_EDUCATION,)),
    FactSpec("until", "date", "school", "截止日期", "延缓入学或休学到哪一天为止？", (Organ.COUNTY_EDUCATION,)),
    FactSpec("dropout_since", "date", "school", "最后一次在校日期", "孩子最后一次到校是哪一天？", _SCHOOL),
    FactSpec("never_enrolled", "bool", "school", "是否从未上学", "孩子是否从来没有上过学？", _FIELD),
    FactSpec("dropout_episodes", "int", "school", "辍学次数", "孩子前后辍学过几次（中间返校过的分开算）？", _SCHOOL),
    FactSpec("extreme_aversion", "bool", "family", "是否极度厌学", "负责帮包的人是否认定孩子极度厌学？", _FIELD),
    FactSpec("guardian_kin", "choice", "family", "签字人与孩子的关系", "在申请上签字的是谁？", _FIELD,
             {"parent": "父亲或母亲", "legal_guardian": "其他法定监护人", "carer": "照料人（不是法定监护人）"}),
    FactSpec("guardian_refuses", "bool", "family", "监护人是否拒不送孩子上学",
             "父母或其他法定监护人是否拒不送孩子接受义务教育？", _FIELD),
    FactSpec("child_refuses_return", "bool", "family", "孩子是否拒不返校", "孩子本人是否拒不返校？", _FIELD),
    FactSpec("child_refuses_vocational", "bool", "family", "孩子是否拒不到中职就读", "孩子本人是否拒不到中职学校就读？",
             _FIELD),
    FactSpec("progress", "choice", "court", "强制劝返进度", "执法和司法程序走到哪一步？",
             (Organ.TOWNSHIP_GOVERNMENT, Organ.COUNTY_EDUCATION, Organ.COURT), {step: step for step in PROGRESS}),
    FactSpec("home_teaching_log", "list", "school", "送教服务记录", "劝返成功前，哪几天送教，各几课时？", _SCHOOL),
    FactSpec("disabled", "bool", "medical", "是否残疾", "孩子是否残疾（有残疾人证或经鉴定）？",
             (Organ.COUNTY_DISABLED_FEDERATION, Organ.SCHOOL)),
    FactSpec("back_at_school_on", "date", "school", "返校日期", "孩子哪一天回到学校上课？", _SCHOOL),
    FactSpec("active_record_found", "record", "school", "查到的在读学籍",
             "学籍系统里查到的在读学籍：学籍号、学校标识码、查询日期？", (Organ.SCHOOL, Organ.COUNTY_EDUCATION)),
    FactSpec("identity_verified", "bool", "household", "证件信息是否核对属实",
             "正确的姓名和证件号是否已经与户口簿或身份证核对？", _POLICE),
    FactSpec("correct_id_number", "text", "household", "正确的身份证号", "正确的身份证号是多少？", _POLICE),
    FactSpec("correct_name", "text", "household", "正确的姓名", "正确的姓名是什么？", _POLICE),
    FactSpec("departed_on", "date", "police", "出境日期", "孩子哪一天出境？", (Organ.COUNTY_POLICE,)),
    FactSpec("destination", "text", "police", "去往的国家或地区", "孩子去了哪个国家或地区？", (Organ.COUNTY_POLICE,)),
    FactSpec("custody_institution", "text", "court", "专门学校或执行场所", "孩子在哪所专门学校或执行场所？",
             (Organ.COURT, Organ.COUNTY_POLICE)),
    FactSpec("custody_from", "date", "court", "送入日期", "哪一天送入？", (Organ.COURT, Organ.COUNTY_POLICE)),
)  # fmt: skip

FACTS: Mapping[str, FactSpec] = MappingProxyType({spec.name: spec for spec in _SPECS})

# What the rules read from the child's own line in the register rather than from the facts.
CHILD_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "name": "姓名",
        "sex": "性别",
        "birth_date": "出生日期",
        "id_number": "身份证号",
        "student_number": "学籍号",
        "record_school_code": "学籍所在学校标识码",
    }
)


def term(name: str) -> str:
    """The Chinese term of a fact or of a field of the child."""
    return FACTS[name].term if name in FACTS else CHILD_TERMS.get(name, name)


def supplier(name: str) -> str:
    """The organ to ask first for a fact or a field of the child."""
    return str(FACTS[name].supplier[0]) if name in FACTS else str(Organ.SCHOOL)
