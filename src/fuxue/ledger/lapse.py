"""Write-offs that end on a date. They hold through that day (至某日，当日有效); the next morning the case is due."""

from datetime import date
from uuid import UUID

from fuxue.ledger.models import Case
from fuxue.ledger.state import State


def due_cases(today: date) -> list[UUID]:
    """Closed cases whose last day is over, longest overdue first."""
    closed = (State.CLOSED.value, State.FOLLOWED_UP.value)
    due = Case.objects.filter(lapses_on__lt=today, state__in=closed).order_by("lapses_on", "id")
    return list(due.values_list("id", flat=True))
