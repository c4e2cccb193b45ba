"""Making a cluster: UTF-8 that knows Chinese letters, three roles, one database, and a log without people in it."""

import locale
import os
import re
import shutil
import subprocess
from pathlib import Path

from fuxue.kernel.errors import Refused
from fuxue.postgres.account import Account, current_name, named_for_server
from fuxue.postgres.programs import Programs

SUPER, OWNER, APP, DATABASE = "fuxue_super", "fuxue_owner", "fuxue_app", "fuxue"
BUILTIN_LOCALE_SINCE = 17

# One statement a line: single-user mode ends a statement at the line's end.
BOOTSTRAP = f"""\
CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEROLE CREATEDB NOBYPASSRLS
CREATE ROLE {APP} NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS
GRANT {APP} TO {OWNER}
CREATE DATABASE {DATABASE} OWNER {OWNER}
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC
"""

# Statements and details can carry names and numbers of children; neither goes into the log.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_line_prefix": "%m ",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_checkpoints": "off",
    "jit": "off",
}


def major_of(cluster: Path) -> int | None:
    """Major version that made the cluster; None when there is no cluster yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise Refused(
            "cluster_unreadable",
            f"数据库文件夹 {cluster} 读不出版本，可能已经损坏。",
            todo="请从备份恢复，或换一个数据目录。",
        ) from None


def create(cluster: Path, programs: Programs, account: Account) -> None:
    """Make the cluster in full beside its place, then move it there: a half-made one is never taken for whole."""
    fresh = cluster.with_name("cluster.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(mode=0o700)
    account.own(fresh)
    with named_for_server(fresh) as (name, extra):
        spawn = {**account.spawn(), **extra}
        options = ["-E", "UTF8", "--data-checksums", "--auth=peer", "--no-instructions", "--lc-messages=C"]
        initdb = [programs.initdb, "-D", name, "-U", SUPER, *options, *_locale(programs)]
        _expect(subprocess.run(initdb, capture_output=True, text=True, check=False, **spawn), "建立数据库")
        allow(fresh, account)
        single = [programs.postgres, "--single", "-D", name, "-c", "exit_on_error=on", "postgres"]
        booted = subprocess.run(single, input=BOOTSTRAP, capture_output=True, text=True, check=False, **spawn)
        _expect(booted, "建立数据库角色")
    fresh.rename(cluster)


def allow(cluster: Path, account: Account) -> None:
    """Let in, by the socket only, this account of the machine and nobody else."""
    names = sorted({current_name(), account.name})
    lines = [f'fuxue "{name}" {role}' for name in names for role in (SUPER, OWNER)]
    for file, text in [("pg_hba.conf", "local all all peer map=fuxue\n"), ("pg_ident.conf", "\n".join(lines) + "\n")]:
        path = cluster / file
        fresh = cluster / f"{file}.{os.getpid()}"
        fresh.write_text(text)
        fresh.chmod(0o600)
        account.own(fresh)
        fresh.replace(path)


def _locale(programs: Programs) -> list[str]:
    """Sort by code point; know letters of every script (with LC_CTYPE=C Chinese would count as no letters at all)."""
    letters = _utf8_locale()
    if programs.major >= BUILTIN_LOCALE_SINCE:
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [*builtin, "--lc-collate=C", f"--lc-ctype={letters}"]
    return ["--lc-collate=C", f"--lc-ctype={letters}"]


def _utf8_locale() -> str:
    """Name of a UTF-8 locale that this machine has."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise Refused(
        "utf8_locale_missing",
        "这台机器没有任何 UTF-8 语言环境，中文无法正确查找。",
        todo="请安装 C.UTF-8 或 zh_CN.UTF-8（例如 apt-get install locales）。",
    )


def _expect(done: subprocess.CompletedProcess[str], what: str) -> None:
    trouble = re.findall(r"(?m)^.*(?:ERROR|FATAL|error:).*$", done.stdout + done.stderr)
    if done.returncode == 0:
        return
    raise Refused(
        "cluster_not_made",
        f"{what}没有成功。",
        why=f"PostgreSQL 的原话：{(trouble or [done.stderr.strip()[-300:]])[0].strip()}。",
        todo="请检查磁盘空间和数据目录的权限，再试一次。",
    )
