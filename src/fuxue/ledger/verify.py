"""Recomputes chain and fold of every case and names what differs; restores summaries from the entries.

Memory stays bounded: cases are read in pages. What it can and cannot find stands in `docs/decisions/0008-ledger.md`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max

from fuxue.access.actor import SYSTEM
from fuxue.access.rls import as_actor
from fuxue.kernel.errors import Invalid
from fuxue.ledger import chain, models
from fuxue.ledger.entries import Entry, Kind
from fuxue.ledger.fold import fold
from fuxue.ledger.marks import mark
from fuxue.ledger.reading import entry_of
from fuxue.ledger.summary import summary

PAGE = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """`case` is the case's number, `entry` the seq that is wrong or missing (0: the case as a whole)."""

    case: str
    entry: int
    says: str


@dataclass(slots=True)
class Report:
    entries: int = 0
    cases: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Held:
    """One case as it is stored: its row, its entries in order, their private halves, open referrals, and the last
    version that a receipt has told somebody."""

    case: models.Case
    rows: Sequence[models.Entry]
    halves: Mapping[int, "Half"]
    open_referrals: frozenset[str]
    answered: int

    def entries(self) -> list[Entry]:
        return [entry_of(row, None) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Half:
    salt: bytes
    content: Mapping[str, Any] | None  # None: cannot be opened


def verify() -> Report:
    """Read-only. Every case, every entry."""
    report = Report()
    with as_actor(SYSTEM):
        versions = {row.sha256: row.text for row in models.RuleVersion.objects.all()}
        known = {sha for sha, text in versions.items() if hashlib.sha256(text.encode()).hexdigest() == sha}
        for held in stored_cases():
            report.cases += 1
            report.entries += len(held.rows)
            report.problems.extend(problems_of(held, known))
    return report


def stored_cases() -> Iterator[Held]:
    """All cases in order of their number, a page at a time."""
    after = ""
    while page := list(models.Case.objects.filter(number__gt=after).order_by("number")[:PAGE]):
        after = page[-1].number
        ids = [case.pk for case in page]
        rows: dict[UUID, list[models.Entry]] = defaultdict(list)
        for row in models.Entry.objects.filter(case_id__in=ids).order_by("case_id", "seq"):
            rows[row.case_id].append(row)
        halves = _halves(ids)
        asked: dict[UUID, set[str]] = defaultdict(set)
        open_ones = models.Referral.objects.filter(case_id__in=ids, status=models.Referral.OPEN)
        for case_id, key in open_ones.values_list("case_id", "key"):
            asked[case_id].add(key)
        receipts = models.StoredReceipt.objects.filter(case_id__in=ids).values("case_id")
        answered = dict(receipts.annotate(last=Max("version")).values_list("case_id", "last"))
        for case in page:
            yield Held(case, rows[case.pk], halves, frozenset(asked[case.pk]), answered.get(case.pk, 0))


def _halves(ids: Sequence[UUID]) -> dict[int, Half]:
    stored = models.EntryPrivate.objects.filter(case_id__in=ids)
    try:
        return {half.pk: Half(bytes(half.salt), half.content) for half in stored}
    except Invalid:  # one of them has been changed: find out which
        return {pk: _half(pk) for pk in stored.values_list("pk", flat=True)}


def _half(pk: int) -> Half:
    try:
        half = models.EntryPrivate.objects.get(pk=pk)
    except Invalid:
        return Half(b"", None)
    return Half(bytes(half.salt), half.content)


def problems_of(held: Held, known_rules: set[str]) -> list[Problem]:
    found = list(_chain_problems(held, known_rules))
    if not found:  # over a broken chain a fold means nothing
        found = list(_summary_problems(held))
    return [Problem(held.case.number, seq, says) for seq, says in found]


def _chain_problems(held: Held, known_rules: set[str]) -> Iterator[tuple[int, str]]:
    prev, expected, last_at = chain.FIRST, 1, None
    erased_upto = max((row.public.get("upto", 0) for row in held.rows if row.kind == Kind.ERASED), default=0)
    for row in held.rows:
        if row.seq != expected:
            yield expected, f"缺少第 {expected} 条记录（其后是第 {row.seq} 条）。"
        elif row.prev != prev:
            yield row.seq, "没有接在前一条记录之后：前一条被换过，或这一条是插入的。"
        yield from ((row.seq, says) for says in _row_problems(held, row, erased_upto))
        if row.rules_sha256 not in known_rules:
            yield row.seq, "所用规则的正文没有保存，或已被改动。"
        if last_at and row.at < last_at:
            yield row.seq, "时间早于前一条记录。"
        prev, expected, last_at = row.hash, row.seq + 1, row.at
    if held.case.head != prev:
        yield expected, f"末尾缺少记录，或末尾的记录不是本系统写的（摘要记到第 {held.case.version} 条）。"
    elif held.answered >= expected:
        yield expected, f"已经答复过第 {held.answered} 条，现在没有这条记录。"


def _row_problems(held: Held, row: models.Entry, erased_upto: int) -> Iterator[str]:
    """What is wrong with one entry taken by itself."""
    try:
        entry = entry_of(row, None)
    except ValueError:
        yield f"没有“{row.kind}”这类记录。"
        return
    if chain.hash_of(str(row.case_id), entry, private=row.private_digest, prev=row.prev) != row.hash:
        yield "内容与哈希不符，已被改动。"
    elif bytes(row.mark) != mark(row.hash):
        yield "不是本系统写入的记录（缺少密钥标记）。"
    half = held.halves.get(row.pk)
    if half is None:
        if row.private_digest and row.seq > erased_upto:
            yield "私密部分不见了，而没有删除个人信息的记录。"
    elif half.content is None or chain.private_digest(half.content, half.salt) != row.private_digest:
        yield "私密部分与摘要不符，已被改动。"


def _summary_problems(held: Held) -> Iterator[tuple[int, str]]:
    state = fold(held.entries())
    wanted = {**summary(state), "head": held.rows[-1].hash if held.rows else ""}
    for column, value in wanted.items():
        if getattr(held.case, column) != value:
            yield 0, f"摘要“{column}”是“{getattr(held.case, column)}”，按记录应为“{value}”。"
    if held.open_referrals != {referral.id for referral in state.referrals}:
        yield 0, "未办结的协查与记录不符。"
