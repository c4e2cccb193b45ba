from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "fuxue.access"
    verbose_name = "人员与权限"
