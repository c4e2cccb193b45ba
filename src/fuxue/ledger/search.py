"""Finding cases by what people type: a name or part of it, pinyin initials, a number. Equality only."""

import re
from typing import Any

from django.db.models import Q

from fuxue.kernel import identity, names
from fuxue.kernel.errors import Invalid
from fuxue.ledger.models import CaseQuerySet, SearchToken
from fuxue.ledger.tokens import LONGEST_PIECE
from fuxue.vault.sealing import blind_index

ID_COLUMN = "ledger_child.id_number"
STUDENT_COLUMN = "ledger_child.student_number"
MAX_QUERY = 80
STUDENT_NUMBER = re.compile(r"[A-Z][0-9]{15,18}[0-9X]?")


def search(queryset: CaseQuerySet, text: str) -> Any:
    """The cases of `queryset` that every word of `text` finds. Empty text: all of them; senseless text: none."""
    for word in text[:MAX_QUERY].split():
        queryset = queryset.filter(_condition(word))
    return queryset


def _condition(word: str) -> Q:
    number = _identity_number(word)
    if number:
        return Q(child__id_number_index=blind_index(number, column=ID_COLUMN))
    if STUDENT_NUMBER.fullmatch(word.upper()):
        return Q(child__student_number_index=blind_index(word.upper(), column=STUDENT_COLUMN))
    found = Q()
    for token in _wanted(word):
        found &= Q(id__in=SearchToken.objects.filter(token=token).values("case_id"))
    return found


def _identity_number(word: str) -> str | None:
    try:
        return identity.check_identity_number(word)
    except Invalid:
        return None


def _wanted(word: str) -> set[str]:
    """The token itself; a longer part of a name is found by its overlapping pieces."""
    plain = names.normalise(word).lower()
    if not plain or plain.isascii() or len(plain) <= LONGEST_PIECE:
        return {plain or word}
    return {plain[at : at + LONGEST_PIECE] for at in range(len(plain) - LONGEST_PIECE + 1)}
