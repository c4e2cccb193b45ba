"""Which of the lines of a list are known already, looked up in a few queries for all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from fuxue.ledger.models import Case
from fuxue.ledger.search import ID_COLUMN
from fuxue.vault.sealing import blind_index

SLICE = 5000
DUPLICATE = "duplicate_registration"

Facts = Mapping[str, Any]  # a line's child fields and place columns


@dataclass(slots=True)
class Known:
    """By keyed identity number; by (name, birth date, village) for lines without one. Grows with the list itself."""

    by_number: dict[bytes, list[tuple[UUID, str, bool]]] = field(default_factory=dict)
    by_name: dict[tuple[str, str | None, str], UUID] = field(default_factory=dict)
    indexes: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Facts]) -> "Known":
        known = cls()
        facts = list(lines)
        numbers = [known.index(line["id_number"]) for line in facts if line["id_number"]]
        for part in _slices(numbers):
            rows = Case.objects.filter(child__id_number_index__in=part)
            for row in rows.values_list("child__id_number_index", "id", "village_code", "procedure", "state"):
                index, case_id, village, procedure, state = row
                entry_only = procedure == DUPLICATE and state in ("closed", "followed_up")
                known.by_number.setdefault(bytes(index or b""), []).append((case_id, village, entry_only))
        named = [line for line in facts if not line["id_number"]]
        for part in _slices(named):
            rows = Case.objects.filter(
                child__name__in=[line["name"] for line in part],
                village_code__in={line["village_code"] for line in part},
            )
            for case_id, name, born, village in rows.values_list(
                "id", "child__name", "child__birth_date", "village_code"
            ):
                known.by_name[name, _text(born), village] = case_id
        return known

    def index(self, number: str) -> bytes:
        if number not in self.indexes:
            self.indexes[number] = blind_index(number, column=ID_COLUMN)
        return self.indexes[number]

    def case_of(self, line: Facts) -> UUID | None:
        if not line["id_number"]:
            return self.by_name.get((line["name"], line["birth_date"], line["village_code"]))
        for case_id, village, entry_only in self.by_number.get(self.index(line["id_number"]), []):
            if not entry_only or village == line["village_code"]:
                return case_id
        return None

    def add(self, line: Facts, case_id: UUID) -> None:
        if line["id_number"]:
            self.by_number.setdefault(self.index(line["id_number"]), []).append((case_id, line["village_code"], False))
        self.by_name[line["name"], line["birth_date"], line["village_code"]] = case_id


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _slices(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + SLICE] for start in range(0, len(items), SLICE))
