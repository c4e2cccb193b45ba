"""A procedure and an assessment as plain Chinese text, for the command line."""

from collections.abc import Iterator

from fuxue.guideline.assessment import Assessment
from fuxue.guideline.materials import MATERIALS
from fuxue.guideline.papers import organ_term
from fuxue.guideline.rulebook import RuleBook
from fuxue.guideline.schema import Form, Procedure
from fuxue.guideline.wording import plain
from fuxue.kernel.truth import Truth

OUTCOME_TERMS = {
    "delete": "在管理平台申请删除",
    "other_leave": "其他离校",
    "death": "死亡",
    "unable_to_study": "因身体原因不具备学习条件",
    "record_established": "已建立学籍",
    "deferred": "延缓入学",
    "suspended": "休学",
    "returned": "已劝返复学",
    "special_placement": "残疾儿童教育安置",
    "returned_vocational": "已劝返（中职就读）",
    "corrected": "误报更正",
    "left_country": "出国出境",
    "in_custody": "专门学校或司法处置",
}
_MARKS = {Truth.YES: "✓", Truth.NO: "✗", Truth.UNKNOWN: "？"}
_APPLIES = {Truth.YES: "适用", Truth.NO: "不适用", Truth.UNKNOWN: "尚不能确定是否适用"}


def overview(book: RuleBook) -> str:
    """One line per procedure."""
    lines = [f"规则版本 {book.version}，校验值 {book.sha256}", ""]
    for one in book.all_procedures.values():
        state = "" if book.is_on(one) else "（未启用）"
        lines.append(f"{one.clause:　<8}{one.title}（{one.id}）{state}")
    return "\n".join(lines)


def procedure_text(one: Procedure, book: RuleBook) -> str:
    """Everything a rule file says, in the order of the clause."""
    return "\n".join(_procedure(one, book))


def _procedure(one: Procedure, book: RuleBook) -> Iterator[str]:
    flags = [
        name
        for name, on in (
            ("从严掌握", one.severe),
            ("有期限", one.time_limited),
            ("本地扩展", one.extension),
            ("不是核销", not one.write_off),
        )
        if on
    ]
    yield f"{one.clause} {one.title}（{one.id}）{'　' + '、'.join(flags) if flags else ''}"
    yield f"执行：{one.in_force.since} 起；出处：{one.source}；核对日期：{one.checked_on}"
    yield from (f"对象：{one.words.subject}", f"措施：{one.words.measures}", f"台账：{one.words.ledger}")
    if one.reasoning:
        yield f"理解：{one.reasoning}"
    gate = book.rules.gate
    conditions = [*(gate.conditions if one.gated else ()), *one.conditions]
    yield "条件："
    for rule in conditions:
        reason = f"（理由：{rule.reasoning}）" if rule.reasoning else ""
        yield f"  · {plain(rule.yes, book.profile)}{reason}【{rule.source}】"
    if one.visits:
        least = one.visits.at_least
        number = getattr(book.profile, least) if isinstance(least, str) else least
        yield f"劝返：至少 {number} 次有效劝返。{one.visits.reasoning}"
    if one.papers:
        yield "材料："
    for paper in one.papers:
        yield f"  · {paper.title}{f'（{paper.reasoning}）' if paper.reasoning else ''}"
        yield from (f"      {_form(form)}" for form in paper.forms)
    yield "步骤："
    yield from (
        f"  {number}. {plain(step.says, book.profile)}〔{organ_term(step.organ)}〕"
        for number, step in enumerate(one.steps, 1)
    )
    yield "办结："
    yield from (f"  · {OUTCOME_TERMS[closing.outcome]}：{plain(closing.says, book.profile)}" for closing in one.closes)
    if one.follow_up:
        yield "此后："
        yield from (f"  · {rule.says}（{rule.reasoning}）" for rule in one.follow_up)
    if one.never_enough:
        yield "不能作为依据："
        yield from (f"  · {MATERIALS[note.kind].term}：{note.says}" for note in one.never_enough)


def _form(form: Form) -> str:
    said = [MATERIALS[form.kind].term, "扫描"]
    if form.issuers:
        said.append(f"出具：{'或'.join(organ_term(organ) for organ in form.issuers)}")
    named = {"issuer": "出具机关", "approver": "批准机关", "committee": "专家组所代表的各部门"}
    seals = [*(organ_term(organ) for organ in form.seals), *([named[form.seal_of]] if form.seal_of else [])]
    if form.seals_any:
        seals.append("或".join(organ_term(organ) for organ in form.seals_any))
    if seals:
        said.append(f"印章：{'、'.join(seals)}")
    signers = [organ_term(who) for who in form.signed_by] + (["专家组每个人"] if form.panel_signs else [])
    if signers:
        said.append(f"签字：{'、'.join(signers)}")
    if form.designated:
        said.append("须县级教育行政部门指定")
    return "；".join(said)


def assessment_text(answer: Assessment, title: str) -> str:
    """The answer for a person: verdict first, then why, what is missing, what comes next."""
    return "\n".join(_assessment(answer, title))


def _assessment(answer: Assessment, title: str) -> Iterator[str]:
    verdict = "可以提交审核" if answer.ready else "现在不能提交审核"
    yield f"{answer.clause} {title}：{_APPLIES[answer.applies]}；{verdict}。"
    if answer.outcome:
        yield f"办结结果：{OUTCOME_TERMS[answer.outcome]}{f'，到 {answer.until} 为止' if answer.until else ''}"
    yield "条件："
    yield from (f"  {_MARKS[one.holds]} {one.says}【{one.source}】" for one in answer.conditions)
    papers = [one for one in answer.checklist if one.id not in {condition.id for condition in answer.conditions}]
    if papers:
        yield "材料和记录："
        yield from (f"  {_MARKS[one.holds]} {one.says}【{one.source}】" for one in papers)
    for heading, lines in (
        ("还缺：", [one.says for one in answer.missing]),
        ("下一步：", [f"{organ_term(one.organ)}：{one.says}" for one in answer.next]),
        ("此后：", [f"{one.due} {one.says}" for one in answer.follow_ups]),
        ("提示：", [one.says for one in answer.warnings]),
    ):
        if lines:
            yield heading
            yield from (f"  · {line}" for line in lines)
    yield f"规则版本 {answer.rules_version}（{answer.rules_sha256[:12]}）"
