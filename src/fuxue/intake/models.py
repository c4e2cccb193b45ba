"""Lists on their way in. Fields and constraints only; nothing here writes, and nothing here is about one child."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from fuxue.access import scope
from fuxue.access.actor import Actor
from fuxue.access.models import Organ


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: Actor) -> "ImportRunQuerySet":
        """Runs of the actor's own region or school. Adds `seen_because`."""
        return scope.restrict(self, actor=actor)  # type: ignore[return-value]


class ImportRun(models.Model):
    """One list handed in. The file itself lies in the data folder under the run's id; names and numbers stay there.

    The code columns are those of the organ that handed it in and are empty below its level, so that a township does
    not see the list of its county. `reasons` counts bad rows by code; `columns` maps field names to heading indexes.
    """

    READY, QUEUED, RUNNING, DONE, FAILED = "ready", "queued", "running", "done", "failed"
    STATES = (
        (READY, "待确认"),
        (QUEUED, "排队中"),
        (RUNNING, "导入中"),
        (DONE, "已完成"),
        (FAILED, "未完成"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("名单类别", max_length=20)
    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("文件哈希", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    state = models.CharField("状态", max_length=10, choices=STATES)
    columns = models.JSONField("列对应", default=dict)
    done = models.PositiveIntegerField("已处理行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    opened = models.PositiveIntegerField("新建案件数", default=0)
    known = models.PositiveIntegerField("此前已入库行数", default=0)
    bad = models.PositiveIntegerField("退回行数", default=0)
    reasons = models.JSONField("退回原因计数", default=dict)
    message = models.CharField("说明", max_length=300, blank=True)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导入人")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name="机构")
    province_code = models.CharField("省", max_length=2, blank=True)
    city_code = models.CharField("市", max_length=4, blank=True)
    county_code = models.CharField("县", max_length=6, blank=True)
    township_code = models.CharField("乡镇", max_length=9, blank=True)
    village_code = models.CharField("村", max_length=12, blank=True)
    school_code = models.CharField("学校", max_length=10, blank=True)
    created_at = models.DateTimeField("交来时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    objects: ClassVar[models.Manager[Any]] = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(name="intake_run_done_within_total", condition=Q(done__lte=models.F("total"))),
            models.CheckConstraint(
                name="intake_run_finished_when_ended",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["ready", "queued", "running"], finished_at__isnull=True),
            ),
        )
        indexes = (models.Index(fields=["organ", "sha256"], name="intake_run_same_file"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RememberedColumns(models.Model):
    """How an organ's people mapped a set of headings last time. `headings_key` is the SHA-256 of the headings."""

    organ = models.ForeignKey(Organ, models.PROTECT)
    kind = models.CharField(max_length=20)
    headings_key = models.CharField(max_length=64)
    columns = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organ", "kind", "headings_key"], name="intake_remembered_once"),
        )

    def __str__(self) -> str:
        return f"{self.organ_id}/{self.kind}"
