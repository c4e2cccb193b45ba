"""Whether the papers meet a requirement, and if not, exactly what is missing on which paper. Knows no clause."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fuxue.guideline.assessment import Missing, What
from fuxue.guideline.casefile import MaterialFacts, Signature
from fuxue.guideline.context import Context
from fuxue.guideline.materials import MATERIALS
from fuxue.guideline.schema import Form, PaperRule
from fuxue.kernel.truth import Truth
from fuxue.kernel.vocabulary import ORGAN_TERMS, POLICE_FAMILY, Organ

GUARDIANS = frozenset(
    {
        "guardian",
        "parent",
        "father",
        "mother",
        "legal_guardian",
        "监护人",
        "法定监护人",
        "父母",
        "父亲",
        "母亲",
        "父",
        "母",
    }
)
CHILDREN = frozenset(("child", "self", "student", "本人", "学生", "学生本人"))
_WHO = {"guardian": "父母或其他法定监护人", "child": "学生本人"}


@dataclass(frozen=True, slots=True)
class Met:
    """`met_by`: ids of the papers that meet the requirement; `missing` is empty exactly when it is met."""

    holds: Truth
    says: str
    met_by: tuple[str, ...]
    missing: tuple[Missing, ...]


def organ_term(organ: str) -> str:
    return ORGAN_TERMS[Organ(organ)] if organ in set(Organ) else organ


def satisfied(asked: str, given: Iterable[str], exact: bool) -> bool:
    """Whether one of `given` is the organ asked for; the organs of the police stand in for one another."""
    there = set(given)
    family = {str(organ) for organ in POLICE_FAMILY}
    return asked in there or (not exact and asked in family and bool(there & family))


def seal_terms(organ: str, exact: bool) -> str:
    """Whose seal will do, in words: any organ of the police where one of them is asked for."""
    others = sorted(other for other in POLICE_FAMILY if other != organ) if not exact and organ in POLICE_FAMILY else []
    also = f"（或者{'、'.join(organ_term(other) for other in others)}）" if others else ""
    return f"{organ_term(organ)}{also}"


def judge(rule: PaperRule, ctx: Context) -> Met:
    """The best candidate decides what is said to be missing: the one that lacks least."""
    tries: list[tuple[tuple[MaterialFacts, ...], list[Missing]]] = []
    for form in rule.forms:
        fitting = [paper for paper in ctx.papers if paper.kind == form.kind]
        groups = [tuple(fitting)] if rule.spread and fitting else [(paper,) for paper in fitting]
        tries += [(group, _faults(rule, form, _joined(group, ctx), ctx)) for group in groups]
    good = [group for group, faults in tries if not faults]
    if good:
        ids = tuple(dict.fromkeys(paper.id for group in good for paper in group))
        return Met(Truth.YES, f"{rule.title}：已有（{'、'.join(ids)}）。", ids, ())
    if not tries:
        return _absent(rule, ctx)
    _, faults = min(tries, key=lambda one: len(one[1]))
    return Met(Truth.NO, "".join(fault.says for fault in faults), (), tuple(faults))


def _joined(group: tuple[MaterialFacts, ...], ctx: Context) -> MaterialFacts:
    """Several papers read as one: signatures are put together, the best of everything else is kept."""
    if len(group) == 1:
        return group[0]
    sound = [p for p in group if p.medium == "scan" and p.issued_on and p.issued_on <= ctx.as_of] or list(group)
    return replace(sound[0], signatures=tuple(signature for paper in sound for signature in paper.signatures))


def _absent(rule: PaperRule, ctx: Context) -> Met:
    kinds = tuple(form.kind for form in rule.forms)
    names = "、".join(MATERIALS[kind].term for kind in kinds)
    lead = f"缺少{rule.title}（{names}{'，任一即可' if len(kinds) > 1 else ''}）。"
    others = [paper for paper in ctx.case.materials if paper.names_child is False and paper.kind in kinds]
    if others:
        lead += f"{'、'.join(paper.id for paper in others)} 不是这名学生的材料，不能算。"
    first = rule.forms[0]
    source = first.issuers[0] if first.issuers else first.signed_by[0] if first.signed_by else None
    lacking = Missing(rule.id, "material", kinds, lead, source, None)
    return Met(Truth.UNKNOWN, lead, (), (lacking,))


class _Faults:
    def __init__(self, rule: PaperRule, paper: MaterialFacts) -> None:
        self.rule, self.paper, self.found = rule, paper, list[Missing]()
        self.name = f"{MATERIALS[paper.kind].term}（{paper.id}）"

    def add(self, part: str, what: What, says: str, kinds: tuple[str, ...] = (), organ: str | None = None) -> None:
        self.found.append(
            Missing(
                f"{self.rule.id}.{part}", what, (self.paper.kind, *kinds), f"{self.name}{says}", organ, self.paper.id
            )
        )


def _faults(rule: PaperRule, form: Form, paper: MaterialFacts, ctx: Context) -> list[Missing]:
    faults = _Faults(rule, paper)
    if form.issuers:
        accepted = "、".join(organ_term(organ) for organ in form.issuers)
        if paper.issuer is None:
            faults.add("issuer", "material", f"没有登记出具机关，应由{accepted}出具。", ("issuer",), form.issuers[0])
        elif not any(satisfied(organ, [paper.issuer], form.exact) for organ in form.issuers):
            says = f"由{organ_term(paper.issuer)}出具，不符合要求，应由{accepted}出具。"
            faults.add("issuer", "material", says, (), form.issuers[0])
    if paper.medium != "scan":
        faults.add("medium", "material", "只登记为留存，纸质材料要扫描记入台账。")
    if paper.issued_on is None:
        faults.add("date", "fact", "没有登记出具日期。", ("issued_on",), paper.issuer)
    elif paper.issued_on > ctx.as_of:
        faults.add("date", "material", f"的日期 {paper.issued_on} 晚于评估日 {ctx.as_of}，不能算。", ("issued_on",))
    cause = str(paper.extra.get("cause") or form.cause)
    if form.cause not in cause:
        faults.add("cause", "material", f"写明的原因是“{cause}”，不是{form.cause}，不能算。", ("cause",))
    _seals(form, paper, ctx, faults)
    _signatures(form, paper, ctx, faults)
    if form.designated and paper.designated is not True:
        if paper.designated is None:
            says = "没有登记出具的医疗机构是否由县级教育行政部门指定。"
            faults.add("designated", "fact", says, ("designated",), "county_education")
        else:
            says = "出具的医疗机构不在县级教育行政部门指定的名单内，需要指定医疗机构的检查证明。"
            faults.add("designated", "material", says, (), "hospital")
    return faults.found


def panel_organs(ctx: Context) -> list[str]:
    """The departments that the panel's members represent; the committee itself is no department."""
    panel = ctx.fact("committee_panel") or ()
    return [organ for organ in dict.fromkeys(member["organ"] for member in panel) if organ != "expert_committee"]


