"""Whole stretches of work through the pages, without scripts: every sending answers with a redirect to the case."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from tests.web import county

from fuxue.access.models import Post, User
from fuxue.audit import actions as audit
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.ledger import reading
from fuxue.ledger.models import Case, Entry, Referral

Sign = Callable[..., Client]


def send(client: Client, case_id: UUID, name: str, query: str = "", lands: str = "", **data: Any) -> None:
    version = str(Case.objects.get(pk=case_id).version)
    address = f"/cases/{case_id}/do/{name}/{query}"
    answer = client.post(address, {"key": uuid4().hex, "version": version, **data})
    assert answer.status_code == 302, name
    assert answer.headers["Location"] == (lands or f"/cases/{case_id}/")


def scan() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 60), "white").save(picture, "PNG")
    return SimpleUploadedFile("scan.png", picture.getvalue(), "image/png")


def certificate(client: Client, case_id: UUID) -> str:
    """A death certificate with its scan. Returns the paper's id."""
    sent: dict[str, Any] = {
        "issuer": "hospital",
        "issued_on": "2026-07-21",
        "seals": ["hospital"],
        "names_child": "yes",
    }
    send(client, case_id, "add_paper", "?kind=death_certificate", **sent, files=scan())
    last = Entry.objects.filter(case_id=case_id, kind="paper_added").latest("seq")
    return str(last.public["paper"])


def closed(signed: Sign, case_id: UUID) -> None:
    school = signed("school")
    send(school, case_id, "start_verification")
    send(school, case_id, "choose_procedure", procedure="deceased", reason="家长出示了证明。")
    send(school, case_id, "record_facts", fact_died_on="2026-07-20")
    certificate(school, case_id)
    send(school, case_id, "submit", words="")
    send(signed("township"), case_id, "approve", words="")
    send(signed("reviewer"), case_id, "approve", words="")
    send(signed("approver"), case_id, "close", reason="实际死亡。", receipt="")


def test_a_follow_up_is_recorded(signed: Sign, case_id: UUID) -> None:
    closed(signed, case_id)
    due = reading.state_of(Case.objects.get(pk=case_id)).follow_ups
    send(signed("school"), case_id, "record_follow_up", follow_up=due[0].id, result="not_ok", note="有人见到本人。")
    assert Entry.objects.filter(case_id=case_id, kind="followed_up").count() == 1


def test_what_was_ended_is_reopened(signed: Sign, case_id: UUID) -> None:
    closed(signed, case_id)
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.outcome) == ("closed", "death")
    send(signed("township"), case_id, "reopen", cause="reappeared", reason="有人在镇上见到本人。")
    assert Case.objects.get(pk=case_id).state == "reopened"


def test_the_police_desk_answers_and_then_the_case_is_gone_from_its_view(
    signed: Sign, home: county.County, case_id: UUID
) -> None:
    reviewer, police = signed("reviewer"), signed("police")
    send(signed("school"), case_id, "start_verification")
    organ = home.organs[Kind.COUNTY_POLICE].pk
    send(reviewer, case_id, "refer", organ=str(organ), question="请核查去向。", due_on="")
    assert "有一项协查等您单位答复" in police.get(f"/cases/{case_id}/").content.decode()
    asked = reading.state_of(Case.objects.get(pk=case_id)).referrals[0]
    send(police, case_id, "answer_referral", lands="/cases/", pick=asked.id, words="经核查，没有出境记录。")
    assert not Referral.objects.filter(case_id=case_id, status=Referral.OPEN).exists()
    assert police.get(f"/cases/{case_id}/").status_code == 404
    assert "经核查，没有出境记录。" in reviewer.get(f"/cases/{case_id}/").content.decode()


