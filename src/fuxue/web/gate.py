"""Who may open a page: a signed-in person at a post, sometimes of certain roles. Loads a case or answers 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from fuxue.access.actor import Actor
from fuxue.access.models import User
from fuxue.kernel.vocabulary import Role
from fuxue.ledger.models import Case


class ActedRequest(HttpRequest):
    """A request after the middleware: the person at a post, and htmx's headers."""

    actor: Actor
    htmx: HtmxDetails
    user: User


View = Callable[..., HttpResponseBase]


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Sends the browser to an address, whether htmx or the person asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def signed_in(*roles: Role) -> Callable[[View], View]:
    """Lets in people at a post; with `roles`, only those. Others learn no more than that there is no such page."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                return go(request, "/login/?expired=1" if request.COOKIES.get("sessionid") else "/login/")
            if cast(User, request.user).must_change_password and request.path != "/password/":
                return go(request, "/password/")
            if roles and actor.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def case_or_404(request: ActedRequest, case_id: UUID) -> Case:
    """A case outside the person's scope answers exactly like one that does not exist."""
    case: Case | None = Case.objects.visible_to(request.actor).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case
