"""Entries as a reader sees them: who did what when, in words. Newest first. Codes never reach the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fuxue.access.fields import may_see
from fuxue.guideline import FACTS, MATERIALS
from fuxue.kernel.vocabulary import Role
from fuxue.ledger.entries import KIND_TERMS, Entry, Kind
from fuxue.web import words
from fuxue.web.present.values import Pairs, fact, paper, recording, signers

BEGINNINGS = frozenset({Kind.SUBMITTED, Kind.PROCEDURE_CHOSEN, Kind.REOPENED, Kind.REGISTERED})
ENDINGS = frozenset({Kind.APPROVED, Kind.CLOSED})


@dataclass(frozen=True, slots=True)
class FileView:
    url: str
    label: str
    picture: bool


@dataclass(frozen=True, slots=True)
class Line:
    seq: int
    at: datetime
    what: str
    who: str
    where: str
    tone: str
    pairs: Sequence[tuple[str, str]] = ()
    text: str = ""
    remarks: Sequence[tuple[str, str]] = ()
    files: Sequence[FileView] = ()
    hidden: bool = False


@dataclass(slots=True)
class Context:
    """What lines refer to: titles of procedures and of checklist items and papers, and the case's address."""

    case_id: UUID
    procedures: Mapping[str, str]
    items: Mapping[str, str]
    role: Role = Role.SYSTEM
    papers: dict[str, str] = field(default_factory=dict)

    def material(self, kind: str) -> str:
        """What kind of paper, for a role that may know that there is one of that kind."""
        return words.material(kind) if self.open(kind) else "一份材料"

    def open(self, kind: str) -> bool:
        return kind not in MATERIALS or may_see(self.role, MATERIALS[kind].category)

    def item(self, name: str) -> str:
        return self.items.get(name) or self.papers.get(name) or ("整本台账" if not name else "一项内容")


def lines(entries: Sequence[Entry], context: Context) -> list[Line]:
    for entry in entries:
        if entry.kind is Kind.PAPER_ADDED:
            context.papers[str(entry.public["paper"])] = context.material(str(entry.public["kind"]))
    return [line(entry, context) for entry in reversed(entries)]


def line(entry: Entry, context: Context) -> Line:
    public, private = entry.public, entry.private or {}
    pairs = [(label, text) for label, text in _pairs(entry.kind, public, private, context) if text]
    return Line(
        seq=entry.seq,
        at=entry.at,
        what=KIND_TERMS[entry.kind],
        who=entry.actor_name,
        where=f"{entry.organ_name} {words.role(entry.actor_role)}",
        tone=_tone(entry),
        pairs=pairs,
        text=_text(private),
        remarks=[(context.item(r.get("item", "")), r.get("text", "")) for r in private.get("remarks", [])],
        files=[_file(file, context) for file in public.get("files", []) if context.open(public.get("kind", ""))],
        hidden=entry.private is None,
    )


def _tone(entry: Entry) -> str:
    if entry.kind is Kind.RETURNED:
        return "back"
    if entry.kind in ENDINGS:
        return "done"
    return "mark" if entry.kind in BEGINNINGS else ""


def _text(private: Mapping[str, Any]) -> str:
    names = ("narrative", "question", "answer", "reason", "note", "text")
    return "\n".join(str(private[name]) for name in names if private.get(name))


def _file(file: Mapping[str, Any], context: Context) -> FileView:
    kind = str(file.get("type", ""))
    size = int(file.get("size", 0))
    shown = kind.startswith("image/") and not kind.endswith(("heic", "tiff"))
    label = f"{kind.rpartition('/')[2].upper()} {max(1, size // 1024)} KB"
    return FileView(f"/files/{file['sha256']}/?case={context.case_id}", label, shown)


Half = Mapping[str, Any]


def _pairs(kind: Kind, public: Half, private: Half, context: Context) -> Pairs:
    tell = TOLD.get(kind)
    return tell(public, private, context) if tell else []


