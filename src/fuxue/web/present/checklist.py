"""The live checklist: 已具备 / 缺少 / 待查明 / 不符, each with who supplies it and a way to put it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fuxue.guideline.assessment import Assessment, Condition, Missing, Requirement
from fuxue.kernel.truth import Truth
from fuxue.web import words

MET, LACKING, UNKNOWN, REFUTED = ("met", "已具备"), ("want", "缺少"), ("", "待查明"), ("bad", "不符")


@dataclass(frozen=True, slots=True)
class Check:
    id: str
    tone: str
    label: str
    title: str
    says: Sequence[str]
    source: str
    supplier: str
    act_url: str
    act_label: str


def of(assessment: Assessment, case_id: UUID, allowed: Mapping[str, bool]) -> list[Check]:
    """Conditions first, then papers, as the clause has them."""
    lacking: dict[str, list[Missing]] = {}
    for missing in assessment.missing:
        lacking.setdefault(missing.id.partition(".")[0], []).append(missing)
    listed = {requirement.id for requirement in assessment.checklist}
    checks = [_condition(c, case_id, allowed) for c in assessment.conditions if c.id not in listed]
    checks += [_requirement(r, lacking.get(r.id, []), case_id, allowed) for r in assessment.checklist]
    return checks


def _condition(condition: Condition, case_id: UUID, allowed: Mapping[str, bool]) -> Check:
    tone, label = _mark(condition.holds, [], ())
    url, act = _act(condition.id, (), [], case_id, allowed) if (tone, label) != MET else ("", "")
    return Check(condition.id, tone, label, condition.says, [], condition.source, "", url, act)


def _requirement(
    requirement: Requirement, found: Sequence[Missing], case_id: UUID, allowed: Mapping[str, bool]
) -> Check:
    name, lead, source = requirement.id, requirement.title, requirement.source
    tone, label = _mark(requirement.holds, found, requirement.kinds)
    if (tone, label) == MET:
        return Check(name, tone, label, lead, [], source, "", "", "")
    sentences = [text for text in dict.fromkeys([requirement.says, *(m.says for m in found)]) if text and text != lead]
    suppliers = [m.supplier for m in found if m.supplier] or [requirement.supplier or ""]
    who = "、".join(dict.fromkeys(words.organ(supplier) for supplier in suppliers if supplier))
    url, act = _act(name, requirement.kinds, found, case_id, allowed)
    return Check(name, tone, label, lead, sentences, source, who, url, act)


def _mark(holds: Truth, found: Sequence[Missing], kinds: Sequence[str]) -> tuple[str, str]:
    if holds is Truth.YES:
        return MET
    if holds is Truth.UNKNOWN:
        return LACKING if kinds or any(m.what != "fact" for m in found) else UNKNOWN
    return LACKING if found else REFUTED


def _act(
    name: str, kinds: Sequence[str], found: Sequence[Missing], case_id: UUID, allowed: Mapping[str, bool]
) -> tuple[str, str]:
    wanted = list(kinds) or [kind for m in found for kind in m.kinds]
    if any(m.what == "visit" for m in found) and allowed.get("record_visit"):
        return f"/cases/{case_id}/do/record_visit/", "记一次家访劝返"
    if wanted and allowed.get("add_paper"):
        return f"/cases/{case_id}/do/add_paper/?kind={wanted[0]}", "收录材料"
    if allowed.get("record_facts"):
        return f"/cases/{case_id}/do/record_facts/#id_fact_{name}", "填写"
    return "", ""


def tally(checks: Sequence[Check]) -> list[tuple[str, str, int]]:
    """How many of each, in a fixed order, without the empty ones."""
    marks = [MET, LACKING, UNKNOWN, REFUTED]
    counted = [(tone, label, sum(1 for c in checks if c.label == label)) for tone, label in marks]
    return [line for line in counted if line[2]]
