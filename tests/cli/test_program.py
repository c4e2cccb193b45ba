"""The outermost layer: help, mistakes in typing, ports, and that a refusal is a sentence with an exit status."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.program import fuxue, spoken

from fuxue.cli.main import COMMANDS


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_help_names_every_command_in_chinese(tmp_path: Path) -> None:
    done = fuxue("--help", where=tmp_path)
    assert done.returncode == 0
    for name, (_, words) in COMMANDS.items():
        assert name in done.stdout and words in done.stdout


def test_an_unknown_command_is_refused_by_name(tmp_path: Path) -> None:
    done = fuxue("backup-everything", where=tmp_path)
    assert done.returncode == 2
    assert "backup-everything" in spoken(done)


def test_no_command_shows_the_list(tmp_path: Path) -> None:
    done = fuxue(where=tmp_path)
    assert "demo" in spoken(done) and "生成一个虚构的县" in spoken(done)


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_said_before_anything_is_made(command: str, taken: int, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = fuxue(command, "--port", str(taken), "--data", data, where=tmp_path)
    assert done.returncode == 1
    assert f"端口 {taken} 不能用" in spoken(done) and "--port" in spoken(done)
    assert not data.exists()


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_cannot_be_is_said(port: str, tmp_path: Path) -> None:
    done = fuxue("serve", "--port", port, "--data", tmp_path / "data", where=tmp_path)
    assert done.returncode == 1 and "不能用" in spoken(done)


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    done = fuxue("migrate", "--data", tmp_path / "data", where=tmp_path)
    assert done.returncode == 1
    assert "不能写入" in spoken(done)


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    address = f"postgresql://nobody@/none?host={tmp_path}"
    done = fuxue("migrate", "--data", tmp_path / "data", where=tmp_path, DATABASE_URL=address)
    assert done.returncode == 1
    assert "连不上数据库" in spoken(done) and "DATABASE_URL" in spoken(done)


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = fuxue("import", "没有.xlsx", "--kind", "suspected", "--data", tmp_path / "data", where=tmp_path)
    assert done.returncode == 2
    assert "没有.xlsx" in spoken(done)
