"""A keyed hash over an entry's link. Its key is not in the database: who rewrites a chain there cannot make it."""

from fuxue.vault.sealing import blind_index

COLUMN = "ledger_entry.hash"


def mark(link_hash: str) -> bytes:
    """16 bytes."""
    return blind_index(link_hash, column=COLUMN)
