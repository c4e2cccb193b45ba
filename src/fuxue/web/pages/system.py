"""系统: is everything at work? Organs and regions to look up. No child's data."""

from django.db.models import Count
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fuxue.access.models import Organ, Region
from fuxue.kernel.vocabulary import Role
from fuxue.ledger import rules
from fuxue.web.gate import ActedRequest, signed_in


@signed_in(Role.SYSTEM_ADMIN)
@require_safe
def show(request: ActedRequest) -> HttpResponseBase:
    own = request.actor.region_code
    regions = Region.objects.filter(code__startswith=own, valid_until=None)
    context = {
        "levels": regions.order_by().values("level").annotate(count=Count("code")).order_by("level"),
        "organs": Organ.objects.filter(region__code__startswith=own)
        .select_related("region")
        .order_by("region_id", "kind")[:500],
        "regions": regions.filter(code__regex=rf"^.{{{len(own)},9}}$").order_by("code")[:200],
        "book": rules.current_book(),
    }
    return render(request, "web/system.html", context)
