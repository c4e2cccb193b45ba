"""Recordings are kept, not uploaded; but whoever mentions one must say its number, who keeps it and where."""

from fuxue.guideline.assessment import Missing
from fuxue.guideline.casefile import Recording
from fuxue.guideline.context import Context
from fuxue.guideline.materials import MATERIALS

_PARTS = (("number", "编号"), ("custodian", "保管人"), ("place", "保管地点"))


def unregistered(ctx: Context) -> list[Missing]:
    """What is not registered of the recordings of visits and of the audio and video kept for reference."""
    found: list[Missing] = []
    for index, visit in enumerate(ctx.case.visits):
        if visit.recording and (lacks := _lacks(visit.recording)):
            says = f"第 {index + 1} 条劝返记录（{visit.on or '日期未登记'}）的录音录像没有登记{lacks}。"
            found.append(Missing(f"recording.{index}", "visit", ("recording",), says, "school"))
    for paper in ctx.papers:
        if paper.kind in ("audio", "video") and paper.medium == "retained":
            lacks = _lacks(paper.recording or Recording())
            if lacks:
                says = f"{MATERIALS[paper.kind].term}（{paper.id}）留存备查，没有登记{lacks}。"
                found.append(
                    Missing(f"recording.{paper.id}", "material", (paper.kind, "recording"), says, "school", paper.id)
                )
    return found


def _lacks(recording: Recording) -> str:
    return "、".join(name for part, name in _PARTS if not getattr(recording, part))
