"""The handlers that turn the XML of one worksheet into rows of text. The inner loop: every microsecond counts."""

from fuxue.registers.book import Row
from fuxue.registers.cells import column_index, number_text, serial_text, unescape
from fuxue.registers.kinds import refuse
from fuxue.registers.limits import Limits


class SheetReader:
    """Fed by expat; `take()` hands over the rows finished since the last call."""

    def __init__(self, strings: list[str], dates: frozenset[str], since_1904: bool, name: str, limits: Limits) -> None:
        self._strings = strings
        self._dates = dates
        self._since_1904 = since_1904
        self._name = name
        self._limits = limits
        self._done: list[Row] = []
        self._count = 0
        self._number = 0
        self._cells: list[str] = []
        self._column = -1
        self._type = ""
        self._style = ""
        self._wanted = False
        self._phonetic = False
        self._pieces: list[str] = []
        self._chars = 0
        self._letters: dict[str, int] = {}

    def take(self) -> list[Row]:
        done = self._done
        self._done = []
        return done

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in {"v", "t"}:
            self._wanted = not self._phonetic
        elif tag == "c":
            self._type = attrs.get("t", "n")
            self._style = attrs.get("s", "")
            reference = attrs.get("r")
            self._column = self._column + 1 if reference is None else self._index(reference)
        elif tag == "row":
            number = attrs.get("r")
            self._number = int(number) if number is not None else self._number + 1
            self._column = -1
        elif tag == "rPh":
            self._phonetic = True

    def data(self, text: str) -> None:
        if self._wanted:
            self._pieces.append(text)
            self._chars += len(text)
            if self._chars > self._limits.cell_chars:
                raise refuse("cell_too_long", f"第 {self._number} 行有一格内容过长，已停止读取。", self._name)

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in {"v", "t"}:
            self._wanted = False
        elif tag == "c":
            if self._pieces:
                self._put("".join(self._pieces))
                self._pieces.clear()
                self._chars = 0
        elif tag == "row":
            self._finish()
        elif tag == "rPh":
            self._phonetic = False

    def _index(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        index = self._letters.get(letters)
        if index is None:
            index = self._letters[letters] = column_index(letters)
        return index if index >= 0 else self._column + 1

    def _put(self, raw: str) -> None:
        kind = self._type
        if kind == "s":
            text = self._strings[int(raw)]
        elif kind == "n":
            text = serial_text(raw, since_1904=self._since_1904) if self._style in self._dates else number_text(raw)
        elif kind == "b":
            text = "TRUE" if raw == "1" else "FALSE"
        elif kind == "d":
            text = raw.replace("T00:00:00", "").replace("T", " ")
        else:
            text = unescape(raw)
        if not text:
            return
        cells = self._cells
        column = self._column
        if column >= self._limits.columns:
            if not text.strip():
                return
            raise refuse(
                "too_many_columns",
                f"第 {self._number} 行在第 {column + 1} 列还有内容，列数超过 {self._limits.columns}。",
                self._name,
                "请删去多余的列后再导入。",
            )
        if column < len(cells):
            cells[column] = text
            return
        while len(cells) < column:
            cells.append("")
        cells.append(text)

    def _finish(self) -> None:
        if not self._cells:
            return
        cells = self._cells
        self._cells = []
        if not any(cell.strip() for cell in cells):
            return
        self._count += 1
        if self._count > self._limits.rows:
            raise refuse("too_many_rows", f"名单超过 {self._limits.rows} 行。", self._name, "请拆分后再导入。")
        self._done.append(Row(self._number, tuple(cells)))
