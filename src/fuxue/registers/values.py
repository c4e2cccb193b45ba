"""One cell of one kind → its value, or a precise reason why not. Pure; `today` is an argument.

`Read.note` says what was repaired on the way in, so that nothing changes in silence.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from fuxue.kernel import identity, names, student_number
from fuxue.kernel.errors import Invalid
from fuxue.registers.schema import Field

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?(?:[ T]+[\d:.]+)?月?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})|(0\d{2,3}\d{7,8})|([2-8]\d{6,7})")
_SEX = {"男": "male", "女": "female", "1": "male", "2": "female", "男性": "male", "女性": "female",
        "m": "male", "f": "female", "male": "male", "female": "female"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    value: object
    note: str = ""


def read_value(field: Field, text: str, today: date) -> Read:  # noqa: PLR0911 - one line for each kind
    """Raises Invalid with the reason. Blank text must not be handed in."""
    match field.kind:
        case "identity":
            return _identity(text)
        case "name":
            return _name(text, field.title)
        case "date":
            return _date(text, field.title, today)
        case "sex":
            return _choice(text, _SEX, field.title, "男或女（1 或 2）")
        case "phone":
            return _phone(text)
        case "student_number":
            return _student_number(text)
        case "card":
            return _card(text)
        case "region" | "school":
            return Read(unicodedata.normalize("NFKC", text).strip())
        case "text":
            if field.choices:
                accepted = "、".join(dict(field.choices))
                return _choice(text, dict(field.choices), field.title, accepted)
            return Read(_clean_text(text, field.title))


def _identity(text: str) -> Read:
    plain = identity.clean(text)
    number = identity.from_15(plain) if re.fullmatch(r"[0-9]{15}", plain) else identity.check_identity_number(plain)
    if len(plain) == 15:
        return Read(number, "15 位旧号码已换成 18 位")
    return Read(number, "" if text == number else "身份证号里的空格、全角字符或小写 x 已改正")


def _name(text: str, title: str) -> Read:
    name = names.normalise(text)
    if not name:
        raise Invalid("name_empty", f"没有填写{title}。")
    _refuse_characters(name, title)
    if any(letter.isdecimal() for letter in name):
        raise Invalid("name_digits", f"{title}里有数字。", todo="请按户口簿填写。")
    if len(name) > 50:
        raise Invalid("name_too_long", f"{title}超过 50 个字。")
    return Read(name, "" if text == name else f"{title}里的空格或间隔号已改正")


def _refuse_characters(text: str, title: str) -> None:
    for letter in text:
        category = unicodedata.category(letter)
        if category in {"Cc", "Cf", "Cn", "Cs"}:
            raise Invalid(
                "control_character", f"{title}里有看不见的控制字符（U+{ord(letter):04X}）。", todo="请重新录入。"
            )
        if category == "Co":
            raise Invalid(
                "private_character",
                f"{title}里有自造字（U+{ord(letter):04X}），别的电脑显示不出来。",
                todo="请改用标准字。",
            )
        if letter in "\ufffd?？□■":
            raise Invalid("garbled_character", f"{title}里有“{letter}”，应是文字丢失或乱码。", todo="请按户口簿填写。")


def _clean_text(text: str, title: str) -> str:
    kept = "".join(" " if letter in "\r\n\t" else letter for letter in text)
    for letter in kept:
        if letter == "\ufffd" or unicodedata.category(letter) in {"Cc", "Cs"}:
            raise Invalid(
                "control_character", f"{title}里有控制字符或乱码（U+{ord(letter):04X}）。", todo="请重新录入。"
            )
    return kept.strip()


def _date(text: str, title: str, today: date) -> Read:
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(plain) or _COMPACT.fullmatch(plain)
    note = ""
    if found is None and re.fullmatch(r"[1-6]\d{4}", plain):  # a date whose cell format was lost
        day = date(1899, 12, 30) + timedelta(days=int(plain))
        note = f"{title}是表格的日期序号，已换算成日期"
    elif found is None:
        raise Invalid("date_unreadable", f"{title}不是日期。", todo="请写成 2015-03-09 这样的格式。")
    elif found[3] is None:
        raise Invalid("date_month_only", f"{title}只有年月，缺少日。", todo="请写出完整日期。")
    else:
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as error:
            raise Invalid("date_unreadable", f"{title}不是日历上有的日期。", todo="请核对年月日。") from error
    if day > today:
        raise Invalid("date_in_future", f"{title}在今天以后。", todo="请核对年份。")
    if day.year < 1900:
        raise Invalid("date_too_early", f"{title}早于 1900 年。", todo="请核对年份。")
    return Read(day, note)


def _choice(text: str, choices: dict[str, str], title: str, accepted: str) -> Read:
    plain = unicodedata.normalize("NFKC", text).strip()
    value = choices.get(plain) or choices.get(plain.lower())
    if value is None:
        raise Invalid("not_a_choice", f"{title}只能填{accepted}。")
    return Read(value)


def _phone(text: str) -> Read:
    plain = re.sub(r"[\s()-]+", "", unicodedata.normalize("NFKC", text))
    found = _PHONE.fullmatch(plain)
    if found is None:
        raise Invalid("phone_shape", "联系电话不是手机号，也不是固定电话。", todo="每格只填一个号码。")
    number = found[1] or found[2] or found[3]
    return Read(number, "" if number == text else "联系电话里的空格或连字符已去掉")


def _student_number(text: str) -> Read:
    number = student_number.normalise(text)
    if student_number.kind(number) is None:
        raise Invalid("student_number_shape", "学籍号应为 G、L 或 J 加 18 位。", todo="没有学籍号请留空。")
    return Read(number)


def _card(text: str) -> Read:
    """残疾人证号: the identity number, one digit for the category, one for the degree, perhaps B1 for a reissue."""
    number = identity.clean(text)
    if not re.fullmatch(r"[0-9]{17}[0-9X][1-7][1-4](B[0-9])?", number):
        raise Invalid("card_shape", "残疾人证号应为 18 位身份证号加 2 位类别和等级。")
    identity.check_identity_number(number[:18])
    return Read(number)
