"""The only writes to import runs: a list is handed in, its columns corrected, landed, given back in part, swept."""

from fuxue.intake.actions.handing_in import choose_columns, start, withdraw
from fuxue.intake.actions.landing import land, run_import
from fuxue.intake.actions.sweeping import REJECTS_DAYS, WAITING_DAYS, sweep

__all__ = ["REJECTS_DAYS", "WAITING_DAYS", "choose_columns", "land", "run_import", "start", "sweep", "withdraw"]
