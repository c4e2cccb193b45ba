"""Which organ stands where: looked up one by one for a case, or all of a county at once for an import."""

from collections.abc import Mapping
from dataclasses import dataclass

from fuxue.access.models import Organ
from fuxue.kernel.vocabulary import Organ as Kind

POLICE = (Kind.POLICE_STATION, Kind.COUNTY_POLICE, Kind.HOUSEHOLD_REGISTRAR)


def _in(kind: Kind, code: str) -> Organ | None:
    return Organ.objects.filter(kind=kind.value, region_id=code, active=True).order_by("pk").first()


def village_organ(region_code: str) -> Organ | None:
    return _in(Kind.VILLAGE_COMMITTEE, region_code[:12])


def township_government(region_code: str) -> Organ | None:
    """Of the township in which `region_code` (9 or 12 digits) lies."""
    return _in(Kind.TOWNSHIP_GOVERNMENT, region_code[:9])


def county_education(region_code: str) -> Organ | None:
    return _in(Kind.COUNTY_EDUCATION, region_code[:6])


def city_education(region_code: str) -> Organ | None:
    return _in(Kind.CITY_EDUCATION, region_code[:4])


def province_education(region_code: str) -> Organ | None:
    return _in(Kind.PROVINCE_EDUCATION, region_code[:2])


def expert_committee(region_code: str) -> Organ | None:
    return _in(Kind.EXPERT_COMMITTEE, region_code[:6])


def court(region_code: str) -> Organ | None:
    return _in(Kind.COURT, region_code[:6])


def school(school_code: str) -> Organ | None:
    return Organ.objects.filter(school_code=school_code, active=True).first()


def police_desks(region_code: str) -> tuple[Organ, ...]:
    """Police organs of the county, the stations first."""
    found = Organ.objects.filter(
        kind__in=[kind.value for kind in POLICE], region__code__startswith=region_code[:6], active=True
    )
    return tuple(sorted(found, key=lambda organ: (organ.kind != Kind.POLICE_STATION.value, organ.region_id)))


@dataclass(frozen=True, slots=True)
class Directory:
    """The organs of a county that a registration needs, loaded once."""

    villages: Mapping[str, Organ]
    townships: Mapping[str, Organ]
    schools: Mapping[str, Organ]
    education: Organ | None


def of_county(county_code: str) -> Directory:
    """Schools of every county: a child may last have been on a roll elsewhere."""
    here = Organ.objects.filter(region__code__startswith=county_code[:6], active=True)
    return Directory(
        villages={o.region_id: o for o in here.filter(kind=Kind.VILLAGE_COMMITTEE.value)},
        townships={o.region_id: o for o in here.filter(kind=Kind.TOWNSHIP_GOVERNMENT.value)},
        schools={
            o.school_code: o for o in Organ.objects.filter(school_code__isnull=False, active=True) if o.school_code
        },
        education=county_education(county_code),
    )
