"""Importing contacts and bookings from a file, for administrators and managers."""

import reflex as rx

from bookings_app.domain.import_rows import HEADINGS, NEEDED, ImportKind
from bookings_app.ui.importing.browser import import_desk
from bookings_app.ui.importing.state import ImportState
from bookings_app.ui.importing.words import COLUMN_WORDS, KIND_LABELS, KIND_WORDS
from bookings_app.ui.settings_tabs import settings_page_frame


def import_page() -> rx.Component:
    """Its on_load: `ImportState.load`, which administrators and managers may call."""
    return settings_page_frame(
        "import",
        rx.fragment(),
        rx.cond(
            ImportState.loaded,
            rx.fragment(
                rx.el.div(
                    rx.el.h2("Import from a file", class_name="panel-title"),
                    rx.el.p(
                        "The file is looked at first: you see what would be made and which rows"
                        " cannot be taken. Then every row is imported, or none.",
                        class_name="import-intro",
                    ),
                    import_desk(),
                    class_name="panel import-panel",
                ),
                rx.el.div(
                    *(columns_of(kind) for kind in ImportKind),
                    class_name="import-columns",
                ),
            ),
            rx.fragment(),
        ),
        on_leave=ImportState.leave,
    )


def columns_of(kind: ImportKind) -> rx.Component:
    """What a file of this kind has in its columns, and one to begin with."""
    return rx.el.section(
        rx.el.h2(f"A file of {kind}", id=f"columns-{kind}", class_name="panel-title"),
        rx.el.p(KIND_WORDS[kind], class_name="import-intro"),
        rx.el.dl(
            *(
                part
                for name, heading in HEADINGS[kind].items()
                for part in column(kind, name, heading)
            ),
            class_name="facts import-facts",
        ),
        rx.el.a(
            rx.icon("download", size=14, aria_hidden="true"),
            f"Template for {KIND_LABELS[kind].lower()}",
            href=f"/api/ui/import/template/{kind}",
            download=f"{kind}-template.csv",
            class_name="import-link",
            # Otherwise the router looks for a page at that address.
            custom_attrs={"reloadDocument": True},
        ),
        class_name="panel import-panel",
        aria_labelledby=f"columns-{kind}",
    )


def column(kind: ImportKind, name: str, heading: str) -> tuple[rx.Component, rx.Component]:
    """A column's heading, whether it is needed, and what it takes."""
    needed = rx.el.small("needed") if name in NEEDED[kind] else rx.fragment()
    return rx.el.dt(heading, needed), rx.el.dd(COLUMN_WORDS[kind][name])
