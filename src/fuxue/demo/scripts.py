# ruff: noqa: E501 - a paper and what is written on it stand on one line
"""What each procedure needs to be ready, as a county would put it together: facts, papers, visits, relative to a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.synth.numbers import identity_number
from fuxue.synth.people import Child

Facts = Callable[[date, Child], Mapping[str, Any]]
Result = Literal["refused", "promised"]
COMMITTEE = ("county_education", "county_health", "county_disabled_federation")


@dataclass(frozen=True, slots=True)
class PaperScript:
    """`ago`: issued that many days before the work was done. `drawn_as`: a picture of another kind fits better."""

    kind: str
    issuer: str
    ago: int
    seals: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()  # guardian, child
    note: str = ""
    designated: bool | None = None
    drawn_as: str = ""


@dataclass(frozen=True, slots=True)
class VisitScript:
    ago: int
    reached: str
    result: Result
    narrative: str


@dataclass(frozen=True, slots=True)
class Script:
    """`on_roll`: the child must have a formal student number. `followed_after`: days after closing until a follow-up
    is due (None: this procedure has none). `waits_for`: the outside organ that is usually asked, and what."""

    procedure: str
    ages: tuple[int, int]
    facts: Facts
    papers: tuple[PaperScript, ...]
    waits_for: tuple[Kind, str]
    reason: str
    visits: tuple[VisitScript, ...] = ()
    on_roll: bool = False
    severe: bool = False
    followed_after: int | None = None
    reappears: bool = False


def _days(day: date, ago: int) -> str:
    return (day - timedelta(days=ago)).isoformat()


def _age_mismatch(day: date, _: Child) -> Mapping[str, Any]:
    return {"registrar_decision": "corrected", "corrected_birth_date": date(day.year - 17, 3, 2).isoformat()}


def _duplicate(_: date, child: Child) -> Mapping[str, Any]:
    return {
        "police_same_person": True,
        "cancelled_entry": "listed",
        "surviving_id_number": identity_number("520599", child.birth, 60, child.sex),
        "surviving_status": "enrolled",
    }


def _missing(day: date, _: Child) -> Mapping[str, Any]:
    return {"county_request_on": _days(day, 60), "police_finding": "untraceable"}


def _dead(day: date, _: Child) -> Mapping[str, Any]:
    return {"died_on": _days(day, 24)}


def _unable(_: date, __: Child) -> Mapping[str, Any]:
    panel = zip((*COMMITTEE, "school"), ("何文斌", "周丽娟", "马志强", "杨秀英"), strict=True)
    return {
        "disabled": True,
        "committee_finding": "unable_to_study",
        "committee_panel": [{"organ": organ, "name": name, "signed": True} for organ, name in panel],
    }


def _unrecorded(day: date, _: Child) -> Mapping[str, Any]:
    return {
        "school_lawful": True,
        "in_province": True,
        "duplicate_check": "passed",
        "province_checked_on": _days(day, 9),
    }


def _deferral(day: date, child: Child) -> Mapping[str, Any]:
    return {
        "illness": "physical",
        "ever_enrolled": child.student_number is not None,
        "approver": "township_government",
        "from": _days(day, 30),
        "until": _days(day, -240),
        "guardian_kin": "parent",
    }


def _vocational(day: date, _: Child) -> Mapping[str, Any]:
    return {"disabled": False, "dropout_since": _days(day, 460), "guardian_kin": "parent"}


def _compelled(day: date, _: Child) -> Mapping[str, Any]:
    return {
        "disabled": False,
        "guardian_refuses": True,
        "progress": "返校",
        "home_teaching_log": [{"on": _days(day, 34), "hours": 2}, {"on": _days(day, 27), "hours": 2}],
        "back_at_school_on": _days(day, 5),
    }


def _returned(day: date, _: Child) -> Mapping[str, Any]:
    return {"back_at_school_on": _days(day, 5)}


def _special(_: date, __: Child) -> Mapping[str, Any]:
    return {"disabled": True, "committee_finding": "home_teaching"}


def _record(day: date, number: str) -> Mapping[str, Any]:
    return {"student_number": f"G{number}", "school_code": "2133000021", "checked_on": _days(day, 3)}


def _enrolled(day: date, child: Child) -> Mapping[str, Any]:
    return {"active_record_found": _record(day, child.id_number)}


def _identity(day: date, child: Child) -> Mapping[str, Any]:
    right = identity_number("532999", child.birth, 71, child.sex)
    return {"identity_verified": True, "correct_id_number": right, "active_record_found": _record(day, right)}


def _abroad(day: date, _: Child) -> Mapping[str, Any]:
    return {"departed_on": _days(day, 240), "destination": "泰国"}


def _custody(day: date, _: Child) -> Mapping[str, Any]:
    return {"custody_institution": "青澜市专门学校", "custody_from": _days(day, 90)}


_PERSUASION = (
    VisitScript(430, "guardian", "refused", "入户见到监护人，监护人说孩子不愿读书，已讲明法律责任。"),
    VisitScript(210, "child", "refused", "在家中见到孩子本人，孩子说学习跟不上，不愿回校。"),
    VisitScript(60, "guardian", "refused", "再次入户劝返，监护人和孩子仍不同意返校。"),
)
_CERTIFICATE = PaperScript("school_return_certificate", "school", 4, ("school",))

SCRIPTS: tuple[Script, ...] = (
    Script(
        "age_mismatch", (12, 14), _age_mismatch,
        (PaperScript("corrected_household_record", "household_registrar", 6, ("household_registrar",)),),
        (Kind.POLICE_STATION, "请核对该生户口登记的出生日期，并答复更正审查结论。"), "户口登记的出生日期与实际不符",
    ),
    Script(
        "duplicate_registration", (7, 14), _duplicate,
        (PaperScript("duplicate_cancellation", "police_station", 5, ("police_station",)),),
        (Kind.POLICE_STATION, "请核实两条户口登记是否同一人，并答复注销情况。"), "有两条户口登记",
    ),
    Script(
        "missing", (9, 14), _missing,
        (PaperScript("police_missing_statement", "police_station", 7, ("police_station",)),),
        (Kind.POLICE_STATION, "请对该生去向开展核查，并出具失踪失联情况说明。"), "全家外出，长期无法联系",
        severe=True, followed_after=200, reappears=True,
    ),
    Script(
        "deceased", (7, 14), _dead,
        (PaperScript("death_certificate", "hospital", 22, ("hospital",)),),
        (Kind.POLICE_STATION, "请核实该生户口是否已经注销。"), "村里反映已经去世",
        followed_after=40, reappears=True,
    ),
    Script(
        "unable_to_study", (8, 14), _unable,
        (
            PaperScript(
                "committee_certificate", "expert_committee", 12, (*COMMITTEE, "school"),
                note="重度肢体与智力残疾，不具备学习条件。",
            ),
        ),
        (Kind.EXPERT_COMMITTEE, "请安排鉴定该生是否具备学习条件。"), "重度残疾，长期卧床", severe=True, followed_after=380,
    ),
    Script(
        "enrolled_without_record", (12, 14), _unrecorded,
        (PaperScript("attendance_certificate", "school", 10, ("school",)),),
        (Kind.POLICE_STATION, "请协助核实该生户口信息，以便建立学籍。"), "学籍系统中查不到学籍", on_roll=True,
    ),
    Script(
        "deferral_or_suspension", (7, 14), _deferral,
        (
            PaperScript(
                "guardian_application", "guardian", 50, (), ("guardian",), note="因孩子患病，需要住院治疗，申请延缓入学（休学）。"
            ),
            PaperScript(
                "medical_certificate", "hospital", 55, ("hospital",), note="住院治疗，定期复查，暂不宜到校。", designated=True
            ),
            PaperScript(
                "deferral_approval", "township_government", 35, ("township_government",), note="同意申请，期满应当入学（复学）。"
            ),
        ),
        (Kind.EXPERT_COMMITTEE, "请对该生病情是否适合就读提出意见。"), "患病住院", followed_after=0,
    ),
    Script(
        "vocational_placement", (13, 14), _vocational,
        (
            PaperScript("visit_record", "school", 60, note="三次入户劝返，监护人和孩子均不同意返回原校。"),
            PaperScript("written_application", "guardian", 20, (), ("guardian", "child")),
            PaperScript("education_plan", "county_education", 16),
            PaperScript("vocational_acceptance", "vocational_school", 14, ("vocational_school",)),
        ),
        (Kind.COURT, "请对该生监护人开展法治宣传并反馈情况。"), "连续辍学一年以上",
        _PERSUASION, on_roll=True, followed_after=20,
    ),
    Script(
        "compelled_return", (12, 14), _compelled,
        (
            PaperScript("visit_record", "township_government", 60, note="监护人拒绝送孩子上学，已当面责令改正。"),
            PaperScript("enforcement_document", "court", 30, ("court",)),
            _CERTIFICATE,
        ),
        (Kind.COURT, "监护人拒不送学，请依法受理并反馈进度。"), "监护人拒绝送学", _PERSUASION[2:], followed_after=20,
    ),
    Script(
        "return_to_school", (9, 14), _returned, (_CERTIFICATE,),
        (Kind.POLICE_STATION, "请协助查找该生一家现居住地。"), "开学后未到校",
        (VisitScript(8, "guardian", "promised", "入户见到监护人，同意下周送孩子返校。"),), followed_after=20,
    ),
    Script(
        "special_education", (12, 14), _special,
        (
            PaperScript(
                "committee_certificate", "expert_committee", 11, COMMITTEE, note="中度智力残疾，建议送教上门并纳入学籍管理。"
            ),
        ),
        (Kind.EXPERT_COMMITTEE, "请评估该生情况并提出安置建议。"), "残疾儿童，未到校", on_roll=True, followed_after=20,
    ),
    Script(
        "already_enrolled", (7, 14), _enrolled, (),
        (Kind.POLICE_STATION, "请协助核实该生一家迁往何处。"), "比对未匹配到学籍",
    ),
    Script(
        "identity_error", (7, 14), _identity, (),
        (Kind.POLICE_STATION, "请核对该生身份证号。"), "身份证号与学籍不一致",
    ),
    Script(
        "went_abroad", (9, 14), _abroad,
        (PaperScript("other", "county_police", 15, ("county_police",), note="经查询出入境记录，该人已出境，尚无入境记录。"),),
        (Kind.POLICE_STATION, "请向出入境管理部门核实该生出境记录。"), "随父母出境", followed_after=200,
    ),
    Script(
        "judicial_custody", (13, 14), _custody,
        (
            PaperScript(
                "enforcement_document", "county_police", 91, ("county_police",),
                note="经专门教育指导委员会评估同意，决定送专门学校接受专门教育。", drawn_as="other",
            ),
        ),
        (Kind.COURT, "请核实该生所在场所和起止日期。"), "已送专门学校", followed_after=200,
    ),
)  # fmt: skip
