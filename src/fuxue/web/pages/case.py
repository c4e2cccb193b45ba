"""一案一页. Looking is written down; full numbers are shown once, for a stated purpose."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fuxue.audit import actions as audit
from fuxue.kernel.errors import FuxueError
from fuxue.ledger.models import Case
from fuxue.web.forms.base import Form
from fuxue.web.gate import ActedRequest, case_or_404, signed_in
from fuxue.web.present import case_page

PURPOSES = [
    ("verify", "核对证件"),
    ("contact", "联系家长"),
    ("platform", "在管理平台办理"),
    ("assist", "协助外部单位核查"),
    ("other", "其他事由"),
]


class UnmaskForm(Form):
    purpose = django_forms.ChoiceField(label="查看事由", choices=PURPOSES, widget=django_forms.RadioSelect)
    words = django_forms.CharField(label="说明", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("purpose") == "other" and not data.get("words"):
            self.add_error("words", "请写明查看事由。")
        return data


def page(
    request: ActedRequest, case: Case, *, unmasked: bool = False, panel: str = "", context: dict[str, Any] | None = None
) -> HttpResponseBase:
    """The whole page, with a panel open where there is one (without scripts, or after a refusal)."""
    shown = case_page.build(case, actor=request.actor, now=timezone.now(), unmasked=unmasked)
    status = 422 if context and context.get("wrong") else 200
    return render(request, "web/case.html", {**(context or {}), "page": shown, "panel": panel}, status=status)


@signed_in()
@require_safe
def show(request: ActedRequest, case_id: UUID) -> HttpResponseBase:
    case = case_or_404(request, case_id)
    audit.note(actor=request.actor, kind="view_case", object_type="case", object_id=str(case.id))
    return page(request, case)


@signed_in()
@require_http_methods(["GET", "POST"])
def unmask(request: ActedRequest, case_id: UUID) -> HttpResponseBase:
    case = case_or_404(request, case_id)
    form = UnmaskForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        purpose = "：".join(text for text in (dict(PURPOSES)[data["purpose"]], data["words"]) if text)
        try:
            audit.note(actor=request.actor, kind="unmask", object_type="case", object_id=str(case.id), purpose=purpose)
            return page(request, case, unmasked=True)
        except FuxueError as error:
            refusal = error
    context = {
        "form": form, "title": "查看完整号码", "send": "查看", "case": case, "plain": True,
        "wrong": bool(form.errors or refusal), "refusal": refusal,
        "lead": "完整号码只在这一次显示。查看人、时间和事由会留痕。",
    }  # fmt: skip
    if request.htmx:
        return render(request, "web/case/panel.html", context)
    return page(request, case, panel="web/case/panel.html", context=context)
