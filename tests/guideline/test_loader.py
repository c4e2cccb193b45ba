"""A broken rule file is refused with file, line and a sentence in Chinese."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from fuxue.guideline import load_rules
from fuxue.guideline.loader import stale
from fuxue.guideline.profile import RULES_FOLDER
from fuxue.kernel.errors import Invalid

BREAKAGES = [
    ("missing.yaml", "title: 失踪失联", "titel: 失踪失联", "rule_key_unknown"),
    ("missing.yaml", "title: 失踪失联", "", "rule_key_missing"),
    ("missing.yaml", "severe: true", "severe: perhaps", "rule_shape"),
    ("missing.yaml", "checked_on: 2026-11-23", "checked_on: 2026-13-23", "rule_date"),
    ("missing.yaml", "checked_on: 2026-11-23", "", "rule_key_missing"),
    ("missing.yaml", "source: 《", "sauce: 《", "rule_key_unknown"),
    ("missing.yaml", "in_force: {from: 2026-09-01}", "in_force: {from: soon}", "rule_date"),
    ("missing.yaml", "in_force: {from: 2026-09-01}", "in_force: {from: 2026-09-01, until: 2025-01-01}", "rule_date"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{fact: police_view, is: untraceable}",
     "rule_fact_unknown"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{fact: police_finding, is: lost}",
     "rule_choice_unknown"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{fact: police_finding}", "rule_test"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{fact: police_finding, by_today: true}", "rule_test"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{fakt: police_finding}", "rule_test"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{check: phase_of_moon}", "rule_check_unknown"),
    ("missing.yaml", "{fact: police_finding, is: untraceable}", "{all: []}", "rule_test"),
    ("missing.yaml", "kind: police_missing_statement", "kind: police_note", "rule_material_unknown"),
    ("missing.yaml", "seals: [police_station]", "seals: [sheriff]", "rule_organ_unknown"),
    ("missing.yaml", "outcome: other_leave", "outcome: vanished", "rule_outcome_unknown"),
    ("missing.yaml", "on: each_term", "on: each_moon", "rule_schedule_unknown"),
    ("missing.yaml", "- id: requested", "- id: untraceable", "rule_id_doubled"),
    ("missing.yaml", "id: missing\n", "id: deceased\n", "rule_id"),
    ("missing.yaml", "clause: 一（三）", "clause: 一（三）\nclause: 一（三）", "file_syntax"),
    ("missing.yaml", "words:", "words: [", "file_syntax"),
    ("missing.yaml", "words:", "words: &w", "file_syntax"),
    ("missing.yaml", "words:", "words: !!python/object:os.system", "file_syntax"),
    ("missing.yaml", "已于 {county_request_on} 提请", "已于 {county_request_day} 提请", "rule_hole_unknown"),
    ("missing.yaml", "procedure: return_to_school", "procedure: return_home", "rule_procedure_unknown"),
    ("missing.yaml", "    reasoning: 原文没有规定复查", "    reason: 原文没有规定复查", "rule_key_unknown"),
    ("deceased.yaml", "{switch: death_proof, is: any}", "{switch: death_proof, is: some}", "rule_test"),
    ("deceased.yaml", "{switch: death_proof, is: any}", "{switch: proof, is: any}", "rule_switch_unknown"),
    ("vocational_placement.yaml", "signed_by: [guardian, child]", "signed_by: [uncle]", "rule_signer_unknown"),
    ("part_two.yaml", "reasoning:", "raisoning:", "rule_key_unknown"),
    ("profile.yaml", "    value: 6\n", "    value: six\n", "switch_value"),
    ("profile.yaml", "    reasoning: 法定年满", "    reasons: 法定年满", "rule_key_unknown"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES_FOLDER, tmp_path / "rules"))


@pytest.mark.parametrize(("file", "good", "broken", "code"), BREAKAGES, ids=[f"{b[3]}-{b[2][:30]}" for b in BREAKAGES])
def test_names_file_line_and_mistake(folder: Path, file: str, good: str, broken: str, code: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, broken, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_rules(folder)
    assert refused.value.code.startswith(code)
    assert refused.value.where.file is not None
    assert refused.value.where.row is not None
    assert re.search("[\u4e00-\u9fff]", str(refused.value))


def test_the_line_is_the_line(folder: Path) -> None:
    path = folder / "missing.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(index for index, line in enumerate(lines) if "seals: [police_station]" in line)
    lines[number] = lines[number].replace("police_station", "sheriff")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_rules(folder)
    assert refused.value.where.row == number + 1


def test_a_file_may_not_be_left_out(folder: Path) -> None:
    (folder / "deceased.yaml").unlink()
    with pytest.raises(Invalid, match="缺少"):
        load_rules(folder)


def test_every_rule_was_checked_lately() -> None:
    """Fails when somebody has to read the source again: compare, then renew `checked_on`."""
    # the clock is meant: a rule that nobody has looked at for eighteen months is a finding
    assert not stale(load_rules(), date.today())
    assert len(stale(load_rules(), date(2028, 5, 24))) == len(load_rules().checked)
    assert not stale(load_rules(), date(2028, 5, 23))
