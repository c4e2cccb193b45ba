from collections.abc import Iterator

import pytest
from tests.ledger.county import Cast, found


@pytest.fixture
def cast(db: None) -> Cast:
    return found()


@pytest.fixture
def real_cast(transactional_db: None) -> Iterator[Cast]:
    """With real commits, for threads and for what the database itself refuses."""
    yield found()
