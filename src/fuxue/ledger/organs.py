"""Which organs a case can go to: who reviews it, whom it may be assigned to, whom it may be referred to."""

from collections.abc import Iterable, Mapping, Sequence

from fuxue.access.models import Organ
from fuxue.ledger.models import Placed
from fuxue.ledger.state import Level, OrganRef


def ref(organ: Organ) -> OrganRef:
    return OrganRef(organ.pk, organ.kind, organ.name)


def _codes(case: Placed) -> tuple[str, ...]:
    return (case.village_code, case.township_code, case.county_code, case.city_code, case.province_code)


def review_chain(case: Placed, kinds: Sequence[str]) -> tuple[Level, ...]:
    """One level per kind, the nearest such organ above the child's village. Empty when one of them does not exist."""
    codes = _codes(case)
    found = Organ.objects.filter(kind__in=kinds, region_id__in=codes, active=True)
    nearest: dict[str, Organ] = {}
    for organ in sorted(found, key=lambda organ: codes.index(organ.region_id), reverse=True):
        nearest[organ.kind] = organ
    if any(kind not in nearest for kind in kinds):
        return ()
    return tuple(Level(ref(nearest[kind]), 1) for kind in kinds)


def in_reach(case: Placed, organ_ids: Iterable[int]) -> Mapping[int, OrganRef]:
    """Those of the ids that are at work within the case's county, or above the child's village."""
    codes = _codes(case)
    found = Organ.objects.filter(pk__in=set(organ_ids), active=True)
    near = (o for o in found if o.region_id.startswith(case.county_code) or o.region_id in codes)
    return {organ.pk: ref(organ) for organ in near}
