"""Files by their content: `DATA_DIR/files/aa/bb/<sha256>`. Original bytes, written once, never by a name from outside.

A file is on disk, flushed with its folder, before anybody is told its hash.
"""

import hashlib
import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings

from fuxue.evidence.sniff import sniff
from fuxue.kernel.errors import Invalid
from fuxue.ledger.commands import FileRef

_CHUNK = 256 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def root() -> Path:
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str) -> Path:
    """Where the bytes of `sha256` lie; raises `Invalid` for anything that is not such a hash."""
    if not _HASH.fullmatch(sha256):
        raise Invalid("bad_hash", "文件标识不正确。")
    return root() / sha256[:2] / sha256[2:4] / sha256


def put(stream: BinaryIO, *, name: str) -> FileRef:
    """Keeps the bytes of `stream` in bounded memory; the same bytes again change nothing.

    Raises `Invalid`: too large, or not a kind of file that is taken (see `sniff`).
    """
    incoming = root() / "incoming"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "w+b") as out:
            digest, size = _copy(stream, out)
            kind = sniff(out, size=size)
            out.flush()
            os.fsync(out.fileno())
        _settle(Path(temporary), path_of(digest))
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
    return FileRef(sha256=digest, size=size, type=kind)


def open_file(sha256: str) -> BinaryIO:
    """The stored bytes, to read; `Invalid` when there are none."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise Invalid("file_missing", "文件不在库中，请联系系统管理员。") from error


def display_name(name: str) -> str:
    """The name a person gave, fit to be shown: no path, no control or direction marks, at most 80 characters."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    clean = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: 79 - len(ending)]}.{ending}"
    return clean[:80] or "未命名"


def _copy(stream: BinaryIO, out: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            raise Invalid("file_too_large", f"文件超过 {limit} MB。", todo="请压缩图片或分开上传。")
        digest.update(chunk)
        out.write(chunk)
    return digest.hexdigest(), size


def _settle(temporary: Path, place: Path) -> None:
    """Moves the flushed file to its place; of two who bring the same bytes, the later replaces them by themselves."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary.replace(place)
    for folder in (place.parent, place.parent.parent, root()):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
