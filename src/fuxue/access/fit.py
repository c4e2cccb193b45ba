"""Which role may sit at which kind of organ, and which kind of organ belongs to which level of region. Pure.

The database repeats both as checks (see the models), so that no import and no console can seat somebody wrongly.
"""

from collections.abc import Mapping

from fuxue.kernel.region import LENGTHS, Level
from fuxue.kernel.vocabulary import Organ, Role

DIGITS: dict[Level, int] = {level: digits for digits, level in LENGTHS.items()}

EDUCATION = frozenset({Organ.COUNTY_EDUCATION, Organ.CITY_EDUCATION, Organ.PROVINCE_EDUCATION})

SEATS: Mapping[Role, frozenset[Organ]] = {
    Role.VILLAGE_WORKER: frozenset({Organ.VILLAGE_COMMITTEE}),
    Role.SCHOOL_REGISTRAR: frozenset({Organ.SCHOOL}),
    Role.TOWNSHIP_OFFICER: frozenset({Organ.TOWNSHIP_GOVERNMENT}),
    Role.COUNTY_REVIEWER: frozenset({Organ.COUNTY_EDUCATION}),
    Role.COUNTY_APPROVER: frozenset({Organ.COUNTY_EDUCATION}),
    Role.POLICE_DESK: frozenset({Organ.POLICE_STATION, Organ.COUNTY_POLICE, Organ.HOUSEHOLD_REGISTRAR}),
    Role.COMMITTEE_SECRETARY: frozenset({Organ.EXPERT_COMMITTEE}),
    Role.COURT_CLERK: frozenset({Organ.COURT}),
    Role.CITY_OFFICER: frozenset({Organ.CITY_EDUCATION}),
    Role.PROVINCE_OFFICER: frozenset({Organ.PROVINCE_EDUCATION}),
    Role.AUDITOR: EDUCATION,
    Role.SYSTEM_ADMIN: EDUCATION,
    Role.SECURITY_ADMIN: EDUCATION,
}

# Organs that stand for a whole region: their people see it by its code, so the code must have that level's length.
# At most one of each works in a region, so that "the township's government" is one organ.
LEVEL_OF: Mapping[Organ, Level] = {
    Organ.VILLAGE_COMMITTEE: "village",
    Organ.TOWNSHIP_GOVERNMENT: "township",
    Organ.COUNTY_EDUCATION: "county",
    Organ.CITY_EDUCATION: "city",
    Organ.PROVINCE_EDUCATION: "province",
    Organ.EXPERT_COMMITTEE: "county",
    Organ.COUNTY_POLICE: "county",
    Organ.COURT: "county",
}
