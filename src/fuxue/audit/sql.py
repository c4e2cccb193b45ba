"""SQL that migrations of every app share: the serving role, append-only tables, row-level security.

Knows PostgreSQL; knows no table of ours by name. Table names come from migrations, never from input.
"""

from django.db.migrations import RunSQL

APP_ROLE = "fuxue_app"

# Roles belong to the whole server, so two databases that migrate at once may both try; the loser goes on.
MAKE_APP_ROLE = RunSQL(
    f"""
    DO $$
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
            BEGIN
                CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        IF NOT pg_has_role(current_user, '{APP_ROLE}', 'MEMBER') THEN
            EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
        END IF;
    END $$;
    GRANT USAGE ON SCHEMA public TO {APP_ROLE};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE};
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE};
    """,  # noqa: S608 - no input: the role's name is a constant
    # The role itself stays: another database of the same server may use it.
    f"""
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {APP_ROLE};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {APP_ROLE};
    """,
)

# A plain SQL function of one expression is put in line by the planner; an unset and an emptied setting are both NULL.
SETTING_FUNCTION = RunSQL(
    """
    CREATE FUNCTION fuxue_setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('fuxue.' || name, true), '') $$;
    """,
    "DROP FUNCTION fuxue_setting(text);",
)

REFUSE_FUNCTION = RunSQL(
    """
    CREATE FUNCTION fuxue_refuse_change() RETURNS trigger LANGUAGE plpgsql
    AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
    END $$;
    """,
    "DROP FUNCTION fuxue_refuse_change();",
)


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE of `table` to everybody, its owner included.

    One trigger per statement, not per row: it also answers an UPDATE that matches nothing, and TRUNCATE has no rows.
    ALWAYS, so that a session in replica mode does not step around it. The owner can still drop the trigger itself:
    that is a change of the schema, which a migration review sees.
    """
    trigger = f"{table}_append_only"
    return RunSQL(
        f"""
        CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION fuxue_refuse_change();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger};
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
        """,
        f"""
        DROP TRIGGER {trigger} ON {table};
        GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};
        """,
    )


def row_security(table: str, *, seen: str, added: str | None = None) -> RunSQL:
    """Bind the serving role on `table`: rows it may read, change and delete (`seen`), rows it may add (`added`).

    Both are SQL conditions over the columns of `table`. `added` defaults to `seen`.
    """
    added = seen if added is None else added
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_seen ON {table} FOR SELECT TO {APP_ROLE} USING ({seen});
        CREATE POLICY {table}_added ON {table} FOR INSERT TO {APP_ROLE} WITH CHECK ({added});
        CREATE POLICY {table}_changed ON {table} FOR UPDATE TO {APP_ROLE} USING ({seen}) WITH CHECK ({added});
        CREATE POLICY {table}_removed ON {table} FOR DELETE TO {APP_ROLE} USING ({seen});
        """,
        f"""
        DROP POLICY {table}_seen ON {table};
        DROP POLICY {table}_added ON {table};
        DROP POLICY {table}_changed ON {table};
        DROP POLICY {table}_removed ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
