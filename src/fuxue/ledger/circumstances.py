"""What a decision looks at besides the case's state and the command. Pure; the door fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from fuxue.guideline.assessment import Assessment
from fuxue.ledger.state import Level, OrganRef


class Clause(Protocol):
    """As much of a procedure as a decision needs."""

    @property
    def clause(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def severe(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`chain` names the reviewing organs of this case in order. `assessment` is today's, of the chosen procedure.

    `deadlines` are calendar days by step; `organs` holds the organs that a command names, if they are at work and in
    reach of the case.
    """

    today: date
    deadlines: Mapping[str, int]
    procedures: Mapping[str, Clause]
    chain: tuple[Level, ...] = ()
    assessment: Assessment | None = None
    organs: Mapping[int, OrganRef] = field(default_factory=dict)

    def due(self, step: str) -> str:
        return (self.today + timedelta(days=self.deadlines[step])).isoformat()

    def referral_due(self, kind: str) -> date:
        days = self.deadlines.get(f"waiting.{kind}", self.deadlines["waiting"])
        return self.today + timedelta(days=days)
