"""Which file a person may open: one of a case they see, on a paper whose kind of fact their role needs."""

from uuid import UUID

from fuxue.access.actor import Actor
from fuxue.evidence.models import FileUse
from fuxue.ledger import reading
from fuxue.ledger.entries import Kind
from fuxue.ledger.models import Case


def readable(*, actor: Actor, case_id: UUID, sha256: str) -> FileUse | None:
    """The use of the file in that case; None when the case, the use or the kind of paper is not for this person.

    A desk that put a paper in itself may look at it again while the case is with it.
    """
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    uses = FileUse.objects.visible_to(actor).filter(case_id=case_id, file_id=sha256).select_related("file")
    if case is None or not uses:
        return None
    shown = {
        entry.public["paper"]
        for entry in reading.entries_of(case, actor=actor)
        if entry.kind is Kind.PAPER_ADDED and (entry.private is not None or entry.organ_id == actor.organ_id)
    }
    return next((use for use in uses if use.paper in shown), None)
