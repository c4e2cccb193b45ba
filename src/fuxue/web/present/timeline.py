"""Entries as a reader sees them: who did what when, in words. Newest first. Codes never reach the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fuxue.guideline import FACTS
from fuxue.kernel import mask
from fuxue.ledger.entries import KIND_TERMS, Entry, Kind
from fuxue.web import words

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
    papers: dict[str, str] = field(default_factory=dict)

    def item(self, name: str) -> str:
        return self.items.get(name) or self.papers.get(name) or ("整本台账" if not name else "一项内容")


def lines(entries: Sequence[Entry], context: Context) -> list[Line]:
    for entry in entries:
        if entry.kind is Kind.PAPER_ADDED:
            context.papers[str(entry.public["paper"])] = words.material(str(entry.public["kind"]))
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
        files=[_file(file, context) for file in public.get("files", [])],
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


Pairs = Sequence[tuple[str, str]]


def _pairs(kind: Kind, public: Mapping[str, Any], private: Mapping[str, Any], context: Context) -> Pairs:
    match kind:
        case Kind.REGISTERED:
            source = public.get("source", {})
            return [("名单批次", str(source.get("batch", ""))), ("学年", str(public.get("school_year", "")))]
        case Kind.ASSIGNED:
            return [("派给", "、".join(o["name"] for o in public["organs"])), ("期限", words.day(public.get("due_on")))]
        case Kind.FACTS_RECORDED:
            values = private.get("values", {})
            return [(FACTS[n].term if n in FACTS else n, fact(n, values.get(n)) if values else "") for n in public["facts"]]
        case Kind.VISIT_RECORDED:
            return _visit(private.get("visit", {}))
        case Kind.PAPER_ADDED:
            return [("材料", words.material(public["kind"])), *paper(private)]
        case Kind.PAPER_CORRECTED:
            values = private.get("values", {})
            return [("材料", context.item(public["paper"])), *paper(values)]
        case Kind.PAPER_WITHDRAWN:
            return [("材料", context.item(public["paper"]))]
        case Kind.PROCEDURE_CHOSEN:
            return [("情形", f"{public['clause']} {context.procedures.get(public['procedure'], '')}")]
        case Kind.REFERRED:
            return [("提请", public["organ"]["name"]), ("答复期限", words.day(public.get("due_on")))]
        case Kind.SUBMITTED:
            chain = " → ".join(level["name"] for level in public.get("chain", []))
            return [("拟办结为", words.OUTCOMES.get(public.get("outcome", ""), "")), ("审核", chain)]
        case Kind.APPROVED:
            return [("意见", "同意，全部审核完成" if public.get("final") else "同意")]
        case Kind.CLOSED:
            return _closed(public, private)
        case Kind.FOLLOWED_UP:
            return [("结果", "情况正常" if public["result"] == "ok" else "发现问题")]
        case Kind.REOPENED:
            return [("原因", words.CAUSES.get(public.get("cause", ""), ""))]
        case Kind.CHILD_CORRECTED:
            return [("更正", "、".join(words.CHILD_FIELDS.get(name, name) for name in public["fields"]))]
        case _:
            return []


def _closed(public: Mapping[str, Any], private: Mapping[str, Any]) -> Pairs:
    return [
        ("结果", words.OUTCOMES.get(public.get("outcome", ""), "")),
        ("有效至", words.day(public.get("until"))),
        ("平台回执", str(private.get("receipt", ""))),
    ]


def _visit(visit: Mapping[str, Any]) -> Pairs:
    reached = "、".join(words.organ(who) for who in visit.get("reached", []))
    return [
        ("日期", words.day(visit.get("on"))),
        ("方式", words.WAYS.get(visit.get("way", ""), "")),
        ("见到", reached or ("未见到人" if visit else "")),
        ("结果", words.RESULTS.get(visit.get("result", ""), "")),
        ("工作人员", signers(visit.get("staff", []))),
        ("录音录像", recording(visit.get("recording"))),
    ]


def paper(values: Mapping[str, Any]) -> Pairs:
    """The fields of a paper that are filled in, in words."""
    named = values.get("names_child")
    listed = values.get("designated")
    return [
        ("题名", str(values.get("title") or "")),
        ("出具", words.organ(values["issuer"]) if values.get("issuer") else ""),
        ("日期", words.day(values.get("issued_on"))),
        ("印章", "、".join(words.organ(seal) for seal in values.get("seals") or [])),
        ("签字", signers(values.get("signatures") or [])),
        ("指定医疗机构", "" if listed is None else ("是" if listed else "否")),
        ("核对姓名", "" if named is None else ("是本人的材料" if named else "不是本人的材料")),
        ("留存", recording(values.get("recording"))),
    ]


def signers(signatures: Sequence[Mapping[str, Any]]) -> str:
    return "、".join(
        f"{words.organ(s.get('relation') or s.get('organ') or '')}{s.get('name') or ''}（{'已签字' if s.get('signed') else '未签字'}）"
        for s in signatures
    )


def recording(value: Mapping[str, Any] | None) -> str:
    return " · ".join(str(value[k]) for k in ("number", "custodian", "place") if value.get(k)) if value else ""


def fact(name: str, value: Any) -> str:
    """A fact's value in words; numbers of people masked; none reads 待查明."""
    if value is None:
        return "待查明"
    spec = FACTS.get(name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in {"surviving_id_number", "correct_id_number"}:
        return mask.identity_number(str(value))
    if spec and spec.type == "choice":
        return spec.choices.get(str(value), str(value))
    if spec and spec.type == "date":
        return words.day(value)
    if isinstance(value, list):
        return f"{len(value)} 条"
    if isinstance(value, Mapping):
        return "已登记"
    return str(value)
