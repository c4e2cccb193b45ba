"""How many children of a list have a case already. For the preview only: registration decides again when it lands."""

from collections.abc import Sequence

from fuxue.ledger.commands import NewChild
from fuxue.ledger.models import Child
from fuxue.ledger.search import ID_COLUMN
from fuxue.vault import blind_index


def count(children: Sequence[NewChild]) -> int:
    """By identity number where there is one, else by name, birthday and village; among what the importer may see."""
    numbers = {blind_index(child.id_number, column=ID_COLUMN) for child in children if child.id_number}
    others = {(child.name, child.birth_date, child.region_code) for child in children if not child.id_number}
    by_number = Child.objects.filter(id_number_index__in=numbers).values("id_number_index").distinct().count()
    if not others:
        return by_number
    named = Child.objects.filter(name__in={name for name, _, _ in others})
    return by_number + len(others & set(named.values_list("name", "birth_date", "village_code")))
