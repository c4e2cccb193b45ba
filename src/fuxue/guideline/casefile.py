"""What the rules look at: one child's facts, papers and visits on one day.

The same shape is read from a YAML or JSON file (`fuxue assess`) and built from the ledger (`ledger.casefile`).
Left out means not yet known: `None`, or an absent key in `facts`. Source: contract of names, section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """The child as the register has them; `birth_date` is the register's, which may be wrong."""

    name: str | None = None
    sex: Literal["male", "female"] | None = None
    birth_date: date | None = None
    id_number: str | None = None
    student_number: str | None = None
    record_school_code: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signer: an organ's person or a relation (guardian, child), and whether they have signed."""

    organ: str | None = None
    relation: str | None = None
    name: str | None = None
    signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    number: str | None = None
    custodian: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    id: str
    kind: str
    issuer: str | None = None
    issued_on: date | None = None
    seals: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    medium: Literal["scan", "retained"] = "scan"
    designated: bool | None = None
    names_child: bool | None = None
    recording: Recording | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class VisitFacts:
    on: date | None = None
    way: Literal["home", "phone", "video", "workplace"] | None = None
    reached: tuple[str, ...] = ()
    staff: tuple[Signature, ...] = ()
    result: Literal["refused", "promised", "returned", "no_answer"] | None = None
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    as_of: date
    child: ChildFacts
    procedure: str | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    materials: tuple[MaterialFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    profile: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
