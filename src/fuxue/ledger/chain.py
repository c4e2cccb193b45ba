"""The hash chain of a case: canonical JSON, digests, links. Pure.

An outsider can check an exported chain with SHA-256 and JSON alone: every link covers the whole public half of its
entry, a salted digest of the private half, and the link before it. The salt goes when the private half is erased, so
the digest that stays says nothing about what it covered.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from fuxue.ledger.entries import Entry

SALT_BYTES = 16
FIRST = ""  # what the first entry of a case names as the link before it


@dataclass(frozen=True, slots=True)
class Link:
    """Digests in lower-case hex; `private_digest` is empty for an entry that never had a private half."""

    prev: str
    private_digest: str
    hash: str


def canonical(value: object) -> bytes:
    """One spelling per value: sorted keys, no blanks, UTF-8 unescaped. Floats are not used in payloads."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def private_digest(private: Mapping[str, Any], salt: bytes) -> str:
    return hashlib.sha256(salt + canonical(private)).hexdigest()


def record(case: str, entry: Entry, *, private: str, prev: str) -> dict[str, Any]:
    """What a link covers, and what an export shows."""
    return {
        "case": case,
        "seq": entry.seq,
        "kind": entry.kind.value,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": {"id": entry.actor_id, "name": entry.actor_name, "role": entry.actor_role},
        "organ": {"id": entry.organ_id, "kind": entry.organ_kind, "name": entry.organ_name},
        "rules": entry.rules_sha256,
        "public": dict(entry.public),
        "private_digest": private,
        "prev": prev,
    }


def link(case: str, entry: Entry, *, salt: bytes, prev: str) -> Link:
    """`case` is the case's UUID as text. An empty private half has no digest: there is nothing to erase later."""
    private = private_digest(entry.private, salt) if entry.private else ""
    covered = record(case, entry, private=private, prev=prev)
    return Link(prev, private, hashlib.sha256(canonical(covered)).hexdigest())


def hash_of(case: str, entry: Entry, *, private: str, prev: str) -> str:
    return hashlib.sha256(canonical(record(case, entry, private=private, prev=prev))).hexdigest()
