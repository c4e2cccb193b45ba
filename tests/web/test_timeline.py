"""Entries in words: no code reaches a reader, no full number, and a remark stays with its item."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from fuxue.ledger.entries import Entry, Kind
from fuxue.web.present import timeline, values


def entry(kind: Kind, public: dict[str, Any], private: dict[str, Any] | None, seq: int = 1) -> Entry:
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    return Entry(
        seq, kind, at, 1, "马文秀", "school_registrar", 3, "school", "石崖乡中心小学", "0" * 64, public, private
    )


@pytest.fixture
def context() -> timeline.Context:
    return timeline.Context(uuid4(), {"deceased": "实际死亡"}, {"proof": "死亡证明（任一）"})


def test_a_return_shows_each_remark_beside_the_title_of_its_item(context: timeline.Context) -> None:
    remarks = [{"item": "proof", "text": "请到派出所开具。"}, {"item": "m1", "text": "看不清。"}]
    added = entry(Kind.PAPER_ADDED, {"paper": "m1", "kind": "village_statement", "medium": "scan", "files": []}, {})
    back = entry(Kind.RETURNED, {"level": 0, "items": ["proof", "m1"]}, {"remarks": remarks}, 2)
    shown = timeline.lines([added, back], context)[0]
    assert shown.remarks == [("死亡证明（任一）", "请到派出所开具。"), ("村（居）委会情况说明", "看不清。")]
    assert shown.tone == "back"


def test_newest_comes_first(context: timeline.Context) -> None:
    two = [entry(Kind.REMARKED, {}, {"text": "一"}, 1), entry(Kind.REMARKED, {}, {"text": "二"}, 2)]
    assert [line.text for line in timeline.lines(two, context)] == ["二", "一"]


def test_what_was_erased_or_may_not_be_seen_says_so(context: timeline.Context) -> None:
    line = timeline.line(entry(Kind.REMARKED, {}, None), context)
    assert line.hidden
    assert not line.text


def test_a_fact_given_back_reads_as_not_yet_known(context: timeline.Context) -> None:
    given = entry(Kind.FACTS_RECORDED, {"facts": ["disabled"]}, {"values": {"disabled": None}})
    assert timeline.line(given, context).pairs == [("是否残疾", "待查明")]


def test_numbers_of_people_are_masked() -> None:
    assert values.fact("correct_id_number", "532999201411030210") == "532999********0210"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_entry_has_words(kind: Kind, context: timeline.Context) -> None:
    public: dict[str, Any] = {
        "source": {}, "organs": [], "facts": [], "paper": "m1", "kind": "other", "procedure": "deceased",
        "clause": "一（四）", "organ": {"name": "派出所"}, "fields": [], "result": "ok",
    }  # fmt: skip
    assert timeline.line(entry(kind, public, {}), context).what


def test_a_scan_is_shown_as_a_picture_and_a_pdf_is_opened(context: timeline.Context) -> None:
    files = [
        {"sha256": "a" * 64, "size": 2048, "type": kind} for kind in ("image/png", "application/pdf", "image/tiff")
    ]
    public = {"paper": "m1", "kind": "photo", "medium": "scan", "files": files}
    shown = timeline.line(entry(Kind.PAPER_ADDED, public, {}), context).files
    assert [file.picture for file in shown] == [True, False, False]
    assert all(file.url.endswith(f"?case={context.case_id}") for file in shown)
