"""What only the browser can do for imports: hold the file, and ask the API about it."""

from typing import Any

import reflex as rx

from bookings_app.domain.csv_file import MOST_BYTES
from bookings_app.ui.importing.words import KIND_LABELS, WORDS

_script = rx.asset("import_desk.jsx", shared=True)


class ImportDesk(rx.NoSSRComponent):
    """Takes a file by button or by dropping, shows what would become of it, and imports it."""

    library = f"$/public{_script}"
    tag = "ImportDesk"

    path: rx.Var[str]
    words: rx.Var[dict[str, str]]
    kinds: rx.Var[list[list[str]]]
    largest: rx.Var[int]
    warning: rx.Var[Any]
    mark: rx.Var[Any]


def import_desk() -> rx.Component:
    """The file, and what is known of it."""
    return ImportDesk.create(
        path="/api/ui/import",
        words=dict(WORDS),
        kinds=[list(each) for each in KIND_LABELS.items()],
        largest=MOST_BYTES,
        warning=rx.icon("circle-alert", size=16, aria_hidden="true"),
        mark=rx.icon("circle-check", size=16, aria_hidden="true"),
    )
