"""审计: who looked at what, when, and what for. Pages follow the last row seen."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from fuxue.audit.kinds import KIND_TERMS
from fuxue.audit.models import Event
from fuxue.kernel.vocabulary import Role
from fuxue.web.gate import ActedRequest, signed_in

PAGE = 60


@signed_in(Role.AUDITOR, Role.SECURITY_ADMIN)
@require_safe
def show(request: ActedRequest) -> HttpResponseBase:
    kind, person = request.GET.get("kind", ""), request.GET.get("person", "")
    events = Event.objects.visible_to(request.actor).order_by("-at", "-id")
    if kind in KIND_TERMS:
        events = events.filter(kind=kind)
    if person.isdigit():
        events = events.filter(user_id=int(person))
    at, _, last_id = request.GET.get("after", "").partition("~")
    try:
        mark = datetime.fromisoformat(at), UUID(last_id)
    except ValueError:
        mark = None
    if mark:
        events = events.filter(at__lte=mark[0]).filter(Q(at__lt=mark[0]) | Q(at=mark[0], id__lt=mark[1]))
    found = list(events[: PAGE + 1])
    query = {name: value for name, value in (("kind", kind), ("person", person)) if value}
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = urlencode({**query, "after": f"{last.at.isoformat()}~{last.id}"}) if last else ""
    context = {"events": found[:PAGE], "kinds": KIND_TERMS.items(), "kind": kind, "person": person, "next": following}
    return render(request, "web/audit.html", context)
