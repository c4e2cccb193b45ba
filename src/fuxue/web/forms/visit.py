"""A persuasion visit: when, how, who was met, who was there and has signed, what came of it."""

from datetime import date
from typing import Any

from django import forms

from fuxue.guideline.casefile import Recording, Signature, VisitFacts
from fuxue.ledger import commands
from fuxue.web import words
from fuxue.web.forms.base import STAFF, Day, Form, LongText, PlainText, Rows


class VisitForm(Form):
    on = Day(label="日期")
    way = forms.ChoiceField(label="方式", choices=list(words.WAYS.items()), widget=forms.RadioSelect)
    reached = forms.MultipleChoiceField(
        label="见到或联系上谁",
        choices=list(words.RELATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="一个都没联系上就不勾。",
    )
    result = forms.ChoiceField(label="结果", choices=list(words.RESULTS.items()), widget=forms.RadioSelect)
    staff = Rows(STAFF, blank=3, label="参加的工作人员", help_text="逐人填写；本人在书面记录上签了字的才勾“已签字”。")
    narrative = LongText(label="劝返经过", help_text="谈了什么，家长和孩子怎么说，有什么困难。")
    number = PlainText(label="录音录像编号", max_length=60, required=False)
    custodian = PlainText(label="保管单位或保管人", max_length=60, required=False)
    place = PlainText(label="存放地点", max_length=60, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("家访日期不能晚于今天。")
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("result") == "no_answer" and data.get("reached"):
            self.add_error("result", "勾了见到的人，结果就不是“未联系上”。")
        return data

    def command(self) -> commands.Command:
        data = self.cleaned_data
        staff = tuple(
            Signature(row.get("organ"), None, row.get("name"), bool(row.get("signed"))) for row in data["staff"]
        )
        kept = {name: data[name] or None for name in ("number", "custodian", "place")}
        visit = VisitFacts(
            on=data["on"],
            way=data["way"],
            reached=tuple(data["reached"]),
            staff=staff,
            result=data["result"],
            recording=Recording(**kept) if any(kept.values()) else None,
        )
        return commands.RecordVisit(visit, data["narrative"])
