"""Rules: a CSV file as rows of named cells, however a spreadsheet has written it."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bookings_app.domain.errors import Invalid

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000

_SEPARATORS = (",", ";", "\t")
_BETWEEN_CELLS = " | "
_BOMS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Excel writes it to remember its own separator.
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
# As our own files keep spreadsheets from running text as a formula.
_KEPT_FROM_RUNNING = re.compile(r"^'(?=[=+\-@\t\r])")

_OLD_WINDOWS = "The file is not UTF-8: it was read as Windows-1252. Check letters with accents."
_SAVE_AGAIN = "Save it as CSV (UTF-8), then try again."

# What columns are called, by the name that the rules know them by.
Columns = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and what its cells say by the rules' names."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """What the cell says; "" where there is no such column."""
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: `columns` are the rules' names, `left_out` headings nobody knows.

    `misshapen` pairs lines that have too many or too few cells with what is wrong.
    `texts` are the cells of each line as they were written, joined.
    """

    columns: frozenset[str]
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    misshapen: tuple[tuple[int, str], ...]
    texts: Mapping[int, str] = field(default_factory=dict[int, str], compare=False)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and what a person should know of how it was read.

    Raises:
        Invalid: it is too large, or no text.
    """
    if len(content) > MOST_BYTES:
        raise _refused(f"The file is too large: at most {MOST_BYTES // 1024 // 1024} MiB.")
    if content.startswith(_SPREADSHEETS):
        raise _refused(f"This is a spreadsheet. {_SAVE_AGAIN}")
    try:
        text, notices = _text(content)
    except UnicodeDecodeError as error:
        raise _refused(f"The file is no text that can be read. {_SAVE_AGAIN}") from error
    if "\0" in text:
        raise _refused(f"The file is no text that can be read. {_SAVE_AGAIN}")
    if not text.strip():
        raise _refused("The file is empty.")
    return text, notices


def headings(text: str) -> frozenset[str]:
    """The first line's headings as they are compared, whatever separates them."""
    return frozenset(
        normal(heading) for separator in _SEPARATORS for heading in _first(text, separator)
    )


def read_table(text: str, columns: Columns) -> Table:
    """Its rows; blank ones are left out.

    Raises:
        Invalid: the first line names none of `columns` or one twice, a quote is
            never closed, or there are no rows or too many.
    """
    separator = max(_SEPARATORS, key=lambda each: len(_known(columns, _first(text, each))))
    records = _records(text, separator)
    header = next(records, (1, list[str]()))[1]
    names = [_name(columns, heading) for heading in header]
    _check_names(names, header, columns)
    rows: list[Row] = []
    misshapen: list[tuple[int, str]] = []
    texts: dict[int, str] = {}
    for line, cells in records:
        texts[line] = _BETWEEN_CELLS.join(cells).rstrip(_BETWEEN_CELLS)
        if len(rows) + len(misshapen) >= MOST_ROWS:
            raise _refused(f"The file has too many rows: at most {MOST_ROWS:,}.")
        if wrong := _misshape(cells, header):
            misshapen.append((line, wrong))
        else:
            rows.append(_row(line, names, cells))
    if not rows and not misshapen:
        raise _refused("The file has a first line and no rows.")
    left_out = [
        heading.strip()
        for heading, name in zip(header, names, strict=True)
        if name is None and heading.strip()
    ]
    known = frozenset(filter(None, names))
    return Table(known, tuple(rows), tuple(left_out), tuple(misshapen), texts)


def normal(heading: str) -> str:
    """A heading as it is compared: letters and digits, in whatever case."""
    return "".join(filter(str.isalnum, heading.casefold()))


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content.startswith(_BOMS_OF_UTF_16):
        return content.decode("utf-16"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("cp1252"), (_OLD_WINDOWS,)


def _first(text: str, separator: str) -> list[str]:
    try:
        return next(_records(text, separator))[1]
    except (Invalid, StopIteration):
        return []


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The line on which each record begins, and its cells; blank records are left out."""
    skipped = _SEPARATOR_LINE.match(text)
    body = text[skipped.end() :] if skipped else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    offset = 2 if skipped else 1
    while True:
        line = reader.line_num + offset
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(line, str(error)) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _broken(line: int, complaint: str) -> Invalid:
    if "unexpected end" in complaint:
        return _refused(
            f"The quote that opens on line {line} is never closed: the file seems cut off."
        )
    if "larger than" in complaint:
        return _refused(f"Line {line} has a cell that is too long.")
    return _refused(f"Line {line} has a quote in the wrong place.")


def _known(columns: Columns, header: Sequence[str]) -> list[str]:
    return [name for name in (_name(columns, heading) for heading in header) if name]


def _name(columns: Columns, heading: str) -> str | None:
    wanted = normal(heading)
    return next((name for name, aliases in columns.items() if wanted in aliases), None)


def _check_names(names: Sequence[str | None], header: Sequence[str], columns: Columns) -> None:
    known = [name for name in names if name]
    if not known:
        raise _refused(f"The first line must name the columns: {', '.join(columns)}.")
    for name in known:
        if known.count(name) > 1:
            twice = [
                heading.strip() for heading, each in zip(header, names, strict=True) if each == name
            ]
            raise _refused(f"These columns say the same: {', '.join(twice)}. Keep one of them.")


def _misshape(cells: Sequence[str], header: Sequence[str]) -> str:
    if len(cells) < len(header):
        return f"This line has {len(cells)} of {len(header)} columns."
    if any(cell.strip() for cell in cells[len(header) :]):
        return f"This line has {len(cells)} columns, the first one has {len(header)}."
    return ""


def _row(line: int, names: Sequence[str | None], cells: Sequence[str]) -> Row:
    named = zip(names, cells, strict=False)
    return Row(
        line, {name: _KEPT_FROM_RUNNING.sub("", cell.strip()) for name, cell in named if name}
    )


def _refused(sentence: str) -> Invalid:
    return Invalid([("file", sentence)])
