"""The one place that writes files into the books: a paper with its scans goes through the ledger's door."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from fuxue.access.actor import Actor
from fuxue.evidence import store
from fuxue.evidence.models import FileUse, StoredFile
from fuxue.guideline.casefile import MaterialFacts
from fuxue.kernel.errors import Invalid
from fuxue.ledger import actions as ledger
from fuxue.ledger.commands import AddPaper, FileRef
from fuxue.ledger.models import Case, Entry

MAX_FILES = 20  # of one paper
_PLACE = ("province_code", "city_code", "county_code", "township_code", "village_code", "school_code")


def add_paper(
    *,
    actor: Actor,
    case_id: UUID,
    paper: MaterialFacts,
    uploads: Sequence[tuple[str, BinaryIO]],
    title: str,
    key: str,
    now: datetime,
    expected_version: int | None = None,
) -> ledger.Receipt:
    """Stores the uploads, then adds the paper and its uses in one transaction; the same `key` again adds nothing.

    Raises what the store and the door raise. A refusal by the door leaves no row, at most a file that
    `evidence.check` lists as an orphan.
    """
    if len(uploads) > MAX_FILES:
        raise Invalid("too_many_files", f"一份材料最多 {MAX_FILES} 个文件。", todo="请合并为一个 PDF 后上传。")
    files = tuple(store.put(stream, name=name) for name, stream in uploads)
    with transaction.atomic():
        command = AddPaper(paper=paper, files=files, title=title)
        receipt = ledger.perform(
            actor=actor, case_id=case_id, command=command, key=key, now=now, expected_version=expected_version
        )
        if not receipt.repeated:
            _use(receipt, files, now)
    return receipt


def _use(receipt: ledger.Receipt, files: Sequence[FileRef], now: datetime) -> None:
    case = Case.objects.get(pk=receipt.case_id)
    entry = Entry.objects.get(case=case, seq=receipt.version)
    place = {column: getattr(case, column) for column in _PLACE}
    StoredFile.objects.bulk_create(
        [StoredFile(sha256=f.sha256, size=f.size, type=f.type, stored_at=now) for f in files], ignore_conflicts=True
    )
    FileUse.objects.bulk_create(
        FileUse(file_id=f.sha256, case=case, paper=entry.public["paper"], place=number, **place)
        for number, f in enumerate(files, start=1)
    )
