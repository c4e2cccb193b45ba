from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "fuxue.web"
    verbose_name = "页面"
