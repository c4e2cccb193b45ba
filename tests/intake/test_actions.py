"""A list from hand to ledger: what lands, what comes back, and what happens when something goes wrong on the way."""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.intake.lists import line, number, write
from tests.registers.files import xlsx
from tests.web.county import County

from fuxue.access.rls import as_actor
from fuxue.audit.models import Event
from fuxue.intake import actions, files, preview
from fuxue.intake.actions import slices
from fuxue.intake.models import ImportRun
from fuxue.kernel.errors import Invalid, Refused
from fuxue.ledger import actions as ledger
from fuxue.ledger.models import Case, Child

pytestmark = pytest.mark.django_db


def hand_in(place: County, path: Path, who: str = "reviewer", **more: Any) -> ImportRun:
    actor = place.actor(who)
    with as_actor(actor):
        return actions.start(actor=actor, source=path, name=path.name, now=timezone.now(), **more)


def imported(place: County, path: Path, who: str = "reviewer") -> ImportRun:
    return actions.run_import(hand_in(place, path, who).id)


def returned(run: ImportRun) -> list[dict[str, Any]]:
    rows = list(load_workbook(files.rejects_file(run.id)).worksheets[0].values)
    return [dict(zip(map(str, rows[1]), row, strict=True)) for row in rows[2:]]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Three good rows, and one of each common mistake."""
    bad_digit = number(4)[:-1] + ("0" if number(4)[-1] != "0" else "1")
    lines = [
        line(1),
        line(2),
        line(3),
        line(4, 身份证号码=bad_digit),
        line(5, 身份证号码="5.32999E+17"),
        line(6, 村="没有这个村"),
        line(7, 乡镇="", 村="532998101201"),
        line(1),
    ]
    return write(tmp_path / "名单.xlsx", lines)


def test_a_preview_lands_nothing(home: County, mixed: Path) -> None:
    run = hand_in(home, mixed)
    seen = preview.load(run.id)
    assert seen is not None
    assert (run.state, run.total, seen.good, seen.bad, seen.known) == (ImportRun.READY, 8, 3, 5, 0)
    assert seen.columns == {"name": 1, "sex": 2, "id_number": 3, "township": 4, "village": 5, "guardian_phone": 6}
    assert list(seen.unknown) == ["班主任"]
    assert Case.objects.count() == 0


def test_a_preview_shows_no_whole_number(home: County, mixed: Path) -> None:
    text = files.preview_file(hand_in(home, mixed).id).read_text(encoding="utf-8")
    assert number(1)[:6] in text
    assert not [serial for serial in range(1, 8) if number(serial) in text]
    assert "13800001234" not in text


def test_what_is_kept_is_for_its_owner_only(home: County, mixed: Path) -> None:
    run = hand_in(home, mixed)
    actions.run_import(run.id)
    assert {path.name for path in files.folder(run.id).iterdir()} == {"preview.json", "rejects.xlsx"}
    modes = [stat.S_IMODE(path.stat().st_mode) for path in files.folder(run.id).iterdir()]
    assert modes == [0o600, 0o600]
    assert stat.S_IMODE(files.folder(run.id).stat().st_mode) == 0o700


def test_good_rows_land_and_bad_rows_come_back_with_reasons(home: County, mixed: Path) -> None:
    run = imported(home, mixed)
    assert (run.state, run.opened, run.known, run.bad, run.done) == (ImportRun.DONE, 3, 0, 5, 8)
    assert sorted(Case.objects.values_list("source_row", flat=True)) == [3, 4, 5]
    back = returned(run)
    assert [row["退回代码"] for row in back] == [
        "identity_check_digit",
        "identity_scientific",
        "region_unknown",
        "region_outside",
        "duplicate_in_file",
    ]
    assert "不在您的辖区" in back[3]["退回原因"]
    assert [row["班主任"] for row in back] == ["王老师"] * 5
    assert run.reasons == dict.fromkeys([row["退回代码"] for row in back], 1)


def test_the_same_file_again_changes_nothing(home: County, mixed: Path) -> None:
    imported(home, mixed)
    versions = dict(Case.objects.values_list("number", "version"))
    run = hand_in(home, mixed)
    seen = preview.load(run.id)
    assert seen is not None
    assert seen.known == 3
    assert "导入过" in run.message
    run = actions.run_import(run.id)
    assert (run.opened, run.known, run.message) == (0, 3, "3 行此前已入库。")
    assert dict(Case.objects.values_list("number", "version")) == versions


def test_a_corrected_copy_lands_only_the_corrected(home: County, mixed: Path) -> None:
    first = imported(home, mixed)
    book = load_workbook(files.rejects_file(first.id))
    sheet = book.worksheets[0]
    sheet.cell(3, 4).value = number(4)
    sheet.cell(5, 6).value = "本石崖村"
    corrected = mixed.with_name("改好.xlsx")
    book.save(corrected)
    second = imported(home, corrected)
    assert (second.opened, second.known, second.bad) == (2, 1, 2)  # the double of row 1 is known by now
    assert Case.objects.count() == 5
    assert [row["退回代码"] for row in returned(second)] == ["identity_scientific", "region_outside"]
    assert list(returned(second)[0]) == list(returned(first)[0])  # our two columns are renewed, not added again


class Killed(BaseException):
    """The process is gone."""


def test_killed_between_slices_goes_on_without_doubling(
    home: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [line(5_000 + at, 村="没有这个村") for at in range(3)]
    path = write(tmp_path / "名单.xlsx", [bad[0], *map(line, range(25)), bad[1], *map(line, range(25, 40)), bad[2]])
    run = hand_in(home, path)
    monkeypatch.setattr(slices, "SLICE", 10)
    register = ledger.register
    calls: list[str] = []

    def killed_in_the_second(**given: Any) -> Any:
        calls.append(given["key"])
        done = register(**given)
        if len(calls) == 2:
            raise Killed
        return done

    monkeypatch.setattr(ledger, "register", killed_in_the_second)
    with pytest.raises(Killed):
        actions.run_import(run.id)
    half = ImportRun.objects.get(pk=run.id)
    assert (half.done, half.opened, Case.objects.count()) == (11, 10, 10)
    whole = actions.run_import(run.id)
    assert (whole.state, whole.done, whole.opened, whole.known, whole.bad) == (ImportRun.DONE, 43, 40, 0, 3)
    assert Case.objects.count() == 40
    assert Child.objects.values("id_number_index").distinct().count() == 40
    assert len(returned(whole)) == 3


def test_running_a_finished_run_again_does_nothing(home: County, mixed: Path) -> None:
    run = imported(home, mixed)
    again = actions.run_import(run.id)
    assert (again.opened, again.finished_at, Case.objects.count()) == (3, run.finished_at, 3)


def test_landing_waits_for_the_transaction(home: County, mixed: Path) -> None:
    run, actor = hand_in(home, mixed), home.actor("reviewer")
    with as_actor(actor):
        assert actions.land(actor=actor, run_id=run.id, now=timezone.now()).state == ImportRun.QUEUED
    job = ProcrastinateJob.objects.get(task_name="fuxue.intake.run_import")
    assert (job.args, job.queue_name) == ({"run_id": str(run.id)}, "intake")
    with as_actor(actor), pytest.raises(Refused) as refused:
        actions.land(actor=actor, run_id=run.id, now=timezone.now())
    assert refused.value.code == "already_landing"


def test_a_missing_column_is_pointed_out_and_remembered(home: County, tmp_path: Path) -> None:
    lines = [[serial, f"测试{'甲乙'[serial]}", number(serial), "本石崖村"] for serial in range(2)]
    path = xlsx(tmp_path / "a.xlsx", [["序号", "姓名", "号码", "村"], *lines])
    run, actor = hand_in(home, path), home.actor("reviewer")
    seen = preview.load(run.id)
    assert seen is not None
    assert list(seen.missing) == ["身份证号或出生日期"]
    with as_actor(actor), pytest.raises(Invalid, match="身份证号或出生日期"):
        actions.land(actor=actor, run_id=run.id, now=timezone.now())
    with as_actor(actor):
        actions.choose_columns(actor=actor, run_id=run.id, chosen={"id_number": 2}, now=timezone.now())
    assert actions.run_import(run.id).opened == 2
    again = preview.load(hand_in(home, path).id)
    assert again is not None
    assert (again.columns["id_number"], again.known) == (2, 2)


def test_a_neighbour_sees_neither_run_nor_rejects(home: County, neighbour: County, mixed: Path) -> None:
    run = imported(home, mixed)
    other = neighbour.actor("reviewer")
    with as_actor(other):
        assert not ImportRun.objects.visible_to(other).exists()
        assert not ImportRun.objects.filter(pk=run.pk).exists()
        with pytest.raises(Refused) as refused:
            actions.withdraw(actor=other, run_id=run.pk)
    assert refused.value.code == "no_such_run"


@pytest.mark.parametrize("who", ["police", "auditor", "security"])
def test_roles_that_register_nobody_import_nothing(home: County, mixed: Path, who: str) -> None:
    with pytest.raises(Refused) as refused:
        hand_in(home, mixed, who)
    assert refused.value.code == "not_your_list"


def test_a_school_imports_its_own_pupils_only(home: County, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [line(1), line(2)])
    run = imported(home, path, "school")
    assert (run.opened, set(Case.objects.values_list("school_code", flat=True))) == (2, {"5329990001"})


def test_whoever_left_office_lands_nothing(home: County, mixed: Path) -> None:
    run = hand_in(home, mixed)
    home.users["reviewer"].posts.update(valid_until=timezone.localdate())
    with pytest.raises(Refused) as refused:
        actions.run_import(run.id)
    stopped = ImportRun.objects.get(pk=run.id)
    assert (refused.value.code, stopped.state, Case.objects.count()) == ("importer_left", ImportRun.FAILED, 0)
    assert "不在原岗位" in stopped.message


def test_an_unreadable_file_leaves_nothing_behind(home: County, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7 not a list")
    before = set(files.folders())
    with pytest.raises(Invalid):
        hand_in(home, path)
    assert set(files.folders()) == before
    assert not ImportRun.objects.exists()


def test_importing_is_written_down_without_names(home: County, mixed: Path) -> None:
    run = imported(home, mixed)
    steps = {event.detail["step"]: event.detail for event in Event.objects.filter(kind="import")}
    assert steps["landed"] == {"step": "landed", "opened": 3, "known": 0, "returned": 5}
    assert steps["handed_in"]["sha256"] == run.sha256


def test_copies_expire_and_forgotten_lists_go(home: County, mixed: Path) -> None:
    done, forgotten = imported(home, mixed), hand_in(home, mixed)
    now = timezone.now()
    actions.sweep(now + timedelta(days=6))
    assert files.list_file(forgotten.id).exists()
    actions.sweep(now + timedelta(days=8))
    assert not files.folder(forgotten.id).exists()
    assert ImportRun.objects.get(pk=forgotten.id).state == ImportRun.FAILED
    assert files.rejects_file(done.id).exists()
    actions.sweep(now + timedelta(days=31))
    assert not files.folder(done.id).exists()


def test_two_thousand_rows(home: County, tmp_path: Path) -> None:
    run = imported(home, write(tmp_path / "a.xlsx", [line(serial) for serial in range(2_000)]))
    assert (run.opened, run.bad, Case.objects.count()) == (2_000, 0, 2_000)
