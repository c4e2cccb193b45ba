"""What every test may rely on. Read this before writing one.

- Database: `DATABASE_URL` when set (its role needs CREATEDB); else a throw-away PostgreSQL, started here by
  `fuxue.postgres.Server` with fsync off and stopped at the end.
- `db`: each test in a transaction that is rolled back. `transactional_db`: real commits; tables are emptied afterwards,
  the append-only ones too (their triggers are lifted for that moment only).
- Tests run as the tables' owner. Ask for `app_role` to work as `fuxue_app`, whom row-level security binds.
- `settings.DATA_DIR` is a fresh folder; passwords are hashed fast; static files need no collectstatic.
- `browser`: one Chromium for the session; `page`: a fresh page of 1366×768 in it. Mark such tests `browser`.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from playwright.sync_api import Browser, Page, sync_playwright

from fuxue.postgres import Server
from fuxue.project.settings import database

THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

settings.DATA_DIR = Path(tempfile.mkdtemp(prefix="fuxue-test-"))
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# The test server finds static files through whitenoise, as they stand in the source folders.
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright leaves an event loop running, which a queue worker and the parser cannot share."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session", autouse=True)
def data_folder() -> Iterator[Path]:
    yield settings.DATA_DIR
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(data_folder: Path) -> Iterator[None]:
    """Point Django at a server of our own when none is given. Called by pytest-django before it makes the database."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = Server(data_folder, THROW_AWAY)
    server.start()
    os.environ["DATABASE_URL"] = server.url()
    given = database(server.url(), "")
    del given["TEST"]  # Django has filled in its defaults there by now
    connection.settings_dict.update(given)
    yield
    connection.close()
    del os.environ["DATABASE_URL"]
    server.stop()


@contextmanager
def _append_only_lifted() -> Iterator[None]:
    """Lift the TRUNCATE triggers of the current database, and put each back exactly as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname), tgenabled FROM pg_trigger"
            " WHERE tgtype & 32 <> 0 AND NOT tgisinternal AND tgenabled <> 'D'"
        )
        guards = cursor.fetchall()
        for table, trigger, _ in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        for table, trigger, state in guards:
            how = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}[state]
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {trigger}")


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_append_only_tables() -> Iterator[None]:
    plain = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: Any) -> None:
        with _append_only_lifted():
            plain(self, sql_list)

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
    yield
    patch.undo()


@pytest.fixture
def app_role(db: None) -> Iterator[None]:
    """Work as the role that serves requests: it owns nothing, and row-level security binds it."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fuxue_app")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the machine. Django refuses database work in a thread with an event loop; Playwright brings one."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert program, "没有找到 Chromium。请安装 chromium，或运行 make test，它会说明怎样安装。"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*flags, "--disable-sync"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
