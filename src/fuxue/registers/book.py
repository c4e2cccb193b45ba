"""What every reader gives: sheets, and their rows as text. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank. `number` counts from 1, as the spreadsheet shows it; cells are text, "" when empty."""

    number: int
    cells: tuple[str, ...]


class Sheet(Protocol):
    """One sheet of a file. `rows()` may be called again and starts from the top each time."""

    @property
    def name(self) -> str: ...

    @property
    def hidden(self) -> bool: ...

    def rows(self) -> Iterator[Row]: ...


class Book(Protocol):
    """An open file. `encoding` is empty for spreadsheets."""

    @property
    def encoding(self) -> str: ...

    @property
    def sheets(self) -> tuple[Sheet, ...]: ...

    def close(self) -> None: ...
