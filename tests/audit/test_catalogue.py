"""Every table that lies in a county or belongs to a case is bound by row-level security; found in the catalogue,
so that a table made tomorrow is asked too."""

import re
from typing import Any

import pytest
from django.db import connection

from fuxue.audit.sql import APP_ROLE

pytestmark = pytest.mark.django_db
BINDING = ("county_code", "case_id")
FREE = {"ledger_serial"}  # the next number of a county and year: a counter, nothing of a case
COMMANDS = {"r", "a", "w", "d"}  # SELECT, INSERT, UPDATE, DELETE


def ask(query: str, *arguments: str | list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return list(cursor.fetchall())


def bound_tables() -> set[str]:
    rows = ask(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        " AND a.attname = ANY(%s) AND NOT a.attisdropped",
        list(BINDING),
    )
    return {row[0] for row in rows} - FREE


def test_what_is_left_free_still_holds_nothing_but_a_counter() -> None:
    rows = ask("SELECT column_name FROM information_schema.columns WHERE table_name = ANY(%s)", sorted(FREE))
    assert {row[0] for row in rows} <= {"id", "county_code", "school_year", "year", "last", "value"}


def test_every_such_table_has_row_level_security_switched_on() -> None:
    tables = bound_tables() | {"audit_event"}
    assert "intake_importrun" in tables
    on = {row[0] for row in ask("SELECT relname FROM pg_class WHERE relrowsecurity")}
    assert tables - on == set()


def test_every_such_table_names_what_the_serving_role_may_do() -> None:
    rows = ask(
        "SELECT c.relname, p.polcmd::text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE %s::regrole::oid = ANY(p.polroles)",
        APP_ROLE,
    )
    has: dict[str, set[str]] = {}
    for table, command in rows:
        has.setdefault(table, set()).update(COMMANDS if command == "*" else {command})
    for table in bound_tables():
        allowed = {
            code
            for code, word in (("r", "SELECT"), ("a", "INSERT"), ("w", "UPDATE"), ("d", "DELETE"))
            if ask("SELECT has_table_privilege(%s, %s, %s)", APP_ROLE, table, word) == [(True,)]
        }
        assert has.get(table, set()) >= allowed, table


def test_no_policy_of_such_a_table_lets_everybody_read() -> None:
    rows = ask(
        "SELECT c.relname, pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE p.polcmd IN ('r', '*') AND c.relname = ANY(%s)",
        sorted(bound_tables()),
    )
    assert rows
    for table, condition in rows:
        assert re.search(r"fuxue[._]|ledger_case", condition), f"{table}: {condition}"


def test_the_serving_role_is_no_master_of_anything() -> None:
    assert ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", APP_ROLE
    ) == [(False, False, False, False)]
    assert ask("SELECT relname FROM pg_class WHERE relowner = %s::regrole", APP_ROLE) == []
    assert ask("SELECT has_table_privilege(%s, 'django_migrations', 'INSERT')", APP_ROLE) == [(False,)]
