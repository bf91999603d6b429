"""What the page of imports says of files, and of what happens to them."""

from collections.abc import Mapping

from bookings_app.domain.csv_file import MOST_BYTES, MOST_ROWS
from bookings_app.domain.import_rows import ImportKind

MOST = f"{MOST_ROWS:,} rows and {MOST_BYTES // 1024 // 1024} MiB"

KIND_LABELS: Mapping[str, str] = {
    "": "Tell by its columns",
    ImportKind.CONTACTS.value: "Contacts",
    ImportKind.BOOKINGS.value: "Bookings",
}

WORDS: Mapping[str, str] = {
    "choose": "Choose a file",
    "drop": "or drop it here: CSV, up to " + MOST,
    "another": "Choose another file",
    "kind": "What it holds",
    "looking": "Looking at the file…",
    "importing": "Importing…",
    "several": "Drop one file at a time.",
    "too_large": f"The file is too large: at most {MOST_BYTES // 1024 // 1024} MiB.",
    "unreadable": "The browser could not read the file. Choose it again.",
    "failure": "The file could not be sent. Look whether you are online, then try again.",
    "changed": "Meanwhile something has changed: nothing was imported. What stands in the way:",
    "refused": "Rows that cannot be taken",
    "first": "The first {shown} of {all} reasons are shown. The list to download has all.",
    "download": "Download the list",
    "correct": "Correct these rows, save the file, and choose it again. Nothing was imported.",
    "notices": "Worth a look",
    "more_notices": "{more} more of the kind.",
    "take": "Import {rows}",
    "row": "1 row",
    "rows": "{number} rows",
    "done": "Done",
    "contacts": "See contacts",
    "bookings": "See the calendar",
    "line": "Line",
    "column": "Column",
    "reason": "Reason",
    "text": "Row",
    "whole_row": "The row",
}

# What each column takes, by the rules' name for it.
COLUMN_WORDS: Mapping[ImportKind, Mapping[str, str]] = {
    ImportKind.CONTACTS: {
        "name": "As it should stand in the address book.",
        "phone": "With its country code, +34 600 111 222; without one it is of the workspace's"
        " country.",
        "email": "One address.",
        "notes": "Any text. It is added below notes that are there already.",
        "whatsapp": "The number they write from, if they do.",
    },
    ImportKind.BOOKINGS: {
        "service": "Its name as under Scheduling.",
        "location": "Its name. The service must be offered there.",
        "provider": "Their name, or their e-mail where two have the same name.",
        "date": "2030-01-31 or 31.01.2030. Days to come only.",
        "time": "14:30 or 2:30 pm, by the clock of the location.",
        "customer": "Their name.",
        "phone": "As for contacts. With a phone or an e-mail the customer becomes a contact.",
        "email": "One address.",
        "notes": "Any text, for this booking.",
    },
}

KIND_WORDS: Mapping[ImportKind, str] = {
    ImportKind.CONTACTS: "The same phone is the same contact; then the same WhatsApp number, then"
    " the same name and e-mail. What is not known of them is filled in, nothing is overwritten.",
    ImportKind.BOOKINGS: "The provider must be free, with buffers. Times off the grid or outside"
    " working time are taken and marked. A service that asks for approval makes pending bookings.",
}
