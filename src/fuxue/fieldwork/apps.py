from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "fuxue.fieldwork"
    verbose_name = "随访与到期"
