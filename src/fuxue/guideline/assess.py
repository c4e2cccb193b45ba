"""What holds, what is missing and why, what comes next and who acts. Pure: the case file carries the day.

`applies` follows from the facts of the clause's 对象; `ready` asks besides that every step of the 措施 was taken and
every paper of the 台账 is there. A refuted condition stands in `conditions` with "no"; what is not yet known or not yet
there stands in `missing`.
"""

from fuxue.guideline.assessment import Assessment, Condition, FollowUp, Missing, NextStep, Requirement
from fuxue.guideline.casefile import CaseFile
from fuxue.guideline.context import Context
from fuxue.guideline.facts import FACTS, supplier, term
from fuxue.guideline.followups import due
from fuxue.guideline.papers import Met, judge
from fuxue.guideline.propose import propose
from fuxue.guideline.recordings import unregistered
from fuxue.guideline.rulebook import RuleBook
from fuxue.guideline.schema import Closing, ConditionRule, PaperRule, Procedure
from fuxue.guideline.visiting import judge_visits
from fuxue.guideline.warnings import warnings_for
from fuxue.guideline.wording import fill
from fuxue.kernel.truth import Truth, all_of


def assess(case: CaseFile, book: RuleBook) -> Assessment:
    """Never raises for a case file that `parse_case_file` made."""
    book = book.changed(case.profile)
    procedure = book.all_procedures[case.procedure or propose(case, book)]
    ctx = Context(case, book.profile)
    if not book.is_on(procedure):
        return _switched_off(procedure, ctx, book)
    return _Assessor(procedure, ctx, book).answer()


