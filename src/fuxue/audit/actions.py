"""The one way to write down what a person did or looked at. A sensitive look that cannot be written down is refused."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from fuxue.audit.kinds import AT_THE_DOOR, Kind
from fuxue.audit.models import Event, Who
from fuxue.kernel.errors import Invalid, Refused

PURPOSE_LEAST = 4  # characters: "核对身份" is a purpose, "看看" is not
UNMASK_CAP = 60  # per person and hour: more than casework needs, far less than a harvest
_CODE = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")


def note(
    *,
    actor: Who,
    kind: str,
    object_type: str = "",
    object_id: str = "",
    purpose: str = "",
    detail: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> None:
    """Adds one row in the caller's transaction.

    Raises `Refused`: `purpose_missing`, `unmask_cap`; `Invalid` (`audit_detail`) for a detail that could name a person.
    """
    at = now or timezone.now()
    if Kind(kind) is Kind.UNMASK:
        _refuse_unmask(actor, purpose.strip(), at)
    Event.objects.create(
        at=at,
        user_id=actor.user_id,
        user_name=actor.name,
        role=actor.role.value,
        organ_id=actor.organ_id,
        region_code=actor.region_code,
        kind=Kind(kind).value,
        object_type=object_type,
        object_id=object_id,
        purpose=purpose.strip()[:200],
        detail=_impersonal(detail or {}),
    )


def note_at_the_door(*, kind: Kind, actor: Who | None, user_id: int | None, now: datetime) -> None:
    """A sign-in, good or bad. There may be nobody at a post; what was typed is not kept."""
    if kind not in AT_THE_DOOR:
        raise Invalid("audit_kind", f"“{kind}”要在登录以后记录。")
    Event.objects.create(
        at=now,
        user_id=user_id,
        user_name=actor.name if actor else "",
        role=actor.role.value if actor else "",
        organ_id=actor.organ_id if actor else None,
        region_code=actor.region_code if actor else "",
        kind=kind.value,
    )


def _refuse_unmask(actor: Who, purpose: str, at: datetime) -> None:
    if len(purpose) < PURPOSE_LEAST:
        raise Refused("purpose_missing", "查看完整号码要写明事由。", todo=f"请至少写 {PURPOSE_LEAST} 个字。")
    with connection.cursor() as cursor:  # two requests at once must not both find the last place free
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x756E6D, actor.user_id % 2**31])
    recent = Event.objects.filter(user_id=actor.user_id, kind=Kind.UNMASK.value, at__gt=at - timedelta(hours=1))
    if recent.count() >= UNMASK_CAP:
        raise Refused(
            "unmask_cap", f"一小时内查看完整号码已达 {UNMASK_CAP} 次。", todo="请稍后再看；确有需要请联系安全管理员。"
        )


def _impersonal(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Counts, ids and codes only: no text that could be a name."""
    for key, value in detail.items():
        parts = value if isinstance(value, list | tuple) else [value]
        for part in parts:
            if isinstance(part, str) and not _CODE.fullmatch(part):
                raise Invalid("audit_detail", f"审计细节“{key}”只能是数字和代码。")
            if not isinstance(part, str | int | bool | None):
                raise Invalid("audit_detail", f"审计细节“{key}”只能是数字和代码。")
    return {key: list(value) if isinstance(value, tuple) else value for key, value in detail.items()}
