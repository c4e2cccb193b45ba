"""Django's signing key, made once in the data folder and readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key in `folder`, made there at first start. Two first starts at once agree on one key.

    Raises OSError when the folder cannot be written; the `fuxue` command turns that into a sentence.
    """
    place = folder / "secret_key"
    if not place.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = folder / f".secret_key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(50))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(fresh, place)  # fails when somebody was faster: theirs is the key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return place.read_text().strip()
