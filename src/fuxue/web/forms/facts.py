"""Facts as typed inputs. What is sent is only what changed; an emptied answer takes the fact back to 待查明."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from fuxue.guideline import FACTS, parse_fact
from fuxue.guideline.facts import FactSpec
from fuxue.kernel.errors import FuxueError
from fuxue.ledger import commands
from fuxue.web import words
from fuxue.web.forms.base import STAFF, UNKNOWN, Column, Day, Form, LongText, PlainText, Rows, ThreeWay

_PATH = re.compile(r"“facts\.[^”]*”")  # where a file would have it: beside its own box nobody needs that

TABLES: Mapping[str, Sequence[Column]] = {
    "committee_panel": STAFF,
    "home_teaching_log": (Column("on", "日期", "date"), Column("hours", "课时", "number")),
    "active_record_found": (
        Column("student_number", "学籍号"),
        Column("school_code", "学校标识码"),
        Column("checked_on", "查询日期", "date"),
    ),
}


def field(spec: FactSpec) -> forms.Field:
    suppliers = "、".join(words.organ(str(organ)) for organ in spec.supplier)
    common: dict[str, Any] = {"label": spec.term, "help_text": f"{spec.question}（由{suppliers}提供）"}
    if spec.type == "bool":
        return ThreeWay(**common)
    common["required"] = False
    if spec.type == "choice":
        choices = [*spec.choices.items(), ("", UNKNOWN)]
        widget = forms.RadioSelect if len(choices) <= 6 else forms.Select
        return forms.ChoiceField(choices=choices, widget=widget, **common)
    if spec.type == "date":
        return Day(**common)
    if spec.type == "int":
        return forms.IntegerField(min_value=0, **common)
    if spec.type in {"list", "record"}:
        return Rows(TABLES[spec.name], blank=1 if spec.type == "record" else 3, **common)
    return PlainText(max_length=200, **common)


class FactsForm(Form):
    """`known` holds the values as the case has them now; `names` the facts asked, in the clause's order."""

    note = LongText(label="说明", required=False, help_text="从哪里得知，谁说的。")

    def __init__(self, *args: Any, known: Mapping[str, Any], names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        fields = {f"fact_{name}": field(FACTS[name]) for name in names}
        for name in names:
            fields[f"fact_{name}"].plain = True  # type: ignore[attr-defined]  # no "optional": 待查明 is an answer
            value = known.get(name)
            fields[f"fact_{name}"].initial = [value] if FACTS[name].type == "record" and value else value
        self.fields = {**fields, **self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.values: dict[str, Any] = {}
        for key in [key for key in data if key.startswith("fact_")]:
            name = key.removeprefix("fact_")
            raw = data[key]
            raw = (raw[0] if raw else None) if FACTS[name].type == "record" else raw
            try:
                value = None if raw in (None, "", []) else parse_fact(name, raw)
            except FuxueError as error:
                self.add_error(key, _PATH.sub("", f"{error.says}{error.why}{error.todo}"))
                continue
            if value != self.known.get(name):
                self.values[name] = value
        if not self.values and not self.errors:
            raise forms.ValidationError("没有改动任何一项。")
        return data

    def command(self) -> commands.Command:
        return commands.RecordFacts(self.values, self.cleaned_data.get("note", ""))
