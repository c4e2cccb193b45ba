"""Mounted at `/api/`: `/api/openapi.json` and `/api/v1/…`."""

from django.urls import path

from fuxue.api.views import api

urlpatterns = [path("", api.urls)]
