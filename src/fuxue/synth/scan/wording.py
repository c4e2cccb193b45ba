# ruff: noqa: E501 - a wording stands on one line, as it stands on the paper
"""What the papers say: one wording per kind of material, in the manner of the organ that issues it.

Placeholders are fields of `SheetText`; `{note}` is whatever the case adds (a finding, a cause, a term).
"""

from dataclasses import dataclass
from typing import Literal

Form = Literal["letter", "table", "register", "card", "judgement"]


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    form: Form
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    signs: str = ""  # what stands before the signatures
    thumb: bool = False  # pressed with a thumb beside the signature


_WHO = (
    ("姓　　名", "{name}"),
    ("性　　别", "{sex}"),
    ("出生日期", "{birth}"),
    ("身份证号", "{number}"),
    ("家庭住址", "{address}"),
)
_PERSON = "{name}，{sex}，{birth}出生，公民身份号码{number}，户籍地{address}。"

WORDINGS: dict[str, Wording] = {
    "corrected_household_record": Wording(
        "常住人口登记卡（登记事项变更和更正）", "register", ("{note}",),
        (*_WHO, ("更正项目", "出生日期、公民身份号码"), ("更正日期", "{date}")), "承办人"),
    "duplicate_cancellation": Wording(
        "重复户口注销证明", "letter",
        (_PERSON, "经核查，该人存在两项户口登记，确系同一人。本机关依照户口登记管理规定，已将重复登记的户口予以注销。", "{note}", "特此证明。"),
        signs="承办民警"),
    "police_missing_statement": Wording(
        "关于失踪失联人员核查情况的说明", "letter",
        ("{county}人民政府：", _PERSON, "接提请函后，我所通过户籍比对、走访亲属及邻里、查询出行与住宿信息等方式开展核查，截至出具之日无法查找其去向。", "{note}", "情况属实，特此说明。"),
        signs="办案民警"),
    "death_certificate": Wording(
        "居民死亡医学证明", "table", ("{note}",),
        (*_WHO, ("死亡日期", "{event}"), ("死亡地点", "医疗卫生机构"), ("最高诊断单位", "{issuer}")), "医师签名"),
    "cremation_certificate": Wording("遗体火化证明", "letter", (_PERSON, "其遗体已于{event}在本馆火化。", "特此证明。"), signs="经办人"),
    "police_death_certificate": Wording(
        "非正常死亡证明", "letter", (_PERSON, "经我局勘验调查，该人于{event}死亡，排除他杀。", "{note}", "特此证明。"), signs="办案民警"),
    "household_cancellation_death": Wording(
        "注销户口证明", "register", ("{note}",), (*_WHO, ("注销原因", "死亡"), ("注销日期", "{date}")), "承办人"),
    "declaration_of_death": Wording(
        "民事判决书", "judgement",
        ("申请人：{guardian}，系{name}之{relation}。", "被申请人：" + _PERSON, "申请人向本院申请宣告{name}死亡。本院依法公告，公告期间届满，{name}仍下落不明。",
         "依照《中华人民共和国民法典》有关规定，判决如下：", "宣告{name}死亡。", "本判决为终审判决。"),
        signs="审判员"),
    "committee_certificate": Wording(
        "残疾人教育专家委员会鉴定证明", "table", ("鉴定结论：{note}",),
        (*_WHO, ("监护人", "{guardian}"), ("鉴定日期", "{date}")), "专家组签名"),
    "disability_card": Wording(
        "中华人民共和国残疾人证", "card", (), (("姓名", "{name}"), ("性别", "{sex}"), ("残疾人证号", "{card}"), ("类别等级", "{note}"), ("监护人", "{guardian}"))),
    "attendance_certificate": Wording("就读证明", "letter", (_PERSON, "该生现就读于我校，正常接受义务教育。{note}", "特此证明。"), signs="学籍管理员"),
    "guardian_application": Wording(
        "申 请 书", "letter", ("{school}：", "我是{name}的{relation}{guardian}。" + _PERSON, "{note}", "恳请批准。"), signs="申请人（监护人）", thumb=True),
    "medical_certificate": Wording(
        "疾病诊断证明书", "table", ("建议：{note}",), (*_WHO[:4], ("诊断意见", "{diagnosis}"), ("就诊科室", "儿科")), "医师签名"),
    "deferral_approval": Wording("关于{name}申请的批准意见", "letter", (_PERSON, "监护人申请及医疗机构检查证明收悉。经审核，{note}", "此复。"), signs="审核人"),
    "visit_record": Wording(
        "控辍保学家访劝返记录表", "table", ("劝返经过：{note}", "以上记录情况属实，参与人员逐一签字确认。"),
        (("学生姓名", "{name}"), ("性　　别", "{sex}"), ("监护人", "{guardian}（{relation}）"), ("家庭住址", "{address}"), ("劝返日期", "{event}")),
        "劝返人员签字", thumb=True),
    "written_application": Wording(
        "自愿就读中等职业学校申请书", "letter", ("{county}教育局：", _PERSON, "经多次劝导，学生本人和监护人均同意到中等职业学校接受教育。{note}", "特此申请。"),
        signs="监护人、学生本人", thumb=True),
    "education_plan": Wording(
        "个性化教育方案", "table", ("一、包责任人：{staff}。", "二、教学计划：思想法制教育、义务教育基本知识、职业技能，每周二十四课时。", "三、保障措施：学籍编入义务教育学校，食宿与资助按规定落实。{note}"),
        (*_WHO[:4], ("学籍学校", "{school}")), "责任人签名"),
    "vocational_acceptance": Wording("接收证明", "letter", (_PERSON, "经研究，我校同意接收该生就读，编入专班管理。{note}", "特此证明。"), signs="校长"),
    "enforcement_document": Wording(
        "责令送被监护人接受义务教育通知书", "judgement",
        ("{guardian}：", "你系{name}的法定监护人。经查，你未依法送{name}接受义务教育。依照《中华人民共和国义务教育法》第十一条、第五十八条的规定，责令你于接到本通知书之日起七日内送其返校。", "{note}"),
        signs="执法人员"),
    "school_return_certificate": Wording("返校就读证明", "letter", (_PERSON, "该生已于{event}返回我校就读，学习生活正常。{note}", "特此证明。"), signs="班主任"),
    "notification_record": Wording(
        "告 知 书（回执）", "letter", ("{guardian}：", "现就{name}的义务教育登记事项告知如下：请向户口登记机关提出申请，由其依法审查。{note}", "以上内容已告知本人。"), signs="被告知人", thumb=True),
    "village_statement": Wording("情 况 说 明", "letter", (_PERSON, "经村（社区）干部入户了解：{note}", "特此说明。"), signs="村（社区）负责人"),
    "neighbour_statement": Wording("邻 里 证 言", "letter", ("我与{name}家系邻居。", "{note}", "以上所述属实。"), signs="证明人", thumb=True),
    "township_statement": Wording("关于{name}有关情况的说明", "letter", (_PERSON, "{note}", "特此说明。"), signs="经办人"),
    "other": Wording("其 他 材 料", "letter", (_PERSON, "{note}"), signs="提供人"),
}  # fmt: skip
