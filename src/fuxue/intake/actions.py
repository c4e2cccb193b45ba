"""The only writes to import runs: a list is handed in, its columns corrected, landed, given back in part, swept away."""

import hashlib
import os
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from fuxue.access.actor import SYSTEM, Actor
from fuxue.access.rls import as_actor
from fuxue.access.scope import COLUMNS
from fuxue.audit.actions import note
from fuxue.audit.kinds import Kind
from fuxue.intake import files, preview, reading
from fuxue.intake.landing import Landing, importer
from fuxue.intake.models import ImportRun, RememberedColumns
from fuxue.kernel.errors import FuxueError, Invalid, Refused, Where
from fuxue.ledger.rights import MAY_REGISTER
from fuxue.registers import headings
from fuxue.registers.returned import write_returned
from fuxue.registers.sheets import Table

TASK = "fuxue.intake.run_import"
QUEUE = "intake"
REJECTS_DAYS = 30  # time to correct a list and ask about it; then the numbers in the returned copy must not lie about
WAITING_DAYS = 7  # a list that nobody lands is taken away with all that is in it


# --- Handing in ------------------------------------------------------------------------------------------------------
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
    _may_import(actor)
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
        run = _mine(actor, run_id)
        if run.state != ImportRun.READY:
            raise Refused("already_landing", "这份名单已经开始入库，不能再改列。", todo="请重新上传。")
        table = _kept_table(run)
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
        run = _mine(actor, run_id)
        if run.state != ImportRun.READY:
            raise Refused("already_landing", "这份名单已经开始入库，不能再撤回。")
        run.delete()
    files.discard(run_id)


# --- Landing ---------------------------------------------------------------------------------------------------------
def land(*, actor: Actor, run_id: UUID, now: datetime) -> ImportRun:
    """Hands the list to the worker, in the caller's transaction. A run that stopped half-way goes on where it stopped.

    Raises Invalid (`headings_missing`, `headings_ambiguous`) while a needed column is not pointed out.
    """
    with transaction.atomic():
        run = _mine(actor, run_id)
        if run.state not in (ImportRun.READY, ImportRun.FAILED):
            raise Refused("already_landing", "这份名单已在入库，请等结果。")
        _require_columns(run)
        run.state, run.finished_at = ImportRun.QUEUED, None
        run.save(update_fields=["state", "finished_at"])
        app.configure_task(TASK, queue=QUEUE, lock=str(run.id)).defer(run_id=str(run.id))
        note(
            actor=actor,
            kind=Kind.IMPORT,
            object_type="import_run",
            object_id=str(run_id),
            detail={"step": "landing", "rows": run.total},
            now=now,
        )
    return run


def run_import(run_id: UUID) -> ImportRun:
    """Lands the good rows slice by slice, each in a transaction of its own, and writes the copy that goes back.

    Safe to run again after being killed at any point: what is done is recorded with each slice. Not inside a
    transaction of the caller, or nobody sees the progress. Raises what `ledger.actions.register` raises, after
    marking the run as not finished.
    """
    with as_actor(SYSTEM):
        run: ImportRun = ImportRun.objects.select_for_update(of=("self",)).select_related("uploader").get(pk=run_id)
        if run.state == ImportRun.DONE:
            return run
        run.state, run.finished_at = ImportRun.RUNNING, None
        run.started_at = run.started_at or timezone.now()
        run.save(update_fields=["state", "finished_at", "started_at"])
    try:
        actor = importer(run, timezone.now())
        _may_import(actor)
        _require_columns(run)
        landing = Landing(run, actor)
        _write_rejects(run, landing)
    except BaseException as error:
        _stopped(run_id, error)
        raise
    _finish(run_id, actor, landing)
    files.drop_list(run_id)
    with as_actor(SYSTEM):
        finished: ImportRun = ImportRun.objects.get(pk=run_id)
    return finished


