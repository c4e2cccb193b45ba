"""Rows of a table, checked one by one against a schema: a bad row says why and does not stop the good ones. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fuxue.kernel import identity
from fuxue.kernel.errors import Invalid
from fuxue.registers.book import Row
from fuxue.registers.schema import Schema
from fuxue.registers.values import read_value

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class GoodRow:
    """`values` by field name, blank ones left out. `notes`: what was repaired. `warnings`: what to look at."""

    row: Row
    values: Values
    notes: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]  # (code, sentence)


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first thing wrong with a row, and in `reasons` everything. `value` is the cell as it stands."""

    row: Row
    column: str
    value: str
    code: str
    reason: str
    reasons: tuple[tuple[str, str], ...]


Check = Callable[[Values, int], Iterable[tuple[str, str]]]
"""Looks at a whole row (values, row number), may fill in values, yields warnings; Invalid sends the row back."""

_ROUNDED = "身份证号末三位都是 0，本表其他号码已被表格软件抹掉末三位，这个号码也不可信。"


def read_rows(
    rows: Iterable[Row],
    columns: Mapping[str, int],
    schema: Schema,
    *,
    today: date,
    checks: tuple[Check, ...] = (),
) -> Iterator[GoodRow | BadRow]:
    """In the order of the file; only rows whose number ends in 000 with a good check digit come last.

    One number in eleven stays "valid" after a spreadsheet has rounded it, so such a row is good only if no other
    number of the file was rounded.
    """
    doubtful: list[GoodRow] = []
    rounded = False
    for row in rows:
        result = _read_row(row, columns, schema, today, checks)
        if isinstance(result, BadRow):
            rounded = rounded or any(code in ("identity_rounded", "identity_scientific") for code, _ in result.reasons)
        elif str(result.values.get("id_number", "")).endswith("000"):
            doubtful.append(result)
            continue
        yield result
    for good in doubtful:
        yield _spoilt(good, columns, schema) if rounded else good


def _spoilt(good: GoodRow, columns: Mapping[str, int], schema: Schema) -> BadRow:
    title = schema.by_name["id_number"].title
    reason = ("identity_rounded", _ROUNDED)
    return BadRow(good.row, title, _cell(good.row, columns["id_number"]), *reason, (reason,))


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _read_row(
    row: Row, columns: Mapping[str, int], schema: Schema, today: date, checks: tuple[Check, ...]
) -> GoodRow | BadRow:
    values: Values = {}
    notes: list[str] = []
    faults: list[tuple[str, str, str, str]] = []
    for name, index in columns.items():
        text = row.cells[index] if index < len(row.cells) else ""
        if not text or not text.strip():
            continue
        field = schema.by_name[name]
        try:
            read = read_value(field, text, today)
        except Invalid as error:
            faults.append((field.title, text, error.code, error.says + error.todo))
            continue
        values[name] = read.value
        if read.note:
            notes.append(read.note)
    if not faults:
        faults.extend(
            (schema.term(group), "", "value_missing", f"没有填写{schema.term(group)}。")
            for group in schema.required
            if not any(name in values for name in group)
        )
    warnings: list[tuple[str, str]] = []
    if not faults:
        try:
            for check in (_against_the_number, *checks):
                warnings.extend(check(values, row.number))
        except Invalid as error:
            column = error.where.column or ""
            faults.append((column, error.where.value or "", error.code, error.says + error.todo))
    if faults:
        column, value, code, reason = faults[0]
        return BadRow(row, column, value, code, reason, tuple((fault[2], fault[3]) for fault in faults))
    return GoodRow(row, values, tuple(notes), tuple(warnings))


def _against_the_number(values: Values, _: int) -> Iterator[tuple[str, str]]:
    """Birthday and sex beside the number: both are kept, the difference is a warning (clause 一（一） lives on it)."""
    number = values.get("id_number")
    if not isinstance(number, str):
        return
    parts = identity.parts(number)
    born = values.setdefault("birth_date", parts.birth_date)
    if born != parts.birth_date:
        yield (
            "birth_date_differs",
            f"出生日期与身份证号不一致（号码里是 {parts.birth_date.isoformat()}），已按原样保留。",
        )
    sex = values.setdefault("sex", parts.sex)
    if sex != parts.sex:
        yield "sex_differs", "性别与身份证号不一致，已按原样保留。"
