"""The worker's side: a queued list is taken up by the queue's own worker, and a dead worker's list is queued again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.intake.lists import line, write
from tests.web import county

from fuxue.access.rls import as_actor
from fuxue.intake import actions, tasks
from fuxue.intake.models import ImportRun
from fuxue.ledger.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queued(tmp_path: Path) -> ImportRun:
    county.upper("532999")
    place = county.county("532999", "本")
    actor, now = place.actor("reviewer"), timezone.now()
    path = write(tmp_path / "名单.xlsx", [line(1), line(2), line(3, 村="没有这个村")])
    with as_actor(actor):
        run = actions.start(actor=actor, source=path, name=path.name, now=now)
        return actions.land(actor=actor, run_id=run.id, now=now)


def work() -> None:
    """What `fuxue worker --once` does with the queue."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(wait=False, queues=[tasks.QUEUE], install_signal_handlers=False)


def test_the_worker_lands_what_is_queued(queued: ImportRun) -> None:
    work()
    run = ImportRun.objects.get(pk=queued.pk)
    assert (run.state, run.opened, run.bad, Case.objects.count()) == (ImportRun.DONE, 2, 1, 2)
    assert ProcrastinateJob.objects.get(task_name=tasks.run_import.name).status == "succeeded"


def test_a_dead_workers_list_is_taken_up_again(queued: ImportRun) -> None:
    with connection.cursor() as cursor:  # as if a worker had fetched the job and then been killed
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(minutes=10)],
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    tasks.take_up_stalled.configure().defer(timestamp=0)
    work()
    assert ImportRun.objects.get(pk=queued.pk).state == ImportRun.DONE
    assert Case.objects.count() == 2
