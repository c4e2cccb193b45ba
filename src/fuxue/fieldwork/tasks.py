"""The worker's calendar: what has come due is done shortly after midnight, and again by day for a PC that was off."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from fuxue.fieldwork.actions import run_due


@app.periodic(cron="5 0,8,12,16 * * *")
@app.task(name="fuxue.fieldwork.run_due", queueing_lock="fuxue.fieldwork.run_due", pass_context=False)
def due(timestamp: int) -> None:
    """`timestamp` is the planned moment, in seconds; a job found late works with the day it is run on."""
    run_due(max(datetime.fromtimestamp(timestamp, UTC), datetime.now(UTC)))
