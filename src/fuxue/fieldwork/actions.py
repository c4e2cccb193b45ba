"""What the worker does when a day has come. It opens the ledger's door like anybody else, as the system."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fuxue.access.actor import SYSTEM
from fuxue.access.rls import as_actor
from fuxue.kernel.errors import FuxueError
from fuxue.ledger import lapse, reading
from fuxue.ledger.actions import perform
from fuxue.ledger.commands import Reopen
from fuxue.ledger.models import Case

log = logging.getLogger(__name__)
REASON = "批准的期限已满，请核实孩子是否已经入学（复学）。"


@dataclass(slots=True)
class Done:
    """Cases reopened, and those that could not be, with the code of the reason."""

    reopened: list[UUID] = field(default_factory=list)
    failed: dict[UUID, str] = field(default_factory=dict)


def run_due(now: datetime) -> Done:
    """Reopen every case whose write-off is over. Run twice it does no more; one bad case does not stop the rest."""
    done = Done()
    with as_actor(SYSTEM):
        due = lapse.due_cases(timezone.localdate(now))
    for case_id in due:
        try:
            _reopen(case_id, now)
            done.reopened.append(case_id)
        except FuxueError as error:
            done.failed[case_id] = error.code
            log.warning("case %s could not be reopened: %s", case_id, error.code)
        except Exception as error:  # noqa: BLE001  # a damaged case must not keep the others from being reopened
            done.failed[case_id] = type(error).__name__
            log.error("case %s could not be reopened: %s", case_id, type(error).__name__)
    return done


def _reopen(case_id: UUID, now: datetime) -> None:
    with as_actor(SYSTEM):
        state = reading.state_of(Case.objects.get(pk=case_id))
        # One key per round and date: a second worker at the same moment is answered, not doubled.
        key = f"lapse-{case_id}-{state.round}-{state.lapses_on}"
        perform(actor=SYSTEM, case_id=case_id, command=Reopen(REASON, "lapsed"), key=key, now=now)
