"""Regions, organs, people and their posts. Fields and constraints only; `access.actions` writes."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Left
from django.db.models.lookups import Regex
from django.utils.crypto import salted_hmac

from fuxue.access.fit import DIGITS, LEVEL_OF, SEATS
from fuxue.kernel.region import LENGTHS, LEVEL_TERMS
from fuxue.kernel.vocabulary import ORGAN_TERMS, ROLE_TERMS, Role
from fuxue.kernel.vocabulary import Organ as OrganKind


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


REGION_SHAPE = _any(Q(level=level, code__regex=rf"^[0-9]{{{digits}}}$") for level, digits in DIGITS.items())
# The parent is the level next above, never a higher one and never the region itself.
REGION_PARENT = Q(level="province", parent__isnull=True) | _any(
    Q(level=level, parent__isnull=False, parent=Left("code", above))
    for (above, _), level in zip(LENGTHS.items(), list(LENGTHS.values())[1:], strict=False)
)
ORGAN_LEVEL = ~Q(kind__in=[kind.value for kind in LEVEL_OF]) | _any(
    # a foreign key knows no "regex" of its own
    Q(kind=kind.value) & Q(Regex(Cast("region_id", models.CharField()), rf"^[0-9]{{{DIGITS[level]}}}$"))
    for kind, level in LEVEL_OF.items()
)
POST_FIT = _any(Q(role=role.value, organ_kind__in=sorted(kinds)) for role, kinds in SEATS.items())


class Region(models.Model):
    """A dated region code: 2, 4, 6, 9 or 12 digits, the parent's code being its beginning.

    Valid from `valid_from` up to, not including, `valid_until`; `successor` is the code that took its place.
    """

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=64)
    level = models.CharField("级别", max_length=16, choices=list(LEVEL_TERMS.items()))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("启用日期")
    valid_until = models.DateField("停用日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(name="access_region_code_fits_level", condition=REGION_SHAPE),
            models.CheckConstraint(
                name="access_region_under_its_parent",
                condition=REGION_PARENT,
            ),
            models.CheckConstraint(
                name="access_region_dates_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Organ(models.Model):
    """An office, school or committee at work in a region. Its kind never changes (a post's fit rests on it)."""

    kind = models.CharField("类别", max_length=32, choices=[(k.value, t) for k, t in ORGAN_TERMS.items()])
    name = models.CharField("名称", max_length=64)
    short_name = models.CharField("简称", max_length=32, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="organs", verbose_name="区划")
    school_code = models.CharField("学校代码", max_length=10, null=True, blank=True, unique=True)
    active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("region", "kind", "name")
        constraints = (
            models.UniqueConstraint(name="access_organ_id_and_kind", fields=["id", "kind"]),
            models.UniqueConstraint(
                name="access_organ_one_per_region",
                fields=["kind", "region"],
                condition=Q(active=True, kind__in=sorted(LEVEL_OF)),
            ),
            models.CheckConstraint(name="access_organ_at_its_level", condition=ORGAN_LEVEL),
            models.CheckConstraint(
                name="access_organ_school_has_code",
                condition=~Q(kind=OrganKind.SCHOOL.value) | Q(school_code__isnull=False),
            ),
            models.CheckConstraint(
                name="access_organ_school_code_shape",
                condition=Q(school_code__isnull=True) | Q(school_code__regex=r"^[0-9A-Z]{10}$"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who can sign in. There is no superuser: what a person may do follows from the post alone.

    `session_epoch` is part of every session's check value; raising it ends all sessions of the person.
    """

    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("建立时间")

    objects: ClassVar[BaseUserManager[Any]] = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        value = f"{self.session_epoch}|{self.password}"
        return salted_hmac("fuxue.access.session", value, secret=secret, algorithm="sha256").hexdigest()


class Post(models.Model):
    """A person at an organ in a role, from `valid_from` up to, not including, `valid_until`.

    The database refuses two posts of one person on one day (exclusion, in the migration), and with it every
    combination of administrator, security administrator and auditor in one hand.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    role = models.CharField("角色", max_length=32, choices=[(r.value, t) for r, t in ROLE_TERMS.items()])
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts", verbose_name="机构")
    organ_kind = models.CharField(max_length=32)  # copy held true by a foreign key on (organ, kind): a check can see it
    valid_from = models.DateField("任职日期")
    valid_until = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        ordering = ("user", "-valid_from")
        constraints = (
            models.CheckConstraint(name="access_post_role_fits_organ", condition=POST_FIT),
            models.CheckConstraint(
                name="access_post_dates_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}·{ROLE_TERMS[Role(self.role)]}"


class SignInGuard(models.Model):
    """Failed sign-ins of one account from one source. The key is a keyed hash: no name, no address."""

    key = models.BinaryField(primary_key=True, max_length=16)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures}"
