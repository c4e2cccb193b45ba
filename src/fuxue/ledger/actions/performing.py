"""`perform`: one command on one case. Authorise → lock → same request? → stale? → decide → append → summary."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from fuxue.access.actor import SYSTEM, Actor
from fuxue.access.rls import as_actor
from fuxue.guideline import RuleBook
from fuxue.kernel.errors import Refused
from fuxue.kernel.vocabulary import Role
from fuxue.ledger import commands as c
from fuxue.ledger import models, reading, rules, veil
from fuxue.ledger.actions import rows
from fuxue.ledger.actions.effects import apply
from fuxue.ledger.casefile import case_file
from fuxue.ledger.circumstances import Circumstances
from fuxue.ledger.decide import decide
from fuxue.ledger.entries import Draft, Entry
from fuxue.ledger.fold import fold
from fuxue.ledger.organs import in_reach, review_chain
from fuxue.ledger.payload import to_json
from fuxue.ledger.state import CaseState
from fuxue.ledger.summary import summary
from fuxue.ledger.touch import refuse_stale

ASKS_RULES = (c.Submit, c.Approve, c.Close)


@dataclass(frozen=True, slots=True)
class Receipt:
    """`version` is the case's after the command, `kind` its last entry's; `repeated`: nothing was added this time."""

    case_id: UUID
    version: int
    kind: str
    repeated: bool


def perform(
    *,
    actor: Actor,
    case_id: UUID,
    command: c.Command,
    key: str,
    now: datetime,
    expected_version: int | None = None,
) -> Receipt:
    """Give one command. The same `key` of the same person with the same command answers as before and adds nothing.

    Raises `Refused`, `Stale` or `Invalid`; nothing is written then.
    """
    values = {field.name: getattr(command, field.name) for field in fields(command)}
    given = rows.digest({"case": str(case_id), "command": type(command).__name__, "values": to_json(values)})
    try:
        with as_actor(actor):
            return _perform(actor, case_id, command, key, given, now, expected_version)
    except IntegrityError:
        # The same key on two cases at once: whoever lost the race is told like any other reuse.
        with as_actor(actor):
            again = rows.stored_receipt(actor, key, given)
        if again is None:
            raise
        return Receipt(case_id, again.version, again.kind, repeated=True)


def _perform(
    actor: Actor,
    case_id: UUID,
    command: c.Command,
    key: str,
    given: bytes,
    now: datetime,
    expected_version: int | None,
) -> Receipt:
    # Before the lock too: a desk whose question is answered no longer sees the case, but may repeat its request.
    again = rows.stored_receipt(actor, key, given)
    if again is None:
        case = _locked(actor, case_id)
        again = rows.stored_receipt(actor, key, given)
    if again:
        return Receipt(case_id, again.version, again.kind, repeated=True)
    entries = reading.public_entries(case.id)
    state = fold(entries)
    _refuse_damaged(case, state)
    later = entries[expected_version or 0 :]
    refuse_stale(command, version=state.version, expected=expected_version, later=later)
    at = max(now, state.last_at) if state.last_at else now
    book = rules.current_book()
    drafts = decide(state, command, actor=actor, around=_around(case, state, command, book, at, actor.role))
    after = append(case, state, drafts, actor=actor, at=at, book=book)
    receipt = models.StoredReceipt(
        user_id=actor.user_id,
        key=key,
        digest=given,
        case_id=case.id,
        kind=drafts[-1].kind.value,
        version=after.version,
        at=at,
    )
    receipt.save(force_insert=True)
    return Receipt(case.id, after.version, receipt.kind, repeated=False)


def _locked(actor: Actor, case_id: UUID) -> models.Case:
    case: models.Case | None = (
        models.Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    )
    if case is None:
        raise Refused("not_found", "没有这本台账，或不在您的范围内。", todo="请核对编号，或联系县级教育行政部门。")
    return case


def _refuse_damaged(case: models.Case, state: CaseState) -> None:
    """Nothing is built on a chain whose end is missing or was added from outside."""
    if state.version != case.version:
        raise Refused(
            "chain_damaged", "这本台账的记录与摘要不符，已停止办理。", todo="请系统管理员运行 fuxue ledger verify。"
        )


def _around(
    case: models.Case, state: CaseState, command: c.Command, book: RuleBook, at: datetime, role: Role
) -> Circumstances:
    today = timezone.localdate(at)
    named: Sequence[int] = ()
    if isinstance(command, c.Assign):
        named = command.organ_ids
    elif isinstance(command, c.Refer):
        named = (command.organ_id,)
    assessment = None
    if isinstance(command, ASKS_RULES) and state.procedure:
        assessment = veil.assessed(case_file(reading.whole_entries(case.id), as_of=today), book, role)
    return Circumstances(
        today=today,
        deadlines=book.profile.deadlines,
        procedures=book.procedures,
        chain=review_chain(case, book.profile.review_chain) if isinstance(command, c.Submit) else (),
        assessment=assessment,
        organs=in_reach(case, named) if named else {},
    )


def append(
    case: models.Case, state: CaseState, drafts: Sequence[Draft], *, actor: Actor, at: datetime, book: RuleBook
) -> CaseState:
    """Write the entries and everything that follows from them. The caller holds the case's lock."""
    rules.remember(book, at)
    written: list[rows.Written] = []
    prev = case.head
    for number, draft in enumerate(drafts, start=state.version + 1):
        entry = rows.landed(draft, seq=number, at=at, actor=actor, rules=book.sha256)
        written.append(rows.linked(case.id, entry, prev))
        prev = written[-1].link.hash
    rows.store(written)
    entries: list[Entry] = [item.entry for item in written]
    after = fold(entries, state)
    columns: dict[str, Any] = {**summary(after), "head": prev}
    models.Case.objects.filter(pk=case.pk).update(**columns)
    case.head = prev
    # Correcting the school may move a case out of the sight of the person who does it; that is the correction's point.
    with as_actor(SYSTEM):
        apply(case, entries, after)
    return after
