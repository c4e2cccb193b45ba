"""导入名单: hand a list in, see how it was understood, land it, watch it land, take the returned copy."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fuxue.audit import actions as audit
from fuxue.intake import actions, files, preview
from fuxue.intake.models import ImportRun
from fuxue.intake.reading import SCHEMA
from fuxue.intake.reasons import described
from fuxue.kernel.errors import FuxueError
from fuxue.web.forms.base import Form
from fuxue.web.gate import ActedRequest, go, signed_in
from fuxue.web.navigation import IMPORTERS

SHOWN = 30
UNDER_WAY = (ImportRun.QUEUED, ImportRun.RUNNING)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(Form):
    list = django_forms.FileField(
        label="名单文件",
        max_length=255,
        help_text="xlsx、xls 或 csv。标题行上面可以有大标题；列的顺序不限。",
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
        error_messages={"required": "请选择名单文件。"},
    )


class ColumnsForm(Form):
    """For each kind of content, the column of the sheet that holds it."""

    def __init__(self, *args: Any, headings: list[str], columns: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(-1, "（没有这一列）"), *((at, f"{_letter(at)} {name}") for at, name in enumerate(headings) if name)]
        for field in SCHEMA.fields:
            self.fields[field.name] = django_forms.TypedChoiceField(
                label=field.title, choices=choices, coerce=int, initial=columns.get(field.name, -1)
            )


def _letter(index: int) -> str:
    """0 → A, 26 → AA, as a spreadsheet names its columns."""
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


@signed_in(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def show_all(request: ActedRequest) -> HttpResponseBase:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    refusal = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["list"]
        try:
            run = actions.start(
                actor=request.actor, source=cast(BinaryIO, upload), name=upload.name, now=timezone.now()
            )
        except FuxueError as error:
            refusal = error
        else:
            return redirect(f"/import/{run.id}/")
    runs = ImportRun.objects.visible_to(request.actor).filter(organ_id=request.actor.organ_id)
    context = {"form": form, "refusal": refusal, "runs": runs.select_related("uploader")[:SHOWN]}
    return render(request, "web/import/list.html", context, status=422 if form.errors or refusal else 200)


@signed_in(*IMPORTERS)
@require_safe
def show(request: ActedRequest, run_id: UUID) -> HttpResponseBase:
    return _page(request, _run_or_404(request, run_id))


@signed_in(*IMPORTERS)
@require_safe
def progress(request: ActedRequest, run_id: UUID) -> HttpResponseBase:
    run = _run_or_404(request, run_id)
    if run.state not in UNDER_WAY:
        return go(request, f"/import/{run.id}/")
    return render(request, "web/import/progress.html", {"run": run})


@signed_in(*IMPORTERS)
@require_POST
def columns(request: ActedRequest, run_id: UUID) -> HttpResponseBase:
    run, seen = _run_or_404(request, run_id), preview.load(run_id)
    if seen is None:
        raise Http404
    form = ColumnsForm(request.POST, headings=list(seen.headings), columns=seen.columns)
    refusal = None
    if form.is_valid():
        try:
            actions.choose_columns(actor=request.actor, run_id=run_id, chosen=form.cleaned_data, now=timezone.now())
        except FuxueError as error:
            refusal = error
        else:
            messages.success(request, "已按您指定的列重新核对。")
            return redirect(f"/import/{run_id}/")
    return _page(request, run, form=form, refusal=refusal)


@signed_in(*IMPORTERS)
@require_POST
def act(request: ActedRequest, run_id: UUID, deed: str) -> HttpResponseBase:
    run = _run_or_404(request, run_id)
    try:
        if deed == "land":
            actions.land(actor=request.actor, run_id=run_id, now=timezone.now())
            return redirect(f"/import/{run_id}/")
        actions.withdraw(actor=request.actor, run_id=run_id)
    except FuxueError as error:
        return _page(request, run, refusal=error)
    messages.success(request, "名单已撤回，文件已删除。")
    return redirect("/import/")


@signed_in(*IMPORTERS)
@require_safe
def rejects(request: ActedRequest, run_id: UUID) -> HttpResponseBase:
    run = _run_or_404(request, run_id)
    try:
        stream = files.rejects_file(run.id).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    audit.note(actor=request.actor, kind="download", object_type="import_run", object_id=str(run.id))
    name = f"{run.file_name.rpartition('.')[0] or run.file_name}-退回.xlsx"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


def _run_or_404(request: ActedRequest, run_id: UUID) -> ImportRun:
    run: ImportRun | None = ImportRun.objects.visible_to(request.actor).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def _page(
    request: ActedRequest, run: ImportRun, *, form: ColumnsForm | None = None, refusal: FuxueError | None = None
) -> HttpResponse:
    seen = preview.load(run.id)
    if form is None and seen and run.state == ImportRun.READY:
        form = ColumnsForm(headings=list(seen.headings), columns=seen.columns)
    context = {
        "run": run,
        "mine": run.organ_id == request.actor.organ_id,
        "seen": seen,
        "form": form,
        "refusal": refusal,
        "under_way": run.state in UNDER_WAY,
        "titles": _titles(seen) if seen else (),
        "reasons": described(run.reasons if run.state != ImportRun.READY else seen.reasons if seen else {}),
        "has_rejects": files.rejects_file(run.id).exists(),
        "has_list": files.list_file(run.id).exists(),
        "days": actions.REJECTS_DAYS,
    }
    return render(request, "web/import/run.html", context, status=422 if refusal or (form and form.errors) else 200)


def _titles(seen: preview.Preview) -> list[tuple[str, str]]:
    """Each heading of the sheet, and what it was taken for ("" when it is not used)."""
    taken = {index: SCHEMA.by_name[name].title for name, index in seen.columns.items()}
    return [(heading, taken.get(index, "")) for index, heading in enumerate(seen.headings)]


urlpatterns: list[URLPattern] = [
    path("import/", show_all),
    path("import/<uuid:run_id>/", show),
    path("import/<uuid:run_id>/progress/", progress),
    path("import/<uuid:run_id>/columns/", columns),
    path("import/<uuid:run_id>/rejects/", rejects),
    path("import/<uuid:run_id>/land/", act, {"deed": "land"}),
    path("import/<uuid:run_id>/withdraw/", act, {"deed": "withdraw"}),
]
