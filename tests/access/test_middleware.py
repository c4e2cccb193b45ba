"""One request, one person, one transaction."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.world import NOW, World, build

from fuxue.access import actions
from fuxue.access.actor import Actor
from fuxue.access.middleware import OPEN
from fuxue.access.models import Organ, Post, Region, User
from fuxue.access.rls import as_actor

ARGUMENTS = {
    "<uuid:": "00000000-0000-4000-8000-000000000000",
    "<int:": "1",
    "<slug:": "visit",
    "<str:": "0" * 64,
    "<": "x",
}


def signed_in(world: World, actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.user(actor))
    return client


def addresses(patterns: list[URLPattern | URLResolver], lead: str = "/") -> Iterator[str]:
    """Every address of the program, with something harmless in place of each argument."""
    for entry in patterns:
        text = lead + str(entry.pattern)
        while "<" in text:
            start = text.index("<")
            filling = next(value for mark, value in ARGUMENTS.items() if text.startswith(mark, start))
            text = text[:start] + filling + text[text.index(">", start) + 1 :]
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, text)
        else:
            yield text


# --- Nobody ----------------------------------------------------------------------------------------------------------
def test_without_a_person_every_address_leads_to_the_door(db: None) -> None:
    client, tried = Client(raise_request_exception=False), 0
    for address in addresses(get_resolver().url_patterns):
        if address in OPEN:
            continue
        for answer in (client.get(address), client.post(address, {})):
            if address.startswith("/api/"):
                assert answer.status_code == 401, address
                assert answer.json()["code"] == "not_signed_in"
            else:
                assert (answer.status_code, answer.headers["Location"]) == (302, "/login/"), address
        tried += 1
    assert tried > 15


@pytest.mark.parametrize(
    "address", ["/login", "/login/../cases/", "/login/x", "//login/", "/healthz/", "/static/../cases/"]
)
def test_nothing_beside_the_open_addresses_is_open(db: None, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer.headers["Location"].startswith("/login/")


def test_a_page_in_pieces_is_led_to_the_door_as_a_whole(db: None) -> None:
    answer = Client().get("/cases/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/login/")


# --- Somebody --------------------------------------------------------------------------------------------------------
@pytest.fixture
def pages(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.access.pages"  # type: ignore[attr-defined]  # pytest-django's settings take any name


def test_a_request_runs_as_its_person_and_as_the_serving_role(world: World, pages: None) -> None:
    told = signed_in(world, world.county_reviewer).get("/who/").json()
    me = world.county_reviewer.user_id
    assert told == {"role": "fuxue_app", "scope": "region", "user": str(me), "actor": me}


def test_the_next_request_of_nobody_has_nothing_of_it(world: World, pages: None) -> None:
    signed_in(world, world.county_reviewer).get("/who/")
    told = Client().get("/login/").json()
    assert (told["scope"] or "", told["user"] or "", told["actor"]) == ("", "", None)


def test_pages_that_come_late_or_in_pieces_still_run_as_their_person(world: World, pages: None) -> None:
    client = signed_in(world, world.registrar)
    stream = client.get("/stream/")
    assert b"".join(stream.streaming_content) == b"fuxue_app school\n" * 2  # type: ignore[attr-defined]
    assert client.get("/late/").content == b"fuxue_app school"


def test_a_refusal_or_a_failure_leaves_nothing_behind(world: World, pages: None) -> None:
    client = signed_in(world, world.registrar)
    for address, status in (("/refuse/", 422), ("/broken/", 500)):
        assert client.get(address).status_code == status
        assert not Region.objects.filter(name="已改").exists(), address
    assert client.get("/write/").status_code == 200
    assert Region.objects.filter(name="已改").exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_with_real_commits(pages: None) -> None:
    test_a_refusal_or_a_failure_leaves_nothing_behind(build(), None)


# --- No longer somebody ----------------------------------------------------------------------------------------------
def test_whoever_is_switched_off_is_out_at_once_and_the_session_never_comes_back(world: World, pages: None) -> None:
    client, user = signed_in(world, world.registrar), world.user(world.registrar)
    assert client.get("/who/").status_code == 200
    with as_actor(world.security_admin):
        actions.deactivate(actor=world.security_admin, user=user, now=NOW)
    answer = client.get("/who/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?expired=1")
    User.objects.filter(pk=user.pk).update(is_active=True)
    Post.objects.filter(user=user).update(valid_until=None)
    assert client.get("/who/").status_code == 302


def test_whoever_loses_the_post_or_the_office_is_out_at_once(world: World, pages: None) -> None:
    first, second = signed_in(world, world.registrar), signed_in(world, world.court_clerk)
    Post.objects.filter(user_id=world.registrar.user_id).update(valid_until=NOW.date())
    Organ.objects.filter(pk=world.court_clerk.organ_id).update(active=False)
    for client in (first, second):
        assert client.get("/who/").status_code == 302
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("deed", ["move", "password"])
def test_a_new_post_or_password_ends_every_session(world: World, pages: None, deed: str) -> None:
    here, there = signed_in(world, world.registrar), signed_in(world, world.registrar)
    user, admin = world.user(world.registrar), world.security_admin
    with as_actor(admin):
        if deed == "move":
            school = Organ.objects.get(school_code=world.middle.code)
            actions.move_post(actor=admin, user=user, role=world.registrar.role, organ=school, now=NOW)
        else:
            actions.set_password(actor=admin, user=user, password="another-horse-battery", now=NOW)
    assert [client.get("/who/").status_code for client in (here, there)] == [302, 302]
