from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuxue.kernel import calendar, names, region
from fuxue.kernel.errors import Invalid

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("birth", "of_age"),
    [
        (date(2010, 8, 31), False),
        (date(2010, 9, 1), True),
        (date(2020, 8, 31), True),
        (date(2020, 9, 1), False),
    ],
)
def test_the_school_year_2026_has_the_children_of_ten_years(birth: date, of_age: bool) -> None:
    for day in (date(2026, 9, 1), TODAY, date(2027, 8, 31)):
        assert calendar.is_compulsory_age(birth, day, 6, 15, "08-31") is of_age


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2014, 11, 23), TODAY, 12),
        (date(2014, 11, 24), TODAY, 11),
        (date(2012, 2, 29), date(2025, 2, 28), 13),
        (date(2012, 2, 29), date(2025, 2, 27), 12),
        (date(2012, 2, 29), date(2024, 2, 28), 11),
        (date(2026, 11, 24), TODAY, -1),
    ],
)
def test_full_years(birth: date, day: date, age: int) -> None:
    assert calendar.age_on(birth, day) == age


@given(DAYS, DAYS)
def test_age_grows_by_at_most_one_a_day(birth: date, day: date) -> None:
    assert calendar.age_on(birth, day + timedelta(days=1)) - calendar.age_on(birth, day) in (0, 1)


@given(DAYS, DAYS)
def test_who_is_too_young_comes_of_age_on_the_day_that_is_named(birth: date, day: date) -> None:
    start = calendar.becomes_compulsory_on(birth, day, 6, "08-31")
    if start is not None and birth <= day:
        assert start > day
        assert calendar.is_compulsory_age(birth, start, 6, 15, "08-31")
        assert not calendar.is_compulsory_age(birth, start - timedelta(days=1), 6, 15, "08-31")


@given(DAYS)
def test_compulsory_until_is_the_last_day(birth: date) -> None:
    last = calendar.compulsory_until(birth, 15, "08-31")
    assert calendar.is_compulsory_age(birth, last, 6, 15, "08-31")
    assert not calendar.is_compulsory_age(birth, last + timedelta(days=1), 6, 15, "08-31")


def test_school_year_and_terms() -> None:
    assert calendar.school_year(date(2026, 8, 31)) == "2025-2026"
    assert calendar.school_year(date(2026, 9, 1)) == "2026-2027"
    assert calendar.term_starts(TODAY, date(2027, 9, 1)) == (date(2027, 3, 1), date(2027, 9, 1))


@pytest.mark.parametrize("text", ["8-31", "02-29", "13-01", "00-10", "0831", ""])
def test_no_cut_off(text: str) -> None:
    with pytest.raises(Invalid):
        calendar.month_day(text)


def test_regions() -> None:
    assert region.level("532999001201") == "village"
    assert region.ancestors("532999001") == ("53", "5329", "532999")
    assert region.parent("53") is None
    assert region.is_within("532999001201", "532999")
    assert not region.is_within("532998001201", "532999")
    assert not region.is_within("532999", "532999001")
    for bad in ("5", "53299", "53299a", "５３"):
        with pytest.raises(Invalid):
            region.level(bad)


@pytest.mark.parametrize("text", ["阿木•拉者", "阿木 ． 拉者", "阿木・拉者\u200b", " 阿木·拉者"])
def test_names_have_one_spelling(text: str) -> None:
    assert names.normalise(text) == "阿木·拉者"


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert names.normalise(names.normalise(text)) == names.normalise(text)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("单雄信", "sxx"), ("曾小贤", "zxx"), ("解珍", "xz"), ("尉迟恭", "ycg"), ("阿木·拉者", "amlz"), ("仇英", "qy")],
)
def test_initials(name: str, letters: str) -> None:
    assert names.initials(name) == letters
