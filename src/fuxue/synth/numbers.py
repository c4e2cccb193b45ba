"""Numbers of synthetic people: right in form and check digit, and held by nobody."""

from datetime import date
from typing import Literal

from fuxue.kernel.identity import check_digit

Sex = Literal["male", "female"]


def identity_number(area: str, birth: date, order: int, sex: Sex) -> str:
    """An 18-digit number in the unissued `area` (6 digits). `order` 0-499 tells people of one day and sex apart."""
    serial = order * 2 + (1 if sex == "male" else 0)
    first = f"{area}{birth:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def phone(order: int) -> str:
    """Eleven digits with the prefix 120, which no operator has: it can be shown and never rings."""
    return f"120{order % 100_000_000:08d}"


def student_number(id_number: str) -> str:
    """The formal number that the national system gives: G and the identity number."""
    return f"G{id_number}"


def temporary_number(school_area: str, birth: date, order: int) -> str:
    """The temporary form: L, six digits of the school's area, the birthday, four more; no check digit."""
    return f"L{school_area}{birth:%Y%m%d}{order % 10_000:04d}"


def disability_card(id_number: str, category: int, level: int) -> str:
    """Twenty digits: the identity number, category 1-7, level 1-4 (1 is the heaviest)."""
    return f"{id_number}{category}{level}"
