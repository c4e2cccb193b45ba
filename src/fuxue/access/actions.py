"""The only writes to regions, organs, people and posts. Each leaves an audit row; nobody changes their own rights.

Accounts belong to the security administrator, regions and organs to the system administrator, each within the own
region; the program (`SYSTEM`) may do both, for demonstrations and first set-up.
"""

from datetime import date, datetime, timedelta

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.fit import SEATS
from fuxue.access.models import Organ, Post, Region, SignInGuard, User
from fuxue.access.seating import actor_for, post_of
from fuxue.audit.actions import note, note_at_the_door
from fuxue.audit.kinds import Kind
from fuxue.kernel.errors import Invalid, Refused
from fuxue.kernel.region import level, parent
from fuxue.kernel.vocabulary import ORGAN_TERMS, ROLE_TERMS, Role
from fuxue.kernel.vocabulary import Organ as OrganKind
from fuxue.vault import blind_index

FAILURES = 5
WINDOW = LOCK = timedelta(minutes=15)


# --- Places ----------------------------------------------------------------------------------------------------------
def create_region(*, actor: Actor, code: str, name: str, valid_from: date, now: datetime) -> Region:
    """Raises `Invalid` (`region_code`) for a code of no level; `Refused` outside the actor's region, for a code that
    is taken (`region_exists`) and for one whose upper region is not registered yet (`region_parent`)."""
    _may(actor, Role.SYSTEM_ADMIN, code)
    above = parent(code)
    if above is not None and not Region.objects.filter(pk=above).exists():
        raise Refused("region_parent", f"上级区划 {above} 还没有登记。", todo="请先登记上级区划。")
    try:
        with transaction.atomic():
            region: Region = Region.objects.create(
                code=code, name=name, level=level(code), parent_id=above, valid_from=valid_from
            )
    except IntegrityError:
        raise Refused("region_exists", f"区划代码 {code} 已经登记。") from None
    note(actor=actor, kind=Kind.DIRECTORY_CHANGED, object_type="region", object_id=code, now=now)
    return region


def create_organ(
    *,
    actor: Actor,
    kind: OrganKind,
    name: str,
    region_code: str,
    now: datetime,
    school_code: str | None = None,
    short_name: str = "",
) -> Organ:
    """Raises `Refused` (`organ_exists`) when the region has one of this kind, or the school code is taken."""
    _may(actor, Role.SYSTEM_ADMIN, region_code)
    try:
        with transaction.atomic():
            organ = Organ.objects.create(
                kind=kind.value, name=name, short_name=short_name, region_id=region_code, school_code=school_code
            )
    except IntegrityError:
        raise Refused(
            "organ_exists", f"{ORGAN_TERMS[kind]}“{name}”不能登记：区划不符、已有同类机构或代码重复。"
        ) from None
    note(actor=actor, kind=Kind.DIRECTORY_CHANGED, object_type="organ", object_id=str(organ.pk), now=now)
    return organ


# --- People ----------------------------------------------------------------------------------------------------------
def create_user(
    *, actor: Actor, username: str, name: str, password: str, now: datetime, must_change_password: bool = True
) -> User:
    """An account without a post can do nothing. Raises `Refused` (`username_taken`), `Invalid` (`password_weak`)."""
    _may(actor, Role.SECURITY_ADMIN, actor.region_code)
    user = User(username=username.strip(), name=name.strip(), created_at=now, must_change_password=must_change_password)
    _check_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Refused("username_taken", f"登录名“{user.username}”已有人使用。", todo="请换一个。") from None
    _account_changed(actor, user, "created", now)
    return user


def create_post(*, actor: Actor, user: User, role: Role, organ: Organ, now: datetime) -> Post:
    """From today on. Raises `Refused`: `post_does_not_fit`, `post_taken`, outside the region, or for oneself."""
    _may(actor, Role.SECURITY_ADMIN, organ.region_id, about=user)
    if OrganKind(organ.kind) not in SEATS.get(role, frozenset()):
        terms = f"{ORGAN_TERMS[OrganKind(organ.kind)]}没有“{ROLE_TERMS[role]}”这一岗位。"
        raise Refused("post_does_not_fit", terms, todo="请换一个单位或岗位。")
    try:
        with transaction.atomic():
            post = Post.objects.create(
                user=user, role=role.value, organ=organ, organ_kind=organ.kind, valid_from=timezone.localdate(now)
            )
    except IntegrityError:
        raise Refused("post_taken", f"{user.name}现在已有岗位。", why="一个人同时只能有一个岗位。") from None
    _account_changed(actor, user, "post", now)
    return post


def move_post(*, actor: Actor, user: User, role: Role, organ: Organ, now: datetime) -> Post:
    """Ends the present post today and begins another; every session of the person ends with it."""
    with transaction.atomic():  # a new post that is refused must not cost the old one
        _end_post(actor=actor, user=user, now=now)
        return create_post(actor=actor, user=user, role=role, organ=organ, now=now)


