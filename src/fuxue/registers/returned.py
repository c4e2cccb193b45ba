"""The sheet that goes back: the same title rows, headings and cells, only the bad rows, and why each came back.

Always .xlsx, every cell stored as text: a text file would let the spreadsheet round the identity numbers a second time,
and a text cell is never run as a formula, whatever sign it begins with.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from fuxue.registers.book import Row
from fuxue.registers.headings import normalise
from fuxue.registers.rows import BadRow
from fuxue.registers.schema import OUR_COLUMNS
from fuxue.registers.sheets import Table

_OURS = frozenset(map(normalise, OUR_COLUMNS))
_SHEET_NAME_SIGNS = str.maketrans("", "", "[]:*?/\\'")


def write_returned(table: Table, bad: Iterable[BadRow], path: Path) -> int:
    """Writes the bad rows of `table` to `path` and returns how many. Our columns of an earlier return are renewed."""
    kept = _kept_columns(table)
    width = len(kept)
    name = table.sheet_name.translate(_SHEET_NAME_SIGNS)[:31] or "退回"
    count = 0
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(name)
        plain = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#FDF0E0", "text_wrap": True})
        sheet.set_column(0, width - 1, 16)
        sheet.set_column(width, width, 48)
        line = 0
        for row in table.above:
            line = row.number - 1
            _write(sheet, line, row, kept, plain)
        for offset, title in enumerate(OUR_COLUMNS):
            sheet.write_string(line, width + offset, title, head)
        for fault in bad:
            line += 1
            count += 1
            _write(sheet, line, fault.row, kept, plain)
            sheet.write_string(line, width, "；".join(says.rstrip("。") for _, says in fault.reasons) + "。", plain)
            sheet.write_string(line, width + 1, " ".join(code for code, _ in fault.reasons), plain)
    return count


def _kept_columns(table: Table) -> Sequence[int]:
    width = max([len(table.headings), *(len(row.cells) for row in table.above)])
    return [
        index for index in range(width) if index >= len(table.headings) or normalise(table.headings[index]) not in _OURS
    ]


def _write(sheet: "xlsxwriter.worksheet.Worksheet", line: int, row: Row, kept: Sequence[int], style: object) -> None:
    for position, index in enumerate(kept):
        text = row.cells[index] if index < len(row.cells) else ""
        if text:
            sheet.write_string(line, position, text[:32_767], style)
