"""A form that the browser itself sends: for what sets or drops the session cookie.

Reflex's own forms always keep the browser from sending them, so that nothing in them
could set a cookie out of reach of scripts.
"""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class PostForm(BaseHTML):
    """The plain HTML element."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def post_form(*children: rx.Component, action: str, **looks: Any) -> rx.Component:
    """A form that posts to `action` and shows the page it is sent to."""
    return PostForm.create(*children, action=action, method="post", **looks)
