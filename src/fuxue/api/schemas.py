"""Shapes that the HTTP API promises. Identity numbers leave masked; the API has no way to unmask."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field


class CaseLine(Schema):
    id: UUID
    number: str
    child: str
    state: str
    procedure: str | None
    clause: str | None
    responsible: str | None
    due_on: date | None
    outcome: str | None
    version: int
    updated_at: datetime
    seen_because: str


class CasePage(Schema):
    cases: list[CaseLine]
    next: str | None


class EntryOut(Schema):
    seq: int
    kind: str
    at: datetime
    actor: str
    organ: str
    rules_sha256: str
    public: dict[str, Any]
    private: dict[str, Any] | None


class VerdictOut(Schema):
    allowed: bool
    reason: str


class CaseDetail(CaseLine):
    assessment: dict[str, Any]
    entries: list[EntryOut]
    commands: dict[str, VerdictOut]


class CommandIn(Schema):
    """`key` makes a repeated request one entry; `expected_version` is the version the caller last saw."""

    command: str
    args: dict[str, Any] = Field(default_factory=dict)
    key: str
    expected_version: int | None = None


class ReceiptOut(Schema):
    case_id: UUID
    version: int
    repeated: bool


class ProcedureOut(Schema):
    id: str
    clause: str
    title: str
    severe: bool
    write_off: bool
    extension: bool


class Problem(Schema):
    code: str
    says: str
    why: str = ""
    todo: str = ""
    where: dict[str, Any] = Field(default_factory=dict)
