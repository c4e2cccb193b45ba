"""Accounts and the directory: each within the own region, nobody for themselves, and every change leaves its row."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.world import NOW, PASSWORD, World

from fuxue.access import SYSTEM, actions, actor_for
from fuxue.access.actor import Actor
from fuxue.access.models import Organ, Post, Region, User
from fuxue.access.rls import as_actor
from fuxue.audit.models import Event
from fuxue.kernel.errors import FuxueError, Invalid, Refused
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.kernel.vocabulary import Role

Deed = Callable[[World, Actor], object]
NEW = "another-horse-battery"

BY_SECURITY: dict[str, Deed] = {
    "create_user": lambda w, a: actions.create_user(actor=a, username="n", name="测试新", password=NEW, now=NOW),
    "create_post": lambda w, a: actions.create_post(
        actor=a, user=_without_post(), role=Role.COURT_CLERK, organ=w.organ(Kind.COURT), now=NOW
    ),
    "move_post": lambda w, a: actions.move_post(
        actor=a, user=w.user(w.registrar), role=Role.COURT_CLERK, organ=w.organ(Kind.COURT), now=NOW
    ),
    "deactivate": lambda w, a: actions.deactivate(actor=a, user=w.user(w.registrar), now=NOW),
    "set_password": lambda w, a: actions.set_password(actor=a, user=w.user(w.registrar), password=NEW, now=NOW),
}
BY_SYSTEM: dict[str, Deed] = {
    "create_region": lambda w, a: actions.create_region(
        actor=a, code=w.townships[0] + "299", name="测试村", valid_from=date(2026, 1, 1), now=NOW
    ),
    "create_organ": lambda w, a: actions.create_organ(
        actor=a, kind=Kind.HOSPITAL, name="测试医院", region_code=w.county, now=NOW
    ),
}
DEEDS = {**BY_SECURITY, **BY_SYSTEM}


def _without_post() -> User:
    user: User = User.objects.get_or_create(username="waiting", defaults={"name": "测试等", "created_at": NOW})[0]
    return user


def refusal(deed: Callable[[], object], actor: Actor) -> str:
    with pytest.raises(FuxueError) as caught, as_actor(actor):
        deed()
    return caught.value.code


def state() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Region, Organ, User, Post, Event)]


@pytest.mark.parametrize("name", DEEDS)
def test_the_one_whose_duty_it_is_may_and_it_is_written_down(world: World, name: str) -> None:
    actor = world.security_admin if name in BY_SECURITY else world.system_admin
    with as_actor(actor):
        DEEDS[name](world, actor)
    rows = Event.objects.filter(user_id=actor.user_id)
    assert {row.kind for row in rows} == {"account_changed" if name in BY_SECURITY else "directory_changed"}


@pytest.mark.parametrize("name", DEEDS)
def test_everybody_else_is_refused_before_anything_is_written(world: World, name: str) -> None:
    duty = Role.SECURITY_ADMIN if name in BY_SECURITY else Role.SYSTEM_ADMIN
    _without_post()
    before = state()
    for who, actor in world.everybody.items():
        if actor.role is not duty:
            with pytest.raises(Refused) as caught:  # no transaction around it that could take a write back
                DEEDS[name](world, actor)
            assert caught.value.code == "not_your_duty", who
    assert state() == before


@pytest.mark.parametrize("name", sorted(DEEDS.keys() - {"create_user"}))
def test_the_neighbours_administrators_are_refused(world: World, name: str) -> None:
    other = world.neighbour
    actor = other.security_admin if name in BY_SECURITY else other.system_admin
    assert refusal(lambda: DEEDS[name](world, actor), actor) == "outside_your_region"


def test_nobody_changes_their_own_account(world: World) -> None:
    me, user = world.security_admin, world.user(world.security_admin)
    bureau = world.organ(Kind.COUNTY_EDUCATION)
    for deed in (
        lambda: actions.move_post(actor=me, user=user, role=Role.COUNTY_APPROVER, organ=bureau, now=NOW),
        lambda: actions.create_post(actor=me, user=user, role=Role.AUDITOR, organ=bureau, now=NOW),
        lambda: actions.set_password(actor=me, user=user, password=NEW, now=NOW),
        lambda: actions.deactivate(actor=me, user=user, now=NOW),
    ):
        assert refusal(deed, me) == "not_your_own"


def test_a_move_that_is_refused_does_not_cost_the_old_post(world: World) -> None:
    user, organ = world.user(world.registrar), world.organ(Kind.COURT)
    with as_actor(world.security_admin), pytest.raises(Refused) as caught:
        actions.move_post(actor=world.security_admin, user=user, role=Role.COUNTY_APPROVER, organ=organ, now=NOW)
    assert caught.value.code == "post_does_not_fit"
    assert actor_for(user, NOW) == world.registrar


def test_a_move_takes_effect_at_once_and_the_old_post_stays_on_record(world: World) -> None:
    user = world.user(world.registrar)
    with as_actor(world.security_admin):
        BY_SECURITY["move_post"](world, world.security_admin)
    seated = actor_for(user, NOW)
    assert seated is not None
    assert seated.role is Role.COURT_CLERK
    assert Post.objects.filter(user=user).count() == 2


def test_weak_and_taken_names_and_passwords_are_refused(world: World) -> None:
    admin, taken = world.security_admin, world.user(world.registrar).username
    for password in ("short", "1234567890123", "password1234", "ceshixinren"):
        with pytest.raises(Invalid), as_actor(admin):
            actions.create_user(actor=admin, username="ceshixinren", name="测试新", password=password, now=NOW)
    assert refusal(
        lambda: actions.create_user(actor=admin, username=taken, name="测试新", password=NEW, now=NOW), admin
    ) == ("username_taken")


def test_places_that_do_not_fit_are_refused_with_a_sentence(world: World) -> None:
    day = date(2026, 1, 1)
    for code, expected in ((world.townships[0], "region_exists"), (world.county + "999201", "region_parent")):
        caught = refusal(
            lambda code=code: actions.create_region(  # type: ignore[misc]
                actor=world.system_admin, code=code, name="测试", valid_from=day, now=NOW
            ),
            world.system_admin,
        )
        assert caught == expected
    again = refusal(
        lambda: actions.create_organ(
            actor=world.system_admin, kind=Kind.COURT, name="测试法院", region_code=world.county, now=NOW
        ),
        world.system_admin,
    )
    assert again == "organ_exists"


def test_ones_own_password_needs_the_present_one(world: World) -> None:
    me = world.registrar
    assert refusal(lambda: actions.change_password(actor=me, old="wrong", new=NEW, now=NOW), me) == "password_wrong"
    assert (
        refusal(lambda: actions.change_password(actor=me, old=PASSWORD, new=PASSWORD, now=NOW), me) == "password_weak"
    )
    with as_actor(me):
        actions.change_password(actor=me, old=PASSWORD, new=NEW, now=NOW)
    assert world.user(me).check_password(NEW)


def test_the_program_may_set_up_everything(world: World) -> None:
    with as_actor(SYSTEM):
        for name in sorted(DEEDS.keys() - {"create_post"}):
            if name != "deactivate":
                DEEDS[name](world, SYSTEM)
    assert Event.objects.filter(user_id=0).exists()
