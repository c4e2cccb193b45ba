"""What an entry changes besides the summary: referral rows, the child's row, search tokens."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fuxue.ledger import models
from fuxue.ledger.actions.rows import renew_tokens
from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.fold import local_day
from fuxue.ledger.search import ID_COLUMN, STUDENT_COLUMN
from fuxue.ledger.state import CaseState
from fuxue.ledger.summary import PLACE_COLUMNS
from fuxue.vault.sealing import blind_index

OVER = {Kind.ANSWERED: models.Referral.ANSWERED, Kind.REFERRAL_RECALLED: models.Referral.RECALLED}
SEALED = ("student_number", "guardian_name", "guardian_phone", "address")


def apply(case: models.Case, entries: Sequence[Entry], _: CaseState) -> None:
    for entry in entries:
        if entry.kind is Kind.REFERRED:
            referral_row(case, entry).save(force_insert=True)
        elif entry.kind in OVER:
            end_referral(case, entry)
        elif entry.kind is Kind.CHILD_CORRECTED and entry.private:
            _correct(case, entry)


def referral_row(case: models.Case, entry: Entry) -> models.Referral:
    public = entry.public
    return models.Referral(
        **{column: getattr(case, column) for column in PLACE_COLUMNS},
        case=case,
        number=case.number,
        key=public["referral"],
        organ_id=public["organ"]["id"],
        status=models.Referral.OPEN,
        sent_on=local_day(entry),
        due_on=date.fromisoformat(public["due_on"]),
    )


def end_referral(case: models.Case, entry: Entry) -> None:
    models.Referral.objects.filter(case=case, key=entry.public["referral"]).update(
        status=OVER[entry.kind], over_on=local_day(entry)
    )


def child_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the child as columns, keyed indexes included. Only the fields that `values` names."""
    columns: dict[str, Any] = {key: values[key] or "" for key in ("name", "sex", *SEALED) if key in values}
    if "birth_date" in values:
        columns["birth_date"] = date.fromisoformat(values["birth_date"]) if values["birth_date"] else None
    if "id_number" in values:
        number = values["id_number"] or ""
        columns["id_number"] = number
        columns["id_number_index"] = blind_index(number, column=ID_COLUMN) if number else None
    if "student_number" in values:
        number = (values["student_number"] or "").upper()
        columns["student_number_index"] = blind_index(number, column=STUDENT_COLUMN) if number else None
    return columns


def _correct(case: models.Case, entry: Entry) -> None:
    child = models.Child.objects.get(pk=case.child_id)
    for column, value in child_columns((entry.private or {})["values"]).items():
        setattr(child, column, value)
    if "school_code" in entry.public:
        school = entry.public["school_code"]
        child.school_code = school
        models.Case.objects.filter(pk=case.pk).update(school_code=school)
        models.Referral.objects.filter(case=case).update(school_code=school)
    child.save()
    renew_tokens(case, child)
