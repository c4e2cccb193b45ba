"""Which cases the demonstration has: a child, a procedure, how far it has come, who works on it. Deterministic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count, cycle
from typing import Any, Literal

from fuxue.demo.accounts import Seat
from fuxue.demo.goals import timetable
from fuxue.demo.scripts import SCRIPTS, Script
from fuxue.synth.chance import chance
from fuxue.synth.people import Child, Population, birth_at_age
from fuxue.synth.places import County, Region

Place = Literal["school", "village"]
SEED = 2026
LIST_REASON = "户籍与学籍比对未匹配"
BY_PROCEDURE = {script.procedure: script for script in SCRIPTS}

# How the deadlines of one procedure's cases are spread: days from today, late ones negative.
_SPREAD: tuple[tuple[str, int], ...] = (
    ("chosen", 12), ("collecting", -6), ("collecting", 3), ("ready", 0), ("waiting", -2), ("waiting", 20),
    ("reviewing_township", 0), ("reviewing_township", 3), ("reviewing_county", -1), ("reviewing_county", 2),
    ("approved", 0), ("approved", 4), ("returned", -3), ("returned_by_township", 5),
    ("closed", -2), ("closed", 0), ("closed", 5), ("reopened", 2),
)  # fmt: skip

# What lies on the desks of the school's registrar and the village's worker whose accounts a visitor signs in with.
_SCHOOL_WORK: tuple[tuple[str, str, int], ...] = (
    ("return_to_school", "ready", 2), ("return_to_school", "closed", 0), ("return_to_school", "returned", 4),
    ("return_to_school", "collecting", -5), ("vocational_placement", "ready", 0), ("vocational_placement", "closed", 3),
    ("enrolled_without_record", "returned_by_township", 0), ("compelled_return", "collecting", 6),
    ("special_education", "reviewing_county", 1), ("already_enrolled", "chosen", 9), ("return_to_school", "waiting", 8),
    ("age_mismatch", "answered", 7), ("missing", "answered", 9),
)  # fmt: skip
_VILLAGE_WORK: tuple[tuple[str, str, int], ...] = (
    ("return_to_school", "ready", 1), ("return_to_school", "closed", -1), ("duplicate_registration", "returned", 3),
    ("return_to_school", "collecting", -4), ("deferral_or_suspension", "ready", 5),
    ("deceased", "reviewing_township", 1),
    ("missing", "waiting", 14), ("unable_to_study", "waiting", 30), ("compelled_return", "closed", 0),
    ("went_abroad", "chosen", -1), ("duplicate_registration", "answered", 8),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """`script` is None for cases that nobody has begun to tell apart. `own`: gets pictures of its own."""

    number: int
    county: str
    child: Child
    seat: Seat
    place: Place
    goal: str
    script: Script | None
    steps: tuple[tuple[str, date], ...]
    due_in: int
    own: bool = False
    facts: dict[str, Any] = field(default_factory=dict)  # instead of the script's

    @property
    def registered_on(self) -> date:
        return self.steps[0][1]


class Planner:
    def __init__(self, county: County, seats: Sequence[Seat], today: date) -> None:
        self._county, self._seats, self._today = county, seats, today
        self._people = Population(county, SEED)
        self._numbers = count(1)

    def home(self) -> list[Plan]:
        seats = cycle(self._seats)
        plans: list[Plan] = []
        for turn, script in enumerate(SCRIPTS):
            for place, (goal, due_in) in enumerate(_goals_of(script)):
                side: Place = "school" if script.on_roll or (turn + place) % 2 else "village"
                plans.append(self.plan(script, goal, due_in, next(seats), side))
        first = self._seats[0]
        plans += [
            self.plan(BY_PROCEDURE[name], goal, due, first, "school", own=True) for name, goal, due in _SCHOOL_WORK
        ]
        plans += [
            self.plan(BY_PROCEDURE[name], goal, due, first, "village", own=True) for name, goal, due in _VILLAGE_WORK
        ]
        plans += [self.plan(None, "verifying", turn % 14 - 3, next(seats), "village") for turn in range(18)]
        plans += list(self._untouched())
        return self._remarkable(plans)

    def neighbour(self) -> list[Plan]:
        (seat,) = self._seats
        work = (*_VILLAGE_WORK[:6], *_SCHOOL_WORK[:4])
        plans = [
            self.plan(BY_PROCEDURE[name], goal, due, seat, "village" if turn < 6 else "school")
            for turn, (name, goal, due) in enumerate(work)
        ]
        return [*plans, *(self.plan(None, "assigned", due, seat, "village") for due in (1, 4))]

    def plan(
        self, script: Script | None, goal: str, due_in: int, seat: Seat, place: Place, *, own: bool = False
    ) -> Plan:
        number = next(self._numbers)
        rng = chance(SEED, self._county.county.code, "plan", number)
        low, high = script.ages if script else (7, 14)
        low = max(low, 12) if place == "school" else low
        birth = birth_at_age(rng, rng.randint(low, high), self._today)
        village = seat.village if place == "village" else rng.choice(self._county.villages_of(seat.township.code))
        child = self._people.child(birth, village=village, school=seat.school if place == "school" else None)
        severe = script is not None and script.severe
        steps = timetable(goal, severe=severe, today=self._today, due_in=due_in)
        facts: dict[str, Any] = {}
        if script and goal == "followed_up":
            steps = _earlier(steps, self._today - timedelta(days=script.followed_after or 0))
        if script and script.procedure == "deferral_or_suspension" and goal in ("followed_up", "lapsed"):
            facts["until"] = (self._today + timedelta(days=25 if goal == "followed_up" else due_in)).isoformat()
        return Plan(
            number, self._county.county.code, child, seat, place, goal, script, tuple(steps), due_in, own, facts
        )

    def _untouched(self) -> Iterator[Plan]:
        """Plain lines of the list, in every township: the village has been told and nobody has gone yet."""
        for turn, village in enumerate(self._villages_in_turn()):
            plan = self.plan(None, "assigned", turn % 10 - 3, self._seats[0], "village")
            yield replace(plan, child=replace(plan.child, village=village, address=f"{village.full}{turn % 9 + 1}组"))

    def _villages_in_turn(self) -> list[Region]:
        per = [self._county.villages_of(town.code) for town in self._county.townships]
        return [villages[turn % len(villages)] for turn in (0, 3, 6, 8) for villages in per]

    def _remarkable(self, plans: Sequence[Plan]) -> list[Plan]:
        """Twins, a middle dot and a rare character among the untouched and the first desks."""
        changed = list(plans)
        twin_a, twin_b = changed[-1], changed[-2]
        village = self._seats[0].village
        pair = self._people.twins(twin_a.child.birth, village=village, school=None)
        changed[-1], changed[-2] = replace(twin_a, child=pair[0]), replace(twin_b, child=pair[1])
        own = [place for place, plan in enumerate(changed) if plan.own]
        for place, name in ((own[0], "阿依古丽·买买提"), (own[1], "王䶮"), (own[-1], "吉克·拉者")):
            changed[place] = replace(changed[place], child=replace(changed[place].child, name=name))
        return changed


def _goals_of(script: Script) -> list[tuple[str, int]]:
    goals = list(_SPREAD)
    if script.severe:
        goals += [("half_approved", 0), ("half_approved", 3)]
    if script.followed_after is not None:
        goals.append(("followed_up", 0))
    if script.followed_after == 20:  # the kinds that visit a child who is back
        goals.append(("relapsed", 1))
    if script.reappears:
        goals.append(("reappeared", 4))
    if script.procedure == "deferral_or_suspension":
        goals += [("lapsed", -2), ("lapsed", -9)]
    return goals


def _earlier(steps: list[tuple[str, date]], closed_on: date) -> list[tuple[str, date]]:
    """The same steps, moved so that the case was closed on `closed_on` or, where it is later, stays as it is."""
    moved = min(closed_on - dict(steps)["close"], timedelta())
    return [(step, day + moved) for step, day in steps]
