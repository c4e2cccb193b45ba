from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "fuxue.intake"
    verbose_name = "名单导入"
