"""Which third-party assets we serve: the htmx we use and nothing else of its wheel."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "htmx-4*", "htmax-4*", "htmx-2.js", "ext"]  # noqa: RUF012