def deactivate(*, actor: Actor, user: User, now: datetime) -> None:
    _end_post(actor=actor, user=user, now=now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _account_changed(actor, user, "deactivated", now)


def set_password(*, actor: Actor, user: User, password: str, now: datetime) -> None:
    """A temporary password, to be changed at the next sign-in; every session of the person ends."""
    _may(actor, Role.SECURITY_ADMIN, _last_region(user) or actor.region_code, about=user)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    _end_sessions(user, "password", "must_change_password")
    _account_changed(actor, user, "password_reset", now)


def change_password(*, actor: Actor, old: str, new: str, now: datetime) -> None:
    """One's own. Other sessions end; the caller keeps the present one alive. Raises `Refused`, `Invalid`."""
    user = User.objects.get(pk=actor.user_id)
    if not user.check_password(old):
        raise Refused("password_wrong", "现在的密码不对。")
    if old == new:
        raise Invalid("password_weak", "新密码不能和现在的一样。")
    _check_password(new, user)
    user.set_password(new)
    user.must_change_password = False
    _end_sessions(user, "password", "must_change_password")
    _account_changed(actor, user, "password_changed", now)


# --- Signing in and out ----------------------------------------------------------------------------------------------
def sign_in(*, username: str, password: str, source: str, now: datetime) -> User:
    """The person, when account, password and post are good. Run it outside a transaction: failures must stay counted.

    Raises `Refused`: `sign_in_failed`, `sign_in_locked`; both say the same whether the account exists or not.
    """
    key = blind_index(f"{username.strip().lower()}|{source}", column="access_signinguard.key")
    _count_attempt(key, now)
    user: User | None = User.objects.filter(username=username.strip()).first()
    good = user.check_password(password) if user else bool(make_password(password)) and False
    actor = actor_for(user, now) if user else None
    if user is None or actor is None or not good:  # with the post, so that its region's security administrator sees it
        note_at_the_door(kind=Kind.SIGN_IN_FAILED, actor=actor, user_id=user.pk if user else None, now=now)
        raise Refused("sign_in_failed", "登录名或密码不对，或账号没有现任岗位。", todo="请核对后再试。")
    SignInGuard.objects.filter(pk=key).delete()
    note_at_the_door(kind=Kind.SIGN_IN, actor=actor, user_id=user.pk, now=now)
    return user


def sign_out(*, actor: Actor, now: datetime) -> None:
    note(actor=actor, kind=Kind.SIGN_OUT, now=now)


def _count_attempt(key: bytes, now: datetime) -> None:
    """Counted before the password is looked at, and committed at once: a crash or a rush cannot buy extra tries."""
    with transaction.atomic():
        SignInGuard.objects.get_or_create(pk=key, defaults={"since": now})
        guard = SignInGuard.objects.select_for_update().get(pk=key)
        if guard.locked_until and guard.locked_until > now:  # asked under the lock: others may be trying at this moment
            raise Refused(
                "sign_in_locked", "登录失败次数过多，已暂时锁定。", todo="请 15 分钟后再试，或联系安全管理员。"
            )
        if guard.since < now - WINDOW or (guard.locked_until and guard.locked_until <= now):
            guard.failures, guard.since, guard.locked_until = 0, now, None
        guard.failures += 1
        if guard.failures >= FAILURES:
            guard.locked_until = now + LOCK
        guard.save()


# --- Parts -----------------------------------------------------------------------------------------------------------
def _may(actor: Actor, role: Role, region_code: str, *, about: User | None = None) -> None:
    if actor.role is Role.SYSTEM:
        return
    if actor.role is not role:
        raise Refused("not_your_duty", f"只有{ROLE_TERMS[role]}可以办理。")
    if not region_code.startswith(actor.region_code):
        raise Refused("outside_your_region", "不在您的管理范围内。")
    if about is not None and about.pk == actor.user_id:
        raise Refused("not_your_own", "不能变更自己的岗位和账号。", todo="请由其他安全管理员办理。")


def _end_post(*, actor: Actor, user: User, now: datetime) -> None:
    today = timezone.localdate(now)
    post = post_of(user, today)
    _may(actor, Role.SECURITY_ADMIN, _last_region(user) or actor.region_code, about=user)
    if post is not None:
        post.valid_until = today
        post.save(update_fields=["valid_until"])
    _end_sessions(user)


def _last_region(user: User) -> str:
    """Where the account belongs: the place of its present post, else of its last one, so that it is not taken over."""
    last = user.posts.order_by("-valid_from", "-pk").first()
    return last.organ.region_id if last else ""


def _end_sessions(user: User, *changed: str) -> None:
    user.session_epoch += 1
    user.save(update_fields=["session_epoch", *changed])


def _check_password(password: str, user: User) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Invalid("password_weak", "密码不合要求：" + "".join(error.messages)) from None


def _account_changed(actor: Actor, user: User, what: str, now: datetime) -> None:
    note(
        actor=actor,
        kind=Kind.ACCOUNT_CHANGED,
        object_type="user",
        object_id=str(user.pk),
        detail={"what": what},
        now=now,
    )
