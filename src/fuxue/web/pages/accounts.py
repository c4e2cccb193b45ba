"""账号: people and posts of the security administrator's own region. The rules and the writing are access's."""

import secrets
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fuxue.access import actions as access
from fuxue.access.fit import SEATS
from fuxue.access.models import Organ, Post, User
from fuxue.kernel.errors import FuxueError
from fuxue.kernel.vocabulary import ROLE_TERMS, Role
from fuxue.web.forms.base import Form, PlainText
from fuxue.web.gate import ActedRequest, signed_in

SHOWN = 300
ROLES = [(str(role), ROLE_TERMS[role]) for role in SEATS]


class PostForm(Form):
    role = django_forms.ChoiceField(label="岗位", choices=ROLES)
    organ = django_forms.ModelChoiceField(label="单位", queryset=Organ.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = Organ.objects.filter(active=True, region__code__startswith=region).order_by(
            "region_id", "kind", "name"
        )
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]  # a ModelChoiceField


class PersonForm(PostForm):
    username = PlainText(label="登录名", max_length=64)
    name = PlainText(label="姓名", max_length=64)
    field_order = ("name", "username", "role", "organ")


def _posts(region: str) -> Any:
    today = timezone.localdate()
    current = Q(valid_from__lte=today) & (Q(valid_until__isnull=True) | Q(valid_until__gt=today))
    return Post.objects.filter(current, organ__region__code__startswith=region).select_related("user", "organ")


@signed_in(Role.SECURITY_ADMIN)
@require_safe
def show(request: ActedRequest) -> HttpResponseBase:
    posts = _posts(request.actor.region_code).order_by("organ__region_id", "organ_id", "role", "user_id")[:SHOWN]
    return render(request, "web/accounts.html", {"posts": posts})


@signed_in(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def create(request: ActedRequest) -> HttpResponseBase:
    form = PersonForm(request.POST or None, region=request.actor.region_code)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data, password, now = form.cleaned_data, secrets.token_urlsafe(9), timezone.now()
        try:
            user = access.create_user(
                actor=request.actor, username=data["username"], name=data["name"], password=password, now=now
            )
            access.create_post(actor=request.actor, user=user, role=Role(data["role"]), organ=data["organ"], now=now)
        except FuxueError as error:
            refusal = error
        else:
            return render(request, "web/account_made.html", {"person": user, "password": password})
    context = {"form": form, "refusal": refusal, "title": "新建账号", "send": "建立账号"}
    return render(request, "web/account_form.html", context, status=422 if form.errors or refusal else 200)


@signed_in(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def change(request: ActedRequest, user_id: int) -> HttpResponseBase:
    post = _posts(request.actor.region_code).filter(user_id=user_id).first()
    if post is None:
        raise Http404
    deed = request.POST.get("deed", "")
    form = PostForm(
        request.POST if deed == "move" else None,
        region=request.actor.region_code,
        initial={"role": post.role, "organ": post.organ_id},
    )
    refusal = None
    if request.method == "POST":
        try:
            done = _do(request, deed, post.user, form)
        except FuxueError as error:
            refusal = error
        else:
            if done is not None:
                return done
    context = {"form": form, "refusal": refusal, "post": post}
    return render(request, "web/account.html", context, status=422 if form.errors or refusal else 200)


def _do(request: ActedRequest, deed: str, user: User, form: PostForm) -> HttpResponseBase | None:
    now = timezone.now()
    if deed == "password":
        password = secrets.token_urlsafe(9)
        access.set_password(actor=request.actor, user=user, password=password, now=now)
        return render(request, "web/account_made.html", {"person": user, "password": password})
    if deed == "deactivate":
        access.deactivate(actor=request.actor, user=user, now=now)
        messages.success(request, f"已停用{user.name}的账号。")
        return redirect("/accounts/")
    if deed == "move" and form.is_valid():
        data = form.cleaned_data
        access.move_post(actor=request.actor, user=user, role=Role(data["role"]), organ=data["organ"], now=now)
        messages.success(request, f"{user.name}的岗位已变动。")
        return redirect("/accounts/")
    return None
