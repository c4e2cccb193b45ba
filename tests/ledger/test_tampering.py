"""Whoever may switch off every guard changes a row: verify finds it and names the entry."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.ledger.county import NOW, Cast, child

from fuxue.access.rls import as_actor
from fuxue.ledger import actions, chain
from fuxue.ledger import commands as c
from fuxue.ledger.actions import Source, register
from fuxue.ledger.models import Case, Entry, EntryPrivate, Referral, RuleVersion, SearchToken, StoredReceipt
from fuxue.ledger.reading import entry_of
from fuxue.ledger.verify import Report, verify

VICTIM = 4  # the entry that is tampered with


@pytest.fixture
def case(cast: Cast) -> Iterator[Case]:
    done = register(
        actor=cast.reviewer, children=[child(1), child(2)], source=Source("suspected", "b"), key="k", now=NOW
    )
    commands: list[c.Command] = [
        c.StartVerification(),
        c.RecordFacts({"found_again": False}),
        c.Remark("甲"),
        c.Remark("乙"),
    ]
    for case_id in done.opened:
        for number, command in enumerate(commands):
            actions.perform(
                actor=cast.school,
                case_id=case_id,
                command=command,
                key=f"{case_id}{number}",
                now=NOW + timedelta(hours=number),
            )
    assert verify().ok
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE ledger_ruleversion DISABLE TRIGGER USER")
    yield Case.objects.get(pk=done.opened[0])


def entry(case: Case, seq: int = VICTIM) -> Entry:
    return Entry.objects.get(case=case, seq=seq)


def edit(case: Case, **columns: object) -> None:
    Entry.objects.filter(case=case, seq=VICTIM).update(**columns)


def delete(case: Case, seq: int) -> None:
    victim = entry(case, seq)
    EntryPrivate.objects.filter(entry=victim).delete()
    victim.delete()


def swap(case: Case) -> None:
    first, second = entry(case, VICTIM), entry(case, VICTIM + 1)
    Entry.objects.filter(pk=first.pk).update(seq=99)
    Entry.objects.filter(pk=second.pk).update(seq=VICTIM)
    Entry.objects.filter(pk=first.pk).update(seq=VICTIM + 1)


def insert(case: Case) -> None:
    copy = entry(case, 6)
    copy.pk, copy.seq, copy.prev, copy.private_digest = None, 7, copy.hash, ""
    copy.hash = chain.hash_of(str(case.pk), entry_of(copy, {}), private="", prev=copy.prev)
    copy.save(force_insert=True)
    Case.objects.filter(pk=case.pk).update(version=7, head=copy.hash)


def rehash(case: Case) -> None:
    """Edit and make every later link fit again, as one can who knows the code but not the key."""
    edit(case, actor_name="别人")
    prev = entry(case, VICTIM - 1).hash
    for row in Entry.objects.filter(case=case, seq__gte=VICTIM).order_by("seq"):
        row.prev = prev
        row.hash = prev = chain.hash_of(str(case.pk), entry_of(row, None), private=row.private_digest, prev=prev)
        row.save()
    Case.objects.filter(pk=case.pk).update(head=prev)


def foreign(case: Case) -> None:
    """Move an entry of another case over."""
    other = Case.objects.exclude(pk=case.pk).get()
    theirs = entry(other)
    delete(case, VICTIM)
    Entry.objects.filter(pk=theirs.pk).update(case=case)


def private_swap(case: Case) -> None:
    theirs = EntryPrivate.objects.get(entry=entry(case, 5))
    EntryPrivate.objects.filter(entry=entry(case)).update(salt=theirs.salt, content=theirs.content)


TRICKS: dict[str, tuple[Callable[[Case], object], int]] = {
    "edit the public half": (lambda case: edit(case, public={"facts": []}), VICTIM),
    "edit the actor": (lambda case: edit(case, actor_name="师曱"), VICTIM),
    "edit the time": (lambda case: edit(case, at=NOW + timedelta(minutes=30)), VICTIM),
    "edit the kind": (lambda case: edit(case, kind="remarked"), VICTIM),
    "an unknown kind": (lambda case: edit(case, kind="blessed"), VICTIM),
    "edit the hash": (lambda case: edit(case, hash="0" * 64), VICTIM),
    "edit the link": (lambda case: edit(case, prev="0" * 64), VICTIM),
    "edit the rules": (lambda case: edit(case, rules_sha256="0" * 64), VICTIM),
    "edit the digest": (lambda case: edit(case, private_digest="0" * 64), VICTIM),
    "delete in the middle": (lambda case: delete(case, VICTIM), VICTIM),
    "delete the last": (lambda case: delete(case, 6), 6),
    "delete the first": (lambda case: delete(case, 1), 1),
    "swap two": (swap, VICTIM),
    "insert at the end": (insert, 7),
    "edit and rehash to the end": (rehash, VICTIM),
    "bring an entry of another case": (foreign, VICTIM),
    "swap private halves": (private_swap, VICTIM),
    "delete a private half": (lambda case: EntryPrivate.objects.filter(entry=entry(case)).delete(), VICTIM),
    "edit the state": (lambda case: Case.objects.filter(pk=case.pk).update(state="closed"), 0),
    "edit the deadline": (lambda case: Case.objects.filter(pk=case.pk).update(due_on=None), 0),
    "edit the version": (lambda case: Case.objects.filter(pk=case.pk).update(version=5), 0),
    "invent a receipt": (lambda case: StoredReceipt.objects.filter(case_id=case.pk, version=6).update(version=9), 7),
    "edit the rules' text": (lambda case: RuleVersion.objects.update(text="随便"), 1),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_tampering_is_found_and_named(case: Case, trick: str) -> None:
    change, seq = TRICKS[trick]
    change(case)
    report: Report = verify()
    assert not report.ok
    assert (case.number, seq) in {(problem.case, problem.entry) for problem in report.problems}
    if trick not in ("edit the rules' text", "bring an entry of another case"):
        assert {problem.case for problem in report.problems} == {case.number}


def test_rebuild_puts_right_what_is_computed_and_leaves_a_broken_chain_alone(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state="closed", outcome="death", responsible=None)
    SearchToken.objects.filter(case=case).delete()
    assert actions.rebuild() == 1
    assert verify().ok and SearchToken.objects.filter(case=case).exists()
    delete(case, 6)
    Case.objects.filter(pk=case.pk).update(state="closed")
    assert actions.rebuild() == 0
    assert not verify().ok


def test_the_database_refuses_to_change_or_remove_entries(cast: Cast) -> None:
    register(actor=cast.reviewer, children=[child(1)], source=Source("suspected", "b"), key="k", now=NOW)
    statements = (
        "UPDATE ledger_entry SET actor_name = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "UPDATE ledger_ruleversion SET text = 'x'",
    )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        with pytest.raises(DatabaseError), as_actor(cast.reviewer), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), as_actor(cast.outsider):
        Referral.objects.create(
            case=Case.objects.model(pk=uuid.uuid4()),
            organ_id=cast.police.organ_id,
            key="r1",
            status="open",
            sent_on=NOW,
        )
    assert Entry.objects.count() == 2
