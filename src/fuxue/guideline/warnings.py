"""What a careful reader would notice: papers that never suffice, dates out of order, numbers that contradict."""

from collections.abc import Iterator
from datetime import date

from fuxue.guideline.assessment import Warned
from fuxue.guideline.context import Context, attempt_faults
from fuxue.guideline.materials import MATERIALS
from fuxue.guideline.schema import Procedure
from fuxue.guideline.wording import fill
from fuxue.kernel import identity, student_number
from fuxue.kernel.errors import Invalid
from fuxue.kernel.truth import Truth

NEW_DEATH_FORM_FROM = date(2026, 7, 1)  # 国卫规划发〔2026〕5号: one new form of the certificate nationwide


def warnings_for(procedure: Procedure, ctx: Context) -> tuple[Warned, ...]:
    found = [
        *_not_enough(procedure, ctx),
        *_papers(ctx),
        *_same_paper_twice(ctx),
        *_identity(ctx),
        *_student_number(ctx),
        *_disability_card(ctx),
        *_visits(ctx),
        *(
            Warned(rule.id, fill(rule.says, ctx))
            for rule in procedure.warnings
            if rule.when.ask(ctx).holds is Truth.YES
        ),
    ]
    if ctx.as_of < procedure.in_force.since:
        found.append(Warned("before_in_force", f"本规则自 {procedure.in_force.since} 起执行，评估日在此之前。"))
    elif procedure.in_force.until and ctx.as_of > procedure.in_force.until:
        found.append(Warned("after_in_force", f"本规则执行到 {procedure.in_force.until} 为止，评估日在此之后。"))
    return tuple(found)


def _not_enough(procedure: Procedure, ctx: Context) -> Iterator[Warned]:
    for note in procedure.never_enough:
        for paper in ctx.case.materials:
            if paper.kind == note.kind:
                yield Warned(f"never_enough.{paper.id}", f"{MATERIALS[paper.kind].term}（{paper.id}）：{note.says}")


def _papers(ctx: Context) -> Iterator[Warned]:
    died = ctx.fact("died_on")
    for paper in ctx.case.materials:
        name = f"{MATERIALS[paper.kind].term}（{paper.id}）"
        if paper.names_child is False:
            yield Warned(f"not_this_child.{paper.id}", f"{name}不是这名学生的材料，没有计入。")
        elif paper.names_child is None:
            yield Warned(f"names_child_unknown.{paper.id}", f"{name}没有核对是不是这名学生的材料，请核对姓名和证件号。")
        if paper.issued_on is None:
            continue
        if paper.issued_on > ctx.as_of:
            yield Warned(
                f"date_future.{paper.id}", f"{name}的日期 {paper.issued_on} 晚于评估日 {ctx.as_of}，没有计入。"
            )
        if ctx.birth_date and paper.issued_on < ctx.birth_date:
            yield Warned(f"date_before_birth.{paper.id}", f"{name}的日期 {paper.issued_on} 早于出生日期。")
        if died and paper.issued_on < died and paper.kind.startswith(("death", "cremation", "police_death")):
            yield Warned(f"date_before_death.{paper.id}", f"{name}的日期 {paper.issued_on} 早于死亡日期 {died}。")
        old = paper.extra.get("form") in ("old", "旧版") and paper.kind == "death_certificate"
        if old and paper.issued_on >= NEW_DEATH_FORM_FROM:
            yield Warned(f"old_form.{paper.id}", f"{name}在 {NEW_DEATH_FORM_FROM} 启用新版之后仍用旧版式，请核实。")


def _same_paper_twice(ctx: Context) -> Iterator[Warned]:
    seen: dict[tuple[object, ...], str] = {}
    for paper in ctx.case.materials:
        key = (paper.kind, paper.issuer, paper.issued_on, paper.signatures)
        if paper.issued_on and key in seen:
            yield Warned(f"duplicate.{paper.id}", f"{paper.id} 与 {seen[key]} 种类、出具机关和日期相同，可能重复收录。")
        seen.setdefault(key, paper.id)


def _identity(ctx: Context) -> Iterator[Warned]:
    child = ctx.case.child
    if not child.id_number:
        return
    try:
        found = identity.parts(child.id_number)
    except Invalid as error:
        yield Warned("id_number_invalid", error.says)
        return
    if child.birth_date and found.birth_date != child.birth_date:
        says = f"身份证号里的出生日期 {found.birth_date} 与登记的 {child.birth_date} 不一致。"
        yield Warned("id_number_birth_date", says)
    if child.sex and found.sex != child.sex:
        yield Warned("id_number_sex", "身份证号第 17 位表示的性别与登记的性别不一致。")


def _student_number(ctx: Context) -> Iterator[Warned]:
    child = ctx.case.child
    if not child.student_number:
        return
    kind = student_number.kind(child.student_number)
    if kind is None:
        yield Warned("student_number_invalid", "学籍号应为 G、L 或 J 加 18 位。")
    elif kind == "temporary":
        yield Warned("student_number_temporary", "L 开头的是临时学籍号，不是正式学籍号。")
    elif kind == "substitute":
        yield Warned("student_number_substitute", "J 开头的学籍号是没有可用身份证号时编的，请跟进户口登记。")
    elif child.id_number and student_number.normalise(child.student_number)[1:] != identity.clean(child.id_number):
        yield Warned("student_number_differs", "学籍号里的身份证号与登记的身份证号不同，请核对是否改过证件号。")


def _disability_card(ctx: Context) -> Iterator[Warned]:
    for paper in ctx.papers:
        if paper.kind != "disability_card":
            continue
        number = identity.clean(str(paper.extra.get("card_number") or paper.extra.get("number") or ""))
        level = str(paper.extra.get("level") or (number[19:20] if len(number) >= 20 else ""))
        if ctx.case.child.id_number and len(number) >= 18 and number[:18] != identity.clean(ctx.case.child.id_number):
            yield Warned(f"card_other_child.{paper.id}", "残疾人证号前 18 位与身份证号不一致。")
        if level.isdigit() and int(level) not in ctx.profile.severe_levels:
            shown = "、".join(str(one) for one in ctx.profile.severe_levels)
            yield Warned(f"card_level.{paper.id}", f"残疾人证为 {level} 级，重度残疾通常指 {shown} 级。")


def _visits(ctx: Context) -> Iterator[Warned]:
    seen: set[date] = set()
    for index, visit in enumerate(ctx.case.visits):
        for _, why in attempt_faults(visit, ctx.as_of):
            yield Warned(
                f"visit.{index}", f"第 {index + 1} 条劝返记录（{visit.on or '日期未登记'}）{why}，不计入次数。"
            )
        if visit.on and visit.on in seen:
            yield Warned(f"visit_same_day.{index}", f"{visit.on} 有几条劝返记录，同一天只算一次。")
        if visit.on:
            seen.add(visit.on)