def _write_rejects(run: ImportRun, landing: Landing) -> None:
    """Bad rows go into the returned copy as they come by, so that a list of bad rows only needs no memory either."""
    table = _kept_table(run)
    fresh = files.rejects_file(run.id).with_suffix(".part")
    try:
        os.close(files.private(fresh))
        returned = write_returned(table, landing.bad_rows(table), fresh)
        if returned:
            fresh.replace(files.rejects_file(run.id))
    finally:
        fresh.unlink(missing_ok=True)
        table.close()


def _finish(run_id: UUID, actor: Actor, landing: Landing) -> None:
    now = timezone.now()
    with as_actor(actor):
        run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        run.state, run.finished_at = ImportRun.DONE, now
        run.bad, run.reasons = sum(landing.reasons.values()), dict(landing.reasons)
        run.message = f"{run.known} 行此前已入库。" if run.known else ""
        run.save(update_fields=["state", "finished_at", "bad", "reasons", "message"])
        note(
            actor=actor,
            kind=Kind.IMPORT,
            object_type="import_run",
            object_id=str(run_id),
            detail={"step": "landed", "opened": run.opened, "known": run.known, "returned": run.bad},
            now=now,
        )


def _stopped(run_id: UUID, error: BaseException) -> None:
    says = str(error) if isinstance(error, FuxueError) else "入库中途停下了，已入库的不受影响。请点“继续入库”。"
    with as_actor(SYSTEM):
        ImportRun.objects.filter(pk=run_id).update(
            state=ImportRun.FAILED, finished_at=timezone.now(), message=says[:300]
        )


# --- Sweeping --------------------------------------------------------------------------------------------------------
def sweep(now: datetime) -> int:
    """Removes returned copies after REJECTS_DAYS, lists that never landed after WAITING_DAYS; how many folders went."""
    gone = 0
    with as_actor(SYSTEM):
        for run_id, changed in files.folders():
            run = ImportRun.objects.filter(pk=run_id).first()
            since = run.finished_at or run.created_at if run else datetime.fromtimestamp(changed, UTC)
            days = REJECTS_DAYS if run and run.state == ImportRun.DONE else WAITING_DAYS
            if since + timedelta(days=days) > now or (run and run.state in (ImportRun.QUEUED, ImportRun.RUNNING)):
                continue
            files.discard(run_id)
            gone += 1
            if run and run.state in (ImportRun.READY, ImportRun.FAILED):
                run.state, run.finished_at = ImportRun.FAILED, now
                run.message = f"放置超过 {WAITING_DAYS} 天，名单文件已删除。需要时请重新上传。"
                run.save(update_fields=["state", "finished_at", "message"])
    return gone


# --- What the steps share --------------------------------------------------------------------------------------------
def _may_import(actor: Actor) -> None:
    if actor.role not in MAY_REGISTER or not actor.organ_id:
        raise Refused("not_your_list", "您的岗位不能导入名单。", todo="请由县级审核、乡镇或学校经办人员导入。")


def _mine(actor: Actor, run_id: UUID) -> ImportRun:
    """The run of the actor's own organ, locked. Raises Refused as for one that does not exist."""
    _may_import(actor)
    runs = ImportRun.objects.visible_to(actor).filter(organ_id=actor.organ_id)
    run: ImportRun | None = runs.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise Refused("no_such_run", "没有这份名单。")
    return run


def _kept_table(run: ImportRun) -> Table:
    if not files.list_file(run.id).exists():
        raise Refused("list_gone", "名单文件已经删除。", todo="请重新上传。")
    return reading.open_list(run.id, run.file_name)


def _require_columns(run: ImportRun) -> None:
    missing = [group for group in reading.SCHEMA.required if not any(name in run.columns for name in group)]
    if not missing:
        return
    table = _kept_table(run)
    table.close()
    chosen: Mapping[str, int] = run.columns
    headings.require(
        headings.map_headings(table.headings, reading.SCHEMA, chosen), table.headings, reading.SCHEMA, run.file_name
    )
    wanted = "、".join(f"“{reading.SCHEMA.term(group)}”" for group in missing)
    raise Invalid("headings_missing", f"缺少{wanted}列。", Where(file=run.file_name), todo="请指定由哪一列充当。")


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
