"""The keys: made once in the keys folder, or given by the environment. Key material never leaves this package.

Folder: `k1.key`, `k2.key` … seal columns (the highest number seals, all open); `index.key` is for blind indexes.
Environment: FUXUE_VAULT_KEYS="k1=<64 hex digits>,k2=…" and FUXUE_INDEX_KEY=<64 hex digits>; then no folder is used.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from fuxue.kernel.errors import Invalid

KEY_BYTES = 32
KEY_FILE = re.compile(r"k([1-9][0-9]*)\.key")


@dataclass(frozen=True, slots=True)
class KeyRing:
    current: str
    keys: Mapping[str, bytes]
    index: bytes


def folder() -> Path:
    return Path(getattr(settings, "FUXUE_KEYS_DIR", None) or Path(settings.DATA_DIR) / "keys")


@cache
def ring() -> KeyRing:
    """This process's keys; `ring.cache_clear()` reads them anew. Raises `Invalid` for damaged keys."""
    given = os.environ.get("FUXUE_VAULT_KEYS", "")
    return _from_environment(given) if given else _from_folder(folder())


def rotate() -> str:
    """Add a key and return its id; it seals from now on, older ones still open. Not with keys from the environment."""
    if os.environ.get("FUXUE_VAULT_KEYS"):
        raise Invalid("vault_keys", "密钥由环境变量提供，请在那里增加新密钥。")
    number = max(_numbers(folder()), default=0) + 1
    _make(folder() / f"k{number}.key")
    ring.cache_clear()
    return f"k{number}"


def _from_folder(place: Path) -> KeyRing:
    if not _numbers(place):
        # index.key comes last, so where it stands k1.key was there too; asked again, for another maker may be at work
        if (place / "index.key").exists() and not _numbers(place):
            raise Invalid("vault_keys", f"密钥文件夹 {place} 里的加密密钥不见了。", todo="请从备份恢复密钥。")
        _make(place / "k1.key")
    _make(place / "index.key")
    numbers = _numbers(place)
    keys = {f"k{number}": _read(place / f"k{number}.key") for number in numbers}
    return KeyRing(f"k{max(numbers)}", keys, _read(place / "index.key"))


def _from_environment(given: str) -> KeyRing:
    pairs = [word.strip().partition("=") for word in given.split(",") if word.strip()]
    keys = {kid: _parse(text, kid) for kid, _, text in pairs}
    return KeyRing(pairs[-1][0], keys, _parse(os.environ.get("FUXUE_INDEX_KEY", ""), "FUXUE_INDEX_KEY"))


def _numbers(place: Path) -> list[int]:
    names = [KEY_FILE.fullmatch(path.name) for path in place.glob("k*.key")]
    return sorted(int(match[1]) for match in names if match)


def _read(path: Path) -> bytes:
    return _parse(path.read_text(encoding="ascii"), path.name)


def _parse(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Invalid("vault_keys", f"密钥“{name}”缺失或损坏，应为 64 位十六进制数字。", todo="请从备份恢复密钥。")
    return key


def _make(path: Path) -> None:
    """Write a fresh key whole, then link it into place: of two makers at once one wins and both read the winner's."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(secrets.token_hex(KEY_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
