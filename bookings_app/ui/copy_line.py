"""Something to copy and send on."""

import reflex as rx

_script = rx.asset("copy_line.jsx", shared=True)


class CopyLine(rx.NoSSRComponent):
    """A line of text that is selected when it is entered."""

    library = f"$/public{_script}"
    tag = "CopyLine"

    text: rx.Var[str]
    label: rx.Var[str]
    copy_label: rx.Var[str]
    copied_label: rx.Var[str]


def copy_line(text: str, *, label: str) -> rx.Component:
    """The line, and a button that copies it."""
    return CopyLine.create(text=text, label=label, copy_label="Copy", copied_label="Copied")
