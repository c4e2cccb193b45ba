"""Small pages for the middleware's tests: each does one thing that only a whole request can show."""

from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import path

from fuxue.access.models import Region


def _told() -> dict[str, str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('fuxue.scope', true), current_setting('fuxue.user', true)")
        return dict(zip(("role", "scope", "user"), cursor.fetchone(), strict=True))


def _write() -> None:
    Region.objects.filter(level="village").update(name="已改")


def who(request: HttpRequest) -> HttpResponseBase:
    actor = getattr(request, "actor", None)
    return JsonResponse({**_told(), "actor": actor and actor.user_id})


def write(request: HttpRequest) -> HttpResponseBase:
    _write()
    return HttpResponse("ok")


def refuse(request: HttpRequest) -> HttpResponseBase:
    _write()
    return HttpResponse("不行", status=422)


def broken(request: HttpRequest) -> HttpResponseBase:
    _write()
    raise RuntimeError("broken on purpose")


def stream(request: HttpRequest) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        for _ in range(2):
            told = _told()
            yield f"{told['role']} {told['scope']}\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")


def late(request: HttpRequest) -> HttpResponseBase:
    """A template that is rendered after the view has returned and asks the database then."""
    template = engines["django"].from_string("{{ told.role }} {{ told.scope }}")
    return SimpleTemplateResponse(template, {"told": _told})


urlpatterns = [
    path("who/", who),
    path("write/", write),
    path("refuse/", refuse),
    path("broken/", broken),
    path("stream/", stream),
    path("late/", late),
    path("login/", who),
]
