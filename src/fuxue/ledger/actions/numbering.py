"""Case numbers like 532999-2026-00001: county, year in which the school year began, serial. No gaps on rollback."""

from collections.abc import Iterable
from dataclasses import dataclass

from fuxue.ledger.models import Serial


@dataclass(slots=True)
class Numbers:
    """The numbers of one registration; its rows stay locked until the transaction ends."""

    year: int
    serials: dict[str, Serial]

    def next(self, county: str) -> str:
        serial = self.serials[county]
        serial.last += 1
        return f"{county}-{self.year}-{serial.last:05d}"

    def keep(self) -> None:
        Serial.objects.bulk_update(self.serials.values(), ["last"])


def give_numbers(year: int, counties: Iterable[str]) -> Numbers:
    """Locks the counters in order of their codes, so that two registrations never wait for each other in a circle."""
    codes = sorted(set(counties))
    Serial.objects.bulk_create([Serial(county_code=code, year=year) for code in codes], ignore_conflicts=True)
    locked = Serial.objects.select_for_update().filter(year=year, county_code__in=codes).order_by("county_code")
    return Numbers(year, {serial.county_code: serial for serial in locked})