def _registered(public: Half, private: Half, context: Context) -> Pairs:
    source = public.get("source", {})
    return [("名单批次", str(source.get("batch", ""))), ("学年", str(public.get("school_year", "")))]


def _assigned(public: Half, private: Half, context: Context) -> Pairs:
    return [("派给", "、".join(o["name"] for o in public["organs"])), ("期限", words.day(public.get("due_on")))]


def _facts(public: Half, private: Half, context: Context) -> Pairs:
    values = private.get("values", {})
    return [(FACTS[n].term if n in FACTS else n, fact(n, values[n])) for n in public["facts"] if n in values]


def _paper_added(public: Half, private: Half, context: Context) -> Pairs:
    return [("材料", context.material(public["kind"])), *paper(private)]


def _paper_corrected(public: Half, private: Half, context: Context) -> Pairs:
    return [("材料", context.item(public["paper"])), *paper(private.get("values", {}))]


def _paper_withdrawn(public: Half, private: Half, context: Context) -> Pairs:
    return [("材料", context.item(public["paper"]))]


def _chosen(public: Half, private: Half, context: Context) -> Pairs:
    return [("情形", f"{public['clause']} {context.procedures.get(public['procedure'], '')}")]


def _referred(public: Half, private: Half, context: Context) -> Pairs:
    return [("提请", public["organ"]["name"]), ("答复期限", words.day(public.get("due_on")))]


def _submitted(public: Half, private: Half, context: Context) -> Pairs:
    chain = " → ".join(level["name"] for level in public.get("chain", []))
    return [("拟办结为", words.OUTCOMES.get(public.get("outcome") or "", "")), ("审核", chain)]


def _approved(public: Half, private: Half, context: Context) -> Pairs:
    return [("意见", "同意，全部审核完成" if public.get("final") else "同意")]


def _followed_up(public: Half, private: Half, context: Context) -> Pairs:
    return [("结果", "情况正常" if public["result"] == "ok" else "发现问题")]


def _reopened(public: Half, private: Half, context: Context) -> Pairs:
    return [("原因", words.CAUSES.get(public.get("cause", ""), ""))]


def _child(public: Half, private: Half, context: Context) -> Pairs:
    return [("更正", "、".join(words.CHILD_FIELDS.get(name, name) for name in public["fields"]))]


def _closed(public: Half, private: Half, context: Context) -> Pairs:
    return [
        ("结果", words.OUTCOMES.get(public.get("outcome", ""), "")),
        ("有效至", words.day(public.get("until"))),
        ("平台回执", str(private.get("receipt", ""))),
    ]


def _visited(public: Half, private: Half, context: Context) -> Pairs:
    visit = private.get("visit", {})
    reached = "、".join(words.organ(who) for who in visit.get("reached", []))
    return [
        ("日期", words.day(visit.get("on"))),
        ("方式", words.WAYS.get(visit.get("way", ""), "")),
        ("见到", reached or ("未见到人" if visit else "")),
        ("结果", words.RESULTS.get(visit.get("result", ""), "")),
        ("工作人员", signers(visit.get("staff", []))),
        ("录音录像", recording(visit.get("recording"))),
    ]


TOLD: Mapping[Kind, Callable[[Half, Half, Context], Pairs]] = {
    Kind.REGISTERED: _registered,
    Kind.ASSIGNED: _assigned,
    Kind.FACTS_RECORDED: _facts,
    Kind.VISIT_RECORDED: _visited,
    Kind.PAPER_ADDED: _paper_added,
    Kind.PAPER_CORRECTED: _paper_corrected,
    Kind.PAPER_WITHDRAWN: _paper_withdrawn,
    Kind.PROCEDURE_CHOSEN: _chosen,
    Kind.REFERRED: _referred,
    Kind.SUBMITTED: _submitted,
    Kind.APPROVED: _approved,
    Kind.CLOSED: _closed,
    Kind.FOLLOWED_UP: _followed_up,
    Kind.REOPENED: _reopened,
    Kind.CHILD_CORRECTED: _child,
}
