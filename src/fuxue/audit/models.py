"""One table: who did or looked at what, when, and what for. Rows are added by `audit.actions` and never change."""

import uuid
from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import Q

from fuxue.audit.kinds import KIND_TERMS, Kind
from fuxue.kernel.vocabulary import ROLE_TERMS, Role

READERS = frozenset({Role.AUDITOR, Role.SECURITY_ADMIN})


class Who(Protocol):
    """The person at work, as far as an audit row needs it. (`access.Actor` is one; this layer does not know it.)"""

    @property
    def user_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def organ_id(self) -> int: ...
    @property
    def region_code(self) -> str: ...


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Who) -> "EventQuerySet":
        """Own rows; for auditors and security administrators also those of people whose organ is in their region."""
        if actor.role is Role.SYSTEM:
            return self
        own = Q(user_id=actor.user_id)
        if actor.role in READERS and actor.region_code:
            return self.filter(own | Q(region_code__startswith=actor.region_code))
        return self.filter(own)


class Event(models.Model):
    """`detail` holds counts, ids and codes, nothing about a child. Keys made here, so no row has to be read back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("时间")
    user_id = models.BigIntegerField("账号", null=True)
    user_name = models.CharField("姓名", max_length=64, blank=True)
    role = models.CharField("角色", max_length=32, blank=True, choices=[(r.value, t) for r, t in ROLE_TERMS.items()])
    organ_id = models.BigIntegerField("机构", null=True)
    region_code = models.CharField("区划", max_length=12, blank=True)
    kind = models.CharField("事项", max_length=32, choices=[(k.value, t) for k, t in KIND_TERMS.items()])
    object_type = models.CharField("对象类别", max_length=32, blank=True)
    object_id = models.CharField("对象", max_length=64, blank=True)
    purpose = models.CharField("事由", max_length=200, blank=True)
    detail = models.JSONField("细节", default=dict)

    objects: ClassVar[models.Manager[Any]] = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "id")
        indexes = (
            models.Index(fields=["user_id", "kind", "-at"], name="audit_event_by_user"),
            models.Index(fields=["region_code", "-at"], name="audit_event_by_region"),
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_event_by_object"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_name} {KIND_TERMS.get(Kind(self.kind), self.kind)}"
