"""Identity numbers (公民身份号码, GB 11643-1999). Says precisely what is wrong; never guesses a correction.

The birthday inside a number may itself be the mistake that clause 一（一） is about: compare and warn, never overwrite.
Retired area codes are accepted; the area says where the number was given, not where the child lives.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fuxue.kernel.errors import Invalid

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E[+]?\d+", re.IGNORECASE)
_NOISE = re.compile("[\\s'‘’`·\u200b\u200c\u200d\u2060\ufeff-]+")
Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class IdentityParts:
    area: str
    birth_date: date
    sex: Sex


def check_digit(first17: str) -> str:
    """The eighteenth character for seventeen digits."""
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise Invalid("identity_characters", "校验码要由前 17 位数字计算。")
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def clean(text: str) -> str:
    """Full-width to half-width, blanks and quotation marks dropped, x in upper case. Judges nothing."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_identity_number(text: str) -> str:
    """The number in its normal form: 18 characters, X in upper case.

    Raises `Invalid` with code identity_empty, identity_scientific, identity_15, identity_length, identity_characters,
    identity_date, identity_rounded or identity_check_digit.
    """
    number = clean(text)
    _refuse_shape(number)
    if _birth_date(number) is None:
        raise Invalid(
            "identity_date", f"身份证号第 7 至 14 位“{number[6:14]}”不是一个日期。", todo="请核对出生日期部分。"
        )
    expected = check_digit(number[:17])
    if number[17] != expected:
        if number.endswith("000"):
            raise Invalid(
                "identity_rounded",
                "身份证号末三位都是 0，校验码也不对，应是表格软件按数字保存时丢掉了末三位。",
                todo="请把该列设为文本后重新录入原号码。",
            )
        raise Invalid(
            "identity_check_digit",
            f"身份证号校验码不对：末位是“{number[17]}”，按前 17 位应为“{expected}”。",
            todo="请与户口簿或身份证逐位核对。",
        )
    return number


def _refuse_shape(number: str) -> None:
    if not number:
        raise Invalid("identity_empty", "没有填写身份证号。")
    if _SCIENTIFIC.fullmatch(number):
        raise Invalid(
            "identity_scientific",
            "身份证号被表格软件变成了科学计数法，后几位已经丢失。",
            todo="请把该列设为文本后重新录入原号码。",
        )
    if re.fullmatch(r"[0-9]{15}", number):
        raise Invalid("identity_15", "这是 15 位旧号码。", todo="请按户口簿填写 18 位号码。")
    if len(number) != 18:
        raise Invalid("identity_length", f"身份证号应为 18 位，现有 {len(number)} 位。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Invalid("identity_characters", "身份证号只能是 17 位数字加 1 位数字或 X。")


def _birth_date(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if 1850 <= born.year <= 2100 else None


def parts(number: str) -> IdentityParts:
    """Area, birthday and sex. Raises `Invalid` like `check_identity_number`."""
    good = check_identity_number(number)
    born = _birth_date(good)
    if born is None:
        raise Invalid("identity_date", "身份证号里的出生日期不是一个日期。")
    return IdentityParts(good[:6], born, "male" if int(good[16]) % 2 else "female")


def from_15(number: str) -> str:
    """The 18-digit form of an old 15-digit number (all of them belong to the twentieth century)."""
    old = clean(number)
    if not re.fullmatch(r"[0-9]{15}", old):
        raise Invalid("identity_15", "旧号码应为 15 位数字。")
    first17 = f"{old[:6]}19{old[6:]}"
    return check_identity_number(first17 + check_digit(first17))
