"""Encryption of columns and blind indexes. Knows bytes and keys, nothing about children."""

from fuxue.vault.sealing import blind_index, open_sealed, seal

__all__ = ["blind_index", "open_sealed", "seal"]
