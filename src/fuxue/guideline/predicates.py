"""Named checks that need more than a comparison: ages, anniversaries, numbers. Each answers yes, no or unknown.

A check returns its answer and the facts that were not known. None of them knows which clause is asking.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fuxue.guideline.context import Context
from fuxue.kernel import identity, student_number
from fuxue.kernel.calendar import age_on, cutoff_day, is_compulsory_age, years_later
from fuxue.kernel.errors import Invalid
from fuxue.kernel.truth import Truth, truth

Answer = tuple[Truth, tuple[str, ...]]
Args = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """`takes`: the arguments a rule file gives; `reads`: facts read besides the argument `fact`."""

    ask: Callable[[Context, Args], Answer]
    says: str
    takes: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


def _unknown(*names: str) -> Answer:
    return Truth.UNKNOWN, names


def _known(holds: bool) -> Answer:
    return truth(holds), ()


def age_at_least(ctx: Context, args: Args) -> Answer:
    if ctx.birth_date is None:
        return _unknown("birth_date")
    return _known(age_on(ctx.birth_date, ctx.as_of) >= ctx.switch(args["switch"]))


def compulsory_age(ctx: Context, args: Args) -> Answer:
    birth = ctx.fact(args["fact"])
    if birth is None:
        return _unknown(args["fact"])
    profile = ctx.profile
    return _known(is_compulsory_age(birth, ctx.as_of, profile.age_min, profile.age_max, profile.age_cutoff))


def too_young(ctx: Context, args: Args) -> Answer:
    birth = ctx.fact(args["fact"])
    if birth is None:
        return _unknown(args["fact"])
    return _known(age_on(birth, cutoff_day(ctx.as_of, ctx.profile.age_cutoff)) < ctx.profile.age_min)


def years_since(ctx: Context, args: Args) -> Answer:
    since = ctx.fact(args["fact"])
    if since is None:
        return _unknown(args["fact"])
    return _known(years_later(since, ctx.switch(args["switch"])) <= ctx.as_of)


def not_before(ctx: Context, args: Args) -> Answer:
    later, earlier = ctx.fact(args["fact"]), ctx.fact(args["other"])
    if later is None or earlier is None:
        return _unknown(*(name for name in (args["fact"], args["other"]) if ctx.fact(name) is None))
    return _known(later >= earlier)


def formal_student_number(ctx: Context, _args: Args) -> Answer:
    number = ctx.fact("student_number")
    if number is None:
        return _unknown("student_number")
    return _known(student_number.kind(number) in ("formal", "substitute"))


def identity_number_recorded(ctx: Context, _args: Args) -> Answer:
    number, record = ctx.fact("id_number"), ctx.fact("student_number")
    if record is not None and student_number.kind(record) == "substitute":
        return _known(True)
    if number is None:
        return _unknown("id_number")
    return _known(_good_identity(number))


def good_identity_number(ctx: Context, args: Args) -> Answer:
    number = ctx.fact(args["fact"])
    return _unknown(args["fact"]) if number is None else _known(_good_identity(number))


def _good_identity(number: str) -> bool:
    try:
        identity.check_identity_number(number)
    except Invalid:
        return False
    return True


def record_at_compulsory_school(ctx: Context, _args: Args) -> Answer:
    code = ctx.fact("record_school_code")
    if code is None:
        return _unknown("record_school_code")
    return _known(student_number.school_category(code) in student_number.COMPULSORY_CATEGORIES)


def ever_had_record(ctx: Context, _args: Args) -> Answer:
    """Whether the listed entry ever had 学籍. No number and no school is taken as never."""
    return _known(bool(ctx.fact("student_number") or ctx.fact("record_school_code")))


def active_record(ctx: Context, _args: Args) -> Answer:
    record = ctx.fact("active_record_found")
    if record is None or any(record[key] is None for key in ("student_number", "school_code", "checked_on")):
        return _unknown("active_record_found")
    number, school = record["student_number"], record["school_code"]
    good = student_number.kind(number) in ("formal", "substitute")
    at_school = student_number.school_category(school) in student_number.COMPULSORY_CATEGORIES
    return _known(good and at_school and record["checked_on"] <= ctx.as_of)


def taught_at_home(ctx: Context, _args: Args) -> Answer:
    """Home teaching until the child is back; an empty log will do only once the child is back."""
    log, back = ctx.fact("home_teaching_log"), ctx.fact("back_at_school_on")
    if log is None:
        return _unknown("home_teaching_log")
    given = any(lesson["on"] <= ctx.as_of for lesson in log)
    return _known(given or (back is not None and back <= ctx.as_of))


def panel_complete(ctx: Context, _args: Args) -> Answer:
    """Somebody of every department that makes up the committee; others may sit beside them."""
    organs = {member["organ"] for member in ctx.fact("committee_panel") or ()}
    return _known(True) if set(ctx.profile.committee_min_seals) <= organs else _unknown("committee_panel")


def attempts_made(ctx: Context, args: Args) -> Answer:
    return _known(True) if len(ctx.attempts) >= ctx.switch(args["switch"]) else _unknown()


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "age_at_least": Check(age_at_least, "年满规定周岁", ("switch",), ("birth_date",)),
        "compulsory_age": Check(compulsory_age, "属于义务教育适龄", ("fact",)),
        "too_young": Check(too_young, "还没有到义务教育年龄", ("fact",)),
        "years_since": Check(years_since, "距该日期已满规定年数", ("fact", "switch")),
        "not_before": Check(not_before, "日期不早于另一日期", ("fact", "other")),
        "formal_student_number": Check(formal_student_number, "有正式学籍号", (), ("student_number",)),
        "identity_number_recorded": Check(identity_number_recorded, "身份证号已登记且正确", (), ("id_number",)),
        "good_identity_number": Check(good_identity_number, "身份证号正确", ("fact",)),
        "record_at_compulsory_school": Check(
            record_at_compulsory_school, "学籍在义务教育学校", (), ("record_school_code",)
        ),
        "ever_had_record": Check(ever_had_record, "名单登记曾有学籍"),
        "active_record": Check(active_record, "查到在读学籍", (), ("active_record_found",)),
        "taught_at_home": Check(taught_at_home, "劝返成功前开展了送教服务", (), ("home_teaching_log",)),
        "panel_complete": Check(panel_complete, "专家组人员各部门齐全", (), ("committee_panel",)),
        "attempts_made": Check(attempts_made, "有效劝返达到规定次数", ("switch",)),
    }
)
