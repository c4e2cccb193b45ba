"""Opens a list: finds out what the file is, which sheet holds the list and where its headings stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from fuxue.kernel.errors import Invalid, Where
from fuxue.registers.book import Book, Row, Sheet
from fuxue.registers.delimited import DelimitedBook
from fuxue.registers.headings import FoundHeadings, find_headings
from fuxue.registers.kinds import file_kind
from fuxue.registers.limits import LIMITS, Limits
from fuxue.registers.old_excel import OldExcelBook
from fuxue.registers.schema import Schema
from fuxue.registers.xlsx import XlsxBook


@dataclass(frozen=True, slots=True)
class Table:
    """A list whose headings have been found. `above` holds every row down to the headings, as they stand in the file.

    `encoding` is empty for spreadsheets; `other_sheets` names the sheets that were passed over.
    """

    file: str
    sheet_name: str
    other_sheets: tuple[str, ...]
    headings: tuple[str, ...]
    heading_row: int
    above: tuple[Row, ...]
    encoding: str
    book: Book
    sheet: Sheet

    def rows(self) -> Iterator[Row]:
        """The rows below the headings, from the top each time."""
        return (row for row in self.sheet.rows() if row.number > self.heading_row)

    def close(self) -> None:
        self.book.close()


def open_book(path: Path, name: str, limits: Limits = LIMITS) -> Book:
    """Opens by content, whatever the name ends in. Raises Invalid with a sentence for everything that is not a list."""
    match file_kind(path, name, limits):
        case "xlsx":
            return XlsxBook(path, name, limits)
        case "xls":
            return OldExcelBook(path, name, limits)
        case "text":
            return DelimitedBook(path, name, limits)


def open_table(source: Path, name: str, schema: Schema, limits: Limits = LIMITS) -> Table:
    """The sheet and heading row that fit `schema` best. Raises Invalid: empty_sheet, no_headings, and as open_book."""
    book = open_book(source, name, limits)
    try:
        return _choose(book, name, schema, limits)
    except BaseException:
        book.close()
        raise


def _choose(book: Book, name: str, schema: Schema, limits: Limits) -> Table:
    best: tuple[FoundHeadings, Sheet, list[Row]] | None = None
    shown: list[Row] = []
    for sheet in book.sheets:
        top = list(islice(sheet.rows(), limits.title_rows))
        shown = shown or top
        found = find_headings(top, schema)
        if found is None:
            continue
        better = best is None or (found.score, not sheet.hidden) > (best[0].score, not best[1].hidden)
        if better:
            best = (found, sheet, top)
    if best is None:
        raise _nothing_found(name, schema, shown)
    found, sheet, top = best
    return Table(
        file=name,
        sheet_name=sheet.name,
        other_sheets=tuple(other.name for other in book.sheets if other is not sheet),
        headings=found.headings,
        heading_row=found.row,
        above=tuple(row for row in top if row.number <= found.row),
        encoding=book.encoding,
        book=book,
        sheet=sheet,
    )


def _nothing_found(name: str, schema: Schema, shown: list[Row]) -> Invalid:
    if not shown:
        return Invalid(code="empty_sheet", says="表格里没有任何内容。", where=Where(file=name))
    first = "、".join(cell.strip() for cell in shown[0].cells if cell.strip())[:60]
    return Invalid(
        code="no_headings",
        says=f"没有找到标题行：至少要有一行同时写着{schema.required_terms()}。",
        where=Where(file=name),
        why=f"文件第一行写的是“{first}”。",
        todo="请核对标题行，或换一份名单。",
    )
