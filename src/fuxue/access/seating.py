"""From an account to a person at work: the post held today."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.models import Post, User
from fuxue.kernel.vocabulary import Organ, Role


def held_on(day: date) -> Q:
    """Posts that hold on `day`; the last day is not included."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def post_of(user: User, day: date) -> Post | None:
    return Post.objects.select_related("organ__region").filter(held_on(day), user=user).first()


def actor_at(post: Post) -> Actor:
    """The actor of `post`, whose user, organ and region should be loaded."""
    organ = post.organ
    return Actor(
        user_id=post.user_id,
        name=post.user.name,
        role=Role(post.role),
        organ_id=organ.pk,
        organ_kind=Organ(organ.kind),
        organ_name=organ.name,
        region_code=organ.region_id,
        school_code=organ.school_code,
        region_name=organ.region.name,
    )


def actor_for(user: object, now: datetime) -> Actor | None:
    """None when the account is switched off, its organ is closed, or no post is held on that day (Asia/Shanghai)."""
    if not isinstance(user, User) or not user.is_active:
        return None
    post = post_of(user, timezone.localdate(now))
    if post is None or not post.organ.active:
        return None
    post.user = user
    return actor_at(post)
