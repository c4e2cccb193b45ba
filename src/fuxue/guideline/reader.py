"""YAML and JSON as plain values, with the line of every key and item. Understands no field.

Written for files from strangers: no tags, no anchors or aliases (so nothing can multiply), no doubled keys, bounded
depth, size and count; whatever cannot be read is an `Invalid` with a line, never anything else. A plain scalar of more
than fifteen digits stays text, because it is a number of something and not a quantity.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from fuxue.kernel.errors import Invalid, Where

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_NODES = 50_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "true": True, "yes": True, "on": True, "false": False, "no": False, "off": False,
}  # fmt: skip
_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]*|-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`lines` maps a path of keys and indexes to its line, counted from 1."""

    name: str
    value: Any
    lines: Mapping[Path_, int]

    def line(self, path: Path_) -> int | None:
        """The line of `path`, or of the nearest thing above it that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read(path: Path) -> Document:
    """Reads one file. Raises `Invalid`: file_unreadable, file_too_large, file_encoding, or what `parse` raises."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid("file_unreadable", f"文件读不出来：{error.strerror}。", Where(file=path.name)) from None
    if len(data) > MAX_BYTES:
        raise Invalid("file_too_large", f"文件超过 {MAX_BYTES // 1_000_000} MB。", Where(file=path.name))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("file_encoding", "文件不是 UTF-8 编码的文本。", Where(file=path.name)) from None
    return parse(text, path.name)


def parse(text: str, name: str) -> Document:
    """JSON when the text begins with a brace, else YAML. Raises `Invalid` (`file_syntax`)."""
    if text.lstrip()[:1] == "{":
        try:
            value = json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            pass  # perhaps flow-style YAML; the reader below names the line
        else:
            _bound(value, name)
            return Document(name, value, {(): 1})
    return _Builder(name).build(text)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _bound(value: object, name: str) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
        if not level:
            return
    raise Invalid("file_syntax", f"内容套了超过 {MAX_DEPTH} 层。", Where(file=name))


class _Builder:
    """Builds values from the parser's events without recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.stack: list[tuple[Any, Path_]] = []  # open container and its path
        self.keys: list[str | None] = []  # pending key of each open container
        self.root: Any = None
        self.count = 0

    def build(self, text: str) -> Document:
        documents = 0
        try:
            for event in yaml.parse(text, Loader=_LOADER):  # events only; nothing is constructed
                if isinstance(event, yaml.events.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        raise self._refuse(event, "一个文件只能有一份内容，不能用“---”分成几份")
                else:
                    self._take(event)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise Invalid("file_syntax", "不是正确的 YAML，请检查缩进、冒号和引号。", Where(self.name, line)) from None
        except (yaml.YAMLError, ValueError):
            raise Invalid("file_syntax", "文件里有不能出现的字符，不是正确的 YAML。", Where(self.name)) from None
        return Document(self.name, self.root, self.lines)

    def _refuse(self, event: Any, says: str) -> Invalid:
        return Invalid("file_syntax", f"{says}。", Where(self.name, event.start_mark.line + 1))

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.events.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, "不能使用锚点和引用（& 和 *）")
        if isinstance(event, yaml.events.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.events.MappingStartEvent, yaml.events.SequenceStartEvent)):
            if event.tag is not None:
                raise self._refuse(event, "不能使用标签（!）")
            if len(self.stack) >= MAX_DEPTH:
                raise self._refuse(event, f"内容套了超过 {MAX_DEPTH} 层")
            container: Any = {} if isinstance(event, yaml.events.MappingStartEvent) else []
            path = self._place(container, event)
            self.stack.append((container, path))
            self.keys.append(None)
        elif isinstance(event, (yaml.events.MappingEndEvent, yaml.events.SequenceEndEvent)):
            self.stack.pop()
            self.keys.pop()

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            raise self._refuse(event, "不能使用标签（!）")
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None:
            if event.value in self.stack[-1][0]:
                raise self._refuse(event, f"“{event.value[:40]}”写了两次")
            self.keys[-1] = event.value
            self.lines[(*self.stack[-1][1], event.value)] = event.start_mark.line + 1
            return
        self._place(event.value if event.style else _plain(event.value), event)

    def _place(self, value: Any, event: Any) -> Path_:
        self.count += 1
        if self.count > MAX_NODES:
            raise self._refuse(event, f"内容超过 {MAX_NODES} 项")
        if not self.stack:
            self.root = value
            self.lines[()] = event.start_mark.line + 1
            return ()
        container, path = self.stack[-1]
        if isinstance(container, list):
            container.append(value)
            here: Path_ = (*path, len(container) - 1)
            self.lines[here] = event.start_mark.line + 1
            return here
        key = self.keys[-1]
        if key is None:
            raise self._refuse(event, "键只能是一个词")
        container[key] = value
        self.keys[-1] = None
        return (*path, key)


def _plain(text: str) -> Any:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        year, month, day = map(int, text.split("-"))
        try:
            return date(year, month, day)
        except ValueError:
            return text  # the field that reads it says that there is no such day
    return text
