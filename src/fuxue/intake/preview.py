"""What a person is shown before a list lands: how its columns were understood, what is good, what would come back."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from fuxue.access.actor import Actor
from fuxue.intake import files, known, reading
from fuxue.kernel import mask
from fuxue.ledger.commands import NewChild
from fuxue.registers.headings import map_headings
from fuxue.registers.rows import BadRow, GoodRow
from fuxue.registers.sheets import Table

SHOWN_ROWS = 5
BATCH = 1_000
_LONG_NUMBER = re.compile(r"[0-9Xx]{7,}")
_OPEN_KINDS = frozenset({"date", "region", "school"})  # long numbers of these are nobody's


@dataclass(frozen=True)
class Preview:
    """`columns`: field → index of its heading. `rows`: the first lines, numbers masked, as wide as `headings`.

    `missing` holds what must still be pointed out before the list can land; then nothing is counted yet.
    """

    sheet: str
    other_sheets: tuple[str, ...]
    heading_row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: Mapping[str, tuple[str, ...]]
    good: int
    bad: int
    known: int
    reasons: Mapping[str, int]
    bad_samples: tuple[tuple[int, str, str], ...]  # row, column, reason
    rows: tuple[tuple[str, ...], ...]

    @property
    def total(self) -> int:
        return self.good + self.bad


def make(table: Table, chosen: Mapping[str, int], *, actor: Actor, today: date) -> Preview:
    """Reads the whole list once. Raises Invalid for a choice that does not fit the sheet."""
    mapping = map_headings(table.headings, reading.SCHEMA, chosen)
    tally = _Tally()
    if mapping.complete:
        tally.count(reading.read(table, mapping.columns, actor=actor, today=today))
    return Preview(
        sheet=table.sheet_name,
        other_sheets=table.other_sheets,
        heading_row=table.heading_row,
        headings=table.headings,
        columns=dict(mapping.columns),
        unknown=mapping.unknown,
        missing=tuple(reading.SCHEMA.term(group) for group in mapping.missing),
        ambiguous=dict(mapping.ambiguous),
        good=tally.good,
        bad=sum(tally.reasons.values()),
        known=tally.known,
        reasons=dict(tally.reasons),
        bad_samples=tuple(tally.samples),
        rows=_first_rows(table, mapping.columns),
    )


class _Tally:
    def __init__(self) -> None:
        self.good = self.known = 0
        self.reasons: Counter[str] = Counter()
        self.samples: list[tuple[int, str, str]] = []

    def count(self, rows: Iterable[GoodRow | BadRow]) -> None:
        waiting: list[NewChild] = []
        for row in rows:
            if isinstance(row, BadRow):
                self.reasons[row.code] += 1
                if len(self.samples) < SHOWN_ROWS:
                    self.samples.append((row.row.number, row.column, row.reason))
                continue
            self.good += 1
            waiting.append(reading.new_child(row))
            if len(waiting) == BATCH:
                self.known += known.count(waiting)
                waiting.clear()
        self.known += known.count(waiting)


def _first_rows(table: Table, columns: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    clear = {index for name, index in columns.items() if reading.SCHEMA.by_name[name].kind in _OPEN_KINDS}
    width = len(table.headings)
    return tuple(
        tuple(cell if at in clear else _masked(cell) for at, cell in enumerate((*row.cells, *[""] * width)[:width]))
        for row in islice(table.rows(), SHOWN_ROWS)
    )


def _masked(cell: str) -> str:
    def hide(found: re.Match[str]) -> str:
        return mask.identity_number(found[0]) if len(found[0]) >= 15 else mask.phone(found[0])

    return _LONG_NUMBER.sub(hide, cell)[:60]


def save(run_id: UUID, preview: Preview) -> None:
    with os.fdopen(files.private(files.preview_file(run_id)), "w", encoding="utf-8") as stream:
        json.dump(asdict(preview), stream, ensure_ascii=False)


def load(run_id: UUID) -> Preview | None:
    """None once the folder has been swept."""
    try:
        return Preview(**json.loads(files.preview_file(run_id).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
