"""How much of a file we are ready to read. Past these, a sentence; never a machine out of memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes for sizes, counts for the rest. The defaults fit 400,000 rows of 30 columns in under 1 GB."""

    file_bytes: int = 300_000_000
    unpacked_bytes: int = 2_500_000_000
    unpacked_ratio: int = 200  # a sheet of real text packs 5 to 40 times; a bomb 400 times and more
    ratio_free_bytes: int = 10_000_000  # small parts may pack as well as they like
    parts: int = 2_000
    sheets: int = 100
    rows: int = 500_000
    columns: int = 256
    cell_chars: int = 32_767  # Excel's own limit
    shared_strings: int = 8_000_000
    shared_chars: int = 120_000_000
    title_rows: int = 300  # how far down a heading row is looked for
    old_excel_memory: int = 1_500_000_000  # address space of the child process that reads .xls
    old_excel_seconds: int = 120


LIMITS = Limits()
