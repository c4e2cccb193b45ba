"""What the rules say of a case, in words that a role may read. Pure.

A sentence is shown when its rule asks about something the role may see, and when the rules say the same of the case
with everything hidden taken out. What it says then cannot depend on a hidden fact or paper. What the clause asks for
and whether it is met stay; the words about this child go.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from fuxue.access.fields import may_see
from fuxue.guideline import FACTS, MATERIALS, Procedure, RuleBook, assess, propose
from fuxue.guideline.assessment import Assessment, Missing, Warned
from fuxue.guideline.casefile import CaseFile, ChildFacts
from fuxue.kernel.vocabulary import Role

WORDS = "内容不在您的查看范围内。"
CATEGORIES = ("school", "household", "police", "medical", "family", "court", "identity")
_HOLE = re.compile(r"\{(\w+)\}")


def assessed(file: CaseFile, book: RuleBook, role: Role) -> Assessment:
    """Of the chosen procedure; while none is chosen, of the one that what the role may see proposes."""
    seen = seen_by(file, role)
    known = file.procedure if file.procedure in book.all_procedures else None
    chosen = known or propose(seen, book)
    whole = assess(replace(file, procedure=chosen), book)
    if seen is file:
        return whole
    part = assess(replace(seen, procedure=chosen), book)
    return _veiled(whole, part, _hidden(book, book.all_procedures[chosen], role))


def seen_by(file: CaseFile, role: Role) -> CaseFile:
    """The case file without what is hidden from the role; the same object when nothing is."""
    if all(may_see(role, category) for category in CATEGORIES):
        return file
    child = file.child
    return replace(
        file,
        child=child if may_see(role, "identity") else ChildFacts(sex=child.sex, birth_date=child.birth_date),
        facts={name: value for name, value in file.facts.items() if _may(role, name)},
        materials=tuple(paper for paper in file.materials if _may(role, paper.kind)),
        visits=file.visits if may_see(role, "family") else (),
    )


def _may(role: Role, name: str) -> bool:
    spec = FACTS.get(name) or MATERIALS.get(name)
    return spec is not None and may_see(role, spec.category)


def _veiled(whole: Assessment, part: Assessment, hidden: frozenset[str]) -> Assessment:
    def keep(items: Iterable[Any], others: Iterable[Any]) -> Iterator[tuple[Any, bool]]:
        same = {(other.id, other.says) for other in others}
        return ((one, one.id.partition(".")[0] not in hidden and (one.id, one.says) in same) for one in items)

    conditions = [one if shown else replace(one, says=WORDS) for one, shown in keep(whole.conditions, part.conditions)]
    checklist = [
        one if shown else replace(one, says=WORDS)  # what the clause asks is law, and stays; the answer goes
        for one, shown in keep(whole.checklist, part.checklist)
    ]
    titles = {one.id: f"{one.title}：" for one in whole.checklist}
    missing = [
        one if shown else Missing(one.id, one.what, (), titles.get(one.id.partition(".")[0], "") + WORDS, one.supplier)
        for one, shown in keep(whole.missing, part.missing)
    ]
    first = missing[0].says if missing else ""
    steps = [
        one if shown and not (one.step == "collect" and first.endswith(WORDS)) else replace(one, says=WORDS)
        for one, shown in ((one, one.step not in hidden and one in part.next) for one in whole.next)
    ]
    warnings = [one for one, shown in keep(whole.warnings, part.warnings) if shown]
    if len(warnings) < len(whole.warnings):
        warnings.append(Warned("veiled", f"另有提醒，{WORDS}"))
    return replace(
        whole,
        conditions=tuple(conditions),
        checklist=tuple(checklist),
        missing=tuple(missing),
        next=tuple(steps),
        warnings=tuple(warnings),
    )


def _hidden(book: RuleBook, procedure: Procedure, role: Role) -> frozenset[str]:
    """Ids of conditions, papers, steps and warnings that rest only on what the role may not see."""
    gate = book.rules.gate if procedure.gated else None
    rules = [*procedure.conditions, *procedure.steps, *procedure.redirects, *procedure.warnings]
    rules += [*gate.conditions, *gate.redirects] if gate else []
    ids = {getattr(rule, "id") for rule in rules if not _open(rule, role)}  # noqa: B009  # four kinds of rule
    for paper in procedure.papers:
        if not _open(paper.when, role) or not any(_may(role, form.kind) for form in paper.forms):
            ids.add(paper.id)
    return frozenset(ids)


def _open(rule: Any, role: Role) -> bool:
    """A rule that asks this or that stays open to who may see one of them: what it then says is compared anyway."""
    names = list(_names(rule))
    return not names or any(_may(role, name) for name in names)


def _names(node: Any) -> Iterator[str]:
    """Facts and kinds of paper that a rule asks about or writes into its sentences, at any depth."""
    if isinstance(node, str):
        yield from (name for name in (node, *_HOLE.findall(node)) if name in FACTS or name in MATERIALS)
    elif is_dataclass(node) and not isinstance(node, type):
        if hasattr(node, "names"):
            yield from (name for name in node.names() if name in FACTS or name in MATERIALS)
        for part in fields(node):
            yield from _names(getattr(node, part.name))
    elif isinstance(node, dict):
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _names(value)
