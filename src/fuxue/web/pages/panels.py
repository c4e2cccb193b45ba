"""Which form each command opens, and what it is filled with. One function per command, by the command's name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from fuxue.access.fields import may_see
from fuxue.access.models import Organ
from fuxue.guideline import FACTS, MATERIALS, propose
from fuxue.guideline.assessment import Assessment
from fuxue.guideline.casefile import CaseFile, MaterialFacts
from fuxue.kernel.vocabulary import Organ as Kind
from fuxue.ledger import commands, reading, rights, rules, veil
from fuxue.ledger.models import Case
from fuxue.ledger.reading import OpenCase
from fuxue.ledger.state import CaseState
from fuxue.web import words
from fuxue.web.forms import moves
from fuxue.web.forms.facts import FactsForm
from fuxue.web.forms.paper import PaperForm
from fuxue.web.forms.visit import VisitForm
from fuxue.web.gate import ActedRequest
from fuxue.web.present.steps import LABELS

OUTSIDE = (Kind.POLICE_STATION, Kind.COUNTY_POLICE, Kind.HOUSEHOLD_REGISTRAR, Kind.EXPERT_COMMITTEE, Kind.COURT)


@dataclass(frozen=True)
class Asked:
    """A panel asked for: the request, the case, and what is known of it, each read once when needed."""

    request: ActedRequest
    case: Case

    @cached_property
    def opened(self) -> OpenCase:
        return reading.open_case(self.case, actor=self.request.actor, now=timezone.now())

    @property
    def file(self) -> CaseFile:
        """What the person may see of it."""
        return self.opened.seen

    @property
    def assessment(self) -> Assessment:
        return self.opened.assessment

    @property
    def state(self) -> CaseState:
        return self.opened.state

    @property
    def papers(self) -> Sequence[MaterialFacts]:
        """Those the person may both see and put in."""
        return [paper for paper in self.file.materials if rights.may_file(self.request.actor, paper.kind)]

    @property
    def sent(self) -> Sequence[Any]:
        """Data and files for a form; none of them on GET."""
        return (self.request.POST, self.request.FILES) if self.request.method == "POST" else (None, None)


@dataclass(frozen=True, slots=True)
class Panel:
    name: str
    form: Any
    send: str = "保存"
    lead: str = ""
    links: Sequence[tuple[str, Sequence[tuple[str, str]]]] = field(default=())

    @property
    def done(self) -> str:
        return {"choose_procedure": "确定情形"}.get(self.name, LABELS[self.name].removeprefix("已"))

    def context(self) -> dict[str, Any]:
        before = "web/case/links.html" if self.links else ""
        return {
            "form": self.form, "title": LABELS[self.name], "send": self.send, "lead": self.lead,
            "links": self.links, "before": before,
        }  # fmt: skip


def _plain(
    name: str, make: Any, label: str, send: str, *, required: bool = True, lead: str = ""
) -> Callable[[Asked], Panel]:
    def build(asked: Asked) -> Panel:
        return Panel(name, moves.PlainForm(*asked.sent, make=make, label=label, required=required), send, lead)

    return build


def _may_fact(asked: Asked, name: str) -> bool:
    actor = asked.request.actor
    return rights.may_state(actor, name) and may_see(actor.role, FACTS[name].category)


def facts(asked: Asked) -> Panel:
    used = list(rules.current_book().procedures[asked.assessment.procedure].facts)
    rest = (
        [name for name in FACTS if name not in used] if asked.request.GET.get("all") or not asked.case.procedure else []
    )
    names = [name for name in (*used, *rest) if name in FACTS and _may_fact(asked, name)]
    lead = "不清楚的留“待查明”，不要猜。只会记下您改动的项目。"
    return Panel("record_facts", FactsForm(*asked.sent, known=asked.file.facts, names=names), "记下", lead)


def visit(asked: Asked) -> Panel:
    return Panel("record_visit", VisitForm(*asked.sent, today=timezone.localdate()), "记下这次家访")


def add_paper(asked: Asked) -> Panel:
    kind = asked.request.GET.get("kind", "")
    if kind in MATERIALS and rights.may_file(asked.request.actor, kind):
        return Panel(
            "add_paper",
            PaperForm(*asked.sent, kind=kind),
            f"收录{words.material(kind)}",
            f"材料种类：{words.material(kind)}",
        )
    used = rules.current_book().procedures[asked.assessment.procedure].material_kinds
    first = [k for k in used if rights.may_file(asked.request.actor, str(k))]
    rest = [k for k in MATERIALS if k not in first and rights.may_file(asked.request.actor, k)]
    links = [
        ("本情形要用的材料", [(f"?kind={k}", words.material(str(k))) for k in first]),
        ("其他材料", [(f"?kind={k}", words.material(k)) for k in rest]),
    ]
    return Panel("add_paper", None, lead="先选是哪一种材料。", links=[group for group in links if group[1]])


def correct_paper(asked: Asked) -> Panel:
    papers = {paper.id: paper for paper in asked.papers}
    chosen = papers.get(asked.request.GET.get("paper", ""))
    if chosen is None:
        links = [(f"?paper={paper.id}", _name(paper)) for paper in papers.values()]
        return Panel("correct_paper", None, lead="更正哪一份材料？", links=[("已收录的材料", links)])
    return Panel(
        "correct_paper", PaperForm(*asked.sent, kind=chosen.kind, paper=chosen), "更正", f"材料：{_name(chosen)}"
    )


def _name(paper: Any) -> str:
    return f"{words.material(paper.kind)} {words.day(paper.issued_on)}".strip()


def withdraw(asked: Asked) -> Panel:
    picks = [(paper.id, _name(paper)) for paper in asked.papers]
    form = moves.PickForm(*asked.sent, make=commands.WithdrawPaper, picks=picks, label="撤下哪一份", text="撤下的原因")
    return Panel("withdraw_paper", form, "撤下", "撤下的材料仍留在办理经过里，只是不再作为依据。")


def choose(asked: Asked) -> Panel:
    book, proposed = rules.current_book().procedures, propose(asked.file, rules.current_book())
    order = [proposed, *(key for key in book if key != proposed)]
    labels = [(key, _procedure(book[key], key == proposed)) for key in order]
    why = (
        "；".join(c.says for c in asked.assessment.conditions if c.holds == "yes" and c.says != veil.WORDS)
        if asked.assessment.procedure == proposed
        else ""
    )
    advice = f"系统建议：{book[proposed].title}。{why}"
    return Panel("choose_procedure", moves.ChooseForm(*asked.sent, procedures=labels, advice=advice), "确定")


def _procedure(rule: Any, proposed: bool) -> str:
    marks = [
        mark for mark, on in (("系统建议", proposed), ("从严掌握", rule.severe), ("本县扩展", rule.extension)) if on
    ]
    return f"{rule.clause} {rule.title}" + (f"（{'，'.join(marks)}）" if marks else "")


def assign(asked: Asked) -> Panel:
    case = asked.case
    kinds = {Kind.VILLAGE_COMMITTEE: case.village_code, Kind.TOWNSHIP_GOVERNMENT: case.township_code}
    local = [o for kind, code in kinds.items() for o in Organ.objects.filter(kind=kind, region_id=code, active=True)]
    schools = Organ.objects.filter(
        kind=Kind.SCHOOL, active=True, region__code__startswith=case.township_code or case.county_code
    )
    own = Organ.objects.filter(school_code=case.school_code, active=True) if case.school_code else Organ.objects.none()
    organs = {str(organ.pk): organ.name for organ in [*local, *own, *schools[:20]]}
    return Panel("assign", moves.AssignForm(*asked.sent, organs=list(organs.items())), "派发")


def refer(asked: Asked) -> Panel:
    here = [asked.case.county_code, asked.case.township_code]
    organs = Organ.objects.filter(kind__in=OUTSIDE, active=True, region_id__in=here).values_list("pk", "name")
    lead = "答复期间按外部办理计时，不算本单位逾期。对方只看到本案中与其职责有关的内容。"
    return Panel("refer", moves.ReferForm(*asked.sent, organs=[(str(pk), name) for pk, name in organs]), "提请", lead)


def _referrals(asked: Asked, mine: bool) -> list[tuple[str, str]]:
    own = asked.request.actor.organ_id
    return [
        (r.id, f"{r.organ.name} {words.day(r.due_on)}".strip())
        for r in asked.state.referrals
        if not mine or r.organ.id == own
    ]


def answer(asked: Asked) -> Panel:
    form = moves.PickForm(
        *asked.sent, make=commands.AnswerReferral, picks=_referrals(asked, True), label="答复哪一项", text="答复内容"
    )
    return Panel("answer_referral", form, "答复", "答复前，请先把结论记入事实，把出具的证明收录为材料。")


def recall_referral(asked: Asked) -> Panel:
    form = moves.PickForm(
        *asked.sent, make=commands.RecallReferral, picks=_referrals(asked, False), label="撤回哪一项", text="撤回的原因"
    )
    return Panel("recall_referral", form, "撤回")


def give_back(asked: Asked) -> Panel:
    found = {r.id: r.title for r in asked.assessment.checklist if r.title != veil.WORDS}
    found.update({paper.id: f"材料：{_name(paper)}" for paper in asked.file.materials})
    return Panel(
        "return_for_correction",
        moves.ReturnForm(*asked.sent, items=list(found.items())),
        "退回",
        "在要补正的那一项下写明怎么改；没有问题的留空。",
    )


def close(asked: Asked) -> Panel:
    outcome = words.OUTCOMES.get(asked.assessment.outcome or "", "")
    return Panel(
        "close",
        moves.CloseForm(*asked.sent),
        "办结",
        f"按条款{asked.assessment.clause}，本案办结为：{outcome}。" if outcome else "",
    )


def follow_up(asked: Asked) -> Panel:
    due = [(f.id, f"应于 {words.day(f.due)} 前完成") for f in asked.state.follow_ups]
    return Panel("record_follow_up", moves.FollowUpForm(*asked.sent, follow_ups=due), "记下")


def reopen(asked: Asked) -> Panel:
    return Panel("reopen", moves.ReopenForm(*asked.sent), "重新开启")


def child(asked: Asked) -> Panel:
    return Panel("correct_child", moves.ChildForm(*asked.sent), "更正")


start = _plain(
    "start_verification",
    commands.StartVerification,
    "",
    "开始核查",
    lead="从现在起，由您单位核实孩子的去向和就读情况。",
)
approve = _plain(
    "approve", commands.Approve, "审核意见", "同意", required=False, lead="同意表示您已对照条款看过材料原件或扫描件。"
)

PANELS: Mapping[str, Callable[[Asked], Panel]] = {
    "record_facts": facts,
    "record_visit": visit,
    "add_paper": add_paper,
    "correct_paper": correct_paper,
    "withdraw_paper": withdraw,
    "choose_procedure": choose,
    "assign": assign,
    "start_verification": start,
    "refer": refer,
    "answer_referral": answer,
    "recall_referral": recall_referral,
    "submit": _plain("submit", commands.Submit, "给审核人的话", "提交审核", required=False),
    "recall_submission": _plain("recall_submission", commands.RecallSubmission, "撤回的原因", "撤回"),
    "approve": approve,
    "return_for_correction": give_back,
    "close": close,
    "record_follow_up": follow_up,
    "reopen": reopen,
    "correct_child": child,
    "remark": _plain("remark", commands.Remark, "备注", "记下"),
}
