"""The verbs: what an import answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bookings_app.domain.errors import ImportRefused, Invalid
from bookings_app.domain.import_rows import ImportKind


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What is wrong with one cell; `line` is the file's, `column` "" for the whole row.

    `text` is the row as it was written.
    """

    line: int
    column: str
    message: str
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or what a dry run found that it would do.

    `new_contacts` are added; of the contacts that are known already `filled_in` are told
    something new. Of the bookings `outside_hours` lie outside working time; the first is on
    `first_on`, by its location's clock. `notices` are worth a look and stop nothing.
    """

    kind: ImportKind
    rows: int
    new_contacts: int
    known_contacts: int
    bookings: int
    outside_hours: int
    notices: tuple[str, ...]
    refused: tuple[RefusedRow, ...]
    filled_in: int = 0
    first_on: date | None = None

    @property
    def refused_rows(self) -> int:
        """How many rows cannot be taken, for whatever number of reasons."""
        return len({each.line for each in self.refused})


class FileRefused(ImportRefused):
    """The refusal of a whole file, and the report that says why."""

    def __init__(self, report: ImportReport) -> None:
        errors = [
            (
                ".".join(filter(None, [str(each.line), each.column])),
                f"Line {each.line}: {each.message}",
            )
            for each in report.refused
        ]
        super().__init__(errors, rows=report.refused_rows)
        self.report = report


@dataclass(slots=True)
class Remarks:
    """What is found while a file is looked at; `texts` are its lines as they were written."""

    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    notices: list[str] = field(default_factory=list[str])
    texts: Mapping[int, str] = field(default_factory=dict[int, str])

    def copy(self) -> "Remarks":
        """The same so far; what is found from now on is each one's own."""
        return Remarks([*self.refused], [*self.notices], self.texts)

    def refuse(self, line: int, refusal: Invalid) -> None:
        """Remember every field of a row that cannot be taken."""
        for column, message in refusal.errors:
            self.refuse_cell(line, column, message)

    def refuse_cell(self, line: int, column: str, message: str) -> None:
        """Remember one cell that cannot be taken, or with "" a row as a whole."""
        self.refused.append(RefusedRow(line, column, message, self.texts.get(line, "")))

    def in_order(self) -> tuple[RefusedRow, ...]:
        """What cannot be taken, by line."""
        return tuple(sorted(self.refused, key=lambda row: row.line))


def summary(report: ImportReport, *, done: bool) -> str:
    """The report in one sentence: what was done, or would be."""
    imported = "imported" if done else "would be imported"
    if report.refused:
        rows = counted(report.rows, "row")
        return f"{report.refused_rows:,} of {rows} cannot be taken: nothing {imported}."
    people = (
        f"{counted(report.new_contacts, 'new contact')}, {report.known_contacts:,} known already"
    )
    if report.filled_in:
        people += f" ({report.filled_in:,} filled in)"
    if report.kind is ImportKind.CONTACTS:
        return f"{counted(report.rows, 'row')} {imported}: {people}."
    outside = f"{report.outside_hours:,} outside working time"
    return f"{counted(report.bookings, 'booking')} {imported}, {outside}; {people}."


def counted(number: int, what: str) -> str:
    """The number with its word: 1 row, 2 rows."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
