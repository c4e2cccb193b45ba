"""Every address of the program: health, the API, and the pages."""

from django.urls import include, path

from fuxue.project.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("api/", include("fuxue.api.urls")),
    path("", include("fuxue.web.urls")),
]

handler403 = "fuxue.web.pages.errors.forbidden"
handler404 = "fuxue.web.pages.errors.not_found"
handler500 = "fuxue.web.pages.errors.broken"
