"""The single checks behind `fuxue doctor`. Each looks at one thing and never changes any."""

import locale
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuxue.cli.serving import require_free
from fuxue.cli.session import database, start_django
from fuxue.kernel.errors import FuxueError
from fuxue.postgres import programs
from fuxue.postgres.cluster import major_of

LEAST_FREE = 2 * 1024**3  # bytes
EARLIEST = 1_760_000_000  # October 2025, in seconds since 1970: a clock before it is wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `id` stable English, `what` and the rest Chinese; `todo` empty when all is well."""

    id: str
    ok: bool
    what: str
    says: str
    todo: str = ""


def examine(data: Path, port: int) -> list[Finding]:
    """All findings. The database is looked at only where the folder and the programs allow it."""
    findings = [_python(), _encoding(), _clock(), _folder(data), _space(data), *_programs(data), *_keys(data)]
    findings += [_port(port), _font()]
    able = all(f.ok for f in findings if f.id in {"folder", "programs"})
    return [*findings, *(_database(data) if able else [])]


def _python() -> Finding:
    version = sys.version.split()[0]
    return _judge("python", sys.version_info >= (3, 11), "Python", f"版本 {version}。", "请安装 3.11 以上的版本。")


def _encoding() -> Finding:
    name = locale.getpreferredencoding(do_setlocale=False)
    good = name.upper().replace("-", "") == "UTF8"
    return _judge("encoding", good, "字符编码", f"{name}。", "请把 LANG 设为 zh_CN.UTF-8 或 C.UTF-8。")


def _clock() -> Finding:
    now = time.strftime("%Y-%m-%d %H:%M")
    return _judge("clock", time.time() > EARLIEST, "时钟", f"{now}。", "这台机器的日期明显不对，期限会算错，请先校时。")


def _folder(data: Path) -> Finding:
    place = _nearest(data)
    if not place.is_dir():
        return Finding("folder", False, "数据目录", f"{place} 不是文件夹。", "请用 --data 换一个目录。")
    good = os.access(place, os.W_OK | os.X_OK)
    words = f"{data}{'' if data.exists() else '（还没有建立）'}，{'可以' if good else '不能'}写入。"
    return _judge("folder", good, "数据目录", words, "请检查权限，或用 --data 换一个目录。")


def _space(data: Path) -> Finding:
    free = shutil.disk_usage(_nearest(data)).free
    return _judge("space", free >= LEAST_FREE, "磁盘", f"剩余 {free / 1024**3:.1f} GB。", "请腾出至少 2 GB。")


def _programs(data: Path) -> Iterator[Finding]:
    if os.environ.get("DATABASE_URL"):
        yield Finding("programs", True, "数据库程序", "由 DATABASE_URL 指定，不用本机的程序。")
        return
    try:
        chosen = programs.choose(major_of(data / "postgres" / "cluster"))
    except FuxueError as error:
        yield Finding("programs", False, "数据库程序", error.says, error.todo)
        return
    origin = "本机安装的" if chosen.origin == "machine" else "随程序安装的"
    yield Finding("programs", True, "数据库程序", f"{origin} PostgreSQL {chosen.version}（{chosen.folder}）。")


def _keys(data: Path) -> Iterator[Finding]:
    folder = data / "keys"
    if not folder.exists():
        return
    try:
        open_ones = [p.name for p in [folder, *folder.iterdir()] if p.stat().st_mode & 0o077]
    except PermissionError:
        yield Finding("keys", False, "密钥", "读不到密钥文件夹。", f"请用建立它的用户运行，或检查 {folder} 的权限。")
        return
    words = f"只有本用户能读（{folder}）。" if not open_ones else f"别人也能读：{'、'.join(open_ones)}。"
    yield _judge("keys", not open_ones, "密钥", words, f"请运行：chmod -R go= {folder}")


def _port(port: int) -> Finding:
    try:
        require_free("127.0.0.1", port)
    except FuxueError:
        return Finding("port", True, "端口", f"{port} 正在使用；如果不是复学自己在用，请换一个端口。")
    return Finding("port", True, "端口", f"{port} 可用。")


