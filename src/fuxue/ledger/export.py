"""The chain of every case as text that anybody can check with SHA-256 and JSON alone. Public halves and hashes only.

One JSON object per line: what the link covers (`chain.record`), then `hash`, then the case's number. To check a line,
take `hash` and `number` out, spell the rest canonically (sorted keys, no blanks, UTF-8) and hash it; `prev` must be the
`hash` of the line before it of the same case. Kept outside the database, it also shows whether an end was cut off.
"""

import json
from collections.abc import Iterator

from fuxue.access.actor import SYSTEM
from fuxue.access.rls import as_actor
from fuxue.ledger import chain
from fuxue.ledger.reading import entry_of
from fuxue.ledger.verify import stored_cases


def lines() -> Iterator[str]:
    """Every entry of every case, in order of case number and seq."""
    with as_actor(SYSTEM):
        for held in stored_cases():
            for row in held.rows:
                covered = chain.record(str(row.case_id), entry_of(row, None), private=row.private_digest, prev=row.prev)
                line = {**covered, "hash": row.hash, "number": held.case.number}
                yield json.dumps(line, ensure_ascii=False, sort_keys=True)
