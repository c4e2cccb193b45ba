"""Where a newly registered line goes: the school that holds the record and the village; else township, county."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from fuxue.access.models import Organ
from fuxue.kernel.vocabulary import Organ as OrganKind
from fuxue.ledger.organs import ref
from fuxue.ledger.state import OrganRef

ABOVE = ((OrganKind.TOWNSHIP_GOVERNMENT, "township_code"), (OrganKind.COUNTY_EDUCATION, "county_code"))


@dataclass(frozen=True, slots=True)
class Destinations:
    by_region: Mapping[tuple[str, str], OrganRef]  # (kind, region code)
    by_school: Mapping[str, OrganRef]

    @classmethod
    def of(cls, places: Iterable[Mapping[str, str]]) -> "Destinations":
        places = list(places)
        codes = {place[f"{level}_code"] for place in places for level in ("village", "township", "county")}
        schools = {place["school_code"] for place in places} - {""}
        kinds = [OrganKind.VILLAGE_COMMITTEE, *(kind for kind, _ in ABOVE)]
        wanted = Q(kind__in=kinds, region_id__in=codes) | Q(school_code__in=schools)
        organs = list(Organ.objects.filter(wanted, active=True))
        return cls(
            {(organ.kind, organ.region_id): ref(organ) for organ in organs if not organ.school_code},
            {organ.school_code: ref(organ) for organ in organs if organ.school_code},
        )

    def of_place(self, place: Mapping[str, str]) -> tuple[OrganRef, ...]:
        """The first is the one responsible: the school knows its own pupil; a child without a record, the village."""
        school = self.by_school.get(place["school_code"])
        village = self.by_region.get((OrganKind.VILLAGE_COMMITTEE, place["village_code"]))
        near = tuple(organ for organ in (school, village) if organ)
        above = (self.by_region.get((kind, place[column])) for kind, column in ABOVE)
        return near or tuple(organ for organ in above if organ)[:1]
