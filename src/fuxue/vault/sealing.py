"""Sealing of bytes: AES-256-GCM as `v1|kid|nonce|ciphertext`, bound to its place by the additional data."""

import hashlib
import hmac
import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fuxue.kernel.errors import Invalid
from fuxue.vault.keys import ring

VERSION = b"v1"
NONCE_BYTES = 12
INDEX_BYTES = 16


def seal(plain: bytes, *, context: str) -> bytes:
    """`context` is "table.column": the result opens nowhere else."""
    keys = ring()
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = VERSION + b"|" + keys.current.encode() + b"|"
    return head + nonce + b"|" + AESGCM(keys.keys[keys.current]).encrypt(nonce, plain, head + context.encode())


def open_sealed(sealed: bytes, *, context: str) -> bytes:
    """Raises `Invalid` (`vault_damaged`, `vault_key_unknown`) for changed bytes, another column's, or a lost key."""
    version, _, rest = sealed.partition(b"|")
    kid, _, body = rest.partition(b"|")
    nonce, bar, secret = body[:NONCE_BYTES], body[NONCE_BYTES : NONCE_BYTES + 1], body[NONCE_BYTES + 1 :]
    if version != VERSION or bar != b"|":
        raise Invalid("vault_damaged", "加密内容格式不对，可能已被改动。")
    key = ring().keys.get(kid.decode("ascii", "replace"))
    if key is None:  # another process may have added a key since we read them
        ring.cache_clear()
        key = ring().keys.get(kid.decode("ascii", "replace"))
    if key is None:
        raise Invalid("vault_key_unknown", "找不到打开这段加密内容的密钥。", todo="请从备份恢复密钥。")
    try:
        return AESGCM(key).decrypt(nonce, secret, version + b"|" + kid + b"|" + context.encode())
    except InvalidTag:
        raise Invalid("vault_damaged", "加密内容与密钥或存放位置不符，可能已被改动。") from None


def blind_index(value: str, *, column: str) -> bytes:
    """16 bytes by which equal values of one column are found. NFKC here; upper-case X and spaces are the caller's."""
    key = hmac.digest(ring().index, column.encode(), hashlib.sha256)
    return hmac.digest(key, unicodedata.normalize("NFKC", value).encode(), hashlib.sha256)[:INDEX_BYTES]
