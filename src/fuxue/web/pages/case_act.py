"""Panels of the case page: one address per command. A panel is asked for with GET and sent with POST.

Every sending carries the request key made with the panel and the version it was made from: a second click of the same
panel is the same request, and a case that moved on meanwhile is shown with what was typed kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fuxue.evidence import actions as evidence
from fuxue.kernel.errors import FuxueError, Stale
from fuxue.ledger import actions, reading
from fuxue.ledger.entries import KIND_TERMS
from fuxue.ledger.models import Case
from fuxue.web.forms.paper import PaperForm
from fuxue.web.gate import ActedRequest, case_or_404, go, signed_in
from fuxue.web.pages import panels
from fuxue.web.pages.case import page
from fuxue.web.present.steps import LABELS


@dataclass(frozen=True, slots=True)
class Change:
    time: str
    who: str
    kind: str


@signed_in()
@require_http_methods(["GET", "POST"])
def act(request: ActedRequest, case_id: UUID, name: str) -> HttpResponseBase:
    case = case_or_404(request, case_id)
    verdict = reading.allowed_commands(case, actor=request.actor, now=timezone.now()).get(name)
    if verdict is None or name not in panels.PANELS:
        raise Http404
    if request.method == "GET" and not verdict.allowed:
        return _answer(request, case, {"title": LABELS[name], "refused": verdict.reason}, "web/case/refused.html")
    panel = panels.PANELS[name](panels.Asked(request, case))
    if panel.form is None:
        return _answer(request, case, panel.context())
    if request.method == "GET" or not panel.form.is_valid():
        return _answer(request, case, {**panel.context(), "wrong": panel.form.is_bound, **_hidden(request, case)})
    return _send(request, case, panel)


def _send(request: ActedRequest, case: Case, panel: panels.Panel) -> HttpResponseBase:
    hidden = _hidden(request, case)
    common: dict[str, Any] = {
        "actor": request.actor,
        "case_id": case.id,
        "key": hidden["key"],
        "now": timezone.now(),
        "expected_version": int(hidden["version"]),
    }
    try:
        if isinstance(panel.form, PaperForm) and panel.form.paper is None:
            uploads = [(file.name, file) for file in panel.form.cleaned_data.get("files", [])]
            title = panel.form.cleaned_data.get("title", "")
            receipt = evidence.add_paper(paper=panel.form.facts(), uploads=uploads, title=title, **common)
        else:
            receipt = actions.perform(command=panel.form.command(), **common)
    except Stale as error:
        changed = _since(request, case, int(hidden["version"]))
        case.refresh_from_db()
        again = {"key": hidden["key"], "version": case.version, "changed": changed, "refusal": error}
        return _answer(request, case, {**panel.context(), "wrong": True, **again})
    except FuxueError as error:
        return _answer(request, case, {**panel.context(), "wrong": True, "refusal": error, **hidden})
    messages.success(
        request, f"已{panel.done}。" if not receipt.repeated else f"已{panel.done}（重复点击，只记了一次）。"
    )
    # A desk that has answered no longer sees the case: a page that is not there would read like a failure.
    still = Case.objects.visible_to(request.actor).filter(pk=case.pk).exists()
    return go(request, f"/cases/{case.id}/" if still else "/cases/")


def _hidden(request: ActedRequest, case: Case) -> dict[str, Any]:
    """The key and version a panel carries: those sent, if they are well-formed, else fresh ones."""
    key, version = request.POST.get("key", ""), request.POST.get("version", "")
    fresh = not (key.isalnum() and len(key) <= 64 and version.isdigit())
    return {"key": uuid4().hex, "version": case.version} if fresh else {"key": key, "version": version}


def _since(request: ActedRequest, case: Case, version: int) -> Sequence[Change]:
    entries = reading.entries_of(case, actor=request.actor)
    return [
        Change(f"{timezone.localtime(e.at):%H:%M}", f"{e.actor_name}（{e.organ_name}）", KIND_TERMS[e.kind])
        for e in entries
        if e.seq > version
    ]


def _answer(
    request: ActedRequest, case: Case, context: dict[str, Any], template: str = "web/case/panel.html"
) -> HttpResponseBase:
    context = {**context, "case": case}
    if request.htmx:
        status = 422 if context.get("wrong") else 200
        response: HttpResponse = render(request, template, context, status=status)
        return response
    return page(request, case, panel=template, context=context)
