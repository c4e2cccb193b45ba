"""One PostgreSQL in a data folder: start, stop, ask. Two starts at once are one; the last user out may stop it.

    data/postgres/            made by us, mode 711
      cluster/                PostgreSQL's own files, owned by the account the server runs under
      run/                    its socket
      log · lock · users.lock

Survives `kill -9` (of the postmaster, of everything), a reboot that gave its number to a stranger, and root.
"""

import enum
import fcntl
import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from fuxue.kernel.errors import Refused
from fuxue.postgres import cluster as making
from fuxue.postgres import processes, programs
from fuxue.postgres.account import Account, named_for_server, server_account

SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes; the systems' own limits are 104 and 108
START_PATIENCE = 180.0  # seconds; recovery after a crash of a large database is slow
STOP_PATIENCE = 60.0
LOG_LIMIT = 10 * 1024 * 1024


class Status(enum.Enum):
    ABSENT = "absent"  # no cluster yet
    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"


class Server:
    """The server of one data folder. `settings` are PostgreSQL settings for this start only (tests: fsync off)."""

    def __init__(self, data_dir: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = data_dir.resolve() / "postgres"
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "log"
        self._settings = dict(settings or {})
        self._child: subprocess.Popen[bytes] | None = None

    # --- asking ------------------------------------------------------------------------------------------------------
    def url(self, role: str = making.OWNER, database: str = making.DATABASE) -> str:
        """Address for `DATABASE_URL`. Holds no password: the socket tells the server who we are."""
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket_folder()), safe='')}"

    def status(self) -> Status:
        if not (self.cluster / "PG_VERSION").exists():
            return Status.ABSENT
        if self.pid() is None:
            return Status.STOPPED
        return Status.RUNNING if self._pidfile()[7:8] == ["ready"] else Status.STARTING

    def pid(self) -> int | None:
        """Process id of the living postmaster, None when there is none, whatever a left-over file says."""
        lines = self._pidfile()
        if not lines or not lines[0].isdigit():
            return None
        pid = int(lines[0])
        if self._child is not None and self._child.pid == pid and self._child.poll() is not None:
            return None
        return pid if processes.belongs(pid, self.cluster) else None

    # --- starting and stopping ---------------------------------------------------------------------------------------
    def start(self) -> bool:
        """Make the cluster if need be, start the server if it is not running. True when this call started it."""
        with self._locked():
            return self._start()

    def stop(self) -> None:
        """Stop it in good order: open transactions are rolled back, nothing acknowledged is lost."""
        with self._locked():
            self._stop()

    @contextmanager
    def using(self) -> Iterator[str]:
        """Start if need be, yield the owner's address; at the end stop, unless another process still uses it."""
        with self._locked():
            self._start()
            users = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield self.url()
        finally:
            with self._locked():
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    self._stop()
                finally:
                    os.close(users)

    def _start(self) -> bool:
        account = server_account(self.cluster)
        if self.pid() is not None:
            self._wait_until_ready()
            return False
        chosen = programs.reachable(programs.choose(making.major_of(self.cluster)), account)
        if not self.cluster.exists():
            making.create(self.cluster, chosen, account)
        self._clear_remains()
        making.allow(self.cluster, account)
        self._prepare_socket_folder(account)
        self._launch(chosen, account)
        self._wait_until_ready()
        return True

    def _stop(self) -> None:
        for sign, patience in ((signal.SIGINT, STOP_PATIENCE), (signal.SIGQUIT, 10.0)):
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, sign)
            until = time.monotonic() + patience
            while time.monotonic() < until:
                if self.pid() is None and not processes.belongs(pid, self.cluster):
                    return
                time.sleep(0.05)
        raise Refused(
            "postgres_not_stopping", "数据库没有停下来。", todo=f"请查看 {self.log}，确认磁盘没有故障后再试。"
        )

    def _launch(self, chosen: programs.Programs, account: Account) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".1"))
        folder = self._socket_folder()
        relative = folder.parent == self.folder  # relative to the cluster: parents may be closed to the server
        settings = making.SETTINGS | {"unix_socket_directories": "../run" if relative else str(folder)}
        options = [f"-c{key}={value}" for key, value in (settings | self._settings).items()]
        with named_for_server(self.cluster) as (name, extra), self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [chosen.postgres, "-D", name, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the terminal is for us, not for it
                **account.spawn(),
                **extra,
            )

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_PATIENCE
        while time.monotonic() < until:
            if self._child is not None and self._child.poll() is not None:
                raise self._failure("数据库没有启动起来。")
            if self._child is None and self.pid() is None:
                raise self._failure("数据库在启动过程中退出了。")
            if self.status() is Status.RUNNING:
                return
            time.sleep(0.03)
        raise self._failure(f"等了 {START_PATIENCE:.0f} 秒，数据库还没有准备好。")

    def _failure(self, says: str) -> Refused:
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        last = next((line for line in reversed(lines[-30:]) if "FATAL" in line or "PANIC" in line), (lines or [""])[-1])
        return Refused(
            "postgres_not_starting", says, why=f"PostgreSQL 的原话：{last}。", todo=f"完整记录在 {self.log}。"
        )

    def _clear_remains(self) -> None:
        """After a crash: end orphaned backends; take away lock files whose number now belongs to a stranger."""
        processes.end_orphans(self.cluster)
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        (self._socket_folder() / f"{SOCKET}.lock").unlink(missing_ok=True)

    # --- places ------------------------------------------------------------------------------------------------------
    def _pidfile(self) -> list[str]:
        try:
            return [line.strip() for line in (self.cluster / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _socket_folder(self) -> Path:
        """Beside the cluster; a short one of our own under /tmp when the path would be too long for a socket."""
        beside = self.folder / "run"
        if len(os.fsencode(beside / SOCKET)) < SOCKET_PATH_LIMIT:
            return beside
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"fuxue-{mark}"  # noqa: S108 - ownership and mode are checked before use

    def _prepare_socket_folder(self, account: Account) -> None:
        folder = self._socket_folder()
        try:
            folder.mkdir(mode=0o700)
            account.own(folder)
        except FileExistsError:
            pass
        stat = folder.lstat()
        if folder.is_symlink() or stat.st_uid != account.uid or stat.st_mode & 0o077:
            raise Refused(
                "socket_folder_taken",
                f"数据库通信用的文件夹 {folder} 已被别人占用，或别人也能进入。",
                todo="请删除这个文件夹，或换一个路径较短的数据目录。",
            )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.folder.exists():
            self.folder.mkdir(exist_ok=True)
            self.folder.chmod(0o711)  # whatever the umask: the server comes through here to its socket
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
