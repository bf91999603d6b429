"""The verbs: what holds for the whole workspace."""

import json
from datetime import datetime

import phonenumbers

from bookings_app.db import catalog as rows
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, ProviderVisibility, check_area
from bookings_app.domain.checks import Findings
from bookings_app.domain.workspace import FIRST_DAYS, Clock, checked_reasons
from bookings_app.usecases import changes
from bookings_app.usecases.views import Workspace

BEFORE_ANYTHING_IS_SAVED = Workspace(
    name="Bookings",
    time_zone="UTC",
    week_starts_on=0,
    provider_visibility=ProviderVisibility.OWN,
    default_country="",
)


def workspace() -> Workspace:
    """The workspace as it was saved, or as it is on the first day."""
    with reading() as work:
        return stored_workspace(work)


def save_workspace(changed: Workspace, *, by: Actor, now: datetime) -> Workspace:
    """Keep `changed` for everybody, and have the pages that are open look at it.

    Raises:
        Forbidden: only administrators change the workspace.
        Invalid: every field that cannot be taken.
    """
    del now  # the workspace keeps no history
    check_area(by, Area.WORKSPACE)
    checked = checked_workspace(changed)
    with unit_of_work() as work:
        rows.save_settings(
            work,
            {
                "workspace_name": checked.name,
                "time_zone": checked.time_zone,
                "week_starts_on": str(checked.week_starts_on),
                "provider_visibility": checked.provider_visibility.value,
                "default_country": checked.default_country,
                "clock": checked.clock.value,
                "cancellation_reasons": json.dumps(checked.cancellation_reasons),
            },
        )
        work.after_commit(changes.publish)
    return checked


def stored_workspace(work: UnitOfWork) -> Workspace:
    """The workspace, for a use case that is inside a transaction already."""
    stored = rows.settings(work)
    first = BEFORE_ANYTHING_IS_SAVED
    return Workspace(
        name=stored.get("workspace_name", first.name),
        time_zone=stored.get("time_zone", first.time_zone),
        week_starts_on=int(stored.get("week_starts_on", first.week_starts_on)),
        provider_visibility=ProviderVisibility(
            stored.get("provider_visibility", first.provider_visibility)
        ),
        default_country=stored.get("default_country", first.default_country),
        clock=Clock(stored.get("clock", first.clock)),
        cancellation_reasons=(
            tuple(json.loads(stored["cancellation_reasons"]))
            if "cancellation_reasons" in stored
            else first.cancellation_reasons
        ),
    )


def checked_workspace(changed: Workspace) -> Workspace:
    """`changed` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    name = findings.name("name", changed.name, called="the name of your team")
    time_zone = findings.time_zone("time_zone", changed.time_zone)
    if changed.week_starts_on not in FIRST_DAYS:
        findings.add("week_starts_on", "Let weeks start on a Monday, Saturday or Sunday.")
    if changed.provider_visibility not in set(ProviderVisibility):
        findings.add("provider_visibility", "Choose what providers may see.")
    country = changed.default_country.strip().upper()
    if country and country not in phonenumbers.SUPPORTED_REGIONS:
        findings.add(
            "default_country", "Enter the two letters of a country such as ES, or leave it empty."
        )
    if changed.clock not in set(Clock):
        findings.add("clock", "Choose how times are written.")
    reasons = checked_reasons(findings, changed.cancellation_reasons)
    findings.refuse_if_any()
    return Workspace(
        name=name,
        time_zone=time_zone,
        week_starts_on=changed.week_starts_on,
        provider_visibility=ProviderVisibility(changed.provider_visibility),
        default_country=country,
        clock=Clock(changed.clock),
        cancellation_reasons=reasons,
    )
