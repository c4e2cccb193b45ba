from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuxue.kernel import identity, mask, student_number
from fuxue.kernel.errors import Invalid

GOOD = "53069920141214027X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity_empty"),
        ("5.30699E+17", "identity_scientific"),
        ("530699141214027", "identity_15"),
        ("5306992014121402", "identity_length"),
        ("53069920141214O27X"[:18], "identity_characters"),
        ("530699201413140271", "identity_date"),
        ("530699201402300271", "identity_date"),
        ("530699201412140000", "identity_rounded"),
        ("530699201412140271", "identity_check_digit"),
    ],
)
def test_says_precisely_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        identity.check_identity_number(text)
    assert refused.value.code == code


@pytest.mark.parametrize("text", [GOOD, GOOD.lower(), f" {GOOD} ", f"'{GOOD}", "５３０６９９２０１４１２１４０２７Ｘ"])
def test_one_spelling(text: str) -> None:
    assert identity.check_identity_number(text) == GOOD


def test_parts() -> None:
    assert identity.parts(GOOD) == identity.IdentityParts("530699", date(2014, 12, 14), "male")


def test_old_number() -> None:
    assert identity.from_15("532999491231002")[:17] == "53299919491231002"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(born: date, serial: int, place: int, shift: int) -> None:
    first = f"532999{born:%Y%m%d}{serial:03d}"
    number = first + identity.check_digit(first)
    assert identity.check_identity_number(number) == number
    if number[place] != "X":
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        with pytest.raises(Invalid):
            identity.check_identity_number(wrong)


@given(st.text(max_size=40))
def test_never_anything_but_a_number_or_a_refusal(text: str) -> None:
    with suppress(Invalid):
        assert len(identity.check_identity_number(text)) == 18


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("G" + GOOD, "formal"),
        ("g" + GOOD.lower(), "formal"),
        ("L53299920141103001X", "temporary"),
        ("J532999201411030017", "substitute"),
        ("X532999201411030017", None),
        ("G123", None),
        ("", None),
    ],
)
def test_student_number(text: str, kind: str | None) -> None:
    assert student_number.kind(text) == kind


def test_masks() -> None:
    assert mask.identity_number(GOOD) == "530699********027X"
    assert mask.phone("13812341234") == "138****1234"
    assert mask.identity_number("12345") == "*****"
    assert mask.identity_number(None) == mask.phone(None) == ""
