"""The short forms: words for a decision, a choice of organ, a remark per item."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from fuxue.ledger import commands
from fuxue.web import words
from fuxue.web.forms.base import Day, Form, LongText, PlainText


class PlainForm(Form):
    """One text. `make` turns it into the command."""

    def __init__(self, *args: Any, make: Any, label: str, required: bool, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.make = make
        if label:
            self.fields["words"] = LongText(label=label, required=required, help_text=help_text)

    def command(self) -> commands.Command:
        text = self.cleaned_data.get("words")
        made: commands.Command = self.make() if text is None else self.make(text)
        return made


class ChooseForm(Form):
    procedure = forms.ChoiceField(label="属于哪种情形", widget=forms.RadioSelect)
    reason = LongText(label="判断依据", help_text="根据什么确定，简要写明。")

    def __init__(self, *args: Any, procedures: Sequence[tuple[str, str]], advice: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["procedure"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  # for the type checker: declared above
        chosen.choices, chosen.initial, chosen.help_text = list(procedures), procedures[0][0], advice
        chosen.wide = chosen.tall = True  # type: ignore[attr-defined]  # read by the field's template

    def command(self) -> commands.Command:
        return commands.ChooseProcedure(self.cleaned_data["procedure"], self.cleaned_data["reason"])


class AssignForm(Form):
    organs = forms.MultipleChoiceField(label="派给", widget=forms.CheckboxSelectMultiple)
    due_on = Day(label="核查期限", required=False)

    def __init__(self, *args: Any, organs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organs"].choices = list(organs)  # type: ignore[attr-defined]  # a MultipleChoiceField

    def command(self) -> commands.Command:
        data = self.cleaned_data
        return commands.Assign(tuple(int(pk) for pk in data["organs"]), data["due_on"])


class ReferForm(Form):
    organ = forms.ChoiceField(label="提请哪个单位")
    due_on = Day(label="答复期限", required=False, help_text="不填按本县规定的期限。")
    question = LongText(label="请其核查或办理什么")

    def __init__(self, *args: Any, organs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [("", "请选择"), *organs]  # type: ignore[attr-defined]  # a ChoiceField

    def command(self) -> commands.Command:
        data = self.cleaned_data
        return commands.Refer(int(data["organ"]), data["question"], data["due_on"])


class PickForm(Form):
    """One of several (a paper, a referral) and a text."""

    def __init__(
        self, *args: Any, make: Any, picks: Sequence[tuple[str, str]], label: str, text: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.make = make
        only = picks[0][0] if len(picks) == 1 else None
        self.fields["pick"] = forms.ChoiceField(
            label=label, choices=list(picks), widget=forms.RadioSelect, initial=only
        )
        self.fields["words"] = LongText(label=text)

    def command(self) -> commands.Command:
        made: commands.Command = self.make(self.cleaned_data["pick"], self.cleaned_data["words"])
        return made


class ReturnForm(Form):
    """A remark box per item of the checklist; at least one is filled."""

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [("", "整本台账"), *items]
        for index, (_, title) in enumerate(self.items):
            self.fields[f"item_{index}"] = LongText(label=title, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError("请至少在一项上写明哪里要补正。")
        return data

    def command(self) -> commands.Command:
        texts = [(item, self.cleaned_data[f"item_{index}"]) for index, (item, _) in enumerate(self.items)]
        return commands.ReturnForCorrection(tuple((item, text) for item, text in texts if text))


class CloseForm(Form):
    reason = LongText(label="核销原因（办结说明）", help_text="登记到台账的原因。")
    receipt = PlainText(label="管理平台操作回执号", max_length=60, required=False)

    def command(self) -> commands.Command:
        return commands.Close(self.cleaned_data["reason"], self.cleaned_data["receipt"])


class FollowUpForm(Form):
    follow_up = forms.ChoiceField(label="哪一次随访")
    result = forms.ChoiceField(
        label="情况", choices=[("ok", "情况正常"), ("not_ok", "发现问题")], widget=forms.RadioSelect
    )
    note = LongText(label="随访情况")

    def __init__(self, *args: Any, follow_ups: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow_up"].choices = list(follow_ups)  # type: ignore[attr-defined]  # a ChoiceField

    def command(self) -> commands.Command:
        data = self.cleaned_data
        return commands.RecordFollowUp(data["follow_up"], data["result"], data["note"])


class ReopenForm(Form):
    cause = forms.ChoiceField(
        label="起因", choices=[(k, v) for k, v in words.CAUSES.items() if k != "lapsed"], widget=forms.RadioSelect
    )
    reason = LongText(label="为什么重新开启")

    def command(self) -> commands.Command:
        return commands.Reopen(self.cleaned_data["reason"], self.cleaned_data["cause"])


class ChildForm(Form):
    """Empty boxes stay as they are: full numbers are not sent to the page to be edited."""

    name = PlainText(label="姓名", max_length=60, required=False)
    sex = forms.ChoiceField(label="性别", choices=[("", "不改"), ("male", "男"), ("female", "女")], required=False)
    birth_date = Day(label="出生日期", required=False)
    id_number = PlainText(label="身份证号", max_length=18, required=False)
    student_number = PlainText(label="学籍号", max_length=30, required=False)
    guardian_name = PlainText(label="监护人", max_length=60, required=False)
    guardian_phone = PlainText(label="联系电话", max_length=20, required=False)
    address = PlainText(label="住址", max_length=120, required=False)
    reason = LongText(label="更正依据", help_text="只填要更正的项目，不改的留空。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(value for name, value in data.items() if name != "reason"):
            raise forms.ValidationError("没有填要更正的项目。")
        return data

    def command(self) -> commands.Command:
        values: dict[str, str | date] = {
            name: value for name, value in self.cleaned_data.items() if value and name != "reason"
        }
        return commands.CorrectChild(values, self.cleaned_data["reason"])
