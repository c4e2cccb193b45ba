"""登录、退出、修改密码. What a person may do then follows from the post alone."""

from django import forms as django_forms
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fuxue.access import actions as access
from fuxue.kernel.errors import FuxueError
from fuxue.web.forms.base import Form, PlainText
from fuxue.web.gate import ActedRequest, signed_in


class SignInForm(Form):
    username = PlainText(label="登录名", max_length=64, autocomplete="username")
    password = django_forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(Form):
    old = django_forms.CharField(
        label="现在的密码",
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = django_forms.CharField(
        label="新密码",
        strip=False,
        help_text="至少 10 位，不能全是数字，不要用姓名或登录名。",
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = django_forms.CharField(
        label="再输一遍新密码",
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        if self.cleaned_data.get("new") != self.cleaned_data["again"]:
            raise django_forms.ValidationError("两次输入的新密码不一样。")
        return str(self.cleaned_data["again"])


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    if getattr(request, "actor", None) is not None:
        return redirect("/")
    form = SignInForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            user = access.sign_in(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                source=request.META.get("REMOTE_ADDR", ""),
                now=timezone.now(),
            )
        except FuxueError as error:
            problem = f"{error.says}{error.why}{error.todo}"
        else:
            auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect(_next(request))
    context = {
        "form": form,
        "problem": problem,
        "expired": request.GET.get("expired"),
        "next": request.GET.get("next") or request.POST.get("next", ""),
    }
    return render(request, "web/sign_in.html", context, status=422 if problem else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else "/"


@require_POST
def sign_out(request: ActedRequest) -> HttpResponseBase:
    if getattr(request, "actor", None) is not None:
        access.sign_out(actor=request.actor, now=timezone.now())
    auth.logout(request)
    return redirect("/login/")


@sensitive_post_parameters("old", "new", "again")
@signed_in()
@require_http_methods(["GET", "POST"])
def password(request: ActedRequest) -> HttpResponseBase:
    form = PasswordForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            access.change_password(
                actor=request.actor,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                now=timezone.now(),
            )
        except FuxueError as error:
            refusal = error
        else:
            request.user.refresh_from_db()
            auth.update_session_auth_hash(request, request.user)
            messages.success(request, "新密码已保存。")
            return redirect("/")
    context = {"form": form, "refusal": refusal, "forced": request.user.must_change_password}
    return render(request, "web/password.html", context, status=422 if form.errors or refusal else 200)
