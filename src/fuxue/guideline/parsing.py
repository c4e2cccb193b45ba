"""From what a person handed in to a `CaseFile`. Every refusal names the field and what it accepts."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from fuxue.guideline import reader
from fuxue.guideline.casefile import CaseFile, ChildFacts, MaterialFacts, Recording, Signature, VisitFacts
from fuxue.guideline.facts import FACTS
from fuxue.guideline.loader import PROCEDURES
from fuxue.guideline.materials import MATERIALS
from fuxue.guideline.profile import Profile
from fuxue.guideline.values import (
    bad,
    parse_bool,
    parse_choice,
    parse_date,
    parse_fact,
    parse_list,
    parse_mapping,
    parse_organ,
    parse_text,
)
from fuxue.kernel.errors import Invalid, Where

TOP = ("as_of", "profile", "procedure", "child", "facts", "materials", "visits")
CHILD = ("name", "sex", "birth_date", "id_number", "student_number", "record_school_code")
EXTRA = ("form", "card_number", "level", "title", "note", "file", "cause")
PAPER = (
    "id", "kind", "issuer", "issued_on", "seals", "signatures", "medium", "designated", "names_child", "recording",
    "number", "custodian", "place", *EXTRA,
)  # fmt: skip
VISIT = ("on", "way", "reached", "staff", "result", "recording")
SIGNATURE = ("organ", "relation", "name", "signed")
RECORDING = ("number", "custodian", "place")
SEXES = {"male": "男", "female": "女"}
WAYS = {"home": "入户", "phone": "电话", "video": "视频", "workplace": "到务工地"}
RESULTS = {"refused": "拒绝", "promised": "答应返校", "returned": "已返校", "no_answer": "没有联系上"}
REACHED = {"guardian": "监护人", "child": "学生本人"}
MEDIA = {"scan": "扫描", "retained": "留存备查"}


def read_case_file(path: Path) -> CaseFile:
    """Reads a YAML or JSON case file. Raises `Invalid` with file, line and field."""
    document = reader.read(path)
    try:
        return parse_case_file(document.value)
    except Invalid as error:
        field = error.where.column or ""
        parts = field.replace("[", ".").replace("]", "").split(".")
        steps = [int(part) if part.isdigit() else part for part in parts]
        error.where = Where(file=path.name, row=document.line(tuple(steps)), column=field or None)
        raise


def parse_case_file(raw: object) -> CaseFile:
    """A mapping as in the contract, section 4. Raises `Invalid`; whatever it returns, `assess` can answer."""
    if raw is None:
        raise Invalid("case_empty", f"案件文件是空的，应为“键: 值”，可用的键：{'、'.join(TOP)}。")
    top = parse_mapping("case", raw, TOP)
    if top.get("as_of") is None:
        raise bad("as_of", None, "必须写明评估日，写成 2026-11-23 这样")
    procedure = top.get("procedure")
    return CaseFile(
        as_of=parse_date("as_of", top["as_of"]),
        child=_child(top.get("child")),
        procedure=None if procedure is None else _procedure(procedure),
        facts=_facts(top.get("facts")),
        materials=_materials(top.get("materials")),
        visits=tuple(_visit(f"visits[{i}]", item) for i, item in enumerate(_list("visits", top.get("visits")))),
        profile=_profile(top.get("profile")),
    )


def _procedure(raw: object) -> str:
    if not isinstance(raw, str) or raw.strip() not in PROCEDURES:
        raise bad("procedure", raw, f"应为以下之一：{'、'.join(PROCEDURES)}")
    return raw.strip()


def _list(field: str, raw: object) -> list[Any]:
    return [] if raw is None else parse_list(field, raw)


def _mapping(field: str, raw: object, keys: tuple[str, ...]) -> Mapping[str, Any]:
    return {} if raw is None else parse_mapping(field, raw, keys)


def _profile(raw: object) -> Mapping[str, Any]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise bad("profile", raw, "应为“开关: 值”")
    try:
        Profile.from_mapping(raw)
    except Invalid as error:
        raise Invalid(error.code, error.says, Where(column=f"profile.{error.where.column}")) from None
    return MappingProxyType(dict(raw))


def _child(raw: object) -> ChildFacts:
    child = _mapping("child", raw, CHILD)
    text = {
        key: None if child.get(key) is None else parse_text(f"child.{key}", child[key], 60)
        for key in ("name", "id_number", "student_number", "record_school_code")
    }
    sex, birth = child.get("sex"), child.get("birth_date")
    return ChildFacts(
        **text,
        sex=None if sex is None else cast(Any, parse_choice("child.sex", sex, SEXES)),
        birth_date=None if birth is None else parse_date("child.birth_date", birth),
    )


def _facts(raw: object) -> Mapping[str, Any]:
    if raw is None:
        return MappingProxyType({})
    if not isinstance(raw, Mapping):
        raise bad("facts", raw, "应为“事实: 值”")
    values = {}
    for name, value in raw.items():
        if not isinstance(name, str):
            raise bad("facts", name, "事实的名称应为文字")
        if name not in FACTS or value is not None:
            values[name] = parse_fact(name, value)
    return MappingProxyType(values)


def _materials(raw: object) -> tuple[MaterialFacts, ...]:
    papers = tuple(_paper(f"materials[{i}]", item) for i, item in enumerate(_list("materials", raw)))
    seen: set[str] = set()
    for index, paper in enumerate(papers):
        if paper.id in seen:
            raise bad(f"materials[{index}].id", paper.id, "每份材料的 id 不能重复")
        seen.add(paper.id)
    return papers


def _paper(field: str, raw: object) -> MaterialFacts:
    item = parse_mapping(field, raw, PAPER)
    kinds = {kind: spec.term for kind, spec in MATERIALS.items()}
    index = field[field.index("[") + 1 : -1]

    def optional(key: str, parse: Any) -> Any:
        value = item.get(key)
        return None if value is None else parse(f"{field}.{key}", value)

    own = {key: item[key] for key in RECORDING if item.get(key) is not None}
    extra = {key: item[key] for key in EXTRA if item.get(key) is not None}
    for key, value in extra.items():
        parse_text(f"{field}.{key}", value)
    if "number" in own:
        extra["number"] = own["number"]
    return MaterialFacts(
        id=optional("id", lambda f, v: parse_text(f, v, 60)) or f"m{int(index) + 1}",
        kind=parse_choice(f"{field}.kind", item.get("kind"), kinds),
        issuer=optional("issuer", parse_organ),
        issued_on=optional("issued_on", parse_date),
        seals=tuple(
            parse_organ(f"{field}.seals[{i}]", v) for i, v in enumerate(_list(f"{field}.seals", item.get("seals")))
        ),
        signatures=_signatures(f"{field}.signatures", item.get("signatures")),
        medium=optional("medium", lambda f, v: parse_choice(f, v, MEDIA)) or "scan",
        designated=optional("designated", parse_bool),
        names_child=optional("names_child", parse_bool),
        recording=_recording(f"{field}.recording", item.get("recording") or own or None),
        extra=MappingProxyType(extra),
    )


def _signatures(field: str, raw: object) -> tuple[Signature, ...]:
    return tuple(_signature(f"{field}[{i}]", item) for i, item in enumerate(_list(field, raw)))


def _signature(field: str, raw: object) -> Signature:
    item = parse_mapping(field, raw, SIGNATURE)
    organ, relation, name, signed = (item.get(key) for key in SIGNATURE)
    return Signature(
        organ=None if organ is None else parse_organ(f"{field}.organ", organ),
        relation=None if relation is None else parse_text(f"{field}.relation", relation, 40),
        name=None if name is None else parse_text(f"{field}.name", name, 60),
        signed=None if signed is None else parse_bool(f"{field}.signed", signed),
    )


def _recording(field: str, raw: object) -> Recording | None:
    if raw is None:
        return None
    item = parse_mapping(field, raw, RECORDING)
    return Recording(
        **{key: None if item.get(key) is None else parse_text(f"{field}.{key}", item[key], 200) for key in RECORDING}
    )


def _visit(field: str, raw: object) -> VisitFacts:
    item = parse_mapping(field, raw, VISIT)
    on, way, result = item.get("on"), item.get("way"), item.get("result")
    reached = _list(f"{field}.reached", item.get("reached"))
    return VisitFacts(
        on=None if on is None else parse_date(f"{field}.on", on),
        way=None if way is None else cast(Any, parse_choice(f"{field}.way", way, WAYS)),
        reached=tuple(parse_choice(f"{field}.reached[{i}]", one, REACHED) for i, one in enumerate(reached)),
        staff=_signatures(f"{field}.staff", item.get("staff")),
        result=None if result is None else cast(Any, parse_choice(f"{field}.result", result, RESULTS)),
        recording=_recording(f"{field}.recording", item.get("recording")),
    )
