"""`erase_person`: the personal data of a child go, the chain of what was decided stays.

Refused while a case is open or a write-off still has a day to come: the duty to bring the child to school comes first
(个人信息保护法第十九条、第四十七条: kept as long as the purpose needs, then erased).
"""

from datetime import datetime
from uuid import UUID

from fuxue.access.actor import SYSTEM, Actor
from fuxue.access.rls import as_actor
from fuxue.audit import actions as audit
from fuxue.audit.kinds import Kind as AuditKind
from fuxue.kernel.errors import Refused
from fuxue.ledger import models, rules
from fuxue.ledger.actions.performing import append
from fuxue.ledger.entries import Draft, Kind
from fuxue.ledger.fold import fold
from fuxue.ledger.reading import public_entries
from fuxue.ledger.rights import MAY_ERASE

IDENTIFYING = {
    "name": "",
    "sex": "",
    "birth_date": None,
    "id_number": "",
    "id_number_index": None,
    "student_number": "",
    "student_number_index": None,
    "guardian_name": "",
    "guardian_phone": "",
    "address": "",
}


def erase_person(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> None:
    """Remove a child's identifying columns and the private halves of all its cases. Asking twice changes nothing.

    `reason` goes into the audit and must name nobody. Raises `Refused`.
    """
    if actor.role not in MAY_ERASE:
        raise Refused("not_your_part", "只有县局审批人可以删除个人信息。", todo="请联系县局审批人。")
    if not reason.strip():
        raise Refused("no_reason", "请写明删除的依据。", todo="例如：保存期限届满。")
    with as_actor(actor):
        seen = models.Case.objects.visible_to(actor).filter(pk=case_id).first()
        if seen is None:
            raise Refused("not_found", "没有这本台账，或不在您的范围内。")
        with as_actor(SYSTEM):
            erased = _erase(actor, seen.child_id, reason.strip(), now)
        for case in erased:
            audit.note(
                actor=actor, kind=AuditKind.ERASE, object_type="case", object_id=str(case), purpose=reason, now=now
            )


def _erase(actor: Actor, child_id: UUID, reason: str, now: datetime) -> list[UUID]:
    """The ids of the cases erased now, under the locks of all cases of the child."""
    cases = list(models.Case.objects.select_for_update(of=("self",)).filter(child_id=child_id).order_by("pk"))
    states = {case.pk: fold(public_entries(case.pk)) for case in cases}
    for case in cases:
        state = states[case.pk]
        if not state.closed or state.lapses_on:
            raise Refused("still_needed", f"台账 {case.number} 还没有办结，或到期还要再办，不能删除。")
    erased: list[UUID] = []
    for case in cases:
        state = states[case.pk]
        if state.erased:
            continue
        at = max(now, state.last_at) if state.last_at else now
        models.EntryPrivate.objects.filter(case=case).delete()
        models.SearchToken.objects.filter(case=case).delete()
        draft = Draft(Kind.ERASED, {"upto": state.version}, {"reason": reason})
        append(case, state, [draft], actor=actor, at=at, book=rules.current_book())
        erased.append(case.pk)
    models.Child.objects.filter(pk=child_id).update(**IDENTIFYING, erased_at=now)
    return erased
