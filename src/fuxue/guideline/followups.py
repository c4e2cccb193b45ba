"""When a closed (or waiting) case must be looked at again. Schedules are named by the rule files."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from fuxue.guideline.assessment import FollowUp
from fuxue.guideline.context import Context
from fuxue.guideline.schema import FollowUpRule
from fuxue.kernel.calendar import (
    becomes_compulsory_on,
    compulsory_until,
    months_later,
    term_starts,
    years_later,
)

Dates = list[tuple[str, date]]
UNKNOWN_AGE_YEARS = 2


def due(rule: FollowUpRule, ctx: Context) -> list[FollowUp]:
    """Every date of this rule counted from the day of assessment; none of them lies before it."""
    days = SCHEDULES[rule.on](ctx)
    return [FollowUp(f"{rule.id}{tail}", day, rule.says) for tail, day in days if day >= ctx.as_of]


def _last_day(ctx: Context) -> date:
    if ctx.birth_date is None:
        return years_later(ctx.as_of, UNKNOWN_AGE_YEARS)
    return compulsory_until(ctx.birth_date, ctx.profile.age_max, ctx.profile.age_cutoff)


def _each_term(ctx: Context) -> Dates:
    until = min(_last_day(ctx), years_later(ctx.as_of, 12))
    return [(f"_{day:%Y_%m}", day) for day in term_starts(ctx.as_of, until)]


def _visits(ctx: Context) -> Dates:
    early = [(f"_{days}d", ctx.as_of + timedelta(days=days)) for days in ctx.profile.follow_up_days]
    return [*early, *_each_term(ctx)]


def _cancellation(ctx: Context) -> Dates:
    return [("", months_later(ctx.as_of, ctx.profile.cancellation_reminder_months))]


def _reassess(ctx: Context) -> Dates:
    return [("", months_later(ctx.as_of, ctx.profile.reassess_months))]


def _lapse(ctx: Context) -> Dates:
    until: date | None = ctx.fact("until")
    if until is None:
        return []
    early = [(f"_{days}d_before", until - timedelta(days=days)) for days in ctx.profile.lapse_reminder_days]
    return [*early, ("", until)]


def _comes_of_age(ctx: Context) -> Dates:
    birth = ctx.fact("corrected_birth_date")
    day = birth and becomes_compulsory_on(birth, ctx.as_of, ctx.profile.age_min, ctx.profile.age_cutoff)
    return [("", day)] if day else []


def _once_a_month(ctx: Context) -> Dates:
    return [("", months_later(ctx.as_of, 1))]


SCHEDULES: Mapping[str, Callable[[Context], Dates]] = MappingProxyType(
    {
        "visits": _visits,
        "each_term": _each_term,
        "cancellation": _cancellation,
        "reassess": _reassess,
        "lapse": _lapse,
        "comes_of_age": _comes_of_age,
        "once_a_month": _once_a_month,
    }
)
