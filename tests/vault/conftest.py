from collections.abc import Iterator
from pathlib import Path

import pytest

from fuxue.vault.keys import ring


@pytest.fixture
def folder(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A keys folder of this test's own; the process's keys are read anew before and after."""
    monkeypatch.delenv("FUXUE_VAULT_KEYS", raising=False)
    monkeypatch.delenv("FUXUE_INDEX_KEY", raising=False)
    place = tmp_path / "keys"
    settings.FUXUE_KEYS_DIR = place  # type: ignore[attr-defined]  # pytest-django's settings take any name
    ring.cache_clear()
    yield place
    ring.cache_clear()
