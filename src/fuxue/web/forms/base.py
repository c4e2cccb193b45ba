"""The form's own look, and the inputs that Django does not have: three-way answers, rows, several files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

from fuxue.kernel.vocabulary import ORGAN_TERMS
from fuxue.web.words import RELATIONS

UNKNOWN = "待查明"


class Renderer(DjangoTemplates):
    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class Form(forms.Form):
    default_renderer = Renderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Asks for what is missing in a person's words, unless a field has its own."""
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = "请填写或选择。"
        super().full_clean()


class PlainText(forms.CharField):
    """One line of text."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": autocomplete}))
        super().__init__(**kwargs)


class LongText(forms.CharField):
    """Several lines, over the whole width."""

    wide = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "请填日期，例如 2026-11-23。"})
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class ThreeWay(forms.ChoiceField):
    """是 / 否 / 待查明 as True, False and None."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", "是"), ("no", "否"), ("", UNKNOWN)]
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))


class Files(forms.FileField):
    """One or more files; cleans to a list of uploads."""

    wide = True

    def __init__(self, **kwargs: Any) -> None:
        widget = type("FilesInput", (forms.FileInput,), {"allow_multiple_selected": True})(attrs={"multiple": True})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(Files, self).clean(one, initial) for one in data] if data else [super().clean(None, initial)]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of rows. `kind`: text, date, number, check, or choice with `choices`."""

    name: str
    label: str
    kind: str = "text"
    choices: Sequence[tuple[str, str]] = ()


class RowsWidget(forms.Widget):
    template_name = "web/forms/rows.html"
    use_fieldset = True

    def __init__(self, columns: Sequence[Column], blank: int) -> None:
        super().__init__()
        self.columns, self.blank = columns, blank

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = list(value or [])
        rows = filled if self.blank == 1 and filled else [*filled, *({} for _ in range(self.blank))]
        context["widget"]["columns"] = self.columns
        context["widget"]["rows"] = [
            [(column, f"{name}-{i}-{column.name}", row.get(column.name)) for column in self.columns]
            for i, row in enumerate(rows)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, Any]]:
        count = 0
        rows: list[dict[str, Any]] = []
        while any(f"{name}-{count}-{c.name}" in data for c in self.columns):
            rows.append({c.name: self._cell(c, data.get(f"{name}-{count}-{c.name}", "")) for c in self.columns})
            count += 1
        return [row for row in rows if any(value not in ("", False) for value in row.values())]

    @staticmethod
    def _cell(column: Column, value: str) -> Any:
        if column.kind == "check":
            return value == "on"
        text = value.strip()
        if column.kind == "number" and text.replace(".", "", 1).isdecimal():
            return float(text)
        return text


class Rows(forms.Field):
    """A short table; cleans to a list of mappings without empty rows and cells."""

    wide = True

    def __init__(self, columns: Sequence[Column], *, blank: int = 2, **kwargs: Any) -> None:
        super().__init__(widget=RowsWidget(columns, blank), **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return [{key: cell for key, cell in row.items() if cell != ""} for row in super().clean(value) or []]


ORGAN_CHOICES = [("", "请选择"), *((str(o), term) for o, term in ORGAN_TERMS.items() if str(o) not in RELATIONS)]
STAFF = (
    Column("organ", "单位", "choice", ORGAN_CHOICES),
    Column("name", "姓名"),
    Column("signed", "已签字", "check"),
)
SIGNER_CHOICES = [*ORGAN_CHOICES[:1], *RELATIONS.items(), *ORGAN_CHOICES[1:]]
SIGNERS = (Column("who", "签字人", "choice", SIGNER_CHOICES), *STAFF[1:])
