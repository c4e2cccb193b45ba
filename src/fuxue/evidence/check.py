"""Compares the books with the disk: files that are missing, short, changed, or that no book names. Writes nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fuxue.evidence import store
from fuxue.evidence.models import StoredFile

Trouble = Literal["missing", "short", "changed", "orphan"]
_SAYS: dict[Trouble, str] = {
    "missing": "文件不在库中",
    "short": "文件大小与登记不符",
    "changed": "文件内容与登记不符",
    "orphan": "文件没有任何登记",
}


@dataclass(frozen=True, slots=True)
class Finding:
    sha256: str
    trouble: Trouble

    @property
    def says(self) -> str:
        return f"{self.sha256[:12]}：{_SAYS[self.trouble]}。"


def check() -> Iterator[Finding]:
    """Reads every stored byte once; yields what is wrong. Needs to see all of the books (the owner's connection)."""
    known: set[str] = set()
    for sha256, size in StoredFile.objects.values_list("sha256", "size").iterator():
        known.add(sha256)
        trouble = _trouble(sha256, size)
        if trouble:
            yield Finding(sha256, trouble)
    for path in sorted(store.root().glob("*/*/*")):
        if path.is_file() and path.name not in known:
            yield Finding(path.name, "orphan")


def _trouble(sha256: str, size: int) -> Trouble | None:
    path = store.path_of(sha256)
    if not path.is_file():
        return "missing"
    if path.stat().st_size != size:
        return "short"
    with path.open("rb") as stream:
        return None if hashlib.file_digest(stream, "sha256").hexdigest() == sha256 else "changed"
