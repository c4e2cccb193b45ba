"""Dirty case files and profiles: exit status 2 and a sentence naming the field, never a traceback."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuxue.cli.guideline import assess, guideline

GOOD = "as_of: 2026-11-23\n"
DIRTY = {
    "empty": ("", "空"),
    "list": ("- 1\n", "case"),
    "word": ("hello\n", "case"),
    "no day": ("child: {}\n", "as_of"),
    "bad day": ("as_of: 2026-02-30\n", "as_of"),
    "far day": ("as_of: 9999-12-31\n", "as_of"),
    "number as day": ("as_of: 20261123\n", "as_of"),
    "unknown key": (GOOD + "material: []\n", "material"),
    "procedure": (GOOD + "procedure: dead\n", "procedure"),
    "fact name": (GOOD + "facts: {died: true}\n", "died"),
    "null fact name": (GOOD + "facts: {died: null}\n", "died"),
    "fact type": (GOOD + "facts: {found_again: 3}\n", "found_again"),
    "fact choice": (GOOD + "facts: {approver: court}\n", "approver"),
    "fact int": (GOOD + "facts: {dropout_episodes: 2.5}\n", "dropout_episodes"),
    "panel": (GOOD + "facts: {committee_panel: [{signed: true}]}\n", "committee_panel[0].organ"),
    "facts list": (GOOD + "facts: [a]\n", "facts"),
    "kind": (GOOD + "materials: [{kind: deth_certificate}]\n", "materials[0].kind"),
    "organ": (GOOD + "materials: [{kind: photo, issuer: sheriff}]\n", "materials[0].issuer"),
    "seal": (GOOD + "materials: [{kind: photo, seals: hospital}]\n", "materials[0].seals"),
    "medium": (GOOD + "materials: [{kind: photo, medium: fax}]\n", "materials[0].medium"),
    "doubled paper": (GOOD + "materials: [{id: m, kind: photo}, {id: m, kind: photo}]\n", "materials[1].id"),
    "materials mapping": (GOOD + "materials: {kind: photo}\n", "materials"),
    "visit way": (GOOD + "visits: [{way: pigeon}]\n", "visits[0].way"),
    "visit staff": (GOOD + "visits: [{staff: [{signed: maybe}]}]\n", "visits[0].staff[0].signed"),
    "float number": (GOOD + "child: {id_number: 5.3e17}\n", "id_number"),
    "sex": (GOOD + "child: {sex: 3}\n", "child.sex"),
    "switch": (GOOD + "profile: {age_mini: 6}\n", "age_mini"),
    "switch value": (GOOD + "profile: {extensions: [all]}\n", "extensions"),
    "doubled key": (GOOD + GOOD, "写了两次"),
    "alias bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "锚点"),
    "tag": ("as_of: !!python/name:os.system x\n", "标签"),
    "deep": ("[" * 5000, "层"),
    "deep json": ('{"a":' * 5000, "层"),
    "two documents": ("as_of: 2026-11-23\n---\nas_of: 2026-11-23\n", "一份"),
    "tabs": ("as_of:\t2026-11-23\n\tchild: {}\n", "YAML"),
    "json nan": ('{"as_of": NaN}', "as_of"),
}


def _run(text: str | bytes, tmp_path: Path, *args: str) -> tuple[int, str]:
    path = tmp_path / "case.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = CliRunner().invoke(assess, [str(path), *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(("text", "names"), DIRTY.values(), ids=DIRTY.keys())
def test_dirty(tmp_path: Path, text: str, names: str) -> None:
    status, said = _run(text, tmp_path, "--json")
    assert status == 2
    assert names in said
    assert "Traceback" not in said


BINARY = {
    "utf-16": b"\xff\xfe\x00\x01",
    "zip": b"PK\x03\x04\x00\x00",
    "zeros": b"\x00" * 100,
    "gb18030": "as_of: 中".encode("gb18030"),
}


@pytest.mark.parametrize("kind", BINARY)
def test_binary(tmp_path: Path, kind: str) -> None:
    assert _run(BINARY[kind], tmp_path)[0] == 2


def test_no_such_file() -> None:
    result = CliRunner().invoke(assess, ["/nowhere/case.yaml"])
    assert result.exit_code == 2
    assert "读不出来" in result.output


def test_json_in_and_out(tmp_path: Path) -> None:
    status, said = _run('{"as_of": "2026-11-23", "procedure": "deceased"}', tmp_path, "--json")
    assert status == 0
    answer = json.loads(said)
    assert set(answer) >= {"procedure", "clause", "applies", "ready", "outcome", "conditions", "missing", "next"}
    assert answer["ready"] is False
    assert len(answer["rules"]["sha256"]) == 64


def test_plain_words(tmp_path: Path) -> None:
    status, said = _run("as_of: 2026-11-23\nprocedure: missing\nvisits:\n- on: 2026-10-01\n", tmp_path)
    assert status == 0
    assert "一（三） 失踪失联" in said
    assert "还缺：" in said


def test_numbers_may_stand_without_quotation_marks(tmp_path: Path) -> None:
    status, said = _run(GOOD + "child: {id_number: 532999201411030210, birth_date: 2014-11-03}\n", tmp_path, "--json")
    assert status == 0
    assert "id_number_invalid" not in said


def test_check_and_show() -> None:
    checked = CliRunner().invoke(guideline, ["check"])
    assert checked.exit_code == 0
    assert "情形 15 种（启用 11 种）" in checked.output
    for name in ("deceased", "二（一）", "失踪失联"):
        shown = CliRunner().invoke(guideline, ["show", name])
        assert shown.exit_code == 0
        assert "对象：" in shown.output
        assert "{" not in shown.output
    assert CliRunner().invoke(guideline, ["show", "nothing"]).exit_code == 2


def test_a_profile_changes_what_is_asked_and_the_hash(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("death_proof: strict\n", encoding="utf-8")
    plain = CliRunner().invoke(guideline, ["check"]).output
    changed = CliRunner().invoke(guideline, ["check", "--profile", str(path)]).output
    assert plain != changed
    path.write_text("age_min: 6\nage_mini: 6\n", encoding="utf-8")
    refused = CliRunner().invoke(guideline, ["check", "--profile", str(path)])
    assert refused.exit_code == 2
    assert "第 2 行" in refused.output
    assert "death_proof" in refused.output
