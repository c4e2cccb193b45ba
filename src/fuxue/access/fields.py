"""Which kind of fact a role needs for its work (least privilege). Pure; unknown pairs are refused.

Sources: 个人信息保护法第六条、第二十八条; 未成年人网络保护条例第三十六条; 残疾人教育条例第二十条（评估结果保密）.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from fuxue.kernel.vocabulary import Role

Category = Literal["identity", "contact", "school", "household", "family", "police", "medical", "court", "review"]
CATEGORIES: frozenset[str] = frozenset(get_args(Category))

_FIELD = frozenset({"identity", "contact", "school", "household", "family", "review"})

NEEDS: Mapping[Role, frozenset[str]] = {
    # Goes to the door: whom, where, what was said. Diagnoses, police and court papers are not needed for that.
    Role.VILLAGE_WORKER: _FIELD,
    # Takes in suspension and placement papers of its own pupils and follows them up (一（七）措施), so medical too.
    Role.SCHOOL_REGISTRAR: _FIELD | {"medical"},
    # Approves deferrals, orders guardians to send the child, stands before the court: everything of its township.
    Role.TOWNSHIP_OFFICER: CATEGORIES,
    Role.COUNTY_REVIEWER: CATEGORIES,
    Role.COUNTY_APPROVER: CATEGORIES,
    # Outside organs see who it is about and their own kind of fact.
    Role.POLICE_DESK: frozenset({"identity", "household", "police"}),
    Role.COMMITTEE_SECRETARY: frozenset({"identity", "school", "medical"}),
    Role.COURT_CLERK: frozenset({"identity", "contact", "family", "court"}),
    # Check counties' work; the telephone is for those who call.
    Role.CITY_OFFICER: CATEGORIES - {"contact"},
    Role.PROVINCE_OFFICER: CATEGORIES - {"contact"},
    # Checks that papers are there and steps were taken, not what a diagnosis says.
    Role.AUDITOR: CATEGORIES - {"contact", "medical"},
    Role.SYSTEM: CATEGORIES,
}


def may_see(role: Role, category: str) -> bool:
    """Administrators are named nowhere: they see no child's facts."""
    return category in NEEDS.get(role, frozenset())
