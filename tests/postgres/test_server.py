"""The server of a data folder under the things that happen to a PC in an office: crashes, reboots, double starts."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fuxue.kernel.errors import Refused
from fuxue.postgres import Server, Status, processes, programs
from fuxue.postgres.cluster import APP


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.stop()


def ask(server: Server, sql: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None


def test_first_start_makes_roles_that_own_no_more_than_they_need(server: Server) -> None:
    assert server.status() is Status.ABSENT
    assert server.start() is True
    assert server.status() is Status.RUNNING
    roles = "SELECT rolsuper::text || rolbypassrls || rolcanlogin FROM pg_roles WHERE rolname = '{}'"
    assert ask(server, roles.format(APP)) == "falsefalsefalse"
    assert ask(server, roles.format("fuxue_owner")) == "falsefalsetrue"
    assert ask(server, f"SELECT pg_has_role('fuxue_owner', '{APP}', 'MEMBER')") is True
    assert ask(server, "SELECT '辍' ~ '[[:alpha:]]'") is True
    assert ask(server, "SHOW listen_addresses") == ""
    server.stop()
    assert server.status() is Status.STOPPED


def test_killed_in_the_middle_of_writing_it_keeps_every_acknowledged_row(server: Server) -> None:
    server.start()
    ask(server, "SELECT 1")
    with psycopg.connect(server.url(), autocommit=True) as setting_up:
        setting_up.execute("CREATE TABLE kept (n int)")
    acknowledged: list[int] = []

    def write() -> None:
        try:
            with psycopg.connect(server.url(), autocommit=True) as connection:
                for n in range(1_000_000):
                    connection.execute("INSERT INTO kept VALUES (%s)", [n])
                    acknowledged.append(n)
        except psycopg.Error:
            return

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 50:
        time.sleep(0.01)
    for pid in processes.members(server.cluster):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    writer.join()
    server.start()
    with psycopg.connect(server.url()) as connection:
        stored = {row[0] for row in connection.execute("SELECT n FROM kept")}
    assert set(acknowledged) <= stored


def test_a_new_server_object_starts_after_only_the_postmaster_was_killed(server: Server, tmp_path: Path) -> None:
    server.start()
    with psycopg.connect(server.url()):
        pid = server.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while processes.belongs(pid, server.cluster):  # a kill takes effect a moment after the call
            time.sleep(0.01)
        successor = Server(tmp_path)
        assert successor.start() is True
    assert ask(successor, "SELECT 1") == 1
    successor.stop()


def test_a_left_over_number_that_now_belongs_to_a_stranger_does_not_bar_the_start(server: Server) -> None:
    server.start()
    server.stop()
    account = server.cluster.stat()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        left_over = server.cluster / "postmaster.pid"
        left_over.write_text(f"{stranger.pid}\n{server.cluster}\n1\n5432\n\n\n  1 1\nready\n")
        os.chown(left_over, account.st_uid, account.st_gid)
        assert server.status() is Status.STOPPED
        assert server.start() is True
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


START = (
    "import sys; from pathlib import Path; from fuxue.postgres import Server; print(Server(Path(sys.argv[1])).start())"
)


def test_two_starts_at_once_are_one(server: Server, tmp_path: Path) -> None:
    starts = [
        subprocess.Popen([sys.executable, "-c", START, tmp_path], stdout=subprocess.PIPE, text=True, env=_environment())
        for _ in range(3)
    ]
    assert sorted(start.communicate()[0].strip() for start in starts) == ["False", "False", "True"]
    assert ask(server, "SELECT 1") == 1


def test_the_last_user_out_stops_it_and_not_the_first(server: Server, tmp_path: Path) -> None:
    with server.using():
        with Server(tmp_path).using():
            pass
        assert ask(server, "SELECT 1") == 1
    assert server.status() is Status.STOPPED


def test_data_of_another_major_version_is_refused_with_what_to_do(server: Server) -> None:
    server.start()
    server.stop()
    (server.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refused, match="PostgreSQL 9") as refusal:
        server.start()
    assert refusal.value.code == "postgres_major_differs"


def test_a_folder_that_nobody_else_may_enter_works_and_keeps_its_permissions(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = [(p, p.stat().st_mode, p.stat().st_uid) for p in (tmp_path, closed)]
    server = Server(closed / "data")
    server.start()
    assert ask(server, "SELECT 1") == 1
    server.stop()
    assert before == [(p, p.stat().st_mode, p.stat().st_uid) for p in (tmp_path, closed)]
    assert server.cluster.stat().st_uid != 0


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    server = Server(tmp_path / ("long" * 30))
    server.start()
    assert ask(server, "SELECT 1") == 1
    server.stop()
    server._socket_folder().rmdir()


def test_every_offered_program_can_make_and_run_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for offered in programs.found():
        monkeypatch.setattr(programs, "found", lambda only=offered: [only])
        server = Server(tmp_path / f"{offered.origin}{offered.major}")
        server.start()
        assert str(ask(server, "SHOW server_version")).startswith(offered.version)
        server.stop()


def test_the_log_keeps_quiet_about_the_values_in_a_failing_statement(server: Server) -> None:
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE child (name text UNIQUE)")
        connection.execute("INSERT INTO child VALUES ('测试甲')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO child VALUES ('测试甲')")
    assert "测试甲" not in server.log.read_text()


def _environment() -> dict[str, str]:
    source = Path(__file__).resolve().parents[2] / "src"
    return os.environ | {"PYTHONPATH": str(source)}
