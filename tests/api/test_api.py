"""The HTTP API has the same scope, the same door and the same refusals as the pages."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.world import NOW, PASSWORD, World, build

from fuxue.access.actor import Actor
from fuxue.ledger import actions as ledger
from fuxue.ledger.actions import Source
from fuxue.ledger.commands import NewChild

NUMBER = "532999201411030210"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def case_id(world: World) -> UUID:
    child = NewChild(
        name="测试甲",
        sex="male",
        birth_date=None,
        id_number=NUMBER,
        student_number=None,
        school_code=world.primary.code,
        region_code=world.villages[0][0],
        guardian_phone="12012345678",
        source_row=1,
    )
    source = Source(kind="suspected", batch="t")
    return ledger.register(actor=world.county_reviewer, children=[child], source=source, key="r", now=NOW).opened[0]


def signed_in(world: World, actor: Actor) -> Client:
    client = Client()
    assert client.login(username=world.user(actor).username, password=PASSWORD)
    return client


def post(client: Client, path: str, **body: Any) -> tuple[int, Any]:
    answer = client.post(path, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_the_schema_is_open_and_names_every_address(client: Client) -> None:
    schema = client.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {
        "/api/v1/cases",
        "/api/v1/cases/{case_id}",
        "/api/v1/cases/{case_id}/commands",
        "/api/v1/procedures",
        "/api/v1/assess",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/cases", f"/api/v1/cases/{uuid4()}", "/api/v1/procedures"])
def test_nobody_is_answered_without_signing_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_a_temporary_password_opens_nothing(world: World) -> None:
    user = world.user(world.registrar)
    user.must_change_password = True
    user.save()
    answer = signed_in(world, world.registrar).get("/api/v1/cases")
    assert (answer.status_code, answer.json()["code"]) == (403, "password_temporary")


def test_everybody_sees_their_own_and_nobody_sees_the_neighbours(world: World, case_id: UUID) -> None:
    everybody = {**world.everybody, **{f"n_{k}": v for k, v in world.neighbour.everybody.items()}}
    seeing = {
        name
        for name, actor in everybody.items()
        if [c["id"] for c in signed_in(world, actor).get("/api/v1/cases").json()["cases"]] == [str(case_id)]
    }
    assert seeing == {
        "registrar", "village_worker", "township_officer", "county_reviewer", "second_reviewer", "county_approver",
        "city_officer", "province_officer", "auditor",
    }  # fmt: skip
    for name in set(everybody) - seeing:
        client = signed_in(world, everybody[name])
        assert client.get(f"/api/v1/cases/{case_id}").status_code == 404, name
        assert post(client, f"/api/v1/cases/{case_id}/commands", command="remark", key="k")[0] == 404, name


def test_a_command_goes_through_the_door_once(world: World, case_id: UUID) -> None:
    client, path = signed_in(world, world.registrar), f"/api/v1/cases/{case_id}/commands"
    body = {"command": "record_facts", "args": {"values": {"disabled": False}}, "key": "k1"}
    first, again = post(client, path, **body), post(client, path, **body)
    assert first[0] == again[0] == 200
    assert (first[1]["version"], first[1]["repeated"], again[1]["repeated"]) == (again[1]["version"], False, True)


def test_a_refusal_is_a_code_and_a_sentence(world: World, case_id: UUID) -> None:
    client, path = signed_in(world, world.registrar), f"/api/v1/cases/{case_id}/commands"
    assert post(client, path, command="close", args={"reason": "x"}, key="a")[1]["code"] == "not_your_part"
    assert post(client, path, command="erase", key="b")[1]["code"] == "unknown_command"
    status, body = post(client, path, command="choose_procedure", args={}, key="c")
    assert (status, body["code"]) == (422, "command_shape") and "procedure" in body["says"]
    status, body = post(
        client, path, command="choose_procedure", args={"procedure": "deceased"}, key="d", expected_version=1
    )
    assert (status, body["code"]) == (409, "stale")


def test_numbers_leave_masked_or_not_at_all(world: World, case_id: UUID) -> None:
    for actor in (world.registrar, world.county_reviewer, world.auditor, world.city_officer):
        text = signed_in(world, actor).get(f"/api/v1/cases/{case_id}").content.decode()
        assert NUMBER not in text, actor.role
        assert "12012345678" not in text, actor.role


def test_reasons_are_for_those_who_may_know_them(world: World, case_id: UUID) -> None:
    command = {"command": "record_facts", "args": {"values": {"illness": "mental", "ever_enrolled": True}}, "key": "i"}
    assert post(signed_in(world, world.registrar), f"/api/v1/cases/{case_id}/commands", **command)[0] == 200
    told = {
        name: str(signed_in(world, getattr(world, name)).get(f"/api/v1/cases/{case_id}").json())
        for name in ("registrar", "village_worker", "auditor")
    }
    assert "心理" in told["registrar"] and "'mental'" in told["registrar"]
    for name in ("village_worker", "auditor"):
        assert "心理" not in told[name] and "'mental'" not in told[name], name


def test_pages_follow_one_another_without_gap_or_repeat(world: World) -> None:
    children = [
        NewChild(
            name=f"测试{n}",
            sex=None,
            birth_date=NOW.date().replace(year=2014, day=1 + n % 28, month=1 + n // 28),
            id_number=None,
            student_number=None,
            school_code=None,
            region_code=world.villages[0][0],
            source_row=n + 1,
        )
        for n in range(120)
    ]
    ledger.register(
        actor=world.county_reviewer, children=children, source=Source(kind="suspected", batch="p"), key="p", now=NOW
    )
    client, seen, after = signed_in(world, world.county_reviewer), [], ""
    for _ in range(4):
        page = client.get("/api/v1/cases", {"after": after} if after else {}).json()
        seen += [case["number"] for case in page["cases"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)


def test_assess_answers_like_the_command(world: World) -> None:
    client = signed_in(world, world.registrar)
    status, body = post(client, "/api/v1/assess", as_of="2026-11-23", procedure="deceased", child={"name": "测试甲"})
    assert (status, body["procedure"], body["ready"]) == (200, "deceased", False)
    assert post(client, "/api/v1/assess", as_of="bad", child={})[0] == 422
