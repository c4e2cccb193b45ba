"""`register`: a suspected list becomes cases, many lines at once, each line once.

A line is the same child as a known case when the identity number is the same, or, where there is none, name, birth date
and village are. One exception: a case closed as a duplicate entry (一（二）) closed that entry only, so the surviving
entry in another village is not "known" by it and gets a case of its own. Two entries are never merged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils import timezone

from fuxue.access.actor import Actor
from fuxue.access.rls import as_actor
from fuxue.access.scope import scope_of, sees
from fuxue.guideline import RuleBook
from fuxue.kernel import calendar, region
from fuxue.kernel.errors import Invalid, Refused, Where
from fuxue.ledger import models, rules
from fuxue.ledger.actions import rows
from fuxue.ledger.actions.bulk import SLICE, insert
from fuxue.ledger.actions.effects import child_columns
from fuxue.ledger.actions.known import Known
from fuxue.ledger.actions.numbering import give_numbers
from fuxue.ledger.commands import NewChild
from fuxue.ledger.decide import organ_json
from fuxue.ledger.entries import Draft, Kind
from fuxue.ledger.fold import fold
from fuxue.ledger.record import child_value
from fuxue.ledger.rights import MAY_REGISTER
from fuxue.ledger.state import OrganRef
from fuxue.ledger.summary import place, summary
from fuxue.ledger.tokens import tokens
from fuxue.ledger.village import Destinations


@dataclass(frozen=True, slots=True)
class Source:
    """Where the lines come from: kind of list, batch (the same list has the same), its name for people."""

    kind: str
    batch: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """Cases opened by this request, and cases that were there already for other lines of it."""

    opened: tuple[UUID, ...]
    known: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    child: NewChild
    place: dict[str, str]
    values: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class _New:
    """A line that becomes a case."""

    case_id: UUID
    child_id: UUID
    number: str
    line: _Line


@dataclass(frozen=True, slots=True)
class _Batch:
    actor: Actor
    source: Source
    receipt: models.StoredReceipt
    book: RuleBook
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


def register(*, actor: Actor, children: Sequence[NewChild], source: Source, key: str, now: datetime) -> Registered:
    """Open a case for every line that has none yet, and send it to its village and school. All lines or none.

    The same key with the same lines answers as before. Raises `Refused`, or `Invalid` naming the line at fault.
    """
    if actor.role not in MAY_REGISTER:
        raise Refused("not_your_part", "您的岗位不能登记疑似失学辍学儿童。", todo="请由村、学校、乡镇或教育部门登记。")
    if not children:
        raise Refused("no_line", "名单里没有可以登记的行。", todo="请核对名单。")
    lines = [_checked(child, actor) for child in children]
    given = rows.digest({"batch": [source.kind, source.batch], "lines": [line.values | line.place for line in lines]})
    with as_actor(actor):
        stored = rows.stored_receipt(actor, key, given)
        if stored:
            return _again(stored, lines)
        try:
            return _register(_Batch(actor, source, _receipt(actor, key, given, now), rules.current_book(), now), lines)
        except IntegrityError as error:
            raise Refused("registered_meanwhile", "同一批名单正在登记。", todo="请稍后重试。") from error


def _receipt(actor: Actor, key: str, given: bytes, now: datetime) -> models.StoredReceipt:
    return models.StoredReceipt(
        user_id=actor.user_id, key=key, digest=given, case_id=None, kind=Kind.REGISTERED.value, version=1, at=now
    )


def _checked(child: NewChild, actor: Actor) -> _Line:
    where = Where(row=child.source_row or None)
    try:
        if region.level(child.region_code) != "village":
            raise Invalid("region_code", "户籍地区划应为 12 位村（社区）代码。")
        values = {
            "name": child_value("name", child.name),
            "sex": child_value("sex", child.sex),
            "birth_date": child_value("birth_date", child.birth_date),
            "id_number": child_value("id_number", child.id_number),
            "student_number": child_value("student_number", child.student_number),
            "record_school_code": child_value("record_school_code", child.school_code),
            "guardian_name": child_value("guardian_name", child.guardian_name),
            "guardian_phone": child_value("guardian_phone", child.guardian_phone),
            "address": child_value("address", child.address),
        }
    except Invalid as error:
        raise Invalid(error.code, error.says, where, error.why, error.todo) from None
    if not values["name"] or not (values["id_number"] or values["birth_date"]):
        raise Invalid("line_incomplete", "一行至少要有姓名，以及身份证号或出生日期。", where)
    codes = place(child.region_code, values["record_school_code"])
    if not sees(scope_of(actor), codes=codes):
        raise Refused("out_of_scope", "这一行不在您的范围内，不能登记。", where, todo="请交由所在地登记。")
    return _Line(child, codes, values)


def _again(stored: models.StoredReceipt, lines: Sequence[_Line]) -> Registered:
    known = Known.of(line.values | line.place for line in lines)
    opened = set(models.Case.objects.filter(registration=stored).values_list("id", flat=True))
    ids = [known.case_of(line.values | line.place) for line in lines]
    found = list(dict.fromkeys(case_id for case_id in ids if case_id))
    return Registered(
        tuple(case_id for case_id in found if case_id in opened),
        tuple(case_id for case_id in found if case_id not in opened),
    )


def _register(batch: _Batch, lines: Sequence[_Line]) -> Registered:
    rules.remember(batch.book, batch.now)
    year = calendar.school_year_of(batch.today)
    # Numbers first: their locks let one registration per county in at a time, so nobody opens a case twice.
    numbers = give_numbers(year, [line.place["county_code"] for line in lines])
    known = Known.of(line.values | line.place for line in lines)
    batch.receipt.save(force_insert=True)
    seen: list[UUID] = []
    pending: list[_New] = []
    for line in lines:
        facts = line.values | line.place
        found = known.case_of(facts)
        if found:
            seen.append(found)
            continue
        new = _New(uuid4(), uuid4(), numbers.next(line.place["county_code"]), line)
        known.add(facts, new.case_id)
        pending.append(new)
    destinations = Destinations.of([new.line.place for new in pending])
    for start in range(0, len(pending), SLICE):
        _store(batch, pending[start : start + SLICE], destinations)
    numbers.keep()
    opened = dict.fromkeys(new.case_id for new in pending)
    return Registered(tuple(opened), tuple(case_id for case_id in dict.fromkeys(seen) if case_id not in opened))


def _store(batch: _Batch, pending: Sequence[_New], destinations: Destinations) -> None:
    written: list[rows.Written] = []
    children: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    folded: dict[tuple[OrganRef, ...], Mapping[str, Any]] = {}
    for new in pending:
        prev = ""
        entries = []
        for seq, draft in enumerate(_drafts(batch, new.line, destinations), start=1):
            entry = rows.landed(draft, seq=seq, at=batch.now, actor=batch.actor, rules=batch.book.sha256)
            written.append(rows.linked(new.case_id, entry, prev))
            prev = written[-1].link.hash
            entries.append(entry)
        children.append({"id": new.child_id, **new.line.place, **child_columns(new.line.values)})
        # Born in one moment and sent to the same organs, two cases fold to the same state.
        organs = destinations.of_place(new.line.place)
        if organs not in folded:
            folded[organs] = summary(fold(entries))
        cases.append({**_case_columns(batch, new), **folded[organs], "head": prev})
    for model, made in ((models.Child, children), (models.Case, cases)):
        insert(model, tuple(made[0]), [tuple(row.values()) for row in made])
    rows.store(written)
    rows.store_tokens(
        (new.case_id, tokens(new.line.values["name"] or "", new.number, new.line.values["id_number"] or ""))
        for new in pending
    )


def _case_columns(batch: _Batch, new: _New) -> dict[str, Any]:
    return {
        "id": new.case_id,
        **new.line.place,
        "number": new.number,
        "child_id": new.child_id,
        "school_year": calendar.school_year(batch.today),
        "source_batch": batch.source.batch[:80],
        "source_row": new.line.child.source_row,
        "registration_id": batch.receipt.pk,
    }


def _drafts(batch: _Batch, line: _Line, destinations: Destinations) -> Iterable[Draft]:
    child = line.child
    contact = ("guardian_name", "guardian_phone", "address")
    private = {
        "child": {key: value for key, value in line.values.items() if key not in contact and value},
        "contact": {key: line.values[key] for key in contact if line.values[key]},
        "reason": child.reason,
        "extra": dict(child.extra),
    }
    public = {
        "source": {"kind": batch.source.kind, "batch": batch.source.batch, "row": child.source_row},
        "school_year": calendar.school_year(batch.today),
        "region_code": line.place["village_code"],
        "school_code": line.place["school_code"],
    }
    yield Draft(Kind.REGISTERED, public, {key: value for key, value in private.items() if value})
    organs = destinations.of_place(line.place)
    if organs:
        due = batch.today + timedelta(days=batch.book.profile.deadlines["assigned"])
        assigned = {"organs": [organ_json(organ) for organ in organs], "due_on": due.isoformat()}
        yield Draft(Kind.ASSIGNED, assigned, {})
