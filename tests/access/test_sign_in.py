"""The door: five wrong passwords lock it, its words never tell whether an account exists, and all is written down."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from tests.world import NOW, PASSWORD, World, build

from fuxue.access.actions import FAILURES, LOCK, sign_in
from fuxue.access.actor import Actor
from fuxue.access.models import Organ, SignInGuard, User
from fuxue.access.rls import as_actor
from fuxue.audit.models import Event
from fuxue.kernel.errors import Refused

HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


def enter(world: World, actor: Actor, password: str = PASSWORD, source: str = HERE, at: datetime = NOW) -> User:
    return sign_in(username=world.user(actor).username, password=password, source=source, now=at)


def refused(world: World, actor: Actor, password: str = "wrong", source: str = HERE, at: datetime = NOW) -> Refused:
    with pytest.raises(Refused) as refusal:
        enter(world, actor, password, source, at)
    return refusal.value


def fail(world: World, actor: Actor, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        assert refused(world, actor, at=at).code == "sign_in_failed"


def test_the_right_password_opens_and_is_written_down(world: World, app_role: None) -> None:
    assert enter(world, world.registrar) == world.user(world.registrar)
    with as_actor(world.registrar):
        row = Event.objects.get()
    assert (row.kind, row.user_id, row.region_code) == ("sign_in", world.registrar.user_id, world.townships[0])


def test_five_failures_lock_for_a_quarter_of_an_hour_even_the_right_password(world: World) -> None:
    fail(world, world.registrar, FAILURES)
    assert refused(world, world.registrar, PASSWORD).code == "sign_in_locked"
    assert refused(world, world.registrar, PASSWORD, at=NOW + LOCK - timedelta(seconds=1)).code == "sign_in_locked"
    assert enter(world, world.registrar, at=NOW + LOCK).is_active


def test_after_the_lock_there_are_five_tries_again(world: World) -> None:
    fail(world, world.registrar, FAILURES)
    fail(world, world.registrar, FAILURES, at=NOW + LOCK)
    assert refused(world, world.registrar, at=NOW + LOCK).code == "sign_in_locked"


def test_the_fifth_try_may_still_be_the_right_one(world: World) -> None:
    fail(world, world.registrar, FAILURES - 1)
    enter(world, world.registrar)
    fail(world, world.registrar, FAILURES - 1)  # counted from nothing again


def test_failures_of_an_hour_ago_are_forgotten(world: World) -> None:
    fail(world, world.registrar, FAILURES - 1)
    fail(world, world.registrar, FAILURES - 1, at=NOW + timedelta(hours=1))


def test_a_lock_is_for_one_account_from_one_place(world: World) -> None:
    fail(world, world.registrar, FAILURES)
    enter(world, world.registrar, source=ELSEWHERE)
    enter(world, world.other_registrar)


def test_the_door_says_the_same_whether_the_account_exists_or_not(world: World) -> None:
    known = [refused(world, world.registrar) for _ in range(FAILURES + 1)]
    unknown = []
    for _ in range(FAILURES + 1):
        with pytest.raises(Refused) as refusal:
            sign_in(username="nobody-of-that-name", password="wrong", source=HERE, now=NOW)
        unknown.append(refusal.value)
    assert [(r.code, str(r)) for r in known] == [(r.code, str(r)) for r in unknown]


def test_without_a_post_the_right_password_says_no_more_than_a_wrong_one(world: World) -> None:
    wrong = str(refused(world, world.court_clerk))
    Organ.objects.filter(pk=world.court_clerk.organ_id).update(active=False)
    assert str(refused(world, world.court_clerk, PASSWORD)) == wrong
    User.objects.filter(pk=world.registrar.user_id).update(is_active=False)
    assert str(refused(world, world.registrar, PASSWORD)) == wrong


def test_nothing_typed_is_kept(world: World) -> None:
    with pytest.raises(Refused):
        sign_in(username="532999201411030012", password="a-secret-typed", source="10.9.8.7", now=NOW)
    kept = f"{list(Event.objects.values())}{list(SignInGuard.objects.values())}"
    assert not any(word in kept for word in ("532999201411030012", "a-secret-typed", "10.9.8.7"))


def test_the_regions_security_administrator_sees_the_failures(world: World) -> None:
    fail(world, world.registrar, 2)
    with as_actor(world.security_admin):
        assert Event.objects.filter(kind="sign_in_failed", user_id=world.registrar.user_id).count() == 2
    with as_actor(world.neighbour.security_admin):
        assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rush_of_tries_is_no_way_around_the_count() -> None:
    world, rush = build(), 12
    name, gate, said = world.user(world.registrar).username, Barrier(rush), list[str]()

    def attempt() -> None:
        gate.wait()
        try:
            sign_in(username=name, password="wrong", source=HERE, now=NOW)
        except Refused as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(rush)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("sign_in_failed") == FAILURES
    assert said.count("sign_in_locked") == rush - FAILURES


@pytest.mark.django_db(transaction=True)
def test_a_refused_page_keeps_the_count_and_the_audit_row() -> None:
    world = build()
    client, form = Client(), {"username": world.user(world.registrar).username, "password": "wrong"}
    answers = [client.post("/login/", form) for _ in range(FAILURES + 1)]
    assert all("_auth_user_id" not in client.session for _ in answers)
    assert Event.objects.filter(kind="sign_in_failed").count() == FAILURES
    assert "锁定" in answers[-1].content.decode()
    good = client.post("/login/", {**form, "password": PASSWORD})
    assert good.status_code == 422


def test_the_page_opens_for_the_serving_role(world: World, app_role: None) -> None:
    client = Client()
    answer = client.post("/login/", {"username": world.user(world.registrar).username, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(world.registrar.user_id)
