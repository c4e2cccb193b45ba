"""`fuxue assess` and `fuxue guideline` as programs call them: exit status, JSON, and no database anywhere near."""

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.program import SRC, fuxue, spoken

RULES = SRC / "fuxue" / "guideline" / "rules"
CASE = """\
as_of: 2026-11-23
procedure: missing
child: {name: 测试丙, sex: female, birth_date: 2013-11-08, id_number: "622999201311080423"}
facts: {county_request_on: 2026-09-10, police_finding: untraceable}
materials:
  - {id: m1, kind: police_missing_statement, issuer: police_station, issued_on: 2026-10-20,
     seals: [police_station], names_child: true}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_a_complete_case_is_ready(case: Path, tmp_path: Path) -> None:
    done = fuxue("assess", case, "--json", where=tmp_path)
    assert done.returncode == 0, spoken(done)
    answer = json.loads(done.stdout)
    assert answer["procedure"] == "missing" and answer["ready"] is True and answer["missing"] == []


def test_a_case_that_lacks_something_is_an_answer_not_a_failure(case: Path, tmp_path: Path) -> None:
    case.write_text(CASE.replace("seals: [police_station]", "seals: []"), encoding="utf-8")
    done = fuxue("assess", case, "--json", where=tmp_path)
    assert done.returncode == 0, spoken(done)
    answer = json.loads(done.stdout)
    assert answer["ready"] is False and len(answer["missing"]) == 1


def test_words_for_people(case: Path, tmp_path: Path) -> None:
    done = fuxue("assess", case, where=tmp_path)
    assert done.returncode == 0 and "失踪失联" in spoken(done)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空的"),
        ("facts: [1", "YAML"),
        ("as_of: 2026-11-23\nfacts: {county_request_no: 2026-09-10}\n", "county_request_no"),
        ("as_of: 2026-13-41\n", "as_of"),
        ("a: 1\na: 2\n", "写了两次"),
        ("a: &x 1\nb: *x\n", "锚点"),
    ],
)
def test_a_file_that_cannot_be_read_is_2_and_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    done = fuxue("assess", path, "--json", where=tmp_path)
    assert done.returncode == 2
    assert done.stdout == "" and "broken.yaml" in spoken(done) and said in spoken(done)


def test_a_file_that_is_not_there_is_2(tmp_path: Path) -> None:
    done = fuxue("assess", "none.yaml", where=tmp_path)
    assert done.returncode == 2 and "none.yaml" in spoken(done)


def test_assess_makes_no_data_folder(case: Path, tmp_path: Path) -> None:
    fuxue("assess", case, where=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


def test_guideline_check_counts_and_hashes(tmp_path: Path) -> None:
    done = fuxue("guideline", "check", where=tmp_path)
    assert done.returncode == 0, spoken(done)
    assert "规则正确" in done.stdout and "情形 15 种" in done.stdout
    assert done.stdout == fuxue("guideline", "check", where=tmp_path).stdout


def test_guideline_check_says_file_line_and_reason(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    broken = rules / "missing.yaml"
    lines = broken.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines, 1) if line.startswith("title:"))
    lines[row - 1] = "titel: 失踪失联"
    broken.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = fuxue("guideline", "check", "--rules", rules, where=tmp_path)
    assert done.returncode == 2
    assert "missing.yaml" in spoken(done) and f"第 {row} 行" in spoken(done) and "titel" in spoken(done)


def test_guideline_check_refuses_a_profile_with_a_wrong_switch(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("age_mni: 6\n", encoding="utf-8")
    done = fuxue("guideline", "check", "--profile", profile, where=tmp_path)
    assert done.returncode == 2 and "age_mni" in spoken(done)


def test_guideline_show_knows_id_clause_and_title(tmp_path: Path) -> None:
    by_id, by_title = (fuxue("guideline", "show", name, where=tmp_path) for name in ("missing", "失踪失联"))
    assert by_id.returncode == 0 and by_id.stdout == by_title.stdout
    unknown = fuxue("guideline", "show", "nothing", where=tmp_path)
    assert unknown.returncode == 2 and "nothing" in spoken(unknown)
