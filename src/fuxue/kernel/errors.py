"""One shape for every refusal: what, where, why, what to do, and a stable code.

Screens show `says`, `why` and `todo`; programs read `code`. A person's mistake never shows a traceback.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Where:
    """Place of a mistake in something a person handed in. Rows count from 1, as a spreadsheet shows them."""

    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"第 {self.row} 行" if self.row is not None else None,
            f"“{self.column}”列" if self.column is not None else None,
            f"内容“{self.value}”" if self.value is not None else None,
        ]
        return " ".join(part for part in parts if part)


@dataclass(eq=False)
class FuxueError(Exception):
    """A refusal that a person can act on.

    `code` is stable English snake_case; `says` one Chinese sentence; `why` and `todo` optional Chinese sentences.
    """

    code: str
    says: str
    where: Where = field(default_factory=Where)
    why: str = ""
    todo: str = ""

    def __str__(self) -> str:
        place = str(self.where)
        lead = f"{place}：{self.says}" if place else self.says
        return "".join([lead, self.why, self.todo])

    def as_json(self) -> dict[str, object]:
        """For `--json` output and the API; the value at fault is left out, it may be personal."""
        place = {"file": self.where.file, "row": self.where.row, "column": self.where.column}
        return {
            "code": self.code,
            "says": self.says,
            "why": self.why,
            "todo": self.todo,
            "where": {key: value for key, value in place.items() if value is not None},
        }


class Refused(FuxueError):
    """A command that the rules, the state of the case or the person's rights do not allow."""


class Invalid(FuxueError):
    """Input that cannot be read or does not fit."""


class Stale(FuxueError):
    """The case has moved on since the person last saw it."""
