"""Tables of the ledger. Fields, constraints and one way to load a case; nothing here writes (see `ledger.actions`)."""

import uuid
from typing import Any, ClassVar, cast

from django.db import models

from fuxue.access import scope
from fuxue.access.actor import Actor
from fuxue.access.models import Organ
from fuxue.ledger.entries import KIND_TERMS
from fuxue.ledger.state import STATE_TERMS
from fuxue.vault.fields import SealedJSONField, SealedTextField


class Placed(models.Model):
    """Where a row belongs. Repeated on every table that row-level security must judge without reading another."""

    province_code = models.CharField("省", max_length=2)
    city_code = models.CharField("市", max_length=4)
    county_code = models.CharField("县", max_length=6)
    township_code = models.CharField("乡镇", max_length=9)
    village_code = models.CharField("村", max_length=12)
    school_code = models.CharField("学籍所在学校", max_length=10, blank=True)

    class Meta:
        abstract = True


class Child(Placed):
    """A line of a register, as it stands now. Numbers, contact and address are sealed; the indexes are keyed hashes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("姓名", max_length=60, blank=True)
    sex = models.CharField("性别", max_length=6, blank=True, choices=[("male", "男"), ("female", "女")])
    birth_date = models.DateField("出生日期", null=True)
    id_number = SealedTextField("身份证号", blank=True, default="")
    id_number_index = models.BinaryField(max_length=16, null=True)
    student_number = SealedTextField("学籍号", blank=True, default="")
    student_number_index = models.BinaryField(max_length=16, null=True)
    guardian_name = SealedTextField("监护人", blank=True, default="")
    guardian_phone = SealedTextField("联系电话", blank=True, default="")
    address = SealedTextField("住址", blank=True, default="")
    erased_at = models.DateTimeField("个人信息删除时间", null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id_number_index"], name="ledger_child_by_id_number"),
            models.Index(fields=["student_number_index"], name="ledger_child_by_student_no"),
            models.Index(fields=["name", "birth_date", "village_code"], name="ledger_child_by_name"),
        )

    def __str__(self) -> str:
        return self.name or "（个人信息已删除）"


class StoredReceipt(models.Model):
    """What the door answered to one request key of one person: the same key again gets the same answer.

    `digest` is a keyed hash of the request, so that a key used for something else is noticed. `case_id` is plain, not a
    foreign key: a bulk registration has none, and a receipt must outlive nothing but still be found.
    """

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=16)
    case_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user_id", "key"], name="ledger_receipt_key"),)
        indexes = (models.Index(fields=["case_id"], name="ledger_receipt_by_case"),)

    def __str__(self) -> str:
        return f"{self.user_id}/{self.key}"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        """The only way to load cases: those of the actor's region or school, or now sent to their organ.

        Annotates `seen_because`, a Chinese sentence that can be shown. Child and responsible organ come along.
        """
        sent = Referral.objects.filter(organ_id=actor.organ_id, status=Referral.OPEN).values("case_id")
        seen = cast("CaseQuerySet", scope.restrict(self, actor=actor, referrals=sent))
        return seen.select_related("child", "responsible")


class Case(Placed):
    """The summary of a case: a cache of the fold, written by the door, compared by `fuxue ledger verify`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("编号", max_length=24, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField("状态", max_length=20, choices=[(s.value, t) for s, t in STATE_TERMS.items()])
    round = models.PositiveSmallIntegerField("轮次", default=1)
    procedure = models.CharField("情形", max_length=40, null=True)  # noqa: DJ001  # none chosen is not an empty choice
    clause = models.CharField("条款", max_length=20, null=True)  # noqa: DJ001
    responsible = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="waiting_cases")
    due_on = models.DateField("办理期限", null=True)
    lapses_on = models.DateField("有效至", null=True)
    next_follow_up_on = models.DateField("下次随访", null=True)
    registered_on = models.DateField("登记日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    severe = models.BooleanField("从严掌握", default=False)
    outcome = models.CharField("结果", max_length=40, null=True)  # noqa: DJ001
    version = models.PositiveIntegerField("版本", default=0)
    head = models.CharField(max_length=64)  # hash of the last entry
    updated_at = models.DateTimeField("更新时间")
    school_year = models.CharField("学年", max_length=9)
    source_batch = models.CharField("批次", max_length=80, blank=True)
    source_row = models.PositiveIntegerField("行号", default=0)
    seen_because: str  # put there by `visible_to`
    registration = models.ForeignKey(StoredReceipt, on_delete=models.PROTECT, related_name="registered")

    objects: ClassVar[models.Manager[Any]] = CaseQuerySet.as_manager()

    class Meta:
        # Every list pages by (something, id): the id makes the order total, so no page repeats or skips a row.
        indexes = (
            models.Index(fields=["county_code", "-updated_at", "-id"], name="ledger_case_county_recent"),
            models.Index(fields=["county_code", "due_on", "id"], name="ledger_case_county_due"),
            models.Index(fields=["county_code", "state", "-updated_at", "-id"], name="ledger_case_county_state"),
            models.Index(fields=["county_code", "procedure", "-updated_at", "-id"], name="ledger_case_county_clause"),
            models.Index(fields=["township_code", "-updated_at", "-id"], name="ledger_case_township"),
            models.Index(fields=["village_code", "-updated_at", "-id"], name="ledger_case_village"),
            models.Index(fields=["school_code", "-updated_at", "-id"], name="ledger_case_school"),
            models.Index(fields=["city_code", "-updated_at", "-id"], name="ledger_case_city"),
            models.Index(fields=["province_code", "-updated_at", "-id"], name="ledger_case_province"),
            models.Index(fields=["responsible", "due_on", "id"], name="ledger_case_responsible"),
            models.Index(fields=["lapses_on"], name="ledger_case_lapses", condition=models.Q(lapses_on__isnull=False)),
            models.Index(
                fields=["county_code", "next_follow_up_on", "id"],
                name="ledger_case_follow_up",
                condition=models.Q(next_follow_up_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Entry(models.Model):
    """One landed entry, public half. The database refuses to change or remove it, whoever asks.

    Actor and organ are copied as they were that day, not linked. `mark` is a keyed hash over `hash`: who rewrites a
    chain inside the database, hashes included, has no key for it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField("类别", max_length=24, choices=[(k.value, t) for k, t in KIND_TERMS.items()])
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=64)
    actor_role = models.CharField(max_length=32)
    organ_id = models.BigIntegerField()
    organ_kind = models.CharField(max_length=32)
    organ_name = models.CharField(max_length=100)
    rules_sha256 = models.CharField(max_length=64)
    public = models.JSONField()
    private_digest = models.CharField(max_length=64, blank=True)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    mark = models.BinaryField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "seq"], name="ledger_entry_seq"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"


class EntryPrivate(models.Model):
    """The private half of an entry, sealed. It may be removed (`erase_person`); the chain stands without it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="private_half")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    salt = models.BinaryField(max_length=16)
    content = SealedJSONField()

    def __str__(self) -> str:
        return f"#{self.entry_id}"


class Referral(Placed):
    """A question sent to an outside organ. While open, that organ sees the case; afterwards only this row."""

    OPEN, ANSWERED, RECALLED = "open", "answered", "recalled"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    number = models.CharField("编号", max_length=24)  # of the case
    key = models.CharField(max_length=8)  # r1, r2 … within the case
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="referrals")
    status = models.CharField(
        "状态", max_length=10, choices=[(OPEN, "待答复"), (ANSWERED, "已答复"), (RECALLED, "已撤回")]
    )
    sent_on = models.DateField("发出日期")
    due_on = models.DateField("答复期限", null=True)
    over_on = models.DateField("办结日期", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "key"], name="ledger_referral_key"),)
        indexes = (
            models.Index(fields=["organ", "status", "due_on"], name="ledger_referral_by_organ"),
            models.Index(fields=["case", "status"], name="ledger_referral_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.number}/{self.key}"


class SearchToken(Placed):
    """One searchable piece of a case's name or numbers. Equality only: other operators lose the index under RLS."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=60)

    class Meta:
        indexes = (
            models.Index(fields=["token", "county_code"], name="ledger_token"),
            models.Index(fields=["case"], name="ledger_token_by_case"),
        )

    def __str__(self) -> str:
        return self.token


class RuleVersion(models.Model):
    """The text of the rules (files and profile) under which entries were made, by its hash."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    version = models.CharField("版本", max_length=40)
    text = models.TextField("正文")
    first_used_at = models.DateTimeField("首次使用")

    def __str__(self) -> str:
        return f"{self.version} {self.sha256[:12]}"


class Serial(models.Model):
    """The last number given out in a county and school year. Its row lock also lets one registration in at a time."""

    county_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["county_code", "year"], name="ledger_serial_key"),)

    def __str__(self) -> str:
        return f"{self.county_code}-{self.year}: {self.last}"
