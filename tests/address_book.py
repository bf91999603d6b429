"""What tests of the address book begin with, beside contacts themselves."""

from dataclasses import replace

from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, NOON


def given_country(default_country: str) -> None:
    """The workspace reads phones without a country as numbers of that one."""
    save_workspace(replace(workspace(), default_country=default_country), by=ADMIN, now=NOON)
