"""`GET /healthz`: is this installation able to work? For monitors; says nothing about anybody's data.

503 when pages cannot work (no database, migrations waiting). A missing worker is `degraded` with 200: pages still
work, and a load balancer must not take them away because lapses are late.
"""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

WORKER_SILENT_AFTER = timedelta(minutes=2)


def pending_migrations() -> list[str]:
    """Names of migrations that this program has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def worker_seen() -> bool:
    """Has a worker reported within the last two minutes?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        row = cursor.fetchone()
    return bool(row and row[0] and timezone.now() - row[0] < WORKER_SILENT_AFTER)


def state() -> dict[str, object]:
    """What `/healthz` answers, and `fuxue doctor` reads."""
    answer: dict[str, object] = {"ok": False, "database": False, "migrations": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        answer["database"] = True
        answer["migrations"] = not pending_migrations()
        if answer["migrations"]:
            answer["ok"] = True
            answer["worker"] = worker_seen()
    except DatabaseError:
        answer["ok"] = False
    answer["status"] = ("ok" if answer["worker"] else "degraded") if answer["ok"] else "down"
    return answer


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    answer = state()
    return JsonResponse(answer, status=200 if answer["ok"] else 503)
