"""Whose cases a person sees. One decision, made here; the list, the page, the file and the export all ask it.

`fuxue_sees` in the database repeats it (see `access.rls`); a property test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.db.models import Model, Q, QuerySet, TextField, Value

from fuxue.access.actor import Actor
from fuxue.kernel.region import LENGTHS, Level
from fuxue.kernel.vocabulary import Role

M = TypeVar("M", bound=Model)

Kind = Literal["all", "region", "school", "organ", "none"]

# Roles that see a whole region, the level that region must have (None: that of the office), and how it is said.
BY_REGION: Mapping[Role, tuple[Level | None, str]] = {
    Role.VILLAGE_WORKER: ("village", "您负责的村（社区）"),
    Role.TOWNSHIP_OFFICER: ("township", "您负责的乡镇"),
    Role.COUNTY_REVIEWER: ("county", "您负责的县（市、区）"),
    Role.COUNTY_APPROVER: ("county", "您负责的县（市、区）"),
    Role.CITY_OFFICER: ("city", "您负责的市（州）"),
    Role.PROVINCE_OFFICER: ("province", "您负责的省份"),
    Role.AUDITOR: (None, "您审计的地区"),
}
BY_REFERRAL: Mapping[Role, str] = {
    Role.POLICE_DESK: "提请您单位协查的个案",
    Role.COMMITTEE_SECRETARY: "提请专家委员会鉴定的个案",
    Role.COURT_CLERK: "提请法院协助的个案",
}
COLUMNS: Mapping[int, str] = {digits: f"{level}_code" for digits, level in LENGTHS.items()}


@dataclass(frozen=True, slots=True)
class Scope:
    """`reason` says in Chinese why the person sees what they see (or sees nothing)."""

    kind: Kind
    reason: str
    region: str = ""
    school: str = ""
    organ_id: int = 0


def scope_of(actor: Actor) -> Scope:
    """Closed by default: a role that is not named here, or an office that does not fit its role, sees nothing."""
    if actor.role is Role.SYSTEM:
        return Scope("all", "系统")
    if actor.role in BY_REGION:
        level, words = BY_REGION[actor.role]
        actual = LENGTHS.get(len(actor.region_code))
        if actual is not None and level in {None, actual}:
            where = actor.region_name or actor.organ_name
            return Scope("region", f"{words}：{where}", region=actor.region_code)
    if actor.role is Role.SCHOOL_REGISTRAR and actor.school_code:
        return Scope("school", f"您负责的学校：{actor.organ_name}", school=actor.school_code)
    if actor.role in BY_REFERRAL and actor.organ_id:
        return Scope("organ", f"{BY_REFERRAL[actor.role]}：{actor.organ_name}", organ_id=actor.organ_id)
    return Scope("none", "您的岗位不接触学生个案。")


def sees(scope: Scope, *, codes: Mapping[str, str | None], referred_to: frozenset[int] = frozenset()) -> bool:
    """The same decision over one row in memory: its region columns and `school_code`, and organs it is referred to."""
    if scope.kind == "all":
        return True
    if scope.kind == "region":
        return codes.get(COLUMNS[len(scope.region)]) == scope.region
    if scope.kind == "school":
        return codes.get("school_code") == scope.school
    return scope.kind == "organ" and scope.organ_id in referred_to


def condition(scope: Scope, *, prefix: str = "", referrals: QuerySet[Any] | None = None) -> Q | None:
    """The decision as a condition over columns named like `Case`'s; None when nothing may be seen."""
    if scope.kind == "all":
        return Q()
    if scope.kind == "region":
        return Q(**{f"{prefix}{COLUMNS[len(scope.region)]}": scope.region})
    if scope.kind == "school":
        return Q(**{f"{prefix}school_code": scope.school})
    if scope.kind == "organ" and referrals is not None:
        return Q(**{f"{prefix}pk__in": referrals})
    return None


def restrict(
    queryset: QuerySet[M, M], *, actor: Actor, prefix: str = "", referrals: QuerySet[Any] | None = None
) -> QuerySet[M, M]:
    """Rows the person may see, each with `seen_because`. One query decides.

    `prefix` leads to the case ("case__" from a file use). `referrals` yields the ids of cases at present referred to
    the actor's organ; without it, people who see by referral see nothing.
    """
    scope = scope_of(actor)
    allowed = condition(scope, prefix=prefix, referrals=referrals)
    rows = queryset.none() if allowed is None else queryset.filter(allowed)
    seen: QuerySet[M, M] = rows.annotate(  # type: ignore[assignment]  # the stubs widen the model to Model here
        seen_because=Value(scope.reason, output_field=TextField())
    )
    return seen
