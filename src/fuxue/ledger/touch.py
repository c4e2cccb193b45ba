"""What a command or an entry touches, and so when somebody's view of a case is too old. Pure.

A transitional command needs the whole case as it is now. An additive one may come late (a visit from a village without
signal) unless somebody has meanwhile touched the very same thing.
"""

from collections.abc import Iterable

from fuxue.kernel.errors import Refused, Stale
from fuxue.kernel.vocabulary import ROLE_TERMS, Role
from fuxue.ledger import commands as c
from fuxue.ledger.entries import KIND_TERMS, Entry, Kind
from fuxue.ledger.fold import LOCAL_TIME

TRANSITIONAL = (
    c.Assign,
    c.StartVerification,
    c.ChooseProcedure,
    c.Submit,
    c.RecallSubmission,
    c.Approve,
    c.ReturnForCorrection,
    c.Close,
    c.Reopen,
)


def touched_by_command(command: c.Command) -> frozenset[str]:  # noqa: PLR0911  # one answer per command
    match command:
        case c.RecordFacts():
            return frozenset(f"fact:{name}" for name in command.values)
        case c.AddPaper():
            return frozenset({f"paper:{command.paper.id}"} if command.paper.id else ())
        case c.CorrectPaper() | c.WithdrawPaper():
            return frozenset({f"paper:{command.paper_id}"})
        case c.CorrectChild():
            return frozenset(f"child:{name}" for name in command.values)
        case c.Refer():
            return frozenset({f"organ:{command.organ_id}"})
        case c.AnswerReferral() | c.RecallReferral():
            return frozenset({f"referral:{command.referral_id}"})
        case c.RecordFollowUp():
            return frozenset({f"follow_up:{command.follow_up_id}"})
        case _:
            return frozenset()


def touched_by_entry(entry: Entry) -> frozenset[str]:  # noqa: PLR0911  # one answer per kind
    public = entry.public
    match entry.kind:
        case Kind.FACTS_RECORDED:
            return frozenset(f"fact:{name}" for name in public["facts"])
        case Kind.PAPER_ADDED | Kind.PAPER_CORRECTED | Kind.PAPER_WITHDRAWN:
            return frozenset({f"paper:{public['paper']}"})
        case Kind.CHILD_CORRECTED:
            return frozenset(f"child:{name}" for name in public["fields"])
        case Kind.REFERRED:
            return frozenset({f"organ:{public['organ']['id']}", f"referral:{public['referral']}"})
        case Kind.ANSWERED | Kind.REFERRAL_RECALLED:
            return frozenset({f"referral:{public['referral']}"})
        case Kind.FOLLOWED_UP:
            return frozenset({f"follow_up:{public['follow_up']}"})
        case _:
            return frozenset()


def refuse_stale(command: c.Command, *, version: int, expected: int | None, later: Iterable[Entry]) -> None:
    """`later`: the entries after `expected`. Raises `Stale` naming who did what meanwhile."""
    if expected is None or expected == version:
        return
    if expected > version:
        raise Refused(
            "version_unknown", f"这本台账只到第 {version} 条记录，没有第 {expected} 条。", todo="请刷新页面。"
        )
    wanted = touched_by_command(command)
    conflicting = [entry for entry in later if isinstance(command, TRANSITIONAL) or wanted & touched_by_entry(entry)]
    if conflicting:
        last = conflicting[-1]
        when = last.at.astimezone(LOCAL_TIME)
        others = f"（其后共 {len(conflicting)} 条）" if len(conflicting) > 1 else ""
        raise Stale(
            "stale",
            f"您打开之后，{last.actor_name}（{last.organ_name}·{ROLE_TERMS[Role(last.actor_role)]}）于 {when.month} 月 "
            f"{when.day} 日 {when:%H:%M} 作了“{KIND_TERMS[last.kind]}”{others}。",
            todo="请刷新页面，看过新的记录再办理。",
        )
