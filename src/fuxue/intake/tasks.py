"""Work for the worker: land lists, take up those whose worker died, sweep what has lain long enough.

What the work needs is imported when it is done: every command loads this module, few read a spreadsheet.
"""

from uuid import UUID

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

QUEUE = "intake"


@app.task(name="fuxue.intake.run_import", queue=QUEUE)
def run_import(run_id: str) -> None:
    """The worker keeps threads for days; a connection lost meanwhile is replaced first."""
    from fuxue.intake import actions  # noqa: PLC0415

    close_old_connections()
    actions.run_import(UUID(run_id))


@app.periodic(cron="* * * * *")
@app.task(name="fuxue.intake.take_up_stalled", queue=QUEUE, queueing_lock="intake-stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker stopped giving signs of life are queued again; a landing goes on where it stood."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue=QUEUE):
        if job.task_name == run_import.name:
            await manager.retry_job(job)


@app.periodic(cron="20 3 * * *")
@app.task(name="fuxue.intake.sweep", queue=QUEUE, queueing_lock="intake-sweep")
def sweep(timestamp: int) -> None:
    from fuxue.intake import actions  # noqa: PLC0415

    close_old_connections()
    actions.sweep(timezone.now())