class _Assessor:
    def __init__(self, procedure: Procedure, ctx: Context, book: RuleBook) -> None:
        self.procedure, self.ctx, self.book = procedure, ctx, book
        gate = book.rules.gate.conditions if procedure.gated else ()
        self.rules = [rule for rule in (*gate, *procedure.conditions) if self._asked(rule)]
        self.conditions: list[Condition] = []
        self.checklist: list[Requirement] = []
        self.missing: list[Missing] = []
        self.blocked = False

    def _asked(self, rule: ConditionRule | PaperRule) -> bool:
        return rule.when is None or rule.when.ask(self.ctx).holds is Truth.YES

    def answer(self) -> Assessment:
        applies = self._conditions()
        self._papers()
        self._visits()
        closing = self._closing()
        ready = not self.blocked and not self.missing and closing is not None
        outcome = closing.outcome if ready and closing else None
        limited = self.procedure.time_limited and ready
        return Assessment(
            procedure=self.procedure.id,
            clause=self.procedure.clause,
            applies=applies,
            ready=ready,
            outcome=outcome,
            operation=closing.operation if ready and closing else None,
            until=self.ctx.fact("until") if limited else None,
            conditions=tuple(self.conditions),
            checklist=tuple(self.checklist),
            missing=tuple(self.missing),
            next=self._next(ready, closing),
            follow_ups=self._follow_ups(ready),
            warnings=warnings_for(self.procedure, self.ctx),
            rules_version=self.book.version,
            rules_sha256=self.book.sha256,
        )

    def _conditions(self) -> Truth:
        subject: list[Truth] = []
        for rule in self.rules:
            found = rule.test.ask(self.ctx)
            words = {Truth.YES: rule.yes, Truth.NO: rule.no, Truth.UNKNOWN: rule.unknown}[found.holds]
            says = fill(words, self.ctx)
            # An exception that nobody has reported does not stand in the way: no report is what the condition asks.
            held = Truth.YES if rule.assumed and found.holds is Truth.UNKNOWN else found.holds
            self.conditions.append(Condition(rule.id, held, says, rule.source))
            names = found.unknown or rule.test.names()
            organ = supplier(names[0]) if names else None
            self.checklist.append(
                Requirement(rule.id, _heading(rule), held, says, rule.source, organ, tuple(names), ())
            )
            self.blocked |= held is Truth.NO
            if held is Truth.UNKNOWN:
                self.blocked = True
                if found.unknown:
                    asked = "、".join(term(name) for name in found.unknown)
                    lack = f"尚未查明：{asked}。{says}"
                    self.missing.append(Missing(rule.id, "fact", found.unknown, lack, organ))
            if not rule.step:
                subject.append(held)
        return all_of(subject)

    def _papers(self) -> None:
        for rule in self.procedure.papers:
            if not self._asked(rule):
                continue
            met = judge(rule, self.ctx)
            self.missing.extend(met.missing)
            self._list(rule.id, rule.title, met, rule.source, tuple(form.kind for form in rule.forms))

    def _visits(self) -> None:
        rule = self.procedure.visits
        if rule is None:
            return
        met = judge_visits(rule, self.ctx)
        self.missing.extend(met.missing)
        self._list(rule.id, rule.title, met, rule.source, ("visit_record",))
        if rule.recordings_registered:
            self.missing.extend(unregistered(self.ctx))

    def _list(self, name: str, title: str, met: Met, source: str, kinds: tuple[str, ...]) -> None:
        organ = met.missing[0].supplier if met.missing else None
        self.checklist.append(Requirement(name, title, met.holds, met.says, source, organ, kinds, met.met_by))

    def _closing(self) -> Closing | None:
        for closing in self.procedure.closes:
            if closing.when is None or closing.when.ask(self.ctx).holds is Truth.YES:
                return closing
        return None

    def _next(self, ready: bool, closing: Closing | None) -> tuple[NextStep, ...]:
        gate = self.book.rules.gate.redirects if self.procedure.gated else ()
        turns = [one for one in (*gate, *self.procedure.redirects) if one.when.ask(self.ctx).holds is Truth.YES]
        if turns:
            return tuple(NextStep(one.id, one.organ, fill(one.says, self.ctx)) for one in turns)
        if ready and closing:
            last = self.procedure.steps[-1]
            return (NextStep(last.id, last.organ, f"{fill(closing.says, self.ctx)}提交审核。"),)
        done = [step.done is not None and step.done.ask(self.ctx).holds is Truth.YES for step in self.procedure.steps]
        first = max((index for index, yes in enumerate(done) if yes), default=-1) + 1
        if first >= len(self.procedure.steps) - 1 and self.missing:
            lack = self.missing[0]
            return (NextStep("collect", lack.supplier or "school", f"补齐：{lack.says}"),)
        step = self.procedure.steps[min(first, len(self.procedure.steps) - 1)]
        return (NextStep(step.id, step.organ, fill(step.says, self.ctx)),)

    def _follow_ups(self, ready: bool) -> tuple[FollowUp, ...]:
        rules = [rule for rule in self.procedure.follow_up if ready or rule.unready]
        holds = [rule for rule in rules if rule.when is None or rule.when.ask(self.ctx).holds is Truth.YES]
        return tuple(sorted((item for rule in holds for item in due(rule, self.ctx)), key=lambda item: item.due))


def _heading(rule: ConditionRule) -> str:
    names = rule.test.names()
    return "、".join(FACTS[name].term if name in FACTS else term(name) for name in names) or rule.yes.rstrip("。")


def _switched_off(procedure: Procedure, ctx: Context, book: RuleBook) -> Assessment:
    says = f"“{procedure.title}”是本地扩展情形，本省（县）没有启用，不能据此办结；请保持待核查，并向上级报告更正。"
    off = Condition("extension_on", Truth.NO, says, procedure.clause)
    listed = Requirement("extension_on", "启用本地扩展情形", Truth.NO, says, procedure.clause, None, (), ())
    return Assessment(
        procedure=procedure.id,
        clause=procedure.clause,
        applies=Truth.NO,
        ready=False,
        outcome=None,
        operation=None,
        until=None,
        conditions=(off,),
        checklist=(listed,),
        missing=(),
        next=(NextStep("report", "county_education", says),),
        follow_ups=(),
        warnings=warnings_for(procedure, ctx),
        rules_version=book.version,
        rules_sha256=book.sha256,
    )