def _font() -> Finding:
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding("font", True, "中文字体", "本机没有字体清单；程序自带的文书字体不受影响。")
    known = subprocess.run([lister, ":lang=zh", "file"], capture_output=True, text=True, check=False).stdout.strip()
    words = "有。" if known else "本机浏览器没有中文字体（文书不受影响）；需要时请安装 fonts-noto-cjk。"
    return Finding("font", True, "中文字体", words)


def _database(data: Path) -> Iterator[Finding]:
    if not (os.environ.get("DATABASE_URL") or (data / "postgres" / "cluster").exists()):
        yield Finding("database", True, "数据库", "还没有建立，第一次运行时自动建立。")
        return
    try:
        with database(data):
            start_django(role="")
            yield from _inside()
    except FuxueError as error:
        yield Finding("database", False, "数据库", error.says, error.why + error.todo)


def _inside() -> Iterator[Finding]:
    """With the database running and Django loaded as the tables' owner."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - Django is loaded by now

    from fuxue.project.health import pending_migrations, worker_seen  # noqa: PLC0415

    try:
        waiting = pending_migrations()
        yield Finding("database", True, "数据库", "连得上。")
    except DatabaseError as error:
        todo = "请检查 DATABASE_URL，或数据目录里 postgres/log 的最后几行。"
        yield Finding("database", False, "数据库", f"连不上（{type(error).__name__}）。", todo)
        return
    words = f"有 {len(waiting)} 项更新没有执行。" if waiting else "已是最新。"
    yield _judge("migrations", not waiting, "数据库结构", words, "请运行：fuxue migrate")
    if waiting:
        return
    with connection.cursor() as cursor:
        for check, what, good, bad, sql in GUARDS:
            cursor.execute(sql)
            (holds,) = cursor.fetchone() or (False,)
            todo = "请运行 fuxue migrate；仍不正常时请联系维护人员，先不要办理业务。"
            yield _judge(check, bool(holds), what, good if holds else bad, todo)
    words = "最近两分钟有记录。" if worker_seen() else "眼下没有运行；服务期间请同时运行 fuxue worker。"
    yield Finding("worker", True, "后台工作", words)


# What must hold in the database itself; each query answers one boolean.
GUARDS = [
    (
        "letters",
        "数据库字符",
        "UTF-8，认得中文。",
        "不是 UTF-8，或不认得中文。",
        """SELECT pg_encoding_to_char(encoding) = 'UTF8' AND '辍' ~ '[[:alpha:]]'
           FROM pg_database WHERE datname = current_database()""",
    ),
    (
        "role",
        "数据库角色",
        "对外服务的角色 fuxue_app 受行级权限约束。",
        "对外服务的角色 fuxue_app 缺失，或权限过大，行级权限管不住它。",
        """SELECT count(*) = 1 FROM pg_roles WHERE rolname = 'fuxue_app' AND NOT rolsuper AND NOT rolbypassrls
           AND NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = 'fuxue_app')""",
    ),
    (
        "row_security",
        "行级权限",
        "台账和材料表都已启用。",
        "台账或材料表没有启用。",
        """SELECT count(*) = 3 AND bool_and(relrowsecurity) FROM pg_class
           WHERE relname IN ('ledger_case', 'ledger_entry', 'evidence_fileuse') AND relkind = 'r'""",
    ),
    (
        "append_only",
        "只增不改",
        "台账记录和审计记录都有保护。",
        "台账记录或审计记录缺少保护。",
        """SELECT count(DISTINCT c.relname) = 2 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
           WHERE c.relname IN ('ledger_entry', 'audit_event') AND t.tgtype & 32 <> 0 AND t.tgenabled = 'A'""",
    ),
]


def _nearest(path: Path) -> Path:
    """The path itself, or the nearest parent that exists."""
    return next(p for p in [path, *path.parents] if p.exists())


def _judge(check: str, ok: bool, what: str, says: str, todo: str) -> Finding:
    return Finding(check, ok, what, says, "" if ok else todo)
