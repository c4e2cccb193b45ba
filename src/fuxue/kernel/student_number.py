"""学籍号: one letter and eighteen characters. G formal, L temporary, J for a child without a usable identity number."""

import re
from typing import Literal

from fuxue.kernel import identity
from fuxue.kernel.errors import Invalid

Kind = Literal["formal", "temporary", "substitute"]

_SHAPE = re.compile(r"[GLJ][0-9]{17}[0-9X]")
_KINDS: dict[str, Kind] = {"G": "formal", "L": "temporary", "J": "substitute"}


def normalise(text: str) -> str:
    """Half-width, upper case, no blanks. Judges nothing."""
    return identity.clean(text)


def kind(text: str) -> Kind | None:
    """What kind of number this is; None when it is none at all."""
    number = normalise(text)
    return _KINDS[number[0]] if _SHAPE.fullmatch(number) else None


def identity_number(text: str) -> str | None:
    """The identity number inside a formal number, if it is a good one; perhaps an earlier one of the same child."""
    number = normalise(text)
    if kind(number) != "formal":
        return None
    try:
        return identity.check_identity_number(number[1:])
    except Invalid:
        return None


def school_category(school_code: str) -> str | None:
    """First two digits of a ten-digit 学校标识码: 21 primary, 31 junior, 34 complete, 36 vocational, 51 special …"""
    code = identity.clean(school_code)
    return code[:2] if re.fullmatch(r"[0-9]{10}", code) else None


# Schools that can hold the 学籍 of a child in compulsory education (34: the junior section of a complete school).
COMPULSORY_CATEGORIES = frozenset({"21", "31", "34", "51"})
