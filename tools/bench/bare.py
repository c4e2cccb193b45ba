"""The baseline: a bare Django view of 50 rows of the same table: no sign-in, no scope, no middleware."""

import os
from typing import Any, ClassVar

import django
from django.conf import settings

from fuxue.project.settings import database

settings.configure(
    SECRET_KEY="bench",  # serves 127.0.0.1 for the length of one measurement
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ["DATABASE_URL"], "")},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": []}}],
    USE_TZ=True,
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    number = models.CharField(max_length=24, primary_key=True)
    state = models.CharField(max_length=20)
    clause = models.CharField(max_length=20)
    due_on = models.DateField()
    updated_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "ledger_case"

    def __str__(self) -> str:
        return self.number


PAGE = Engine(autoescape=True).from_string(
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr><td>{{ row.number }}<td>{{ row.state }}"
    "<td>{{ row.clause }}<td>{{ row.due_on }}<td>{{ row.updated_at }}</tr>{% endfor %}</table>"
)


def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"rows": Row.objects.order_by("-number")[:50]})))


urlpatterns = [path("", rows)]
application = WSGIHandler()
