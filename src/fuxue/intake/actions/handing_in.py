"""A list is handed in, its columns are corrected, or it is taken back. Nothing lands here."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.scope import COLUMNS
from fuxue.audit.actions import note
from fuxue.audit.kinds import Kind
from fuxue.intake import files, preview, reading
from fuxue.intake.actions.gate import kept_table, may_import, mine
from fuxue.intake.models import ImportRun, RememberedColumns
from fuxue.kernel.errors import Refused
from fuxue.registers import headings


def start(
    *,
    actor: Actor,
    source: Path | BinaryIO,
    name: str,
    now: datetime,
    chosen: Mapping[str, int] | None = None,
) -> ImportRun:
    """Keeps the list and makes its preview; nothing lands. `chosen`: field → column index, -1 for none.

    Raises Refused (`not_your_list`) for a role that may not register; Invalid for a file that is not a list.
    """
    may_import(actor)
    name = Path(name.replace("\\", "/")).name[-255:] or "名单"
    run_id = uuid.uuid4()
    sha256, size = files.keep(run_id, source, name)
    try:
        table = reading.open_list(run_id, name)
        try:
            remembered = chosen if chosen is not None else _remembered(actor, table.headings)
            seen = preview.make(table, remembered, actor=actor, today=timezone.localdate(now))
        finally:
            table.close()
        preview.save(run_id, seen)
        with transaction.atomic():
            run: ImportRun = ImportRun.objects.create(
                id=run_id,
                kind=reading.SCHEMA.kind,
                file_name=name,
                sha256=sha256,
                size=size,
                state=ImportRun.READY,
                columns=seen.columns,
                total=seen.total,
                message=_seen_before(actor, sha256),
                uploader_id=actor.user_id,
                organ_id=actor.organ_id,
                created_at=now,
                **_placed(actor),
            )
            note(
                actor=actor,
                kind=Kind.IMPORT,
                object_type="import_run",
                object_id=str(run_id),
                detail={"step": "handed_in", "sha256": sha256, "rows": seen.total},
                now=now,
            )
    except BaseException:
        files.discard(run_id)
        raise
    return run


def choose_columns(*, actor: Actor, run_id: UUID, chosen: Mapping[str, int], now: datetime) -> ImportRun:
    """Reads the list anew with a person's columns, and remembers them for lists with the same headings."""
    with transaction.atomic():
        run = mine(actor, run_id)
        if run.state != ImportRun.READY:
            raise Refused("already_landing", "这份名单已经开始入库，不能再改列。", todo="请重新上传。")
        table = kept_table(run)
        try:
            seen = preview.make(table, chosen, actor=actor, today=timezone.localdate(now))
        finally:
            table.close()
        RememberedColumns.objects.update_or_create(
            organ_id=actor.organ_id,
            kind=run.kind,
            headings_key=_headings_key(table.headings),
            defaults={"columns": dict(chosen)},
        )
        run.columns, run.total = seen.columns, seen.total
        run.save(update_fields=["columns", "total"])
    preview.save(run.id, seen)
    return run


def withdraw(*, actor: Actor, run_id: UUID) -> None:
    """Takes back a list that has not landed: the file and the row go. Raises Refused once it is landing."""
    with transaction.atomic():
        run = mine(actor, run_id)
        if run.state != ImportRun.READY:
            raise Refused("already_landing", "这份名单已经开始入库，不能再撤回。")
        run.delete()
    files.discard(run_id)


def _headings_key(names: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(map(headings.normalise, names)).encode()).hexdigest()


def _remembered(actor: Actor, names: Sequence[str]) -> Mapping[str, int]:
    found = RememberedColumns.objects.filter(
        organ_id=actor.organ_id, kind=reading.SCHEMA.kind, headings_key=_headings_key(names)
    ).first()
    return found.columns if found else {}


def _seen_before(actor: Actor, sha256: str) -> str:
    runs = ImportRun.objects.visible_to(actor).filter(organ_id=actor.organ_id, sha256=sha256, state=ImportRun.DONE)
    last = runs.first()
    if last is None:
        return ""
    return f"同一份文件已于 {timezone.localtime(last.created_at):%Y-%m-%d %H:%M} 导入过。"


def _placed(actor: Actor) -> dict[str, str]:
    code = actor.region_code
    placed = {column: code[:digits] for digits, column in COLUMNS.items() if digits <= len(code)}
    return placed | {"school_code": actor.school_code or ""}
