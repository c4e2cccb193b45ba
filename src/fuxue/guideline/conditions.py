"""The vocabulary in which rule files ask questions. Small, typed, three-valued; nothing is executed from a file.

    {all: [...]} {any: [...]} {not: ...}
    {fact: illness, is: physical} {fact: illness, in: [physical, mental]} {fact: until, known: true}
    {fact: county_request_on, by_today: true} {fact: until, from_today: true} {fact: n, at_least: 2 or a switch}
    {switch: death_proof, is: strict} {paper: [kind, ...]} {check: name, ...}

A fact that is not yet known answers "unknown" and is named; so is one whose value means "still being asked".
Only `known: false` is two-valued: it asks about our knowledge and not about the child, for proposals and warnings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fuxue.guideline.context import Context
from fuxue.guideline.facts import FACTS
from fuxue.guideline.predicates import CHECKS
from fuxue.kernel.truth import Truth, all_of, any_of, truth


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer, and the facts that would have to be known to have one."""

    holds: Truth
    unknown: tuple[str, ...] = ()


class Test(Protocol):
    def ask(self, ctx: Context) -> Finding: ...

    def names(self) -> tuple[str, ...]:
        """The facts and fields it reads, in order."""
        ...


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _joined(holds: Truth, parts: list[Finding]) -> Finding:
    if holds is not Truth.UNKNOWN:
        return Finding(holds)
    return Finding(holds, _unique([n for part in parts if part.holds is Truth.UNKNOWN for n in part.unknown]))


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Test, ...]

    def ask(self, ctx: Context) -> Finding:
        found = [part.ask(ctx) for part in self.parts]
        return _joined(all_of(part.holds for part in found), found)

    def names(self) -> tuple[str, ...]:
        return _unique([name for part in self.parts for name in part.names()])


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Test, ...]

    def ask(self, ctx: Context) -> Finding:
        found = [part.ask(ctx) for part in self.parts]
        return _joined(any_of(part.holds for part in found), found)

    def names(self) -> tuple[str, ...]:
        return _unique([name for part in self.parts for name in part.names()])


@dataclass(frozen=True, slots=True)
class Not:
    part: Test

    def ask(self, ctx: Context) -> Finding:
        found = self.part.ask(ctx)
        return Finding(~found.holds, found.unknown)

    def names(self) -> tuple[str, ...]:
        return self.part.names()


@dataclass(frozen=True, slots=True)
class FactTest:
    """`relation`: in · known · by_today · from_today · at_least."""

    fact: str
    relation: str
    value: Any

    def ask(self, ctx: Context) -> Finding:
        value = ctx.fact(self.fact)
        missing = value is None or (self.fact in FACTS and value in _waiting(self.fact))
        if self.relation == "known" and not self.value:
            return Finding(truth(missing))
        if missing:
            return Finding(Truth.UNKNOWN, (self.fact,))
        return Finding(truth(self._compare(value, ctx)))

    def _compare(self, value: Any, ctx: Context) -> bool:
        match self.relation:
            case "in":
                return value in self.value
            case "by_today":
                return bool(value <= ctx.as_of) is self.value
            case "from_today":
                return bool(value >= ctx.as_of) is self.value
            case "at_least":
                least = ctx.switch(self.value) if isinstance(self.value, str) else self.value
                return bool(value >= least)
        return True

    def names(self) -> tuple[str, ...]:
        return (self.fact,)


def _waiting(fact: str) -> tuple[str, ...]:
    return tuple(FACTS[fact].waiting)


@dataclass(frozen=True, slots=True)
class SwitchTest:
    switch: str
    value: Any

    def ask(self, ctx: Context) -> Finding:
        return Finding(truth(ctx.switch(self.switch) == self.value))

    def names(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class PaperTest:
    """Whether the case holds a paper of these kinds at all; whether it suffices is the papers' own question."""

    kinds: tuple[str, ...]

    def ask(self, ctx: Context) -> Finding:
        there = any(paper.kind in self.kinds for paper in ctx.papers)
        return Finding(truth(there))

    def names(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class CheckTest:
    check: str
    args: Mapping[str, Any]

    def ask(self, ctx: Context) -> Finding:
        holds, unknown = CHECKS[self.check].ask(ctx, self.args)
        return Finding(holds, unknown if holds is Truth.UNKNOWN else ())

    def names(self) -> tuple[str, ...]:
        fact = self.args.get("fact")
        return (*CHECKS[self.check].reads, *((fact,) if fact else ()))
