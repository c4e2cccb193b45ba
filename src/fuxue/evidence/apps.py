from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "fuxue.evidence"
    verbose_name = "材料文件"
