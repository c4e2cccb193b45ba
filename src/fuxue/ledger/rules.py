"""The rules in force here: the built-in files under this place's profile; and the text of every version ever used."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fuxue.guideline import Profile, RuleBook, load_rules
from fuxue.ledger.models import RuleVersion


def profile_path() -> Path | None:
    """`FUXUE_PROFILE` if set, else `profile.yaml` in the data folder if it exists."""
    if settings.FUXUE_PROFILE:
        return Path(settings.FUXUE_PROFILE)
    path: Path = settings.DATA_DIR / "profile.yaml"
    return path if path.exists() else None


def current_book() -> RuleBook:
    """Raises `Invalid` when the profile cannot be read. Kept until the process ends: a new profile needs a restart."""
    return _book(profile_path())


@lru_cache(maxsize=4)
def _book(path: Path | None) -> RuleBook:
    return RuleBook(load_rules(), Profile.load(path))


def remember(book: RuleBook, now: datetime) -> None:
    """Keep the text that `book.sha256` stands for. Called by the door; costs one look-up by primary key."""
    if not RuleVersion.objects.filter(sha256=book.sha256).exists():
        version = RuleVersion(sha256=book.sha256, version=book.version, text=book.text(), first_used_at=now)
        RuleVersion.objects.bulk_create([version], ignore_conflicts=True)
