"""Single values in words: papers, signers, recordings, facts. Numbers of people leave masked."""

from collections.abc import Mapping, Sequence
from typing import Any

from fuxue.guideline import FACTS
from fuxue.kernel import mask
from fuxue.web import words

Pairs = Sequence[tuple[str, str]]


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
    return "、".join(_signer(signature) for signature in signatures)


def _signer(signature: Mapping[str, Any]) -> str:
    who = words.organ(signature.get("relation") or signature.get("organ") or "")
    return f"{who}{signature.get('name') or ''}（{'已签字' if signature.get('signed') else '未签字'}）"


def recording(value: Mapping[str, Any] | None) -> str:
    return " · ".join(str(value[k]) for k in ("number", "custodian", "place") if value.get(k)) if value else ""


def fact(name: str, value: Any) -> str:
    """A fact's value in words; numbers of people masked; none reads 待查明."""
    if value is None:
        return "待查明"
    if name in {"surviving_id_number", "correct_id_number"}:
        return mask.identity_number(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return f"{len(value)} 条"
    spec = FACTS.get(name)
    if spec and spec.type == "choice":
        return spec.choices.get(str(value), str(value))
    return "已登记" if isinstance(value, Mapping) else words.day(value) if spec and spec.type == "date" else str(value)
