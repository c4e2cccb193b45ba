"""From a command to a working Django: which data folder, which database, which role."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from fuxue.kernel.errors import Refused
from fuxue.postgres import Server
from fuxue.postgres.cluster import APP

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="数据目录；不写时用环境变量 FUXUE_DATA，再不然用 data 或 data/demo。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="按程序能读的格式输出。")


def data_folder(given: Path | None) -> Path:
    """The folder asked for; else FUXUE_DATA; else `data`, or the demo's folder when only that one is there."""
    if given is not None:
        return given.resolve()
    named = os.environ.get("FUXUE_DATA")
    if named:
        return Path(named).resolve()
    plain, demo = Path("data"), Path("data/demo")
    return (demo if (demo / "postgres").exists() and not (plain / "postgres").exists() else plain).resolve()


@contextmanager
def database(data: Path) -> Iterator[None]:
    """`DATABASE_URL` set for the time of the block: as given, else our own server of the data folder."""
    os.environ["FUXUE_DATA"] = str(data)
    if os.environ.get("DATABASE_URL"):
        yield
        return
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        server = Server(data)
    except OSError as error:
        raise Refused(
            "data_folder_not_writable",
            f"数据目录 {data} 不能写入（{error.strerror}）。",
            todo="请检查权限和磁盘，或用 --data 换一个目录。",
        ) from None
    with server.using() as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield
        finally:
            os.environ.pop("DATABASE_URL", None)


def start_django(role: str = APP) -> None:
    """Load the applications, with every session of the database in `role` (empty: the owner's own)."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "fuxue.project.settings"
    os.environ["FUXUE_DB_ROLE"] = role
    import django  # noqa: PLC0415 - commands without a database never load it

    django.setup()
