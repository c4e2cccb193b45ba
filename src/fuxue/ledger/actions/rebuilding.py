"""Restoring what is computed from the entries: summaries, referral rows, search tokens. Entries are never touched."""

from uuid import UUID

from fuxue.access.actor import SYSTEM
from fuxue.access.rls import as_actor
from fuxue.ledger import models
from fuxue.ledger.actions.effects import OVER, end_referral, referral_row
from fuxue.ledger.actions.rows import renew_tokens
from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.fold import fold
from fuxue.ledger.reading import public_entries
from fuxue.ledger.summary import summary
from fuxue.ledger.tokens import tokens
from fuxue.ledger.verify import problems_of, stored_cases


def rebuild() -> int:
    """How many cases were put right. A case whose chain is damaged is left alone: its end must be explained first."""
    rules = set(models.RuleVersion.objects.values_list("sha256", flat=True))
    changed = 0
    for held in stored_cases():
        if any(problem.entry for problem in problems_of(held, rules)):
            continue
        with as_actor(SYSTEM):
            changed += _rebuild(held.case.pk)
    return changed


def _rebuild(case_id: UUID) -> bool:
    case = models.Case.objects.select_for_update(of=("self",)).select_related("child").get(pk=case_id)
    entries = public_entries(case.pk)
    state = fold(entries)
    wanted = summary(state)
    differs = any(getattr(case, column) != value for column, value in wanted.items())
    if differs:
        models.Case.objects.filter(pk=case.pk).update(**wanted)
    referrals = _referrals(case, entries)
    found = _tokens(case, erased=state.erased)
    return differs or referrals or found


def _referrals(case: models.Case, entries: list[Entry]) -> bool:
    asked = {entry.public["referral"]: entry for entry in entries if entry.kind is Kind.REFERRED}
    over = {entry.public["referral"]: entry for entry in entries if entry.kind in OVER}
    right = {key: OVER[over[key].kind] if key in over else models.Referral.OPEN for key in asked}
    if dict(models.Referral.objects.filter(case=case).values_list("key", "status")) == right:
        return False
    models.Referral.objects.filter(case=case).delete()
    for key, entry in asked.items():
        referral_row(case, entry).save(force_insert=True)
        if key in over:
            end_referral(case, over[key])
    return True


def _tokens(case: models.Case, *, erased: bool) -> bool:
    wanted = frozenset() if erased else tokens(case.child.name, case.number, case.child.id_number)
    if set(models.SearchToken.objects.filter(case=case).values_list("token", flat=True)) == wanted:
        return False
    renew_tokens(case, case.child)
    return True
