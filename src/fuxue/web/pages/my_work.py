"""我的工作: what waits for me, what is late, what came back. Counts open the same filter in the list."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Subquery
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from fuxue.access.models import User
from fuxue.ledger.models import Case
from fuxue.ledger.state import State
from fuxue.web import navigation
from fuxue.web.gate import ActedRequest, signed_in
from fuxue.web.present import rows

SHOWN = 8
CAP = 999


class _Counted(Subquery):
    """How many rows the subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _counts(user: User, found: Mapping[str, QuerySet[Case]]) -> Mapping[str, int]:
    """All in one query. Each stops one past the cap: a province's page costs no more than a county's."""
    counts = {name: _Counted(cases.order_by()[: CAP + 1].values("pk")) for name, cases in found.items()}
    counted: Mapping[str, int] = User.objects.filter(pk=user.pk).annotate(**counts).values(*counts).get()
    return counted


def _lists(found: Mapping[str, QuerySet[Case]]) -> Mapping[str, Sequence[rows.Row]]:
    """Names of places are looked up once for all lists."""
    cases = {name: list(queryset) for name, queryset in found.items()}
    shown = iter(rows.of(case for group in cases.values() for case in group))
    return {name: list(islice(shown, len(group))) for name, group in cases.items()}


@signed_in()
def show(request: ActedRequest) -> HttpResponseBase:
    if request.actor.role in navigation.LANDING:
        return redirect(navigation.LANDING[request.actor.role])
    today = timezone.localdate()
    cases = Case.objects.visible_to(request.actor)
    mine = Q(responsible_id=request.actor.organ_id)
    filters = {
        "mine": ("轮到我单位", mine, "?mine=1"),
        "late": ("已逾期", mine & Q(due_on__lt=today), "?mine=1&due=late"),
        "today": ("今天到期", mine & Q(due_on=today), "?mine=1&due=today"),
        "week": ("七天内到期", mine & Q(due_on__gt=today, due_on__lte=today + timedelta(days=7)), "?mine=1&due=week"),
        "returned": ("退回补正", mine & Q(state=State.RETURNED), "?mine=1&state=returned"),
        "waiting": ("待外部办理", Q(state=State.WAITING), "?state=waiting"),
        "follow_up": ("随访到期", Q(next_follow_up_on__lte=today + timedelta(days=7)), "?due=follow_up"),
    }
    counts = _counts(request.user, {name: cases.filter(where) for name, (_, where, _) in filters.items()})
    figures = [
        {"name": name, "label": label, "url": f"/cases/{url}", "none": not counts[name],
         "count": f"{CAP}+" if counts[name] > CAP else str(counts[name])}
        for name, (label, _, url) in filters.items()
    ]  # fmt: skip
    lists = {
        "mine": cases.filter(mine).order_by(F("due_on").asc(nulls_last=True), "id")[: SHOWN * 2],
        "returned": cases.filter(filters["returned"][1]).order_by("due_on", "id")[:SHOWN],
        "follow_ups": cases.filter(filters["follow_up"][1]).order_by("next_follow_up_on", "id")[:SHOWN],
        "recent": cases.order_by("-updated_at", "-id")[:SHOWN],
    }
    context: dict[str, Any] = {"today": today, "figures": figures, **_lists(lists)}
    return render(request, "web/my_work.html", context)
