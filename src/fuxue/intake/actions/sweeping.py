"""What has lain long enough is taken away: returned copies, lists that nobody landed, folders without a run."""

from datetime import UTC, datetime, timedelta

from fuxue.access.actor import SYSTEM
from fuxue.access.rls import as_actor
from fuxue.intake import files
from fuxue.intake.models import ImportRun

REJECTS_DAYS = 30  # time to correct a list and ask about it; then the numbers in the returned copy must not lie about
WAITING_DAYS = 7  # a list that nobody lands is taken away with all that is in it


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
