"""Whether enough valid persuasion attempts were made, and why a visit does not count."""

from fuxue.guideline.assessment import Missing, What
from fuxue.guideline.context import Context, attempt_faults
from fuxue.guideline.papers import Met
from fuxue.guideline.schema import VisitRule
from fuxue.kernel.truth import Truth


def judge_visits(rule: VisitRule, ctx: Context) -> Met:
    least = ctx.switch(rule.at_least) if isinstance(rule.at_least, str) else rule.at_least
    made = len(ctx.attempts)
    if made >= least:
        return Met(Truth.YES, f"{rule.title}：有效劝返 {made} 次（要求 {least} 次）。", (), ())
    lead = f"有效劝返 {made} 次，还差 {least - made} 次（不同日期、见到监护人或本人、在场人员逐一签字才算一次）。"
    missing = [Missing(rule.id, "visit", ("visits",), lead, "school")]
    for index, visit in enumerate(ctx.case.visits):
        for part, why in attempt_faults(visit, ctx.as_of):
            what: What = "signature" if part == "signature" else "visit"
            name = f"第 {index + 1} 条劝返记录（{visit.on or '日期未登记'}）"
            missing.append(Missing(f"{rule.id}.{index}", what, ("visits",), f"{name}{why}，不计入次数。", "school"))
    return Met(Truth.NO, lead, (), tuple(missing))
