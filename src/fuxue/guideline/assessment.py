"""What the rules answer. Field names are fixed by the contract (section 4)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from fuxue.kernel.truth import Truth

What = Literal["material", "fact", "signature", "seal", "visit", "consent"]


@dataclass(frozen=True, slots=True)
class Condition:
    id: str
    holds: Truth
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to get. `supplier` is the organ that can supply it; `item` the paper it is missing on, if any."""

    id: str
    what: What
    kinds: tuple[str, ...]
    says: str
    supplier: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    step: str
    organ: str
    says: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    id: str
    due: date
    says: str


@dataclass(frozen=True, slots=True)
class Warned:
    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist beside the clause: what it asks, whether it is met, and by which papers."""

    id: str
    title: str
    holds: Truth
    says: str
    source: str
    supplier: str | None
    kinds: tuple[str, ...]
    met_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    procedure: str
    clause: str
    applies: Truth
    ready: bool
    outcome: str | None
    operation: str | None  # what is keyed into the platform: delete, other_leave, death, …; None when not ready
    until: date | None  # a write-off that ends on a date ends on this one
    conditions: tuple[Condition, ...]
    checklist: tuple[Requirement, ...]
    missing: tuple[Missing, ...]
    next: tuple[NextStep, ...]
    follow_ups: tuple[FollowUp, ...]
    warnings: tuple[Warned, ...]
    rules_version: str
    rules_sha256: str

    def as_json(self) -> dict[str, Any]:
        return {
            "procedure": self.procedure,
            "clause": self.clause,
            "applies": str(self.applies),
            "ready": self.ready,
            "outcome": self.outcome,
            "until": self.until.isoformat() if self.until else None,
            "conditions": [
                {"id": c.id, "holds": str(c.holds), "says": c.says, "source": c.source} for c in self.conditions
            ],
            "missing": [
                {"id": m.id, "what": m.what, "kinds": list(m.kinds), "says": m.says, "item": m.item}
                for m in self.missing
            ],
            "next": [{"step": n.step, "organ": n.organ, "says": n.says} for n in self.next],
            "follow_ups": [{"id": f.id, "due": f.due.isoformat(), "says": f.says} for f in self.follow_ups],
            "warnings": [{"id": w.id, "says": w.says} for w in self.warnings],
            "rules": {"version": self.rules_version, "sha256": self.rules_sha256},
        }
