"""Limits that hold for every page: how long a sign-in lasts, and that no personal page stays in a cache."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

Handler = Callable[[HttpRequest], HttpResponseBase]
BEGAN = "session_began"


class PersonalPages:
    """Nothing this program answers may be stored by a browser or a proxy, except its own static files.

    A view may say otherwise by setting Cache-Control itself.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class SessionLimit:
    """Ends a session eight hours after it began, however busy. Thirty idle minutes end it by the cookie's age."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if "_auth_user_id" in session:
            began = session.setdefault(BEGAN, int(time.time()))
            if time.time() - began > settings.SESSION_ABSOLUTE_AGE:
                session.flush()
        return self.get_response(request)
