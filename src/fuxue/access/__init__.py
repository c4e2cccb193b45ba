"""People, organs, regions and posts; who may see and do what; the scope that the database repeats."""

from datetime import datetime

from fuxue.access.actor import SYSTEM, Actor

__all__ = ["SYSTEM", "Actor", "actor_for"]


def actor_for(user: object, now: datetime) -> Actor | None:
    """The person at the post held at `now`; None for an inactive account or one without a post."""
    from fuxue.access.seating import actor_for as seat  # noqa: PLC0415 - models exist only once Django is set up

    return seat(user, now)
