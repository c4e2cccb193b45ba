"""Regions and organs of the demonstration: a whole county, and its neighbour across the province's border."""

from dataclasses import dataclass, field
from datetime import date, datetime

from fuxue.access import actions
from fuxue.access.actor import SYSTEM
from fuxue.access.models import Organ
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.synth.places import County, Region

SINCE = date(2020, 1, 1)

# What every county has, by what stands behind its name on a seal.
_COUNTY_ORGANS: tuple[tuple[Kind, str], ...] = (
    (Kind.COUNTY_EDUCATION, "教育体育局"),
    (Kind.COUNTY_GOVERNMENT, "人民政府"),
    (Kind.COUNTY_POLICE, "公安局"),
    (Kind.COUNTY_HEALTH, "卫生健康局"),
    (Kind.COUNTY_DISABLED_FEDERATION, "残疾人联合会"),
    (Kind.EXPERT_COMMITTEE, "残疾人教育专家委员会"),
    (Kind.COURT, "人民法院"),
)


@dataclass(slots=True)
class Directory:
    """The organs that were made, by kind and region code; schools by their own code."""

    organs: dict[tuple[Kind, str], Organ] = field(default_factory=dict)
    schools: dict[str, Organ] = field(default_factory=dict)

    def of(self, kind: Kind, region: str) -> Organ:
        return self.organs[kind, region]


def make_places(county: County, *, now: datetime) -> Directory:
    """All regions and organs of `county`, its city's and its province's education departments included."""
    found = Directory()
    for region in county.regions:
        actions.create_region(actor=SYSTEM, code=region.code, name=region.name, valid_from=SINCE, now=now)

    def organ(kind: Kind, name: str, region: Region) -> None:
        found.organs[kind, region.code] = actions.create_organ(
            actor=SYSTEM, kind=kind, name=name, region_code=region.code, now=now
        )

    organ(Kind.PROVINCE_EDUCATION, f"{county.province.name}教育厅", county.province)
    organ(Kind.CITY_EDUCATION, f"{county.city.name}教育局", county.city)
    for kind, ending in _COUNTY_ORGANS:
        organ(kind, county.county.name + ending, county.county)
    for township in county.townships:
        organ(Kind.TOWNSHIP_GOVERNMENT, township_government(township), township)
        organ(Kind.POLICE_STATION, police_station(county, township), township)
    for village in county.villages:
        organ(Kind.VILLAGE_COMMITTEE, village_committee(county, village), village)
    for school in county.schools:
        found.schools[school.code] = actions.create_organ(
            actor=SYSTEM,
            kind=Kind.SCHOOL,
            name=school.name,
            region_code=school.township,
            school_code=school.code,
            now=now,
        )
    return found


def township_government(township: Region) -> str:
    return township.name + ("办事处" if township.name.endswith("街道") else "人民政府")


def police_station(county: County, township: Region) -> str:
    return f"{county.county.name}公安局{township.name}派出所"


def village_committee(county: County, village: Region) -> str:
    township = county.region(village.parent or "")
    return f"{township.name}{village.name}{'居' if village.name.endswith('社区') else '村'}民委员会".replace(
        "村村民", "村民"
    )
