"""What people can ask of a case. Frozen values; the door (`ledger.actions.perform`) takes one at a time. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from fuxue.guideline.casefile import MaterialFacts, VisitFacts


@dataclass(frozen=True, slots=True)
class FileRef:
    """A stored file: SHA-256 in hex, size in bytes, sniffed media type."""

    sha256: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Assign:
    organ_ids: tuple[int, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class StartVerification:
    pass


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Values by contract fact name; None takes a fact back to "not yet known"."""

    values: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordVisit:
    visit: VisitFacts
    narrative: str = ""


@dataclass(frozen=True, slots=True)
class AddPaper:
    """`paper.id` may be empty: the door numbers it. A scan needs a file, a retained recording its custody."""

    paper: MaterialFacts
    files: tuple[FileRef, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class CorrectPaper:
    paper_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WithdrawPaper:
    paper_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChooseProcedure:
    procedure: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refer:
    organ_id: int
    question: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerReferral:
    referral_id: str
    answer: str


@dataclass(frozen=True, slots=True)
class RecallReferral:
    referral_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Submit:
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecallSubmission:
    reason: str


@dataclass(frozen=True, slots=True)
class Approve:
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnForCorrection:
    """At least one remark; `item` is a requirement id of the checklist or a paper id, or "" for the whole case."""

    remarks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Close:
    """核销原因 (or the ending in words) and the receipt of the operation in the national platform, if there is one."""

    reason: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class RecordFollowUp:
    follow_up_id: str
    result: Literal["ok", "not_ok"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    reason: str
    cause: Literal["manual", "lapsed", "reappeared", "follow_up"] = "manual"


@dataclass(frozen=True, slots=True)
class CorrectChild:
    """Corrects name, sex, birth_date, id_number, student_number, record_school_code, contact …; the reason is kept."""

    values: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    text: str


Command = (
    Assign
    | StartVerification
    | RecordFacts
    | RecordVisit
    | AddPaper
    | CorrectPaper
    | WithdrawPaper
    | ChooseProcedure
    | Refer
    | AnswerReferral
    | RecallReferral
    | Submit
    | RecallSubmission
    | Approve
    | ReturnForCorrection
    | Close
    | RecordFollowUp
    | Reopen
    | CorrectChild
    | Remark
)


@dataclass(frozen=True, slots=True)
class NewChild:
    """A line of a suspected list, ready to be registered. `source_row` makes the same line recognisable."""

    name: str
    sex: str | None
    birth_date: date | None
    id_number: str | None
    student_number: str | None
    school_code: str | None
    region_code: str  # household village, 12 digits
    guardian_name: str = ""
    guardian_phone: str = ""
    address: str = ""
    reason: str = ""
    source_row: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)