def test_the_child_is_corrected_and_the_number_is_not_on_the_page(signed: Sign, case_id: UUID) -> None:
    client = signed("school")
    send(client, case_id, "correct_child", guardian_phone="13900005678", reason="家长换了号码。")
    page = client.get(f"/cases/{case_id}/").content.decode()
    assert "139****5678" in page
    assert "13900005678" not in page
    assert Case.objects.get(pk=case_id).child.guardian_phone == "13900005678"


def test_a_paper_is_corrected_and_withdrawn(signed: Sign, case_id: UUID) -> None:
    client = signed("school")
    send(client, case_id, "start_verification")
    paper = certificate(client, case_id)
    sent: dict[str, Any] = {
        "issuer": "hospital",
        "issued_on": "2026-07-22",
        "seals": ["hospital"],
        "names_child": "yes",
    }
    send(client, case_id, "correct_paper", f"?paper={paper}", **sent)
    held = reading.case_file_of(Case.objects.get(pk=case_id), date.today()).materials
    assert [paper.issued_on for paper in held] == [date(2026, 7, 22)]
    send(client, case_id, "withdraw_paper", pick=paper, words="收错了人的。")
    assert reading.case_file_of(Case.objects.get(pk=case_id), date.today()).materials == ()


def test_who_may_open_a_scan(signed: Sign, home: county.County, neighbour: county.County, case_id: UUID) -> None:
    school = signed("school")
    send(school, case_id, "start_verification")
    certificate(school, case_id)
    organ = home.organs[Kind.COUNTY_POLICE].pk
    send(signed("reviewer"), case_id, "refer", organ=str(organ), question="请核查。", due_on="")
    sha = Entry.objects.filter(case_id=case_id, kind="paper_added").latest("seq").public["files"][0]["sha256"]
    address = f"/files/{sha}/?case={case_id}"
    for who in ("school", "township"):
        answer = signed(who).get(address)
        assert answer.status_code == 200, who
        assert answer.headers["Content-Type"] == "image/png"
        assert "attachment" not in answer.headers.get("Content-Disposition", "")
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]
    for who, place in (("school", neighbour), ("police", home), ("village", home), ("auditor", home)):
        assert signed(who, place).get(address).status_code == 404, who
    assert school.get(f"/files/{sha}/?case={uuid4()}").status_code == 404
    assert school.get(f"/files/{sha}/").status_code == 404


def test_accounts_are_made_moved_reset_and_stopped(signed: Sign, home: county.County) -> None:
    client = signed("security")
    township, school = home.organs[Kind.TOWNSHIP_GOVERNMENT], home.organs[Kind.SCHOOL]
    made = client.post(
        "/accounts/new/", {"name": "新来的", "username": "new1", "role": "township_officer", "organ": township.pk}
    )
    assert made.status_code == 200
    user = User.objects.get(username="new1")
    assert user.must_change_password
    address = f"/accounts/{user.pk}/"
    assert client.get(address).status_code == 200
    before = user.password
    assert client.post(address, {"deed": "password"}).status_code == 200
    user.refresh_from_db()
    assert user.password != before
    client.post(address, {"deed": "move", "role": "school_registrar", "organ": school.pk})
    assert Post.objects.filter(user=user, organ=school, role="school_registrar", valid_until=None).exists()
    client.post(address, {"deed": "deactivate"})
    user.refresh_from_db()
    assert not user.is_active


def test_a_security_administrator_does_not_reach_another_county(
    signed: Sign, home: county.County, neighbour: county.County
) -> None:
    other = neighbour.users["school"]
    assert signed("security").post(f"/accounts/{other.pk}/", {"deed": "deactivate"}).status_code == 404
    other.refresh_from_db()
    assert other.is_active


def test_views_run_as_the_role_that_rows_are_guarded_from(
    signed: Sign, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles: list[str] = []

    def note(**_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            roles.append(cursor.fetchone()[0])

    monkeypatch.setattr(audit, "note", note)
    assert signed("school").get(f"/cases/{case_id}/").status_code == 200
    assert roles == ["fuxue_app"]
