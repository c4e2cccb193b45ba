"""The HTTP API: the same scope, the same door and the same refusals as the pages. Signed-in session required."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, NinjaAPI, Query, Schema
from ninja.security import SessionAuth

from fuxue.access.actor import Actor
from fuxue.api import schemas
from fuxue.api.commands import parse_command
from fuxue.guideline import assess, parse_case_file
from fuxue.kernel import mask
from fuxue.kernel.errors import FuxueError, Stale
from fuxue.ledger import actions, reading, rules
from fuxue.ledger.models import Case

PAGE = 50


class PersonAtPost(SessionAuth):
    """A signed-in person with a current post; the middleware has already found the post."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return cast(Actor | None, getattr(request, "actor", None))


api = NinjaAPI(
    title="复学 Fuxue API",
    version="1",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=PersonAtPost(),
    urls_namespace="api",
)


@api.exception_handler(FuxueError)
def refused(request: HttpRequest, error: FuxueError) -> HttpResponse:
    status = 409 if isinstance(error, Stale) else 422
    return api.create_response(request, error.as_json(), status=status)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]  # set by ActorMiddleware


def _line(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "number": case.number,
        "child": case.child.name,
        "state": case.state,
        "procedure": case.procedure,
        "clause": case.clause,
        "responsible": case.responsible.name if case.responsible else None,
        "due_on": case.due_on,
        "outcome": case.outcome,
        "version": case.version,
        "updated_at": case.updated_at,
        "seen_because": getattr(case, "seen_because", ""),
    }


def _masked(value: Any) -> Any:
    """Identity and telephone numbers masked wherever they stand, in fields and in what people typed."""
    if isinstance(value, str):
        return mask.in_text(value)
    if isinstance(value, Mapping):
        return {key: _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list | tuple) else value


def _case(request: HttpRequest, case_id: UUID) -> Case:
    case = Case.objects.visible_to(_actor(request)).select_related("child", "responsible").filter(id=case_id).first()
    if case is None:
        raise Http404
    return case


class CaseQuery(Schema):
    after: str | None = None
    state: str | None = None
    procedure: str | None = None


@api.get("/v1/cases", response=schemas.CasePage, operation_id="list_cases")
def list_cases(request: HttpRequest, query: Query[CaseQuery]) -> Mapping[str, Any]:
    """Cases within the caller's scope, newest case number first; `next` is the `after` of the following page."""
    cases = Case.objects.visible_to(_actor(request)).select_related("child", "responsible").order_by("-number")
    if query.after:
        cases = cases.filter(number__lt=query.after)
    if query.state:
        cases = cases.filter(state=query.state)
    if query.procedure:
        cases = cases.filter(procedure=query.procedure)
    found = list(cases[: PAGE + 1])
    return {
        "cases": [_line(case) for case in found[:PAGE]],
        "next": found[PAGE - 1].number if len(found) > PAGE else None,
    }


@api.get("/v1/cases/{case_id}", response=schemas.CaseDetail, operation_id="read_case")
def read_case(request: HttpRequest, case_id: UUID) -> Mapping[str, Any]:
    """One case: summary, entries as far as the caller may see them, what the rules say today, what may be done."""
    case, actor, now = _case(request, case_id), _actor(request), timezone.now()
    opened = reading.open_case(case, actor=actor, now=now)
    return {
        **_line(case),
        "assessment": _masked(opened.assessment.as_json()),
        "entries": [
            {
                "seq": entry.seq,
                "kind": entry.kind,
                "at": entry.at,
                "actor": entry.actor_name,
                "organ": entry.organ_name,
                "rules_sha256": entry.rules_sha256,
                "public": dict(entry.public),
                "private": _masked(entry.private),
            }
            for entry in opened.entries
        ],
        "commands": {name: {"allowed": v.allowed, "reason": v.reason} for name, v in opened.verdicts.items()},
    }


@api.post(
    "/v1/cases/{case_id}/commands",
    response={200: schemas.ReceiptOut, 409: schemas.Problem, 422: schemas.Problem},
    operation_id="perform_command",
)
def perform_command(request: HttpRequest, case_id: UUID, body: schemas.CommandIn) -> Mapping[str, Any]:
    """One command through the ledger's door. The same `key` again answers with the same receipt."""
    case = _case(request, case_id)
    receipt = actions.perform(
        actor=_actor(request),
        case_id=case.id,
        command=parse_command(body.command, body.args),
        key=body.key,
        now=timezone.now(),
        expected_version=body.expected_version,
    )
    return {"case_id": receipt.case_id, "version": receipt.version, "repeated": receipt.repeated}


@api.get("/v1/procedures", response=list[schemas.ProcedureOut], operation_id="list_procedures")
def list_procedures(request: HttpRequest) -> list[Any]:
    """The procedures that are switched on here."""
    return list(rules.current_book().procedures.values())


@api.post("/v1/assess", operation_id="assess_case_file")
def assess_case_file(request: HttpRequest, body: Body[dict[str, Any]]) -> Mapping[str, Any]:
    """What `fuxue assess` does with a file: pure, nothing is stored."""
    return assess(parse_case_file(body), rules.current_book()).as_json()
