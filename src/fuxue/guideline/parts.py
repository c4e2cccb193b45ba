"""The parts of a rule file: each function checks one node and builds its frozen value."""

import re
from collections.abc import Sequence

from fuxue.guideline import grammar
from fuxue.guideline.conditions import Test
from fuxue.guideline.facts import CHILD_TERMS, FACTS
from fuxue.guideline.fields import Node
from fuxue.guideline.profile import SWITCHES
from fuxue.guideline.schema import (
    Closing,
    ConditionRule,
    FollowUpRule,
    Form,
    InForce,
    Note,
    PaperRule,
    Redirect,
    Step,
    VisitRule,
    WarningRule,
    Words,
)
from fuxue.kernel.vocabulary import Organ

ORGANS = [str(organ) for organ in Organ]
OUTCOMES = (
    "delete", "other_leave", "death", "unable_to_study", "record_established", "deferred", "suspended", "returned",
    "special_placement", "returned_vocational", "corrected", "left_country", "in_custody",
)  # fmt: skip
SCHEDULES = ("visits", "each_term", "cancellation", "reassess", "lapse", "comes_of_age", "once_a_month")
_HOLE = re.compile(r"\{(\w*)\}")
_HOLES = {"age", "as_of", "attempts", "school_year", *SWITCHES, *FACTS, *CHILD_TERMS}


def organ(node: Node) -> str:
    return node.one_of(ORGANS, "rule_organ_unknown", "机关")


def sentence(node: Node) -> str:
    """Text whose {holes} are all known."""
    text = node.text()
    for hole in _HOLE.findall(text):
        if hole not in _HOLES:
            node.refuse("rule_hole_unknown", f"句子里的“{{{hole}}}”没有对应的内容。")
    return text


def _test(node: Node) -> Test | None:
    return grammar.test(node)


def words(node: Node) -> Words:
    node.mapping(["subject", "measures", "ledger"])
    return Words(node.at("subject").text(), node.at("measures").text(), node.at("ledger").text())


def in_force(node: Node) -> InForce:
    node.mapping(["from"], ["until"])
    since, until = node.at("from").day(), node.at("until").day() if node.has("until") else None
    if until and until < since:
        node.refuse("rule_date", "失效日期早于生效日期。")
    return InForce(since, until)


def condition(node: Node, clause: str) -> ConditionRule:
    node.mapping(["id", "test", "yes", "no", "unknown"], ["source", "reasoning", "when", "step", "assumed"])
    return ConditionRule(
        id=node.at("id").text(),
        test=grammar.test(node.at("test")),
        yes=sentence(node.at("yes")),
        no=sentence(node.at("no")),
        unknown=sentence(node.at("unknown")),
        source=node.get("source", Node.text, clause),
        reasoning=node.get("reasoning", Node.text, ""),
        when=node.get("when", _test, None),
        step=node.get("step", Node.flag, False),
        assumed=node.get("assumed", Node.flag, False),
    )


def paper(node: Node, clause: str) -> PaperRule:
    node.mapping(["id", "title", "forms"], ["source", "reasoning", "when", "spread"])
    forms = node.each("forms", form)
    if not forms:
        node.refuse("rule_shape", "“forms”下面至少要有一种材料。")
    return PaperRule(
        id=node.at("id").text(),
        title=node.at("title").text(),
        forms=forms,
        source=node.get("source", Node.text, clause),
        reasoning=node.get("reasoning", Node.text, ""),
        when=node.get("when", _test, None),
        spread=node.get("spread", Node.flag, False),
    )


def form(node: Node) -> Form:
    flags = ("consent", "panel_signs", "all_sign", "designated", "exact")
    node.mapping(["kind"], ["issuers", "seals", "seals_any", "seal_of", "signed_by", "cause", *flags])
    return Form(
        kind=grammar.material_kind(node.at("kind")),
        issuers=node.each("issuers", organ),
        seals=node.each("seals", organ),
        seals_any=node.each("seals_any", organ),
        seal_of=node.at("seal_of").one_of(["issuer", "approver", "committee"], "rule_seal_unknown", "印章要求")
        if node.has("seal_of")
        else None,
        signed_by=node.each(
            "signed_by", lambda one: one.one_of(["guardian", "child"], "rule_signer_unknown", "签字人")
        ),
        consent=node.get("consent", Node.flag, False),
        panel_signs=node.get("panel_signs", Node.flag, False),
        all_sign=node.get("all_sign", Node.flag, False),
        designated=node.get("designated", Node.flag, False),
        exact=node.get("exact", Node.flag, False),
        cause=node.get("cause", Node.text, ""),
    )


def visits(node: Node, clause: str) -> VisitRule:
    node.mapping(["id", "title", "at_least", "reasoning"], ["source", "recordings_registered"])
    least = node.at("at_least")
    return VisitRule(
        id=node.at("id").text(),
        title=node.at("title").text(),
        at_least=least.number() if isinstance(least.value, int) else grammar.switch_name(least),
        source=node.get("source", Node.text, clause),
        reasoning=node.at("reasoning").text(),
        recordings_registered=node.get("recordings_registered", Node.flag, False),
    )


def step(node: Node) -> Step:
    node.mapping(["id", "organ", "says"], ["done"])
    return Step(node.at("id").text(), organ(node.at("organ")), sentence(node.at("says")), node.get("done", _test, None))


def closing(node: Node) -> Closing:
    node.mapping(["outcome", "operation", "says"], ["when"])
    return Closing(
        outcome=node.at("outcome").one_of(OUTCOMES, "rule_outcome_unknown", "办结结果"),
        operation=node.at("operation").one_of(OUTCOMES, "rule_outcome_unknown", "终端操作"),
        says=sentence(node.at("says")),
        when=node.get("when", _test, None),
    )


def redirect(node: Node, procedures: Sequence[str] = ()) -> Redirect:
    node.mapping(["id", "when", "organ", "says"], ["procedure"])
    target = node.get("procedure", Node.text, "")
    if target and procedures and target not in procedures:
        node.at("procedure").refuse("rule_procedure_unknown", f"没有“{target}”这个情形。")
    return Redirect(
        node.at("id").text(),
        grammar.test(node.at("when")),
        organ(node.at("organ")),
        target or None,
        sentence(node.at("says")),
    )


def follow_up(node: Node, clause: str) -> FollowUpRule:
    node.mapping(["id", "on", "says", "reasoning"], ["source", "when", "unready"])
    return FollowUpRule(
        id=node.at("id").text(),
        on=node.at("on").one_of(SCHEDULES, "rule_schedule_unknown", "随访安排"),
        says=sentence(node.at("says")),
        source=node.get("source", Node.text, clause),
        reasoning=node.at("reasoning").text(),
        when=node.get("when", _test, None),
        unready=node.get("unready", Node.flag, False),
    )


def warning(node: Node) -> WarningRule:
    node.mapping(["id", "when", "says"])
    return WarningRule(node.at("id").text(), grammar.test(node.at("when")), sentence(node.at("says")))


def note(node: Node) -> Note:
    node.mapping(["kind", "says"])
    return Note(grammar.material_kind(node.at("kind")), node.at("says").text())
