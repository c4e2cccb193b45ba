from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from tests.web import county


@pytest.fixture
def home(db: None) -> county.County:
    county.upper("532999")
    return county.county("532999", "本")


@pytest.fixture
def neighbour(home: county.County) -> county.County:
    return county.county("532998", "邻")


@pytest.fixture
def case_id(home: county.County) -> UUID:
    return county.child(home)


@pytest.fixture
def signed(home: county.County) -> Callable[..., Client]:
    """A client signed in as somebody of a county."""

    def sign(who: str, place: county.County = home) -> Client:
        client = Client()
        client.force_login(place.users[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign
