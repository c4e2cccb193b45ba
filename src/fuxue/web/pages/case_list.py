"""台账: the list. Filters stand in the address and say nothing about a person; the search text stays in the session.

Pages follow each other by the last row's (key, id), so a page neither repeats nor skips a row while others work.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fuxue.access import scope
from fuxue.access.models import Region
from fuxue.audit import actions as audit
from fuxue.ledger import rules
from fuxue.ledger.models import Case
from fuxue.ledger.search import search
from fuxue.ledger.state import STATE_TERMS, State
from fuxue.web import words
from fuxue.web.gate import ActedRequest, signed_in
from fuxue.web.present import rows

PAGE = 50
CAP = 1000
COLUMNS = {2: "province_code", 4: "city_code", 6: "county_code", 9: "township_code", 12: "village_code"}
DUE_TERMS = {"late": "已逾期", "today": "今天到期", "week": "七天内到期", "follow_up": "随访到期"}
CHOICES = ("region", "procedure", "state", "due", "outcome", "mine", "search", "sort")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


class Filters:
    """What the address asks for; anything unknown in it is dropped."""

    def __init__(self, query: QueryDict) -> None:
        asked = {name: str(query.get(name, "")) for name in CHOICES}
        self.values = {name: value for name, value in asked.items() if value and _known(name, value)}

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def url(self, **changes: str) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in {**self.values, **changes}.items() if value})
        return f"/cases/?{query.urlencode()}" if query else "/cases/"

    def link(self, name: str, value: str, label: str) -> Link:
        return Link(label, self.url(**{name: value}), self[name] == value)


def _known(name: str, value: str) -> bool:
    allowed: dict[str, Any] = {
        "state": set(State),
        "due": DUE_TERMS,
        "outcome": words.OUTCOMES,
        "procedure": {*rules.current_book().procedures, "none"},
        "sort": {"due"},
    }
    if name == "region":
        return value.isdigit() and len(value) in COLUMNS
    return value in allowed[name] if name in allowed else value == "1"


def _filtered(cases: Any, filters: Filters, actor_organ: int, today: date) -> Any:
    if filters["region"]:
        cases = cases.filter(**{COLUMNS[len(filters["region"])]: filters["region"]})
    if filters["procedure"]:
        cases = cases.filter(procedure=None if filters["procedure"] == "none" else filters["procedure"])
    if filters["state"]:
        cases = cases.filter(state=filters["state"])
    if filters["outcome"]:
        cases = cases.filter(outcome=filters["outcome"])
    if filters["mine"]:
        cases = cases.filter(responsible_id=actor_organ)
    soon = today + timedelta(days=7)
    when = {
        "late": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "week": Q(due_on__gt=today, due_on__lte=soon),
        "follow_up": Q(next_follow_up_on__lte=soon),
    }
    return cases.filter(when[filters["due"]]) if filters["due"] else cases


def _page(cases: Any, by_due: bool, after: str) -> tuple[list[Case], str]:
    """One page and the mark of the next one ("" at the end). A mark that cannot be read starts from the beginning."""
    key = "due_on" if by_due else "updated_at"
    cases = (
        cases.filter(due_on__isnull=False).order_by("due_on", "id") if by_due else cases.order_by("-updated_at", "-id")
    )
    mark = _read_mark(after, by_due)
    if mark:
        at, case_id = mark
        side = "gt" if by_due else "lt"
        bound = {f"{key}__{side}e": at}
        cases = cases.filter(**bound).filter(Q(**{f"{key}__{side}": at}) | Q(**{key: at, f"id__{side}": case_id}))
    found = list(cases[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{getattr(last, key).isoformat()}~{last.id}" if last else ""


def _read_mark(after: str, by_due: bool) -> tuple[date, UUID] | None:
    at, _, case_id = after.partition("~")
    try:
        return (date if by_due else datetime).fromisoformat(at), UUID(case_id)
    except ValueError:
        return None


def _regions(filters: Filters, actor_scope: scope.Scope) -> tuple[list[Link], list[Link]]:
    """The way down to the chosen region, and the regions right under it. Only inside the person's own region."""
    if actor_scope.kind != "region":
        return [], []
    top = actor_scope.region
    chosen = filters["region"] if filters["region"].startswith(top) else top
    found = Region.objects.filter(Q(parent_id=chosen) | Q(code__in=[chosen[:n] for n in COLUMNS]), valid_until=None)
    regions = sorted(found, key=lambda region: region.code)
    path = [
        filters.link("region", r.code if r.code != top else "", r.name)
        for r in regions
        if len(top) <= len(r.code) <= len(chosen)
    ]
    return path, [filters.link("region", r.code, r.name) for r in regions if len(r.code) > len(chosen)]


@signed_in()
@require_safe
def show(request: ActedRequest) -> HttpResponseBase:
    filters, today = Filters(request.GET), timezone.localdate()
    cases = _filtered(Case.objects.visible_to(request.actor), filters, request.actor.organ_id, today)
    text = request.session.get("search", "") if filters["search"] else ""
    if text:
        cases = search(cases, text)
    found, mark = _page(
        cases, filters["sort"] == "due" or filters["due"] in {"late", "today", "week"}, request.GET.get("after", "")
    )
    count = _capped(cases)
    path, under = _regions(filters, scope.scope_of(request.actor))
    procedures = rules.current_book().procedures.values()
    context = {
        "rows": rows.of(found),
        "next": filters.url(after=mark) if mark else "",
        "later": bool(request.GET.get("after")),
        "count": f"{CAP}+" if count > CAP else str(count),
        "filters": filters,
        "first": filters.url(),
        "text": text,
        "reason": scope.scope_of(request.actor).reason,
        "path": path,
        "under": under,
        "groups": [
            ("期限", [filters.link("due", key, label) for key, label in DUE_TERMS.items()]),
            ("状态", [filters.link("state", key, label) for key, label in STATE_TERMS.items()]),
            ("情形", [filters.link("procedure", "none", "尚未确定")]
             + [filters.link("procedure", p.id, f"{p.clause} {p.title}") for p in procedures]),
            ("结果", [filters.link("outcome", key, label) for key, label in words.OUTCOMES.items()]),
        ],
        "chips": _chips(filters, text),
        "sorts": [filters.link("sort", "", "最近变动在前"), filters.link("sort", "due", "期限近的在前")],
    }  # fmt: skip
    return render(request, "web/case_list.html", context)


def _capped(cases: QuerySet[Case]) -> int:
    return cases.order_by()[: CAP + 1].count()


def _chips(filters: Filters, text: str) -> list[Link]:
    book = rules.current_book().procedures
    labels = {
        "search": f"搜索：{text}" if text else "",
        "mine": "轮到我单位",
        "due": DUE_TERMS.get(filters["due"], ""),
        "state": words.state(filters["state"]),
        "outcome": words.OUTCOMES.get(filters["outcome"], ""),
        "procedure": book[filters["procedure"]].title if filters["procedure"] in book else "尚未确定情形",
    }
    return [Link(label, filters.url(**{name: ""}), False) for name, label in labels.items() if filters[name] and label]


@signed_in()
@require_POST
def find(request: ActedRequest) -> HttpResponseBase:
    """Keeps the words in the session: an address can end up in a history, a log, a screenshot."""
    text = request.POST.get("text", "").strip()[:60]
    filters = Filters(QueryDict(request.POST.get("filters", "")))
    request.session["search"] = text
    if text:
        audit.note(actor=request.actor, kind="search", object_type="case", object_id="", detail={"length": len(text)})
    return redirect(filters.url(search="1" if text else ""))
