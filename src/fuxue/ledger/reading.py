"""Reading a case: entries as the person may see them, state, case file, what the rules say, what may be done."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, get_args
from uuid import UUID

from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.fields import may_see
from fuxue.guideline import FACTS, MATERIALS, RuleBook, assess, propose
from fuxue.guideline.assessment import Assessment
from fuxue.guideline.casefile import CaseFile
from fuxue.kernel.errors import FuxueError
from fuxue.kernel.vocabulary import Role
from fuxue.ledger import casefile, models, rules, veil
from fuxue.ledger import commands as c
from fuxue.ledger.circumstances import Circumstances
from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.fold import fold
from fuxue.ledger.gate import gate
from fuxue.ledger.organs import review_chain
from fuxue.ledger.rights import DESKS
from fuxue.ledger.state import CaseState

NAMES: Mapping[str, type[c.Command]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower(): cls for cls in get_args(c.Command)
}
CONTACT = ("guardian_name", "guardian_phone", "address")
IDENTITY = ("id_number", "student_number")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a Chinese sentence, empty when allowed; `code` is stable."""

    allowed: bool
    reason: str = ""
    code: str = ""


def entry_of(row: models.Entry, private: Mapping[str, Any] | None) -> Entry:
    return Entry(
        seq=row.seq,
        kind=Kind(row.kind),
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        actor_role=row.actor_role,
        organ_id=row.organ_id,
        organ_kind=row.organ_kind,
        organ_name=row.organ_name,
        rules_sha256=row.rules_sha256,
        public=row.public,
        private=private,
    )


def public_entries(case_id: UUID) -> list[Entry]:
    """In order; every private half left out (None)."""
    return [entry_of(row, None) for row in models.Entry.objects.filter(case_id=case_id).order_by("seq")]


def whole_entries(case_id: UUID) -> list[Entry]:
    """With private halves, for the rules. Not for showing: use `entries_of`."""
    rows = models.Entry.objects.filter(case_id=case_id).select_related("private_half").order_by("seq")
    return [entry_of(row, _private(row)) for row in rows]


def _private(row: models.Entry) -> Mapping[str, Any] | None:
    if not row.private_digest:
        return {}
    half = getattr(row, "private_half", None)
    return half.content if half else None


def entries_of(case: models.Case, *, actor: Actor) -> list[Entry]:
    """The timeline as `actor` may see it: private halves only in the categories that the role needs."""
    return _as_seen(whole_entries(case.id), actor)


def _as_seen(entries: list[Entry], actor: Actor) -> list[Entry]:
    return [replace(entry, private=_shown(entry, entries, actor)) for entry in entries]


def _shown(  # noqa: PLR0911  # one answer per kind of entry
    entry: Entry, entries: Iterable[Entry], actor: Actor
) -> Mapping[str, Any] | None:
    private = entry.private
    if private is None:
        return None
    role = actor.role
    match entry.kind:
        case Kind.FACTS_RECORDED:
            values = private["values"].items()
            seen = {name: value for name, value in values if name not in FACTS or may_see(role, FACTS[name].category)}
            return {**private, "values": seen} if len(seen) == len(values) else {"values": seen}
        case Kind.PAPER_ADDED | Kind.PAPER_CORRECTED | Kind.PAPER_WITHDRAWN:
            return private if may_see(role, _paper_category(entry, entries)) else None
        case Kind.REGISTERED | Kind.CHILD_CORRECTED:
            return _child_shown(private, role)
        case Kind.VISIT_RECORDED:
            return private if may_see(role, "family") else None
        case Kind.REFERRED | Kind.ANSWERED | Kind.REFERRAL_RECALLED:
            return private if _referral_shown(entry, entries, actor) else None
        case _:
            return private if role not in DESKS and may_see(role, "review") else None


def _paper_category(entry: Entry, entries: Iterable[Entry]) -> str:
    added = (e for e in entries if e.kind is Kind.PAPER_ADDED and e.public["paper"] == entry.public["paper"])
    kind = entry.public.get("kind") or next((e.public["kind"] for e in added), "")
    return MATERIALS[kind].category if kind in MATERIALS else ""


def _referral_shown(entry: Entry, entries: Iterable[Entry], actor: Actor) -> bool:
    if actor.role not in DESKS:
        return may_see(actor.role, "review")
    asked = (e for e in entries if e.kind is Kind.REFERRED and e.public["referral"] == entry.public["referral"])
    return any(e.public["organ"]["id"] == actor.organ_id for e in asked)


def _child_shown(private: Mapping[str, Any], role: Role) -> Mapping[str, Any]:
    hidden = {
        *(() if may_see(role, "contact") else CONTACT),
        *(() if may_see(role, "identity") else IDENTITY),
    }

    def without(values: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if key not in hidden}

    return {key: without(value) if isinstance(value, Mapping) else value for key, value in private.items()}


def state_of(case: models.Case) -> CaseState:
    return fold(public_entries(case.id))


def case_file_of(case: models.Case, as_of: date) -> CaseFile:
    """What was known at the end of that day."""
    return casefile.case_file(whole_entries(case.id), as_of=as_of)


def assessment_of(case: models.Case, as_of: date) -> Assessment:
    """By the rules now in force. Of the chosen procedure; of the proposed one while none is chosen."""
    return assessed(case_file_of(case, as_of), rules.current_book())


def assessed(file: CaseFile, book: RuleBook) -> Assessment:
    known = file.procedure if file.procedure in book.all_procedures else None
    return assess(replace(file, procedure=known or propose(file, book)), book)


@dataclass(frozen=True)
class OpenCase:
    """One case, opened by one person: read once, and everything else worked out from that when first asked for.

    `assessment` is worded for the person's role; `seen` is the case file without what is hidden from that role.
    """

    case: models.Case
    actor: Actor
    now: datetime

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def _whole(self) -> list[Entry]:
        return whole_entries(self.case.id)

    @cached_property
    def entries(self) -> list[Entry]:
        return _as_seen(self._whole, self.actor)

    @cached_property
    def state(self) -> CaseState:
        return fold(self._whole)

    @cached_property
    def file(self) -> CaseFile:
        return casefile.case_file(self._whole, as_of=self.today)

    @cached_property
    def seen(self) -> CaseFile:
        return veil.seen_by(self.file, self.actor.role)

    @cached_property
    def assessment(self) -> Assessment:
        return veil.assessed(self.file, rules.current_book(), self.actor.role)

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """For each command, by its snake_case name: may the person give it now, and if not, why not and what to do."""
        book = rules.current_book()
        around = Circumstances(
            today=self.today,
            deadlines=book.profile.deadlines,
            procedures=book.procedures,
            chain=review_chain(self.case, book.profile.review_chain),
            assessment=self.assessment if self.state.procedure else None,
        )
        return {name: _verdict(self.state, command, self.actor, around) for name, command in NAMES.items()}


def open_case(case: models.Case, *, actor: Actor, now: datetime) -> OpenCase:
    return OpenCase(case, actor, now)


def allowed_commands(case: models.Case, *, actor: Actor, now: datetime) -> Mapping[str, Verdict]:
    """For each command: may this person give it now, and if not, why not and what to do."""
    return open_case(case, actor=actor, now=now).verdicts


def _verdict(state: CaseState, command: type[c.Command], actor: Actor, around: Circumstances) -> Verdict:
    try:
        gate(state, command, actor, around)
    except FuxueError as error:
        return Verdict(False, str(error), error.code)
    return Verdict(True)