def _seals(form: Form, paper: MaterialFacts, ctx: Context, faults: _Faults) -> None:
    asked = list(form.seals)
    if form.seal_of == "issuer" and paper.issuer:
        asked.append(paper.issuer)
    elif form.seal_of == "approver" and ctx.fact("approver"):
        asked.append(ctx.fact("approver"))
    elif form.seal_of == "committee":
        asked = list(dict.fromkeys([*asked, *ctx.profile.committee_min_seals, *panel_organs(ctx)]))
    for organ in asked:
        if not satisfied(organ, paper.seals, form.exact):
            faults.add(f"seal.{organ}", "seal", f"缺少{seal_terms(organ, form.exact)}的印章。", (organ,), organ)
    fallback = form.seal_of in ("issuer", "approver") and not asked
    either = form.seals_any or (form.issuers if fallback else ())
    if either and not any(satisfied(organ, paper.seals, form.exact) for organ in either):
        names = "、".join(organ_term(organ) for organ in either)
        faults.add("seal", "seal", f"缺少印章（{names}，任一即可）。", tuple(either), either[0])


def _of(signature: Signature, who: str) -> bool:
    known = GUARDIANS if who == "guardian" else CHILDREN
    return bool({signature.organ, signature.relation} & known)


def _signatures(form: Form, paper: MaterialFacts, ctx: Context, faults: _Faults) -> None:
    what: What = "consent" if form.consent else "signature"
    for who in form.signed_by:
        signed = any(_of(signature, who) and signature.signed for signature in paper.signatures)
        if signed and who == "guardian" and ctx.fact("guardian_kin") == "carer":
            says = "由照料人签字，照料人不是法定监护人，不能代替父母或其他法定监护人。"
            faults.add("signed.guardian", what, says, ("guardian",), "guardian")
        elif not signed:
            says = f"没有{_WHO[who]}的签字{'（同意须有本人书面申请）' if form.consent else ''}。"
            faults.add(f"signed.{who}", what, says, (who,), who)
    if form.all_sign or form.panel_signs:
        for person in paper.signatures:
            if not person.signed:
                name = person.name or organ_term(person.organ or person.relation or "一名人员")
                faults.add("signed", "signature", f"上{name}没有签字。", (), person.organ)
    if form.panel_signs:
        _panel(paper, ctx, faults)


def _panel(paper: MaterialFacts, ctx: Context, faults: _Faults) -> None:
    for member in ctx.fact("committee_panel") or ():
        if not member["signed"]:
            who = f"{organ_term(member['organ'])}{member['name'] or ''}"
            faults.add("panel", "signature", f"上专家组人员（{who}）没有签字。", (member["organ"],), "expert_committee")
    if paper.signatures:
        there = {signature.organ for signature in paper.signatures if signature.signed}
        for organ in panel_organs(ctx):
            if organ not in there and not any(s.organ == organ for s in paper.signatures):
                faults.add(
                    f"panel.{organ}",
                    "signature",
                    f"上没有{organ_term(organ)}专家的签字。",
                    (organ,),
                    "expert_committee",
                )
