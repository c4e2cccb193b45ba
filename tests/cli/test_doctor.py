"""`fuxue doctor` looks and never changes: on an empty folder, on broken ones, with and without a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import fuxue, spoken


def findings(data: Path, **settings: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = fuxue("doctor", "--json", "--data", data, where=data.parent, **settings)
    spoken(done)
    return done.returncode, {one["id"]: one for one in json.loads(done.stdout)}


def test_a_folder_that_is_not_there_yet_is_fine_and_stays_away(tmp_path: Path) -> None:
    _, found = findings(tmp_path / "data")
    assert found["folder"]["ok"] and "还没有建立" in found["folder"]["says"]
    assert found["database"]["ok"] and "还没有建立" in found["database"]["says"]
    assert not (tmp_path / "data").exists()


def test_an_empty_folder_stays_empty(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    status, found = findings(data)
    assert list(data.iterdir()) == []
    assert status == (0 if all(one["ok"] for one in found.values()) else 1)


def test_words_for_people_are_the_same_findings(tmp_path: Path) -> None:
    done = fuxue("doctor", "--data", tmp_path / "data", where=tmp_path)
    lines = spoken(done).splitlines()
    _, found = findings(tmp_path / "data")
    assert len(lines) == len(found)
    assert all(line.startswith(("  正常  ", "× 有误  ")) for line in lines)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    status, found = findings(tmp_path / "data")
    assert status == 1
    assert not found["folder"]["ok"] and "不是文件夹" in found["folder"]["says"] and "--data" in found["folder"]["todo"]
    assert "database" not in found


def test_keys_that_others_may_read(tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    (keys / "k1.key").write_text("0" * 64, encoding="utf-8")
    (keys / "k1.key").chmod(0o644)
    status, found = findings(tmp_path / "data")
    assert status == 1
    assert not found["keys"]["ok"] and "k1.key" in found["keys"]["says"] and "chmod" in found["keys"]["todo"]
    assert (keys / "k1.key").stat().st_mode & 0o777 == 0o644, "it says what to do and does not do it"


@pytest.mark.parametrize("content", ["", "not a number\n"])
def test_a_broken_cluster(content: str, tmp_path: Path) -> None:
    cluster = tmp_path / "data" / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text(content, encoding="utf-8")
    status, found = findings(tmp_path / "data")
    assert status == 1
    assert not found["programs"]["ok"] and "可能已经损坏" in found["programs"]["says"] and found["programs"]["todo"]


def test_a_cluster_of_a_version_that_is_not_here(tmp_path: Path) -> None:
    cluster = tmp_path / "data" / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("9\n", encoding="utf-8")
    status, found = findings(tmp_path / "data")
    assert status == 1
    assert "PostgreSQL 9" in found["programs"]["says"] and "pg_dump" in found["programs"]["todo"]


def test_a_given_database_that_does_not_answer(tmp_path: Path) -> None:
    status, found = findings(tmp_path / "data", DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}")
    assert status == 1
    assert found["programs"]["ok"]
    assert not found["database"]["ok"] and "连不上" in found["database"]["says"]
    assert "DATABASE_URL" in found["database"]["todo"]
