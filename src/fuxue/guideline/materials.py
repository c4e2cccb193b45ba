"""The kinds of paper: term, who may look at it, kept as a scan or only registered, and who usually issues it.

What a clause demands of a paper stands in its rule file; this table only says what is usual, for forms and pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from fuxue.guideline.facts import Category
from fuxue.kernel.vocabulary import MATERIAL_TERMS, Material, Organ

Keeping = Literal["scan", "retained"]


@dataclass(frozen=True, slots=True)
class MaterialSpec:
    kind: Material
    term: str
    category: Category
    scan_or_retained: Keeping
    issuers: tuple[Organ, ...]
    seals: tuple[Organ, ...]
    signers: tuple[str, ...]


_POLICE = (Organ.POLICE_STATION, Organ.HOUSEHOLD_REGISTRAR, Organ.COUNTY_POLICE)
_POLICE_SEAL = (Organ.POLICE_STATION,)
_SCHOOL = (Organ.SCHOOL,)
_BOTH = ("guardian", "child")


def _spec(
    kind: Material,
    category: Category,
    issuers: tuple[Organ, ...] = (),
    seals: tuple[Organ, ...] = (),
    signers: tuple[str, ...] = (),
    keeping: Keeping = "scan",
) -> MaterialSpec:
    return MaterialSpec(kind, MATERIAL_TERMS[kind], category, keeping, issuers, seals, signers)


_SPECS = (
    _spec(Material.CORRECTED_HOUSEHOLD_RECORD, "household", _POLICE, _POLICE_SEAL),
    _spec(Material.DUPLICATE_CANCELLATION, "household", _POLICE, _POLICE_SEAL),
    _spec(Material.POLICE_MISSING_STATEMENT, "police", (Organ.POLICE_STATION,), _POLICE_SEAL),
    _spec(Material.DEATH_CERTIFICATE, "medical", (Organ.HOSPITAL,), (Organ.HOSPITAL,)),
    _spec(Material.CREMATION_CERTIFICATE, "medical", (Organ.FUNERAL_HOME,), (Organ.FUNERAL_HOME,)),
    _spec(Material.POLICE_DEATH_CERTIFICATE, "police", _POLICE, _POLICE_SEAL),
    _spec(Material.HOUSEHOLD_CANCELLATION_DEATH, "household", _POLICE, _POLICE_SEAL),
    _spec(Material.DECLARATION_OF_DEATH, "court", (Organ.COURT,), (Organ.COURT,)),
    _spec(
        Material.COMMITTEE_CERTIFICATE,
        "medical",
        (Organ.EXPERT_COMMITTEE, Organ.COUNTY_EDUCATION),
        (Organ.COUNTY_EDUCATION, Organ.COUNTY_HEALTH, Organ.COUNTY_DISABLED_FEDERATION),
        (Organ.COUNTY_EDUCATION, Organ.COUNTY_HEALTH, Organ.COUNTY_DISABLED_FEDERATION),
    ),
    _spec(
        Material.DISABILITY_CARD, "medical", (Organ.COUNTY_DISABLED_FEDERATION,), (Organ.COUNTY_DISABLED_FEDERATION,)
    ),
    _spec(Material.ATTENDANCE_CERTIFICATE, "school", _SCHOOL, _SCHOOL),
    _spec(Material.GUARDIAN_APPLICATION, "family", (Organ.GUARDIAN,), (), ("guardian",)),
    _spec(Material.MEDICAL_CERTIFICATE, "medical", (Organ.HOSPITAL,), (Organ.HOSPITAL,)),
    _spec(
        Material.DEFERRAL_APPROVAL,
        "school",
        (Organ.TOWNSHIP_GOVERNMENT, Organ.COUNTY_EDUCATION),
        (Organ.TOWNSHIP_GOVERNMENT,),
    ),
    _spec(Material.VISIT_RECORD, "family", (Organ.SCHOOL, Organ.TOWNSHIP_GOVERNMENT), (), ("school",)),
    _spec(Material.WRITTEN_APPLICATION, "family", (Organ.GUARDIAN, Organ.CHILD), (), _BOTH),
    _spec(Material.EDUCATION_PLAN, "school", (Organ.SCHOOL, Organ.COUNTY_EDUCATION)),
    _spec(Material.VOCATIONAL_ACCEPTANCE, "school", (Organ.VOCATIONAL_SCHOOL,), (Organ.VOCATIONAL_SCHOOL,)),
    _spec(
        Material.ENFORCEMENT_DOCUMENT,
        "court",
        (Organ.TOWNSHIP_GOVERNMENT, Organ.COUNTY_EDUCATION, Organ.COURT, Organ.LAW_ENFORCEMENT),
        (Organ.TOWNSHIP_GOVERNMENT,),
    ),
    _spec(Material.SCHOOL_RETURN_CERTIFICATE, "school", _SCHOOL, _SCHOOL),
    _spec(Material.NOTIFICATION_RECORD, "family", (Organ.VILLAGE_COMMITTEE, Organ.SCHOOL), (), ("guardian",)),
    _spec(Material.VILLAGE_STATEMENT, "family", (Organ.VILLAGE_COMMITTEE,), (Organ.VILLAGE_COMMITTEE,)),
    _spec(Material.NEIGHBOUR_STATEMENT, "family"),
    _spec(Material.TOWNSHIP_STATEMENT, "family", (Organ.TOWNSHIP_GOVERNMENT,), (Organ.TOWNSHIP_GOVERNMENT,)),
    _spec(Material.PHOTO, "family"),
    _spec(Material.AUDIO, "family", keeping="retained"),
    _spec(Material.VIDEO, "family", keeping="retained"),
    _spec(Material.OTHER, "family"),
)

MATERIALS: Mapping[str, MaterialSpec] = MappingProxyType({str(spec.kind): spec for spec in _SPECS})
