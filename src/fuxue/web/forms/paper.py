"""A paper: the kind is chosen first, then only the fields that kind needs."""

from collections.abc import Iterable
from typing import Any

from django import forms

from fuxue.guideline import MATERIALS
from fuxue.guideline.casefile import MaterialFacts, Recording, Signature
from fuxue.guideline.materials import MaterialSpec
from fuxue.kernel.vocabulary import ORGAN_TERMS
from fuxue.ledger import commands
from fuxue.web import words
from fuxue.web.forms.base import SIGNERS, Day, Files, Form, PlainText, Rows, ThreeWay

SEALS_BESIDE = ("county_education", "school", "township_government", "village_committee")
SIGNED_KINDS = frozenset({"visit_record", "committee_certificate", "notification_record"})


def organs(first: Iterable[str], others: Iterable[str] = ()) -> list[tuple[str, str]]:
    return [(name, words.organ(name)) for name in dict.fromkeys([*map(str, first), *others])]


class PaperForm(Form):
    """Of one kind. With `paper`, corrects it: no file is asked, and only changed fields are sent."""

    def __init__(self, *args: Any, kind: str, paper: MaterialFacts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.paper = kind, paper
        spec = MATERIALS[kind]
        self.fields.update(_fields(spec))
        if paper is None:
            self._where_kept(spec)
        else:
            self._from(paper)

    def _where_kept(self, spec: MaterialSpec) -> None:
        if spec.scan_or_retained == "scan":
            self.fields["files"] = Files(
                label="扫描件",
                help_text="图片或 PDF，可以一次选多页，每个不超过 20 MB。",
                error_messages={"required": "请选择扫描件。"},
            )
            return
        labels = {"number": "编号", "custodian": "保管单位或保管人", "place": "存放地点"}
        self.fields.update({name: PlainText(label=label, max_length=60) for name, label in labels.items()})

    def _from(self, paper: MaterialFacts) -> None:
        for name in self.fields:
            self.fields[name].initial = getattr(paper, name, None)
        if "signatures" in self.fields:
            self.fields["signatures"].initial = [
                {"who": s.relation or s.organ, "name": s.name, "signed": s.signed} for s in paper.signatures
            ]

    def facts(self) -> MaterialFacts:
        data = self.cleaned_data
        kept = {name: data.get(name) or None for name in ("number", "custodian", "place")}
        return MaterialFacts(
            id=self.paper.id if self.paper else "",
            kind=self.kind,
            issuer=data.get("issuer") or None,
            issued_on=data.get("issued_on"),
            seals=tuple(data.get("seals", ())),
            signatures=tuple(_signature(row) for row in data.get("signatures", ())),
            medium=MATERIALS[self.kind].scan_or_retained,
            designated=data.get("designated"),
            names_child=data.get("names_child"),
            recording=Recording(**kept) if any(kept.values()) else None,
        )

    def command(self) -> commands.Command:
        """The correction. (Adding goes through `evidence.actions.add_paper`, which stores the files first.)"""
        new, old = self.facts(), self.paper
        names = ("issuer", "issued_on", "seals", "signatures", "designated", "names_child")
        changed = {
            name: getattr(new, name)
            for name in names
            if name in self.fields and getattr(new, name) != getattr(old, name)
        }
        return commands.CorrectPaper(new.id, changed)


def _signature(row: dict[str, Any]) -> Signature:
    who = row.get("who")
    relation = who if who in words.RELATIONS else None
    return Signature(None if relation else who, relation, row.get("name"), bool(row.get("signed")))


def _fields(spec: MaterialSpec) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if spec.issuers:
        rest = [name for name in ORGAN_TERMS if name not in spec.issuers]
        choices = [("", "请选择"), *organs(spec.issuers, map(str, rest))]
        fields["issuer"] = forms.ChoiceField(label="出具单位", choices=choices, initial=str(spec.issuers[0]))
    fields["issued_on"] = Day(label="出具日期", help_text="纸上写的日期。", required=bool(spec.issuers))
    if spec.seals or spec.issuers:
        likely = organs([*spec.seals, *(i for i in spec.issuers if str(i) not in words.RELATIONS)], SEALS_BESIDE)
        fields["seals"] = forms.MultipleChoiceField(
            label="盖了哪些印章", choices=likely, widget=forms.CheckboxSelectMultiple, required=False,
            help_text="看得清的才勾。",
        )  # fmt: skip
        fields["seals"].wide = True  # type: ignore[attr-defined]  # read by the field's template
    if spec.signers or str(spec.kind) in SIGNED_KINDS:
        fields["signatures"] = Rows(
            SIGNERS, blank=2, label="签字", required=False, initial=[{"who": str(who)} for who in spec.signers]
        )
    if str(spec.kind) == "medical_certificate":
        fields["designated"] = ThreeWay(label="医疗机构在县级教育行政部门指定名单内")
    fields["names_child"] = ThreeWay(label="材料上的姓名、号码与本人一致")
    fields["title"] = PlainText(label="题名", max_length=60, required=False)
    return fields
