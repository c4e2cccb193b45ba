"""Which heading is which column. Decides nothing where two headings claim one column. Pure."""

import re
import unicodedata
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass

from fuxue.kernel.errors import Invalid, Where
from fuxue.registers.book import Row
from fuxue.registers.schema import Field, Schema

_BRACKETED = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]")
_NOISE = re.compile(r"[\s*★☆#:：_、,，.。/\\|\"'()\[\]【】〔〕{}\-\u200b\ufeff]+")
_OF_THE_CHILD = re.compile(r"^(适龄儿童少年|适龄儿童|儿童少年|学生|孩子|儿童|少年|本人)(?=.)")
_FILLER = re.compile(r"(基本信息|基本情况|信息|情况)")


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: field name → index of its heading. `ambiguous`: field name → the headings that all claim it.

    `unknown` holds headings that no column takes; they are kept in the returned sheet and otherwise left alone.
    """

    columns: MappingOf[str, int]
    ambiguous: MappingOf[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class FoundHeadings:
    row: int
    headings: tuple[str, ...]
    score: int


def normalise(heading: str) -> str:
    """Half-width, lower case, without blanks, line breaks, brackets, stars and colons."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower()


def _spellings(heading: str) -> list[str]:
    """The heading as written, then without what stands in brackets, then without "学生" before it."""
    plain = unicodedata.normalize("NFKC", heading)
    keys = [normalise(plain), normalise(_BRACKETED.sub("", plain))]
    keys += [_OF_THE_CHILD.sub("", key) for key in keys]
    return [key for key in dict.fromkeys(keys) if key]


def _known(schema: Schema) -> dict[str, str]:
    known: dict[str, str] = {}
    for field in schema.fields:
        for spelling in (field.title, field.name, *field.aliases):
            known.setdefault(normalise(spelling), field.name)
    return known


def recognise(heading: str, schema: Schema) -> Field | None:
    """The column this heading names, or None."""
    known = _known(schema)
    return next((schema.by_name[known[key]] for key in _spellings(heading) if key in known), None)


def map_headings(headings: Sequence[str], schema: Schema, chosen: MappingOf[str, int] | None = None) -> Mapping:
    """Maps by spelling; `chosen` (field name → index, -1 for "none") is a person's word and goes first.

    Raises Invalid `mapping_unknown_field` or `mapping_no_such_column` for a choice that does not fit the sheet.
    """
    chosen = chosen or {}
    for name, index in chosen.items():
        if name not in schema.by_name:
            raise Invalid("mapping_unknown_field", f"没有“{name}”这一栏目。")
        if not -1 <= index < len(headings):
            raise Invalid("mapping_no_such_column", f"名单里没有第 {index + 1} 列。")
    known = _known(schema)
    taken = {index for index in chosen.values() if index >= 0}
    claims: dict[str, list[int]] = {}
    unknown: list[str] = []
    ignored = {normalise(heading) for heading in schema.ignored}
    for index, heading in enumerate(headings):
        if index in taken or not heading.strip() or normalise(heading) in ignored:
            continue
        claimed = next((known[key] for key in _spellings(heading) if key in known), None)
        if claimed is None:
            unknown.append(heading.strip())
        elif claimed not in chosen:
            claims.setdefault(claimed, []).append(index)
    columns = {name: index for name, index in chosen.items() if index >= 0}
    columns |= {name: found[0] for name, found in claims.items() if len(found) == 1}
    ambiguous = {
        name: tuple(f"{headings[index].strip()}（第 {index + 1} 列）" for index in found)
        for name, found in claims.items()
        if len(found) > 1
    }
    missing = tuple(group for group in schema.required if not any(name in columns for name in group))
    return Mapping(columns, ambiguous, tuple(unknown), missing)


def require(mapping: Mapping, headings: Sequence[str], schema: Schema, file: str) -> None:
    """Raises Invalid `headings_missing` or `headings_ambiguous`, listing what was found."""
    found = "、".join(f"“{heading.strip()}”" for heading in headings if heading.strip())
    for group in mapping.missing:
        for name in group:
            if name in mapping.ambiguous:
                raise Invalid(
                    "headings_ambiguous",
                    f"有几列都像“{schema.by_name[name].title}”：{'、'.join(mapping.ambiguous[name])}。",
                    where=Where(file=file),
                    todo="请指定用哪一列。",
                )
    if mapping.missing:
        wanted = "、".join(f"“{schema.term(group)}”" for group in mapping.missing)
        raise Invalid(
            "headings_missing",
            f"缺少{wanted}列。",
            where=Where(file=file),
            why=f"找到的标题是：{found}。",
            todo="请补上这一列，或指定由哪一列充当。",
        )


def find_headings(rows: Sequence[Row], schema: Schema) -> FoundHeadings | None:
    """The row, or pair of rows one under the other, that names most columns; at least two. The upper one wins a tie."""
    best: FoundHeadings | None = None
    known = _known(schema)
    for position, row in enumerate(rows):
        candidates = [FoundHeadings(row.number, row.cells, _score(row.cells, known))]
        below = rows[position + 1] if position + 1 < len(rows) else None
        if below is not None and below.number == row.number + 1:
            pair = _joined(row.cells, below.cells, known)
            lower = _score(below.cells, known)
            if lower:
                candidates.append(FoundHeadings(below.number, pair, _score(pair, known)))
        for candidate in candidates:
            if candidate.score >= 2 and (best is None or candidate.score > best.score):
                best = candidate
    return best


def _score(cells: Sequence[str], known: MappingOf[str, str]) -> int:
    """How many different columns the cells name. A long text is no heading."""
    names = {known[key] for cell in cells if 0 < len(cell) <= 40 for key in _spellings(cell) if key in known}
    return len(names)


def _joined(upper: Sequence[str], lower: Sequence[str], known: MappingOf[str, str]) -> tuple[str, ...]:
    """Two-level headings as one: 监护人 over 姓名 is 监护人姓名; a heading without one below it stands alone."""
    headings: list[str] = []
    group = ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index].strip() if index < len(upper) else ""
        below = lower[index].strip() if index < len(lower) else ""
        group = above or (group if below else "")
        both = _FILLER.sub("", group) + below
        if not below:
            headings.append(above)
        elif group and any(key in known for key in _spellings(both)):
            headings.append(both)
        else:
            headings.append(below)
    return tuple(headings)
