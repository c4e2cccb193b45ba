"""From an account to a person at work."""

from datetime import date, timedelta

from tests.world import NOW, World

from fuxue.access.models import Organ, Post, User
from fuxue.access.seating import actor_for
from fuxue.kernel.vocabulary import Role


def test_everybody_of_the_cast_is_seated_in_a_role_of_their_own(world: World) -> None:
    roles = {actor.role for actor in world.everybody.values()}
    assert roles == set(Role) - {Role.SYSTEM}
    assert {a.user_id for a in world.everybody.values()}.isdisjoint(
        a.user_id for a in world.neighbour.everybody.values()
    )


def test_a_registrar_carries_the_school_and_a_village_worker_the_village(world: World) -> None:
    assert world.registrar.school_code == world.primary.code
    assert world.village_worker.region_code == world.villages[0][0]
    assert world.village_worker.school_code is None


def test_a_switched_off_account_and_a_closed_organ_seat_nobody(world: World) -> None:
    user = world.user(world.registrar)
    user.is_active = False
    assert actor_for(user, NOW) is None
    Organ.objects.filter(pk=world.court_clerk.organ_id).update(active=False)
    assert actor_for(world.user(world.court_clerk), NOW) is None


def test_a_post_holds_from_its_first_day_up_to_not_including_its_last(world: World) -> None:
    user = User.objects.create(username="new", name="测试新", created_at=NOW)
    post = Post.objects.create(
        user=user,
        role=Role.COURT_CLERK.value,
        organ_id=world.court_clerk.organ_id,
        organ_kind="court",
        valid_from=date(2026, 11, 23),
        valid_until=date(2026, 11, 24),
    )
    assert actor_for(user, NOW) is not None
    assert actor_for(user, NOW - timedelta(days=1)) is None
    assert actor_for(user, NOW + timedelta(days=1)) is None
    midnight = NOW.replace(hour=16, minute=0)  # the day changes in Shanghai, eight hours before UTC
    assert actor_for(user, midnight - timedelta(seconds=1)) is not None
    assert actor_for(user, midnight) is None
    assert post.pk
