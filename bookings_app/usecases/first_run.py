"""The verbs: the first minute of a workspace, which gives it a name and an administrator."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bookings_app.db import members as member_rows
from bookings_app.db.unit_of_work import all_or_nothing, reading
from bookings_app.domain.access import Role
from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import Invalid
from bookings_app.domain.member import NewMember, checked_member
from bookings_app.usecases.following_links import check_first_link, make_first_administrator
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


def begin_workspace(token: str, first: FirstRun, *, user_agent: str, now: datetime) -> str:
    """Name the workspace and make its first administrator; the token of their session.

    Raises:
        LinkExpired: the link does not work any more, or there is a member already.
        Invalid: every field that cannot be taken; the link still works then.
    """
    administrator = NewMember(first.email, first.name, Role.ADMIN, first.password)
    check_first_link(token, now=now)
    ours = replace(workspace(), name=first.workspace_name, time_zone=first.time_zone)
    findings = Findings()
    try:
        checked_workspace(ours)
    except Invalid as refused:
        for name, message in refused.errors:
            findings.add(_FIELDS.get(name, name), message)
    findings.attempt(
        lambda: checked_member(
            administrator, known_providers=frozenset(), name_called="your own name"
        ),
        otherwise=administrator,
    )
    findings.refuse_if_any()
    with all_or_nothing():  # the link is used up together with all that it is for, or not at all
        session = make_first_administrator(token, administrator, user_agent=user_agent, now=now)
        actor = find_session(session, now=now)
        if actor is not None:
            save_workspace(ours, by=actor, now=now)
    return session


def somebody_can_sign_in() -> bool:
    """Whether there is a member."""
    with reading() as work:
        return bool(member_rows.members(work))
