"""Rows that the door writes: entries with their links, sealed private halves, search tokens, receipts."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fuxue.access.actor import Actor
from fuxue.kernel.errors import Refused
from fuxue.ledger import chain, models
from fuxue.ledger.entries import Draft, Entry
from fuxue.ledger.marks import mark
from fuxue.ledger.payload import to_json
from fuxue.ledger.tokens import tokens
from fuxue.vault.sealing import blind_index

SLICE = 2000


@dataclass(frozen=True, slots=True)
class Written:
    """An entry ready to be stored: its row, and its private half's row unless it has none."""

    entry: Entry
    row: models.Entry
    half: models.EntryPrivate | None


def landed(draft: Draft, *, seq: int, at: datetime, actor: Actor, rules: str) -> Entry:
    return Entry(
        seq=seq,
        kind=draft.kind,
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        actor_role=actor.role.value,
        organ_id=actor.organ_id,
        organ_kind=actor.organ_kind.value,
        organ_name=actor.organ_name,
        rules_sha256=rules,
        public=draft.public,
        private=draft.private,
    )


def linked(case_id: UUID, entry: Entry, prev: str) -> Written:
    salt = secrets.token_bytes(chain.SALT_BYTES)
    link = chain.link(str(case_id), entry, salt=salt, prev=prev)
    row = models.Entry(
        case_id=case_id,
        seq=entry.seq,
        kind=entry.kind.value,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        actor_role=entry.actor_role,
        organ_id=entry.organ_id,
        organ_kind=entry.organ_kind,
        organ_name=entry.organ_name,
        rules_sha256=entry.rules_sha256,
        public=entry.public,
        private_digest=link.private_digest,
        prev=link.prev,
        hash=link.hash,
        mark=mark(link.hash),
    )
    half = models.EntryPrivate(entry=row, case_id=case_id, salt=salt, content=entry.private) if entry.private else None
    return Written(entry, row, half)


def store(written: Sequence[Written]) -> None:
    models.Entry.objects.bulk_create([item.row for item in written], batch_size=SLICE)
    halves = [item.half for item in written if item.half]
    for half in halves:
        half.entry_id = half.entry.pk
    models.EntryPrivate.objects.bulk_create(halves, batch_size=SLICE)


def store_tokens(found: Iterable[tuple[UUID, frozenset[str]]]) -> None:
    """One statement for many cases; where they belong is read from the cases themselves."""
    pairs = list(found)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ledger_searchtoken (case_id, token, province_code, city_code, county_code, township_code,
                                            village_code, school_code)
            SELECT c.id, t.token, c.province_code, c.city_code, c.county_code, c.township_code, c.village_code,
                   c.school_code
            FROM unnest(%s::uuid[], %s::text[]) AS given (id, joined)
            JOIN ledger_case c ON c.id = given.id, unnest(string_to_array(given.joined, ' ')) AS t (token)
            """,
            [[case_id for case_id, _ in pairs], [" ".join(sorted(found)) for _, found in pairs]],
        )


def renew_tokens(case: models.Case, child: models.Child) -> None:
    models.SearchToken.objects.filter(case=case).delete()
    if child.name:
        store_tokens([(case.id, tokens(child.name, case.number, child.id_number))])


def digest(request: Mapping[str, Any]) -> bytes:
    """Keyed: a request may hold a name or a number, and its plain hash could be guessed."""
    return blind_index(chain.canonical(to_json(request)).decode(), column="ledger_storedreceipt.digest")


def stored_receipt(actor: Actor, key: str, given: bytes) -> models.StoredReceipt | None:
    """The answer already given to this key. Raises `Refused` (`key_reused`) when the key stood for something else."""
    if not key.strip() or len(key) > 120:
        raise Refused("no_key", "请求没有编号，或编号太长。", todo="请刷新页面后重试。")
    stored = models.StoredReceipt.objects.filter(user_id=actor.user_id, key=key).first()
    if stored and bytes(stored.digest) != given:
        raise Refused("key_reused", "这个请求编号已用于另一项操作。", todo="请刷新页面后重试。")
    return stored
