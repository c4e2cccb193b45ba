from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "fuxue.vault"
    verbose_name = "加密"
