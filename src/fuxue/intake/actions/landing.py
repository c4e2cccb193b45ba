"""A list lands: good rows are registered in slices, bad rows go into the copy that is given back."""

import os
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fuxue.access.actor import SYSTEM, Actor
from fuxue.access.rls import as_actor
from fuxue.audit.actions import note
from fuxue.audit.kinds import Kind
from fuxue.intake import files, tasks
from fuxue.intake.actions.gate import kept_table, may_import, mine, require_columns
from fuxue.intake.actions.slices import ELSEWHERE, Landing, importer
from fuxue.intake.models import ImportRun
from fuxue.kernel.errors import FuxueError, Refused
from fuxue.registers.returned import write_returned


def land(*, actor: Actor, run_id: UUID, now: datetime) -> ImportRun:
    """Hands the list to the worker, in the caller's transaction. A run that stopped half-way goes on where it stopped.

    Raises Invalid (`headings_missing`, `headings_ambiguous`) while a needed column is not pointed out.
    """
    with transaction.atomic():
        run = mine(actor, run_id)
        if run.state not in (ImportRun.READY, ImportRun.FAILED):
            raise Refused("already_landing", "这份名单已在入库，请等结果。")
        require_columns(run)
        run.state, run.finished_at = ImportRun.QUEUED, None
        run.save(update_fields=["state", "finished_at"])
        tasks.run_import.configure(lock=str(run.id)).defer(run_id=str(run.id))
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
        may_import(actor)
        require_columns(run)
        landing = Landing(run, actor)
        _write_rejects(run, landing)
    except BaseException as error:
        if not (isinstance(error, Refused) and error.code == ELSEWHERE):  # the other one's run it is, then
            _stopped(run_id, error)
        raise
    _finish(run_id, actor, landing)
    files.drop_list(run_id)
    with as_actor(SYSTEM):
        finished: ImportRun = ImportRun.objects.get(pk=run_id)
    return finished


def _write_rejects(run: ImportRun, landing: Landing) -> None:
    """Bad rows go into the returned copy as they come by, so that a list of bad rows only needs no memory either."""
    table = kept_table(run)
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
