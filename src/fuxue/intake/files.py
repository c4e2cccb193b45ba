"""Where a list lies while it is on its way in: a folder per run in the data folder, for its owner's eyes only.

`list` is the file as handed in, `preview.json` what was shown of it (numbers masked), `rejects.xlsx` the copy that goes
back. The list goes when the run is over; the rest with the folder.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from fuxue.kernel.errors import Invalid, Where
from fuxue.registers.limits import LIMITS

CHUNK = 1024 * 1024


def root() -> Path:
    return Path(settings.DATA_DIR) / "intake"


def folder(run_id: UUID) -> Path:
    return root() / str(run_id)


def list_file(run_id: UUID) -> Path:
    return folder(run_id) / "list"


def preview_file(run_id: UUID) -> Path:
    return folder(run_id) / "preview.json"


def rejects_file(run_id: UUID) -> Path:
    return folder(run_id) / "rejects.xlsx"


def private(path: Path) -> int:
    """A descriptor of a new or emptied file that only we may read."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def keep(run_id: UUID, source: Path | BinaryIO, name: str) -> tuple[str, int]:
    """Copies the list into the run's folder; its SHA-256 and size in bytes.

    Raises Invalid: unreadable_file, file_too_large.
    """
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder(run_id).mkdir(mode=0o700)
    if not isinstance(source, Path):
        return _copy(run_id, source, name)
    try:
        with source.open("rb") as stream:
            return _copy(run_id, stream, name)
    except OSError as error:
        discard(run_id)
        raise Invalid(
            "unreadable_file", f"文件打不开（{error.strerror}）。", Where(file=name), todo="请核对文件名和权限。"
        ) from None


def _copy(run_id: UUID, stream: BinaryIO, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(private(list_file(run_id)), "wb") as kept:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > LIMITS.file_bytes:
                discard(run_id)
                limit = LIMITS.file_bytes // 1_000_000
                raise Invalid("file_too_large", f"文件超过 {limit} MB，请按乡镇拆分后再导入。", Where(file=name))
            digest.update(chunk)
            kept.write(chunk)
    return digest.hexdigest(), size


def drop_list(run_id: UUID) -> None:
    list_file(run_id).unlink(missing_ok=True)


def discard(run_id: UUID) -> None:
    """Removes all that lies there for the run."""
    shutil.rmtree(folder(run_id), ignore_errors=True)


def folders() -> Iterator[tuple[UUID, float]]:
    """Every run that has a folder, and when that was last changed (seconds since 1970)."""
    for path in root().glob("*-*-*-*-*") if root().exists() else ():
        yield UUID(path.name), path.stat().st_mtime
