"""Reads .xlsx as a stream: one row in memory at a time, however large the sheet claims to be.

Written on the standard library's zip and expat: the readers at hand lay a sheet out as a full rectangle, which a single
cell in the last corner turns into all the memory there is. Declared dimensions are not believed; a document type,
and with it any entity, is refused; a part that unpacks past its limits stops the reading.
"""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO
from xml.parsers import expat

from fuxue.kernel.errors import Invalid
from fuxue.registers.book import Row
from fuxue.registers.cells import DATE_FORMATS, is_date_format, unescape
from fuxue.registers.kinds import refuse
from fuxue.registers.limits import Limits
from fuxue.registers.xlsx_rows import SheetReader

_CHUNK = 1 << 18
_LAG = 4_000_000  # bytes that expat may hold back for one unfinished token
_BROKEN = (zipfile.BadZipFile, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class XlsxSheet:
    name: str
    hidden: bool
    part: str
    book: "XlsxBook"

    def rows(self) -> Iterator[Row]:
        return self.book.read_sheet(self.part)


class XlsxBook:
    """An open workbook. Raises Invalid: damaged_file, zip_bomb, encrypted_file, too_many_sheets."""

    encoding = ""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._strings: list[str] | None = None
        with self._plainly():
            self._zip = zipfile.ZipFile(path)
            self._check_parts()
            self._open_workbook()

    def close(self) -> None:
        self._zip.close()
        self._strings = None

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except Invalid:
            raise
        except (*_BROKEN, KeyError) as error:
            raise refuse("damaged_file", "表格文件已损坏或不完整，读不下去。", self._name,
                         "请用 Excel 或 WPS 打开后另存一份再导入。") from error  # fmt: skip

    def _check_parts(self) -> None:
        infos = self._zip.infolist()
        bomb = refuse("zip_bomb", "文件解压后的内容异常庞大，已拒绝打开。", self._name,
                      "请把名单复制到新的工作簿后再导入。")  # fmt: skip
        if len(infos) > self._limits.parts or len({info.filename for info in infos}) != len(infos):
            raise bomb
        if sum(info.file_size for info in infos) > self._limits.unpacked_bytes:
            raise bomb
        for info in infos:
            big = info.file_size > self._limits.ratio_free_bytes
            if big and info.file_size > self._limits.unpacked_ratio * max(1, info.compress_size):
                raise bomb
            if info.flag_bits & 1:
                raise refuse("encrypted_file", "文件设了密码。", self._name, "请去掉密码后另存，再导入。")

    def _open_workbook(self) -> None:
        root = self._relations("")
        workbook = next((target for kind, target in root.values() if kind == "officeDocument"), "xl/workbook.xml")
        relations = self._relations(workbook)
        kinds = dict(relations.values())
        self._strings_part = kinds.get("sharedStrings")
        self._styles_part = kinds.get("styles")
        self._since_1904 = False
        sheets: list[XlsxSheet] = []

        def start(tag: str, attrs: Attributes) -> None:
            if tag == "workbookPr":
                self._since_1904 = attrs.get("date1904", "0") in ("1", "true")
            elif tag == "sheet":
                kind, part = relations.get(attrs.get("id", ""), ("", ""))
                if kind == "worksheet" and part in self._zip.NameToInfo:
                    hidden = attrs.get("state", "visible") != "visible"
                    sheets.append(XlsxSheet(attrs.get("name", ""), hidden, part, self))

        self._walk(workbook, start)
        if len(sheets) > self._limits.sheets:
            raise refuse(
                "too_many_sheets", f"工作表超过 {self._limits.sheets} 张。", self._name, "请只保留名单那一张。"
            )
        self.sheets = tuple(sheets)
        self._dates = self._date_styles()

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder = dirname(part)
        path = join(folder, "_rels", part.rpartition("/")[2] + ".rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attrs: Attributes) -> None:
            if tag == "Relationship" and attrs.get("TargetMode") != "External":
                target = attrs.get("Target", "")
                target = target[1:] if target.startswith("/") else normpath(join(folder, target))
                found[attrs.get("Id", "")] = (attrs.get("Type", "").rpartition("/")[2], target)

        if path in self._zip.NameToInfo:
            self._walk(path, start)
        return found

    def _date_styles(self) -> frozenset[str]:
        """Indexes, as text, of the cell styles that show a date."""
        formats: dict[str, bool] = {}
        styles: list[str] = []
        inside = False

        def start(tag: str, attrs: Attributes) -> None:
            nonlocal inside
            if tag == "numFmt":
                formats[attrs.get("numFmtId", "")] = is_date_format(attrs.get("formatCode", ""))
            elif tag in ("cellXfs", "cellStyleXfs"):
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                styles.append(attrs.get("numFmtId", "0"))

        def end(tag: str) -> None:
            nonlocal inside
            if tag == "cellXfs":
                inside = False

        if self._styles_part in self._zip.NameToInfo:
            self._walk(str(self._styles_part), start, end)
        built_in = {str(number) for number in DATE_FORMATS}
        return frozenset(str(index) for index, key in enumerate(styles) if formats.get(key, key in built_in))

    def _shared_strings(self) -> list[str]:  # noqa: C901 - three small handlers over common variables
        if self._strings is not None:
            return self._strings
        strings: list[str] = []
        pieces: list[str] = []
        phonetic = False
        in_text = False
        chars = 0

        def start(tag: str, attrs: Attributes) -> None:
            nonlocal phonetic, in_text
            if tag == "t":
                in_text = not phonetic
            elif tag == "rPh":
                phonetic = True

        def end(tag: str) -> None:
            nonlocal phonetic, in_text, chars
            if tag == "t":
                in_text = False
            elif tag == "rPh":
                phonetic = False
            elif tag == "si":
                text = unescape("".join(pieces))
                pieces.clear()
                strings.append(text)
                if len(strings) > self._limits.shared_strings:
                    raise refuse("file_too_large", "表格里的文字过多，已停止读取。", self._name, "请拆分后再导入。")

        def data(text: str) -> None:
            nonlocal chars
            if in_text:
                pieces.append(text)
                chars += len(text)
                if chars > self._limits.shared_chars:
                    raise refuse("file_too_large", "表格里的文字过多，已停止读取。", self._name, "请拆分后再导入。")

        if self._strings_part in self._zip.NameToInfo:
            self._walk(str(self._strings_part), start, end, data)
        self._strings = strings
        return strings

    def read_sheet(self, part: str) -> Iterator[Row]:
        """Rows that are not blank, in the file's order. Raises Invalid as the book does, at the row it reached."""
        with self._plainly():
            reader = SheetReader(self._shared_strings(), self._dates, self._since_1904, self._name, self._limits)
            parser = _parser()
            parser.StartElementHandler = reader.start
            parser.EndElementHandler = reader.end
            parser.CharacterDataHandler = reader.data
            with self._zip.open(part) as stream:
                for _ in self._feed(parser, stream):
                    yield from reader.take()

    def _walk(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        parser = _parser()
        parser.StartElementHandler = lambda tag, attrs: start(_local(tag), {_local(k): v for k, v in attrs.items()})
        if end is not None:
            parser.EndElementHandler = lambda tag: end(_local(tag))
        parser.CharacterDataHandler = data
        with self._zip.open(part) as stream:
            for _ in self._feed(parser, stream):
                pass

    def _feed(self, parser: "expat.XMLParserType", stream: IO[bytes]) -> Iterator[None]:
        fed = 0
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LAG:
                raise refuse("damaged_file", "表格内部结构异常，已停止读取。", self._name)
            yield
        parser.Parse(b"", True)
        yield


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _parser() -> "expat.XMLParserType":
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _no_doctype(*_: object) -> None:
    raise ValueError("a spreadsheet has no document type")
