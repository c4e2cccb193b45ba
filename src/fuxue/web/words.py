"""Chinese words for what the program stores in English. Where a part has its own table of terms, that one is used."""

from collections.abc import Mapping
from datetime import date

from fuxue.kernel.vocabulary import MATERIAL_TERMS, ORGAN_TERMS, ROLE_TERMS, Material, Organ, Role
from fuxue.ledger.state import STATE_TERMS, State

OUTCOMES: Mapping[str, str] = {
    "delete": "核销（删除）",
    "other_leave": "核销（其他离校）",
    "death": "核销（死亡）",
    "unable_to_study": "核销（不具备学习条件）",
    "record_established": "核销（已建学籍）",
    "deferred": "延缓入学",
    "suspended": "休学",
    "returned": "已劝返复学",
    "special_placement": "已落实残疾儿童教育安置",
    "returned_vocational": "已劝返（中职就读）",
    "corrected": "误报已更正",
    "left_country": "已出国（境）",
    "in_custody": "专门学校或司法处置",
}
WAYS = {"home": "入户", "phone": "电话", "video": "视频", "workplace": "到务工地"}
RESULTS = {"refused": "拒绝返校", "promised": "承诺返校", "returned": "已返校", "no_answer": "未联系上"}
RELATIONS = {"guardian": "父母或其他法定监护人", "child": "学生本人"}
SEX = {"male": "男", "female": "女"}
CAUSES = {"manual": "人工开启", "lapsed": "到期", "reappeared": "再次发现", "follow_up": "随访发现问题"}
CHILD_FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "id_number": "身份证号",
    "student_number": "学籍号",
    "record_school_code": "学籍所在学校标识码",
    "guardian_name": "监护人",
    "guardian_phone": "联系电话",
    "address": "住址",
}
PAPER_FIELDS = {
    "kind": "种类",
    "issuer": "出具机关",
    "issued_on": "出具日期",
    "seals": "印章",
    "signatures": "签字",
    "medium": "保存方式",
    "designated": "是否县里指定的医疗机构",
    "names_child": "是否本人材料",
    "recording": "留存登记",
    "title": "题名",
    "extra": "其他",
}

BUSY = frozenset({State.REVIEWING, State.APPROVED, State.VERIFYING, State.COLLECTING, State.PROCEDURE_CHOSEN})
TONES: Mapping[str, str] = {
    State.RETURNED: "bad",
    State.REOPENED: "want",
    State.WAITING: "want",
    State.CLOSED: "met",
    State.FOLLOWED_UP: "met",
    **dict.fromkeys(BUSY, "work"),
}


def organ(kind: str) -> str:
    return ORGAN_TERMS[Organ(kind)] if kind in set(Organ) else RELATIONS.get(kind, kind)


def material(kind: str) -> str:
    return MATERIAL_TERMS[Material(kind)] if kind in set(Material) else kind


def role(name: str) -> str:
    return ROLE_TERMS[Role(name)] if name in set(Role) else name


def state(name: str) -> str:
    return STATE_TERMS[State(name)] if name in set(State) else name


def day(value: date | str | None) -> str:
    """2026年11月3日; an ISO text is read first; empty for none."""
    if not value:
        return ""
    try:
        on = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return f"{on.year}年{on.month}月{on.day}日"


def due(on: date | None, today: date) -> tuple[str, str]:
    """How a deadline reads today, and its tone."""
    if on is None:
        return "", ""
    left = (on - today).days
    if left < 0:
        return f"已逾期 {-left} 天", "bad"
    if left == 0:
        return "今天到期", "want"
    return f"还有 {left} 天", "want" if left <= 3 else ""
