from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "fuxue.ledger"
    verbose_name = "台账"
