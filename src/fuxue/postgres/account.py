"""Under which account of the machine the server runs. PostgreSQL refuses root; root lends it an account without rights.

Root may keep the data folder where nobody else can go (a home with mode 700). The server then gets its folder as an
open file descriptor instead of a path, so that no parent's permissions have to be touched.
"""

import os
import pwd
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuxue.kernel.errors import Refused

LENT = ("postgres", "nobody")  # in this order; the first that the machine has


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int
    name: str

    def own(self, path: Path) -> None:
        """Hand `path` over, where that is ours to do."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def spawn(self) -> dict[str, Any]:
        """Arguments for `subprocess` that run a program under this account."""
        common: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}}
        if os.geteuid() == 0:
            common |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return common


def current_name() -> str:
    """Login name of this process, by which PostgreSQL recognises it on the socket."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise Refused(
            "account_without_name",
            f"本机没有登记编号为 {os.geteuid()} 的用户，PostgreSQL 无法辨认。",
            todo="请换一个有用户名的账号运行，或设置 DATABASE_URL 使用已有的数据库。",
        ) from None


def server_account(cluster: Path) -> Account:
    """Whoever owns the cluster; for a new one ourselves, or a lent account when we are root."""
    if cluster.exists():
        return _owner(cluster)
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), current_name())
    for name in LENT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, name)
    raise Refused(
        "account_to_lend_missing",
        f"以 root 运行时，数据库要借用一个普通账号（{'、'.join(LENT)}），这台机器上都没有。",
        todo="请改用普通用户运行。",
    )


def _owner(cluster: Path) -> Account:
    stat = cluster.stat()
    try:
        name = pwd.getpwuid(stat.st_uid).pw_name
    except KeyError:
        name = str(stat.st_uid)
    if os.geteuid() not in {0, stat.st_uid}:
        raise Refused(
            "cluster_of_another_account",
            f"数据库文件夹 {cluster} 属于用户“{name}”，现在的用户是“{current_name()}”。",
            todo="请用建立它的那个用户（或 root）运行。",
        )
    if stat.st_uid == 0:
        raise Refused(
            "cluster_of_root",
            f"数据库文件夹 {cluster} 属于 root，PostgreSQL 不允许这样运行。",
            todo=f"请把它交给普通用户，例如：chown -R nobody {cluster}",
        )
    return Account(stat.st_uid, stat.st_gid, name)


@contextmanager
def named_for_server(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """A name of `folder` that the server can follow, and the `subprocess` arguments that go with it."""
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        yield str(folder), {}
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}", {"pass_fds": (descriptor,)}
    finally:
        os.close(descriptor)
