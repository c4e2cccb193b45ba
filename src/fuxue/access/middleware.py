"""Every request has a person at a post, or needs none. One request, one transaction, one scope."""

from collections.abc import Callable
from typing import Any

from django.contrib import auth
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from fuxue.access import actor_for
from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor

Handler = Callable[[HttpRequest], HttpResponseBase]

# Nothing behind these shows or changes anything of a case. Everything else needs a person at a post.
OPEN = frozenset({"/login/", "/healthz", "/favicon.ico", "/api/openapi.json"})
OPEN_FOLDERS = ("/static/",)


class ActorMiddleware:
    """Sets `request.actor`; runs the view as that person, rolled back whenever the answer is a refusal or a failure."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]  # read by views through `web.gate.ActedRequest`
        if actor is None:
            return self.get_response(request) if _is_open(request.path) else _to_sign_in(request)
        temporary = getattr(request.user, "must_change_password", False)
        if temporary and request.path.startswith("/api/v1/"):  # pages lead to /password/ by themselves
            return JsonResponse({"code": "password_temporary", "says": "请先在网页上登录并修改临时密码。"}, status=403)
        with as_actor(actor):
            response = self.get_response(request)
            _finish(response)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    def _actor(self, request: HttpRequest) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        actor = actor_for(request.user._wrapped if hasattr(request.user, "_wrapped") else request.user, timezone.now())
        if actor is None:  # the account has lost its post: the session has nothing left to stand for
            auth.logout(request)
        return actor


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_FOLDERS)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "not_signed_in", "says": "请先登录。"}, status=401)
    address = "/login/?expired=1" if "sessionid" in request.COOKIES else "/login/"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _finish(response: Any) -> None:
    """Templates and generators that ask the database must do so while the scope is set; files from disk need not."""
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    if response.streaming and not isinstance(response, FileResponse):
        response.streaming_content = iter(list(response.streaming_content))
