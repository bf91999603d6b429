"""Rules: rows as a CSV file that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Sequence

# With these a spreadsheet takes text for a formula.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """The lines of these rows, quoted where necessary; importing them gives the same text."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell
