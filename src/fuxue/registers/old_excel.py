"""Reads .xls in a child process with a ceiling on memory and time.

The old binary format is read as one full rectangle per sheet, so a hostile file could take the whole machine; the
ceiling takes the child only. The child is this module run as a program: one JSON array per line on its output.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuxue.kernel.errors import Invalid
from fuxue.registers.book import Row
from fuxue.registers.cells import value_text
from fuxue.registers.kinds import refuse
from fuxue.registers.limits import Limits

_ENCRYPTED = 3
_DAMAGED = 4


@dataclass(frozen=True, slots=True)
class OldExcelSheet:
    name: str
    hidden: bool
    index: int
    book: "OldExcelBook"

    def rows(self) -> Iterator[Row]:
        return self.book.read_sheet(self.index)


class OldExcelBook:
    """An .xls file. Raises Invalid: encrypted_file, damaged_file, file_too_large, too_many_columns."""

    encoding = ""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self._path = path
        self._name = name
        self._limits = limits
        self.sheets = tuple(
            OldExcelSheet(str(sheet[0]), bool(sheet[1]), index, self) for index, sheet in enumerate(self._child("list"))
        )

    def close(self) -> None:
        """Nothing stays open: every reading has its own process."""

    def read_sheet(self, index: int) -> Iterator[Row]:
        for number, *cells in self._child(str(index)):
            if any(str(cell).strip() for cell in cells):
                yield Row(int(str(number)), tuple(str(cell) for cell in cells))

    def _child(self, what: str) -> Iterator[list[object]]:
        limits = (str(self._limits.old_excel_memory), str(self._limits.old_excel_seconds))
        command = [sys.executable, "-m", __name__, str(self._path), what, *limits]
        paths = os.pathsep.join(filter(None, sys.path))  # the child finds this package wherever we found it
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths}
        ) as child:
            assert child.stdout is not None  # noqa: S101 - asked for above
            try:
                for line in child.stdout:
                    yield json.loads(line)
            except GeneratorExit:
                child.kill()  # the reader has seen enough rows
                raise
            status = child.wait()
        if status:
            raise self._failure(status)

    def _failure(self, status: int) -> Invalid:
        if status == _ENCRYPTED:
            return refuse("encrypted_file", "文件设了打开密码。", self._name, "请去掉密码后另存，再导入。")
        if status == _DAMAGED:
            return refuse("damaged_file", "表格文件已损坏或不完整，读不下去。", self._name,
                          "请用 Excel 或 WPS 打开后另存一份再导入。")  # fmt: skip
        return refuse("file_too_large", "这个旧格式（.xls）文件读取时占用过多，已停止。", self._name,
                      "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。")  # fmt: skip


def _confine(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main(path: str, what: str, memory: str, seconds: str) -> int:
    """Writes the sheets' names, or the rows of one sheet, as JSON lines. Returns the exit status."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum  # noqa: PLC0415  # the child only

    _confine(int(memory), int(seconds))
    try:
        with CalamineWorkbook.from_path(path) as book:
            if what == "list":
                for meta in book.sheets_metadata:
                    _say([meta.name, meta.visible != SheetVisibleEnum.Visible])
                return 0
            sheet = book.get_sheet_by_index(int(what))
            first_row, first_column = sheet.start or (0, 0)
            lead = [""] * first_column
            for offset, cells in enumerate(sheet.to_python(skip_empty_area=True)):
                _say([first_row + offset + 1, *lead, *map(value_text, cells)])
    except PasswordError:
        return _ENCRYPTED
    except (CalamineError, OSError, ValueError):
        return _DAMAGED
    return 0


def _say(line: list[object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
