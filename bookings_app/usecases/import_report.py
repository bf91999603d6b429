"""The verbs: what an import answers with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bookings_app.domain.errors import ImportRefused, Invalid
from bookings_app.domain.import_rows import ImportKind


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What is wrong with one cell; `line` is the file's, `column` "" for the whole row."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or what a dry run found that it would do.

    `new_contacts` are added; the other contacts named are known already. Of the bookings
    `outside_hours` lie outside working time. `notices` are worth a look and stop nothing.
    """

    kind: ImportKind
    rows: int
    new_contacts: int
    known_contacts: int
    bookings: int
    outside_hours: int
    notices: tuple[str, ...]
    refused: tuple[RefusedRow, ...]


@dataclass(slots=True)
class Remarks:
    """What is found while a file is looked at."""

    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    notices: list[str] = field(default_factory=list[str])

    def refuse(self, line: int, refusal: Invalid) -> None:
        """Remember every field of a row that cannot be taken."""
        self.refused.extend(RefusedRow(line, *error) for error in refusal.errors)

    def in_order(self) -> tuple[RefusedRow, ...]:
        """What cannot be taken, by line."""
        return tuple(sorted(self.refused, key=lambda row: row.line))


def import_refused(refused: Iterable[RefusedRow]) -> ImportRefused:
    """The refusal of a whole file for these rows."""
    found = list(refused)
    errors = [
        (".".join(filter(None, [str(each.line), each.column])), f"Line {each.line}: {each.message}")
        for each in found
    ]
    return ImportRefused(errors, rows=len({each.line for each in found}))
