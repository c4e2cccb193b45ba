"""Every page for every role, the neighbour who sees nothing, and the sending of a panel."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.web import county

from fuxue.audit.models import Event
from fuxue.ledger import commands
from fuxue.ledger.models import Case, Entry

Sign = Callable[..., Client]
CASE_ROLES = ["village", "school", "township", "reviewer", "approver", "auditor"]


@pytest.mark.parametrize("who", county.PEOPLE)
def test_the_pages_of_every_role_answer(who: str, signed: Sign, case_id: UUID) -> None:
    client = signed(who)
    assert client.get("/", follow=True).status_code == 200
    for item in ("/cases/", "/guideline/", "/password/"):
        assert client.get(item).status_code == 200, item


@pytest.mark.parametrize("who", CASE_ROLES)
def test_those_of_the_region_see_the_child(who: str, signed: Sign, case_id: UUID) -> None:
    client = signed(who)
    assert county.NAME in client.get("/cases/").content.decode()
    assert county.NAME in client.get(f"/cases/{case_id}/").content.decode()


@pytest.mark.parametrize("who", county.PEOPLE)
def test_the_neighbour_sees_nothing_anywhere(who: str, signed: Sign, neighbour: county.County, case_id: UUID) -> None:
    client = signed(who, neighbour)
    for address in ("/", "/cases/", "/audit/", "/accounts/", "/guideline/"):
        page = client.get(address, follow=True).content.decode()
        assert county.NAME not in page
        assert str(case_id) not in page
    other, none = client.get(f"/cases/{case_id}/"), client.get(f"/cases/{uuid4()}/")
    assert (other.status_code, none.status_code) == (404, 404)
    assert client.get(f"/cases/{case_id}/do/remark/").status_code == 404
    assert client.get(f"/cases/{case_id}/unmask/").status_code == 404


@pytest.mark.parametrize("who", ["police", "committee", "court", "system", "security"])
def test_a_case_not_sent_to_an_outside_organ_is_not_there(who: str, signed: Sign, case_id: UUID) -> None:
    client = signed(who)
    assert client.get(f"/cases/{case_id}/").status_code == 404
    assert county.NAME not in client.get("/cases/").content.decode()


@pytest.mark.parametrize(
    ("who", "address"), [("school", "/accounts/"), ("reviewer", "/audit/"), ("auditor", "/system/")]
)
def test_pages_of_other_offices_are_not_there(who: str, address: str, signed: Sign) -> None:
    assert signed(who).get(address).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_door(case_id: UUID) -> None:
    for address in ("/", "/cases/", f"/cases/{case_id}/", "/audit/"):
        assert Client().get(address).headers["Location"].startswith("/login/")


def test_numbers_are_masked_until_a_purpose_is_given_and_then_only_once(signed: Sign, case_id: UUID) -> None:
    client = signed("school")
    page = client.get(f"/cases/{case_id}/").content.decode()
    assert "532999********" in page
    assert county.ID_NUMBER not in page
    assert county.PHONE not in page
    shown = client.post(f"/cases/{case_id}/unmask/", {"purpose": "verify", "words": ""}).content.decode()
    assert county.ID_NUMBER in shown
    assert Event.objects.filter(kind="unmask", object_id=str(case_id), purpose="核对证件").count() == 1
    assert county.ID_NUMBER not in client.get(f"/cases/{case_id}/").content.decode()


def test_without_a_purpose_nothing_is_shown(signed: Sign, case_id: UUID) -> None:
    answer = signed("school").post(f"/cases/{case_id}/unmask/", {"purpose": ""})
    assert answer.status_code == 422
    assert county.ID_NUMBER not in answer.content.decode()


def test_words_of_a_search_never_stand_in_an_address(signed: Sign, case_id: UUID) -> None:
    client = signed("reviewer")
    answer = client.post("/cases/search/", {"text": county.NAME, "filters": ""})
    assert answer.headers["Location"] == "/cases/?search=1"
    assert county.NAME in client.get("/cases/?search=1").content.decode()
    client.post("/cases/search/", {"text": "没有这个人", "filters": ""})
    assert str(case_id) not in client.get("/cases/?search=1").content.decode()


def remark(client: Client, case_id: UUID, key: str, version: int, words: str = "已电话联系家长。") -> object:
    return client.post(f"/cases/{case_id}/do/remark/", {"key": key, "version": str(version), "words": words})


def test_a_double_click_is_one_entry(signed: Sign, case_id: UUID) -> None:
    client, version = signed("school"), Case.objects.get(pk=case_id).version
    remark(client, case_id, "k1", version)
    remark(client, case_id, "k1", version)
    assert Entry.objects.filter(case_id=case_id, kind="remarked").count() == 1


def test_a_case_that_moved_on_keeps_what_was_typed_and_says_what_changed(
    signed: Sign, case_id: UUID, home: county.County
) -> None:
    county.do(home, "school", case_id, commands.StartVerification())
    version = Case.objects.get(pk=case_id).version
    county.do(home, "township", case_id, commands.RecordFacts({"disabled": False}))
    sent = {"key": "k2", "version": str(version), "fact_disabled": "yes", "note": "家长带来了残疾人证。"}
    answer = signed("school").post(f"/cases/{case_id}/do/record_facts/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "家长带来了残疾人证。" in page
    assert "本township甲" in page
    assert Entry.objects.filter(case_id=case_id, kind="facts_recorded").count() == 1


def test_what_is_not_allowed_says_why_and_lands_nothing(signed: Sign, case_id: UUID) -> None:
    client = signed("school")
    before = Case.objects.get(pk=case_id).version
    assert "现在不能办理" in client.get(f"/cases/{case_id}/do/close/").content.decode()
    client.post(f"/cases/{case_id}/do/close/", {"key": "k3", "version": str(before), "reason": "想办结"})
    assert Case.objects.get(pk=case_id).version == before


def test_a_look_is_written_down(signed: Sign, case_id: UUID) -> None:
    signed("reviewer").get(f"/cases/{case_id}/")
    assert Event.objects.filter(kind="view_case", object_id=str(case_id)).exists()


def test_sign_in_and_first_password(home: county.County) -> None:
    client = Client()
    wrong = client.post("/login/", {"username": "本school", "password": "x"})
    assert wrong.status_code == 422
    home.users["school"].must_change_password = True
    home.users["school"].save()
    assert client.post("/login/", {"username": "本school", "password": county.PASSWORD}).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/password/"
    new = {"old": county.PASSWORD, "new": "mountain river 77", "again": "mountain river 77"}
    assert client.post("/password/", new).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_sign_in_does_not_send_anybody_elsewhere(home: county.County) -> None:
    data = {"username": "本school", "password": county.PASSWORD, "next": "https://example.org/"}
    assert Client().post("/login/", data).headers["Location"] == "/"
