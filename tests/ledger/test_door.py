"""The door against a real database: right, sight, the same request twice, a stale view, nothing half-written."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from tests.ledger.county import NOW, SCHOOL_CODE, TODAY, Cast, child
from tests.ledger.ready import FILE, complete

from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.kernel.errors import FuxueError, Refused, Stale
from fuxue.ledger import actions, reading
from fuxue.ledger import commands as c
from fuxue.ledger.actions import Receipt, Source, effects, register
from fuxue.ledger.models import Case, Child, Entry, EntryPrivate, Referral, SearchToken, StoredReceipt
from fuxue.ledger.search import search
from fuxue.ledger.verify import verify

SOURCE = Source("suspected", "2026秋", "疑似名单")


def opened(cast: Cast, number: int = 1) -> UUID:
    return register(actor=cast.reviewer, children=[child(number)], source=SOURCE, key=f"r{number}", now=NOW).opened[0]


def give(
    actor: Actor, case_id: UUID, command: c.Command, key: str | None = None, *, seen: int | None = None
) -> Receipt:
    key = key or f"{type(command).__name__}-{Entry.objects.count()}"
    return actions.perform(actor=actor, case_id=case_id, command=command, key=key, now=NOW, expected_version=seen)


def refused(code: str) -> AbstractContextManager[object]:
    return pytest.raises(FuxueError, check=lambda error: error.code == code)


@pytest.fixture(autouse=True)
def _sound_afterwards(db: None) -> Iterator[None]:
    """Whatever a test did through the door, chain and summaries agree at its end."""
    yield
    assert verify().problems == []
    assert actions.rebuild() == 0


def test_a_case_goes_to_its_ending_and_the_summary_follows(cast: Cast) -> None:
    case_id = opened(cast)
    give(cast.school, case_id, c.ChooseProcedure("deceased"))
    give(cast.school, case_id, c.AddPaper(complete("deceased").materials[0], (FILE,)))
    give(cast.school, case_id, c.Submit())
    give(cast.township, case_id, c.Approve())
    give(cast.reviewer, case_id, c.Approve())
    give(cast.approver, case_id, c.Close("死亡", "回执 1"))
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.outcome, case.clause, case.closed_on) == ("closed", "death", "一（四）", TODAY)
    assert case.version == Entry.objects.filter(case=case).count()


def test_the_same_request_is_one_entry(cast: Cast) -> None:
    case_id = opened(cast)
    first = give(cast.school, case_id, c.Remark("已电话联系"), "k")
    again = give(cast.school, case_id, c.Remark("已电话联系"), "k")
    assert (first.repeated, again.repeated, again.version) == (False, True, first.version)
    with refused("key_reused"):
        give(cast.school, case_id, c.Remark("另一句"), "k")
    with refused("key_reused"):
        give(cast.school, opened(cast, 2), c.Remark("已电话联系"), "k")
    assert not give(cast.village, case_id, c.Remark("已电话联系"), "k").repeated, "keys are each person's own"


def test_a_stale_view_is_told_who_did_what(cast: Cast) -> None:
    case_id = opened(cast)
    seen = Case.objects.get(pk=case_id).version
    give(cast.village, case_id, c.RecordFacts({"found_again": False}))
    with pytest.raises(Stale) as caught:
        give(cast.school, case_id, c.ChooseProcedure("deceased"), seen=seen)
    assert "村甲" in str(caught.value)
    assert "记录事实" in str(caught.value)
    with pytest.raises(Stale):
        give(cast.school, case_id, c.RecordFacts({"found_again": True}), seen=seen)
    give(cast.school, case_id, c.RecordFacts({"in_province": True}), seen=seen)
    with refused("version_unknown"):
        give(cast.school, case_id, c.Remark("备注"), seen=99)


def test_who_does_not_see_a_case_cannot_touch_it(cast: Cast) -> None:
    case_id = opened(cast)
    for actor in (cast.outsider, cast.outside_police, cast.police):
        with refused("not_found"):
            give(actor, case_id, c.Remark("看看"))
        with as_actor(actor):
            assert not Case.objects.visible_to(actor).exists()
            assert not Case.objects.exists(), "row-level security alone hides it too"
            for model in (Child, Entry, EntryPrivate, SearchToken, Referral):
                assert not model.objects.exists()
    with refused("not_your_part"):
        give(cast.auditor, case_id, c.Remark("看看"))


def test_a_desk_sees_a_case_while_asked_and_only_its_kind_of_fact(cast: Cast) -> None:
    case_id = opened(cast)
    give(cast.township, case_id, c.RecordFacts({"illness": "mental", "found_again": False}))
    give(cast.township, case_id, c.Refer(cast.police.organ_id, "请核查"))
    with as_actor(cast.police):
        case = Case.objects.visible_to(cast.police).get()
        assert "派出所" in case.seen_because
        shown = {entry.seq: entry.private for entry in reading.entries_of(case, actor=cast.police)}
        assert shown[4] == {"values": {"found_again": False}}
        assert "guardian_phone" not in str(shown[1])
        assert search(Case.objects.visible_to(cast.police), case.child.name).count() == 1
        verdicts = reading.allowed_commands(case, actor=cast.police, now=NOW)
        assert verdicts["answer_referral"].allowed
        assert not verdicts["submit"].allowed and verdicts["submit"].reason
    answer = c.AnswerReferral("r1", "无法查找")
    give(cast.police, case_id, answer, "a")
    assert give(cast.police, case_id, answer, "a").repeated
    with as_actor(cast.police):
        assert not Case.objects.exists()
        assert Referral.objects.get().status == Referral.ANSWERED, "its own answered list stays"


def test_nothing_half_written_survives_an_exception(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = opened(cast)
    tables = (Entry, EntryPrivate, StoredReceipt, Referral, SearchToken)
    before = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in tables]

    def burst(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(effects, "referral_row", burst)
    with pytest.raises(RuntimeError):
        give(cast.township, case_id, c.Refer(cast.police.organ_id, "请核查"))
    assert [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in tables] == before


def test_time_never_goes_back_within_a_case(cast: Cast) -> None:
    case_id = opened(cast)
    actions.perform(actor=cast.school, case_id=case_id, command=c.Remark("补记"), key="x", now=NOW - timedelta(days=3))
    assert Entry.objects.get(case_id=case_id, seq=3).at == NOW


def test_correcting_a_child_changes_the_line_not_the_past(cast: Cast) -> None:
    case_id = opened(cast)
    give(cast.school, case_id, c.CorrectChild({"name": "改名·阿木"}, "户口簿"))
    case = Case.objects.select_related("child").get(pk=case_id)
    assert case.child.name == "改名·阿木"
    assert search(Case.objects.all(), "阿木").count() == 1
    assert search(Case.objects.all(), "测试").count() == 0
    file = reading.case_file_of(case, TODAY)
    assert file.child.name == "改名·阿木"
    give(cast.school, case_id, c.CorrectChild({"record_school_code": "2153299902"}, "转学"))
    with as_actor(cast.school):
        assert not Case.objects.visible_to(cast.school).exists(), "the other school's pupil now"
    assert {row.school_code for row in SearchToken.objects.filter(case_id=case_id)} == {"2153299902"}
    assert Case.objects.get(pk=case_id).school_code != SCHOOL_CODE


def test_personal_data_are_not_in_the_clear(cast: Cast) -> None:
    case_id = opened(cast)
    give(cast.school, case_id, c.RecordFacts({"destination": "某国"}, "听邻居测试说"))
    with connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_entryprivate", "ledger_storedreceipt"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            text = cursor.fetchone()[0]
            assert not any(part in text for part in ("测试", "某国", "2014-11", "20141103", child(1).id_number or "?"))
        cursor.execute("SELECT string_agg(t::text, ' ') FROM ledger_child t")
        text = cursor.fetchone()[0]
        assert child(1).id_number not in text and "13800000000" not in text


def test_erasing_a_person_leaves_a_chain_that_verifies(cast: Cast) -> None:
    case_id = opened(cast)
    erase = {"actor": cast.approver, "case_id": case_id, "reason": "保存期限届满", "now": NOW}
    with refused("still_needed"):
        actions.erase_person(**erase)  # type: ignore[arg-type]
    give(cast.school, case_id, c.ChooseProcedure("deceased"))
    give(cast.school, case_id, c.AddPaper(complete("deceased").materials[0], (FILE,)))
    give(cast.school, case_id, c.Submit())
    give(cast.township, case_id, c.Approve())
    give(cast.reviewer, case_id, c.Approve())
    give(cast.approver, case_id, c.Close("死亡"))
    with refused("not_your_part"):
        actions.erase_person(**{**erase, "actor": cast.reviewer})  # type: ignore[arg-type]
    actions.erase_person(**erase)  # type: ignore[arg-type]
    actions.erase_person(**erase)  # type: ignore[arg-type]
    case = Case.objects.select_related("child").get(pk=case_id)
    assert (case.child.name, case.child.id_number, case.child.id_number_index) == ("", "", None)
    assert EntryPrivate.objects.count() == 1, "only the reason for erasing"
    assert not SearchToken.objects.exists()
    assert reading.case_file_of(case, TODAY).child.name is None
    with refused("erased"):
        give(cast.reviewer, case_id, c.Reopen("再看看"))


def test_refusals_are_sentences(cast: Cast) -> None:
    case_id = opened(cast)
    for actor in cast.everybody:
        with as_actor(actor):
            case = Case.objects.visible_to(actor).filter(pk=case_id).first()
            if case is None:
                continue
            for name, verdict in reading.allowed_commands(case, actor=actor, now=NOW).items():
                assert verdict.allowed or (verdict.reason.endswith("。") and verdict.code), name
    with pytest.raises(Refused):
        give(cast.reviewer, case_id, c.Assign((cast.outsider.organ_id,)))
