"""Reading a rule file field by field: every refusal names file, line and field, in Chinese."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar

from fuxue.guideline.reader import Document, Path_
from fuxue.kernel.errors import Invalid, Where

T = TypeVar("T")
# A folded line leaves a blank between two Chinese characters; the sentence has none there.
_FOLD = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a document: its value, its path and how to complain about it."""

    document: Document
    path: Path_
    value: Any

    @property
    def name(self) -> str:
        return ".".join(str(part) for part in self.path) or "全文"

    def refuse(self, code: str, says: str) -> NoReturn:
        place = Where(self.document.name, self.document.line(self.path), self.name)
        raise Invalid(code, says, place)

    def mapping(self, required: Sequence[str], optional: Sequence[str] = ()) -> "Node":
        """Itself, once it is a mapping with all of `required` and nothing beyond `optional`."""
        if not isinstance(self.value, Mapping):
            self.refuse("rule_shape", "这里应为“键: 值”。")
        for key in self.value:
            if key not in required and key not in optional:
                allowed = "、".join([*required, *optional])
                self.at(key).refuse("rule_key_unknown", f"不认识“{key}”这一项，可用的有：{allowed}。")
        for key in required:
            if self.value.get(key) is None:
                self.refuse("rule_key_missing", f"缺少“{key}”这一项。")
        return self

    def at(self, key: str | int) -> "Node":
        value = self.value[key] if isinstance(key, int) else self.value.get(key)
        return Node(self.document, (*self.path, key), value)

    def has(self, key: str) -> bool:
        return isinstance(self.value, Mapping) and self.value.get(key) is not None

    def items(self) -> "list[Node]":
        if not isinstance(self.value, list):
            self.refuse("rule_shape", "这里应为列表。")
        return [self.at(index) for index in range(len(self.value))]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("rule_shape", "这里应为文字。")
        return _FOLD.sub("", self.value.strip())

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("rule_shape", "这里应为 true 或 false。")
        return self.value

    def day(self) -> date:
        if not isinstance(self.value, date):
            self.refuse("rule_date", f"“{self.value}”不是日期，应写成 2026-11-23 这样。")
        return self.value

    def number(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.refuse("rule_shape", "这里应为整数。")
        return self.value

    def one_of(self, known: Sequence[str], code: str, what: str) -> str:
        text = self.text()
        if text not in known:
            self.refuse(code, f"没有“{text}”这个{what}，可用的有：{'、'.join(known)}。")
        return text

    def get(self, key: str, read: "Callable[[Node], T]", default: T) -> T:
        return read(self.at(key)) if self.has(key) else default

    def each(self, key: str, read: "Callable[[Node], T]") -> tuple[T, ...]:
        return tuple(read(item) for item in self.at(key).items()) if self.has(key) else ()
