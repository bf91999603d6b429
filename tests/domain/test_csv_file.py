"""CSV files, however a spreadsheet has written them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings_app.domain.csv_file import MOST_BYTES, Row, Table, decoded, read_table
from bookings_app.domain.errors import Invalid
from bookings_app.domain.import_rows import COLUMNS, ImportKind, check_columns, kind_of, template

CONTACTS = COLUMNS[ImportKind.CONTACTS]
TEXT = "Name,Phone\r\nJosé Núñez,+34 600 111 222\r\n"


def rows(text: str) -> list[dict[str, str]]:
    """What the cells of each row say."""
    return [dict(row.cells) for row in read_table(text, CONTACTS).rows]


def read(content: bytes) -> Table:
    """A file of contacts."""
    return read_table(decoded(content)[0], CONTACTS)


def refusal(content: bytes) -> str:
    """Why the file as a whole is refused."""
    with pytest.raises(Invalid) as refused:
        read(content)
    ((field, sentence),) = refused.value.errors
    assert field == "file"
    return sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_its_mark_or_without(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == (TEXT, ())


def test_big_endian_is_read_by_its_mark() -> None:
    assert decoded(b"\xfe\xff" + TEXT.encode("utf-16-be")) == (TEXT, ())


def test_what_is_not_utf_8_is_old_windows_and_said_to_be() -> None:
    text, notices = decoded(TEXT.encode("cp1252"))

    assert text == TEXT
    assert notices == (
        "The file is not UTF-8: it was read as Windows-1252. Check letters with accents.",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b",,\r\n", "The first line must name the columns: name, phone, email, notes, whatsapp."),
        (b"PK\x03\x04rest", "This is a spreadsheet. Save it as CSV (UTF-8), then try again."),
        (TEXT.encode("utf-16-le"), "The file is no text that can be read."),
        (TEXT.encode("utf-16")[:-1], "The file is no text that can be read."),
        (b"Name\x81\x8d", "The file is no text that can be read."),
        (b"x" * (MOST_BYTES + 1), "The file is too large: at most 2 MiB."),
        (b"Vorname,Telefon\r\nAna,1\r\n", "The first line must name the columns"),
        (b"Name,Phone\r\n", "The file has a first line and no rows."),
        (b"Name,E-mail,Mail\r\nAna,,\r\n", "These columns say the same: E-mail, Mail."),
        (b'Name,Notes\r\nAna,"half', "The quote that opens on line 2 is never closed"),
        (b'Name\r\nAna\r\n"a\r\nb', "The quote that opens on line 3 is never closed"),
        (b'Name\r\n"a" b\r\n', "Line 2 has a quote in the wrong place."),
        (b"Name\r\n" + b"x" * 200_000, "Line 2 has a cell that is too long."),
        (b"Name\r\n" + b"Ana\r\n" * 5_001, "The file has too many rows: at most 5,000."),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, sentence: str) -> None:
    assert refusal(content).startswith(sentence)


def test_five_thousand_rows_are_read() -> None:
    assert len(rows("Name\n" + "Ana\n" * 5_000)) == 5_000


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_parted_as_the_first_line_has_it(separator: str) -> None:
    text = "Full name|E-MAIL|phone number\r\nRuiz, Ana; dr|a@example.com|1\r\n".replace(
        "Ruiz, Ana; dr", '"Ruiz, Ana; dr"'
    ).replace("|", separator)

    assert rows(text) == [{"name": "Ruiz, Ana; dr", "email": "a@example.com", "phone": "1"}]


def test_the_separator_that_excel_writes_down_is_no_row() -> None:
    table = read_table("sep=;\r\nName;Phone\r\nAna;1\r\n", CONTACTS)

    assert table.rows == (Row(3, {"name": "Ana", "phone": "1"}),)


def test_rows_know_the_line_on_which_they_begin_and_blank_ones_are_left_out() -> None:
    table = read_table('Name,Notes\n\nAna,"one\ntwo"\n,\nBen,\n', CONTACTS)

    assert [(row.line, row["name"], row["notes"]) for row in table.rows] == [
        (3, "Ana", "one\ntwo"),
        (6, "Ben", ""),
    ]
    assert table.rows[0]["whatsapp"] == ""


def test_lines_of_another_shape_are_named_and_blank_ends_do_not_count() -> None:
    table = read_table("Name,Phone\nAna\nBen,1,\nCleo,1,2\n", CONTACTS)

    assert [row["name"] for row in table.rows] == ["Ben"]
    assert table.misshapen == (
        (2, "This line has 1 of 2 columns."),
        (4, "This line has 3 columns, the first one has 2."),
    )


def test_unknown_headings_are_left_out_and_named() -> None:
    table = read_table("Name,Shoe size,\nAna,38,\n", CONTACTS)

    assert (table.left_out, dict(table.rows[0].cells)) == (("Shoe size",), {"name": "Ana"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "=1+1"),
        ("'=1+1", "=1+1"),
        ("'+34 600", "+34 600"),
        ("'tis me", "'tis me"),
        ("'tis '=", "'tis '="),
        (" @home ", "@home"),
    ],
)
def test_formulas_are_text_and_lose_the_mark_that_kept_them_from_running(
    cell: str, text: str
) -> None:
    assert rows(f"Name\n{cell}\n") == [{"name": text}]


@pytest.mark.parametrize("kind", ImportKind)
def test_templates_are_files_of_their_kind(kind: ImportKind) -> None:
    text = template(kind)
    table = read_table(text, COLUMNS[kind])

    check_columns(kind, table)
    assert kind_of(text) is kind
    assert table.columns == COLUMNS[kind].keys()
    assert (len(table.rows), table.left_out, table.misshapen) == (1, (), ())


def test_bookings_need_six_columns_and_those_missing_are_named() -> None:
    table = read_table("Service,Date,Name\nHaircut,2026-03-09,Ana\n", COLUMNS[ImportKind.BOOKINGS])

    with pytest.raises(Invalid, match="lacks these columns: location, provider, time"):
        check_columns(ImportKind.BOOKINGS, table)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"Name,{text}".encode()))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    try:
        text, _ = decoded(content)
        read_table(text, CONTACTS)
        kind_of(text)
    except Invalid as refused:
        assert refused.errors  # noqa: PT017 - either is fine
