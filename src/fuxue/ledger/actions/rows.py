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
from fuxue.ledger.actions.bulk import insert
from fuxue.ledger.entries import Draft, Entry
from fuxue.ledger.marks import mark
from fuxue.ledger.tokens import tokens
from fuxue.vault.sealing import blind_index


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with its link, ready to be stored; `salt` only matters where there is a private half."""

    case_id: UUID
    entry: Entry
    link: chain.Link
    salt: bytes


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
    return Written(case_id, entry, chain.link(str(case_id), entry, salt=salt, prev=prev), salt)


ENTRY_COLUMNS = (
    "case_id", "seq", "kind", "at", "actor_id", "actor_name", "actor_role", "organ_id", "organ_kind", "organ_name",
    "rules_sha256", "public", "private_digest", "prev", "hash", "mark",
)  # fmt: skip


def store(written: Sequence[Written]) -> None:
    stored = insert(models.Entry, ENTRY_COLUMNS, [_row(item) for item in written], returning="hash, id")
    ids = dict(stored)
    halves = [
        (ids[item.link.hash], item.case_id, item.salt, item.entry.private) for item in written if item.entry.private
    ]
    insert(models.EntryPrivate, ("entry_id", "case_id", "salt", "content"), halves)


def _row(item: Written) -> tuple[Any, ...]:
    entry, link = item.entry, item.link
    return (
        item.case_id,
        entry.seq,
        entry.kind.value,
        entry.at,
        entry.actor_id,
        entry.actor_name,
        entry.actor_role,
        entry.organ_id,
        entry.organ_kind,
        entry.organ_name,
        entry.rules_sha256,
        entry.public,
        link.private_digest,
        link.prev,
        link.hash,
        mark(link.hash),
    )


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
    """Of JSON values. Keyed: a request may hold a name or a number, and its plain hash could be guessed."""
    return blind_index(chain.canonical(request).decode(), column="ledger_storedreceipt.digest")


def stored_receipt(actor: Actor, key: str, given: bytes) -> models.StoredReceipt | None:
    """The answer already given to this key. Raises `Refused` (`key_reused`) when the key stood for something else."""
    if not key.strip() or len(key) > 120:
        raise Refused("no_key", "请求没有编号，或编号太长。", todo="请刷新页面后重试。")
    stored = models.StoredReceipt.objects.filter(user_id=actor.user_id, key=key).first()
    if stored and bytes(stored.digest) != given:
        raise Refused("key_reused", "这个请求编号已用于另一项操作。", todo="请刷新页面后重试。")
    return stored
