"""Work for the worker: land lists, take up those whose worker died, sweep what has lain long enough.

What the work needs is imported when it is done: every command loads this module, few read a spreadsheet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connections
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

QUEUE = "intake"


@contextmanager
def _own_connection() -> Iterator[None]:
    """Jobs run hours apart in threads of their own: each begins with a new connection and leaves none behind."""
    connections.close_all()
    try:
        yield
    finally:
        connections.close_all()


@app.task(name="fuxue.intake.run_import", queue=QUEUE)
def run_import(run_id: str) -> None:
    from fuxue.intake import actions  # noqa: PLC0415

    with _own_connection():
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

    with _own_connection():
        actions.sweep(timezone.now())
