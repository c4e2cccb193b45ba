"""Which stored files there are and which papers use them. Fields, and one way to load; `evidence.actions` writes."""

from typing import Any, ClassVar

from django.db import models

from fuxue.access import scope
from fuxue.access.actor import Actor
from fuxue.ledger.models import Case, Placed, Referral


class StoredFile(models.Model):
    """A file in the store, by the hash of its bytes. Says nothing about a child."""

    sha256 = models.CharField("摘要", max_length=64, primary_key=True)
    size = models.PositiveIntegerField("大小")  # bytes
    type = models.CharField("类型", max_length=40)
    stored_at = models.DateTimeField("入库时间")

    def __str__(self) -> str:
        return self.sha256[:12]


class FileUseQuerySet(models.QuerySet["FileUse"]):
    def visible_to(self, actor: Actor) -> "FileUseQuerySet":
        """Uses in cases that the actor sees; the same decision as the case itself."""
        sent = Referral.objects.filter(organ_id=actor.organ_id, status=Referral.OPEN).values("case_id")
        cases = scope.restrict(Case.objects.all(), actor=actor, referrals=sent).values("pk")
        return self.filter(case_id__in=cases)


class FileUse(Placed):
    """A paper of a case uses a file. Region columns are the case's, for row-level security."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="file_uses")
    paper = models.CharField("材料编号", max_length=40)
    place = models.PositiveSmallIntegerField("页次")

    objects: ClassVar[models.Manager[Any]] = FileUseQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "paper", "place"], name="evidence_use_once"),)
        indexes = (models.Index(fields=["file", "case"], name="evidence_use_by_file"),)

    def __str__(self) -> str:
        return f"{self.case_id}/{self.paper}"
