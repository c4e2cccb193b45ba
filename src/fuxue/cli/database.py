"""`fuxue migrate`: bring the database to this program's shape, and see that the serving role exists."""

from pathlib import Path

import click

from fuxue.cli.session import data_folder, data_option, database, start_django
from fuxue.kernel.errors import Refused
from fuxue.postgres.cluster import APP


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """更新数据库结构。升级程序以后运行一次。"""
    with database(data_folder(data)):
        start_django(role="")
        apply()
        click.echo("数据库结构已是最新。")


def apply() -> None:
    """Run as the tables' owner, with Django loaded. Raises `Refused` with the SQL to run when a role is missing."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is loaded by the command
    from django.db import DatabaseError, connection  # noqa: PLC0415

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
            owner, may_create = cursor.fetchone() or ("", False)
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [APP])
            (there,) = cursor.fetchone() or (0,)
    except DatabaseError as error:
        raise Refused(
            "database_unreachable", "连不上数据库。", why=f"（{type(error).__name__}）", todo="请检查 DATABASE_URL。"
        ) from None
    if not there and not may_create:
        raise Refused(
            "serving_role_missing",
            f"数据库里没有角色 {APP}，而用户“{owner}”无权建立它。",
            todo=f'请让数据库管理员执行：CREATE ROLE {APP} NOLOGIN NOBYPASSRLS; GRANT {APP} TO "{owner}";',
        )
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
