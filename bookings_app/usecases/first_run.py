"""The verbs: the first minutes of a workspace, and what is still missing to be booked."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bookings_app.db import catalog as rows
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Role
from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import Invalid
from bookings_app.domain.member import NewMember, checked_member
from bookings_app.usecases.links import make_first_administrator
from bookings_app.usecases.sessions import find_session
from bookings_app.usecases.workspace import checked_workspace, save_workspace, workspace

# As the workspace has it, and as it is asked.
_FIELDS = {"name": "workspace_name"}


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What is asked of whoever opens a new workspace; `time_zone` is an IANA name."""

    workspace_name: str
    time_zone: str
    name: str
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a team has of what a booking needs."""

    locations: int
    services: int
    providers: int
    providers_with_hours: int

    @property
    def can_be_booked(self) -> bool:
        """Whether somebody offers something somewhere at some time."""
        return all((self.locations, self.services, self.providers, self.providers_with_hours))


def begin_workspace(token: str, first: FirstRun, *, user_agent: str, now: datetime) -> str:
    """Name the workspace and make its first administrator; the token of their session.

    Raises:
        LinkExpired: the link does not work any more, or there is a member already.
        Invalid: every field that cannot be taken; the link still works then.
    """
    administrator = NewMember(first.email, first.name, Role.ADMIN, first.password)
    ours = replace(workspace(), name=first.workspace_name, time_zone=first.time_zone)
    findings = Findings()
    try:
        checked_workspace(ours)
    except Invalid as refused:
        for name, message in refused.errors:
            findings.add(_FIELDS.get(name, name), message)
    findings.attempt(
        lambda: checked_member(administrator, known_providers=frozenset()),
        otherwise=administrator,
    )
    findings.refuse_if_any()
    session = make_first_administrator(token, administrator, user_agent=user_agent, now=now)
    actor = find_session(session, now=now)
    if actor is not None:
        save_workspace(ours, by=actor, now=now)
    return session


def progress() -> Progress:
    """What the team has already."""
    with reading() as work:
        at_work = {provider_id for provider_id, _ in rows.provider_locations(work)}
        providers = {row.id for row in rows.providers(work)}
        return Progress(
            locations=len(rows.location_ids(work)),
            services=len(rows.service_ids(work)),
            providers=len(providers),
            providers_with_hours=len(providers & at_work),
        )
