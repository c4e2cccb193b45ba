import pytest
from tests.web import county


@pytest.fixture
def home(db: None) -> county.County:
    county.upper("532999")
    return county.county("532999", "本")


@pytest.fixture
def neighbour(home: county.County) -> county.County:
    return county.county("532998", "邻")
