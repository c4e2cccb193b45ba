"""How far a case has come, and on which days it got there, counted backwards from today. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

# Days between a step and the one before it.
GAPS: Mapping[str, int] = {
    "verify": 3, "choose": 7, "begin": 2, "refer": 2, "answer": 12, "complete": 5, "submit": 1,
    "approve_township": 2, "approve_county": 2, "approve_second": 1, "return": 1, "return_township": 2,
    "close": 2, "follow": 0, "reopen": 6, "relapse": 9, "reappear": 11,
}  # fmt: skip

_WORKED = ("choose", "begin", "complete")
_SENT = (*_WORKED, "submit")
_APPROVED = (*_SENT, "approve_township", "approve_county")


@dataclass(frozen=True, slots=True)
class Goal:
    """`limit`: days from the step `counts` to the deadline, as the default profile has them."""

    steps: tuple[str, ...]
    counts: str
    limit: int


GOALS: Mapping[str, Goal] = {
    "assigned": Goal((), "register", 7),
    "verifying": Goal(("verify",), "verify", 15),
    "chosen": Goal(("choose",), "choose", 30),
    "collecting": Goal(("choose", "begin"), "choose", 30),
    "ready": Goal(_WORKED, "choose", 30),
    "waiting": Goal(("choose", "refer"), "refer", 30),
    "answered": Goal(("choose", "refer", "answer"), "choose", 30),
    "reviewing_township": Goal(_SENT, "submit", 5),
    "reviewing_county": Goal((*_SENT, "approve_township"), "approve_township", 5),
    "half_approved": Goal(_APPROVED, "approve_county", 5),
    "approved": Goal(_APPROVED, "approve_last", 5),
    "returned": Goal((*_SENT, "approve_township", "return"), "return", 10),
    "returned_by_township": Goal((*_SENT, "return_township"), "return_township", 10),
    "closed": Goal((*_APPROVED, "close"), "close", 7),
    "followed_up": Goal((*_APPROVED, "close", "follow"), "close", 7),
    "reopened": Goal((*_APPROVED, "close", "reopen"), "reopen", 7),
    "relapsed": Goal((*_APPROVED, "close", "relapse"), "relapse", 7),
    "reappeared": Goal((*_APPROVED, "close", "reappear"), "reappear", 7),
    "lapsed": Goal((*_APPROVED, "close"), "close", 20),
}


def timetable(goal: str, *, severe: bool, today: date, due_in: int) -> list[tuple[str, date]]:
    """Each step with its day, `register` first, so that the deadline that holds now falls on `today` + `due_in`.

    Nothing lies after `today`: where the deadline asks for that, the last step is today's.
    """
    aim = GOALS[goal]
    steps = ["register", *aim.steps]
    counts = aim.counts
    if counts == "approve_last":
        counts = "approve_second" if severe else "approve_county"
    if severe and goal != "half_approved" and "approve_county" in steps:
        steps.insert(steps.index("approve_county") + 1, "approve_second")
    offsets = list(accumulate((GAPS[step] for step in steps[1:]), initial=0))
    anchor = today + timedelta(days=due_in - aim.limit) - timedelta(days=offsets[steps.index(counts)])
    late = (anchor + timedelta(days=offsets[-1]) - today).days
    start = anchor - timedelta(days=max(0, late))
    return [(step, start + timedelta(days=offset)) for step, offset in zip(steps, offsets, strict=True)]
