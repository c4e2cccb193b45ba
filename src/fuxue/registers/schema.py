"""What a kind of list is made of: columns, the headings people give them, what each must look like. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ValueKind = Literal["text", "name", "identity", "date", "sex", "phone", "region", "school", "student_number", "card"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `title` is the heading we write ourselves; `aliases` are other usual spellings."""

    name: str
    title: str
    kind: ValueKind = "text"
    aliases: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()  # (accepted spelling, value); empty: anything


@dataclass(frozen=True)
class Schema:
    """`required` is a list of groups; of each group at least one column must be there, and filled in every row."""

    kind: str
    title: str
    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def term(self, group: Sequence[str]) -> str:
        """`身份证号或出生日期`."""
        return "或".join(self.by_name[name].title for name in group)

    def required_terms(self) -> str:
        return "、".join(f"“{self.term(group)}”" for group in self.required)


# Columns that our own returned sheet adds, and those that only number the lines.
OUR_COLUMNS = ("退回原因", "退回代码")
IGNORED = (*OUR_COLUMNS, "序号", "编号", "行号", "No")
