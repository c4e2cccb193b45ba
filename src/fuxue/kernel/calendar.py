"""Ages, school years and terms. Pure: every function is told the day.

Two bases of age (义务教育法第十一条; reading of part II): compulsory age looks at the full years on the cut-off day of
the school year, the twelfth birthday of part II at the full years on the day itself. A year ends on the same day of the
same month, and where that day does not exist, on the last day of the month (民法典第二百零二条).
"""

import calendar as _calendar
import re
from datetime import date, timedelta

from fuxue.kernel.errors import Invalid

SCHOOL_YEAR_STARTS = (9, 1)
TERM_STARTS = ((3, 1), (9, 1))
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")


def months_later(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = _calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def years_later(day: date, years: int) -> date:
    return months_later(day, 12 * years)


def age_on(birth: date, day: date) -> int:
    """Full years; the birthday itself counts. Negative before birth."""
    years = day.year - birth.year
    return years if day >= years_later(birth, years) else years - 1


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of `day` began (1 September)."""
    return day.year if (day.month, day.day) >= SCHOOL_YEAR_STARTS else day.year - 1


def school_year(day: date) -> str:
    """For example "2026-2027"."""
    start = school_year_of(day)
    return f"{start}-{start + 1}"


def month_day(text: str) -> tuple[int, int]:
    """ "08-31" → (8, 31). Raises `Invalid` (`month_day`) for anything that is not a day of every year."""
    found = _MONTH_DAY.fullmatch(text)
    if found:
        month, day = int(found[1]), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= _calendar.monthrange(2001, month)[1]:
            return month, day
    raise Invalid("month_day", f"“{text}”不是“月-日”，应写成 08-31 这样。")


def cutoff_day(day: date, cutoff: str) -> date:
    """The cut-off day of the school year in which `day` lies."""
    month, number = month_day(cutoff)
    return date(school_year_of(day), month, number)


def is_compulsory_age(birth: date, day: date, age_min: int, age_max: int, cutoff: str) -> bool:
    """适龄: full years on the cut-off day of the school year, both ends included.

    For 2026-2027 with 6, 15 and 08-31: born 2010-09-01 to 2020-08-31.
    """
    return age_min <= age_on(birth, cutoff_day(day, cutoff)) <= age_max


def becomes_compulsory_on(birth: date, day: date, age_min: int, cutoff: str) -> date | None:
    """The first day of the school year in which a child now too young comes of age; None when not too young."""
    month, number = month_day(cutoff)
    start = school_year_of(day)
    if age_on(birth, date(start, month, number)) >= age_min:
        return None
    while age_on(birth, date(start, month, number)) < age_min:
        start += 1
    return date(start, *SCHOOL_YEAR_STARTS)


def compulsory_until(birth: date, age_max: int, cutoff: str) -> date:
    """The last day of the last school year of compulsory age."""
    month, number = month_day(cutoff)
    start = birth.year + age_max - 1
    while age_on(birth, date(start + 1, month, number)) <= age_max:
        start += 1
    return date(start + 1, *SCHOOL_YEAR_STARTS) - timedelta(days=1)


def term_starts(after: date, until: date) -> tuple[date, ...]:
    """First days of terms later than `after` and not later than `until`, in order."""
    days = (date(year, *start) for year in range(after.year, until.year + 1) for start in TERM_STARTS)
    return tuple(day for day in days if after < day <= until)
