"""Reads comma, tab or semicolon separated text: UTF-8 first, then GB18030, both strictly.

Never mojibake in silence. Bytes in UTF-8 often pass as GB18030 too (张三 becomes 寮犱笁), so a file that is not UTF-8
throughout is taken as GB18030 only if none of its lines is Chinese in UTF-8. Refusals name the row.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuxue.kernel.errors import Invalid, Where
from fuxue.registers.book import Row
from fuxue.registers.kinds import refuse
from fuxue.registers.limits import Limits

_CHUNK = 1 << 20
_LINE = 2_000_000  # bytes in one line
_RESAVE = "请用 Excel 打开核对，另存为 .xlsx 后再导入。"
ENCODING_TERMS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030（GBK）", "utf-16": "UTF-16"}


@dataclass(frozen=True, slots=True)
class DelimitedSheet:
    """The only sheet of a text file."""

    path: Path
    file: str
    encoding: str
    delimiter: str
    limits: Limits
    name: str = ""
    hidden: bool = False

    def rows(self) -> Iterator[Row]:
        count = 0
        number = 1
        with self.path.open(encoding=self.encoding, newline="") as stream:
            lines = csv.reader(stream, delimiter=self.delimiter, strict=False)
            while True:
                try:
                    cells = next(lines, None)
                except csv.Error as error:
                    raise self._at(number, "cell_too_long", "这一行读不下去，可能是引号没有成对。") from error
                if cells is None:
                    return
                if len(cells) > self.limits.columns and any(cell.strip() for cell in cells[self.limits.columns :]):
                    raise self._at(number, "too_many_columns", f"列数超过 {self.limits.columns}。")
                if any(cell.strip() for cell in cells):
                    count += 1
                    if count > self.limits.rows:
                        raise self._at(number, "too_many_rows", f"名单超过 {self.limits.rows} 行，请拆分后再导入。")
                    yield Row(number, tuple(cells[: self.limits.columns]))
                number += 1

    def _at(self, row: int, code: str, says: str) -> Invalid:
        return Invalid(code=code, says=says, where=Where(file=self.file, row=row), todo=_RESAVE)


class DelimitedBook:
    """An open text file. Raises Invalid: undecodable_text, mixed_encodings, wrong_file_kind, line_too_long."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        codec = _encoding(path, name)
        self.encoding = ENCODING_TERMS[codec]
        self.sheets = (DelimitedSheet(path, name, codec, _delimiter(path, codec), limits),)

    def close(self) -> None:
        """Nothing stays open between readings."""


def _encoding(path: Path, name: str) -> str:
    with path.open("rb") as stream:
        head = stream.read(4)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if _first_error(path, "utf-16") is not None:
            raise refuse("undecodable_text", "文件标明是 UTF-16，内容却不是。", name, _RESAVE)
        return "utf-16"
    bad = _first_error(path, "utf-8")
    if bad is None:
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    if head.startswith(codecs.BOM_UTF8):
        raise _undecodable(path, name, bad, "UTF-8")
    worse = _first_error(path, "gb18030")
    if worse is not None:
        raise _undecodable(path, name, max(bad, worse), "UTF-8，也不是 GB18030")
    _refuse_mixture(path, name)
    return "gb18030"


def _first_error(path: Path, codec: str) -> int | None:
    """Offset of the first byte that does not decode."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    offset = 0
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return offset - held + error.start
            if not chunk:
                return None
            offset += len(chunk)


def _undecodable(path: Path, name: str, offset: int, what: str) -> Invalid:
    with path.open("rb") as stream:
        before = stream.read(offset + 1)
    row = before.count(b"\n", 0, offset) + 1
    return Invalid(
        code="undecodable_text",
        says=f"第 {offset + 1} 个字节（0x{before[-1:].hex().upper()}）不是 {what} 编码的文字。",
        where=Where(file=name, row=row),
        todo=_RESAVE,
    )


def _refuse_mixture(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(_LINE):
            number += 1
            if len(line) == _LINE:
                raise refuse("line_too_long", f"第 {number} 行过长，不像是一份名单。", name, _RESAVE)
            if line.isascii():
                continue
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if any(letter >= "\u2e80" for letter in text):
                raise Invalid(
                    code="mixed_encodings",
                    says="这一行是 UTF-8 编码，文件其他地方却是 GB18030，混在一起会出现乱码。",
                    where=Where(file=name, row=number),
                    todo=_RESAVE,
                )


def _delimiter(path: Path, codec: str) -> str:
    """The separator that occurs most in the first lines; a comma when none does."""
    with path.open(encoding=codec, newline="") as stream:
        head = stream.read(65_536)
    counts = {sign: head.count(sign) for sign in (",", "\t", ";", "，")}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ","
