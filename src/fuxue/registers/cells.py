"""From what a spreadsheet stores in a cell to the text a person meant. Pure; knows no columns.

Whole numbers lose their `.0`. Numbers past fifteen digits have been rounded by the spreadsheet, so they are given in
scientific notation, as it shows them: no reader downstream can take such a number for an identity number.
"""

import re
from datetime import date, datetime, time, timedelta
from math import isfinite

_EXACT = 10**15
_FIRST_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheet dates have no zone
_FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

# Built-in number formats that show a date or a time; 27-36 and 50-58 are the East Asian ones.
DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


def is_date_format(code: str) -> bool:
    """Whether a number format such as `yyyy"年"m"月"` shows a date or time."""
    if code.lower() == "general":
        return False
    return bool(_DATE_LETTERS.search(_QUOTED.sub("", code.split(";", maxsplit=1)[0])))


def number_text(raw: str) -> str:
    """Text of a stored number: `3.0` → `3`, `5.3299920120304E17` → `5.3299920120304E+17`."""
    if raw.isdecimal() and raw.isascii() and len(raw) <= 15:
        return raw
    try:
        number = float(raw)
    except ValueError:
        return raw
    if not isfinite(number):
        return raw
    if abs(number) >= _EXACT:
        return f"{number:.15g}".upper() if abs(number) > 1e20 else _scientific(number)
    if number.is_integer():
        return str(int(number))
    return repr(number)


def _scientific(number: float) -> str:
    mantissa, _, exponent = f"{number:.14e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E+{int(exponent)}"


def serial_text(raw: str, *, since_1904: bool = False) -> str:
    """ISO text of a date serial; a time of day is added only when there is one. Anything else stays as it is."""
    try:
        serial = float(raw)
    except ValueError:
        return raw
    if not 0 <= serial < _LAST_SERIAL:
        return number_text(raw)
    if serial < 1:
        return str((_FIRST_1900 + timedelta(seconds=round(serial * 86400))).time())
    first = _FIRST_1904 if since_1904 else _FIRST_1900
    if not since_1904 and serial < 60:
        first += timedelta(days=1)  # the spreadsheet believes in 29 February 1900
    return value_text(first + timedelta(seconds=round(serial * 86400)))


def value_text(value: object) -> str:  # noqa: PLR0911 - one line for each type
    """Text of a value that a reader has already typed."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number_text(repr(value))
        case datetime():
            moment = value.replace(microsecond=0, tzinfo=None)
            return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def unescape(text: str) -> str:
    """`_x000D_` and its like, by which spreadsheets write characters that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def column_index(reference: str) -> int:
    """0 for `A1`, 26 for `AA7`; -1 when the letters are missing."""
    index = 0
    for letter in reference:
        if "A" <= letter <= "Z":
            index = index * 26 + ord(letter) - 64
        else:
            break
    return index - 1
