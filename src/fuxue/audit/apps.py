from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "fuxue.audit"
    verbose_name = "审计"
