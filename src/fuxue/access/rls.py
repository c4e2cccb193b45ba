"""Tells the database who is at work, for one transaction and no longer.

Settings are set with SET LOCAL semantics only: a pooled connection cannot carry them into the next request. The role is
switched to the serving role in the same breath, so that row-level security binds even where a command signed in as the
tables' owner.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction

from fuxue.access.actor import Actor
from fuxue.access.scope import scope_of
from fuxue.audit.sql import APP_ROLE

SETTINGS = ("role", "fuxue.scope", "fuxue.region", "fuxue.school", "fuxue.organ", "fuxue.user", "fuxue.role")


def settings_of(actor: Actor) -> Mapping[str, str]:
    """What the database is told. `fuxue.region` is the office's region also for those who see no cases:
    the audit table's policy needs it for security administrators."""
    scope = scope_of(actor)
    return {
        "role": APP_ROLE,
        "fuxue.scope": scope.kind,
        "fuxue.region": scope.region or actor.region_code,
        "fuxue.school": scope.school,
        "fuxue.organ": str(scope.organ_id or ""),
        "fuxue.user": str(actor.user_id),
        "fuxue.role": actor.role.value,
    }


@contextmanager
def as_actor(actor: Actor) -> Iterator[None]:
    """One transaction (or savepoint) in which the database sees `actor` at work; what was set before comes back after.

    An exception rolls back, and PostgreSQL takes the settings back with it.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else {}
        _set(settings_of(actor))
        yield
        if nested and not connection.needs_rollback:
            _set(before)


def is_bound() -> bool:
    """Whether row-level security binds the connection as it stands (for `fuxue doctor`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT (rolsuper OR rolbypassrls) AND rolname = %s FROM pg_roles WHERE rolname = current_user",
            [APP_ROLE],
        )
        return bool(cursor.fetchone()[0])


def _read() -> Mapping[str, str]:
    columns = ", ".join("COALESCE(current_setting(%s, true), '')" for _ in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", SETTINGS)
        return dict(zip(SETTINGS, cursor.fetchone(), strict=True))


def _set(values: Mapping[str, str]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _ in values)
    arguments = [part for pair in values.items() for part in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", arguments)
