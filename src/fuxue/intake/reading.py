"""From the kept list to children ready for registration: the villages and schools of the importer, the row as it is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from fuxue.access.actor import Actor
from fuxue.access.models import Organ, Region
from fuxue.intake import files
from fuxue.kernel.vocabulary import Organ as OrganKind
from fuxue.kernel.vocabulary import Role
from fuxue.ledger.commands import NewChild
from fuxue.registers import headings, suspected
from fuxue.registers.places import Place, Places
from fuxue.registers.rows import BadRow, GoodRow
from fuxue.registers.sheets import Table, open_table

SCHEMA = suspected.SCHEMA
# Columns that a child's own record has no place for; they go along in `NewChild.extra`.
EXTRA = ("school_name", "grade", "ethnic_group", "household_address", "township", "village", "origin", "batch",
         "issued_on", "remark")  # fmt: skip
NOT_YOUR_SCHOOL = ("school_outside", "学籍不在您的学校。请交由学籍所在学校或县级教育行政部门导入。")


def open_list(run_id: UUID, name: str) -> Table:
    """Raises Invalid for a file that is not a list."""
    return open_table(files.list_file(run_id), name, SCHEMA)


def region_of(actor: Actor) -> str:
    """Where the importer's children have their household: the office's region; for a school that of its county."""
    return actor.region_code[:6] if actor.role is Role.SCHOOL_REGISTRAR else actor.region_code


def places_of(actor: Actor, today: date) -> Places:
    """Villages and townships of the importer's region as they are on that day, schools of its county."""
    region = region_of(actor)
    now = Q(valid_from__lte=today) & (Q(valid_until__isnull=True) | Q(valid_until__gt=today))
    places = Region.objects.filter(now, code__startswith=region, level__in=("township", "village"))
    schools = Organ.objects.filter(kind=OrganKind.SCHOOL.value, active=True, region__code__startswith=region[:6])
    return Places(
        regions=[Place(code, name) for code, name in places.values_list("code", "name")],
        schools=[Place(code or "", name) for code, name in schools.values_list("school_code", "name")],
        scope=region,
    )


def read(table: Table, columns: Mapping[str, int], *, actor: Actor, today: date) -> Iterator[GoodRow | BadRow]:
    """Checked rows, always in the same order for the same file."""
    mapping = headings.Mapping(columns, {}, (), ())
    rows = suspected.read(table, mapping, places=places_of(actor, today), today=today)
    return _of_own_school(rows, actor) if actor.role is Role.SCHOOL_REGISTRAR else rows


def _of_own_school(rows: Iterator[GoodRow | BadRow], actor: Actor) -> Iterator[GoodRow | BadRow]:
    """A school hands in its own pupils only; a row that names no school is taken as one of them."""
    for row in rows:
        if isinstance(row, GoodRow) and row.values.setdefault("school", actor.school_code) != actor.school_code:
            title = SCHEMA.by_name["school"].title
            yield BadRow(row.row, title, str(row.values["school"]), *NOT_YOUR_SCHOOL, (NOT_YOUR_SCHOOL,))
        else:
            yield row


def new_child(good: GoodRow) -> NewChild:
    """What registration takes. `extra["warnings"]` holds the codes of what did not agree within the row."""
    values: Mapping[str, Any] = good.values

    def text(name: str) -> str:
        return str(values.get(name, ""))

    extra: dict[str, Any] = {name: str(values[name]) for name in EXTRA if name in values}  # a date as 2026-11-24
    if good.warnings:
        extra["warnings"] = [code for code, _ in good.warnings]
    return NewChild(
        name=text("name"),
        sex=values.get("sex"),
        birth_date=values.get("birth_date"),
        id_number=values.get("id_number"),
        student_number=values.get("student_number"),
        school_code=values.get("school"),
        region_code=text("region_code"),
        guardian_name=text("guardian_name"),
        guardian_phone=text("guardian_phone"),
        address=text("address") or text("household_address"),
        reason=text("reason"),
        source_row=good.row.number,
        extra=extra,
    )
