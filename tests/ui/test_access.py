"""Who reaches a handler of the screens: nobody who is not marked in."""

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import reflex as rx
from reflex_base.registry import RegistrationContext
from sqlmodel import select

import bookings_app.ui
from bookings_app.db.tables import SessionRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Role
from bookings_app.ui.session import (
    MayCall,
    SessionState,
    anonymous,
    current_actor,
    signed_in,
    who_may_call,
)
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.members import deactivate_member
from bookings_app.usecases.sessions import find_session, sign_out
from tests.factories import ADMIN, given_provider
from tests.members import given_member
from tests.members import signed_in as signed_in_as
from tests.ui.tab import Answer, tabs

pytestmark = pytest.mark.usefixtures("sqlite_database")


class Probe(rx.State):
    """A state whose handlers tell who came through."""

    who: str = ""
    _secret: str = ""

    @rx.event
    @signed_in
    async def by_members(self) -> None:
        """For everybody who is signed in."""
        self.who = current_actor().name

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def by_leads(self) -> None:
        """For some roles."""
        self.who = current_actor().name

    @rx.event
    @anonymous
    async def by_anybody(self) -> None:
        """For everybody."""
        self.who = "anybody"

    @rx.event
    async def by_nobody(self) -> None:
        """Somebody forgot the marker."""
        self.who = "anybody"

    def set_who(self, who: str) -> None:
        """A helper, which Reflex would let browsers call."""
        self.who = who


def session(role: Role = Role.ADMIN, *, email: str = "mara@example.com") -> str:
    """The token of a fresh session of a fresh member."""
    provider_id = given_provider() if role is Role.PROVIDER else None
    given_member(email=email, role=role, provider_id=provider_id)
    return signed_in_as(email, now=datetime.now(UTC))


def asked(spec: Any, token: str = "", *, path: str = "/bookings") -> Answer:
    """What one event of a fresh tab is answered."""

    async def ask() -> Answer:
        async with tabs() as open_tabs:
            return await open_tabs.tab(token, path=path).send(spec)

    return asyncio.run(ask())


def test_a_member_reaches_a_handler_which_knows_who_it_is() -> None:
    answer = asked(Probe.by_members, session())

    assert answer.var(Probe, "who") == "Mara Cole"
    assert answer.redirects() == []


@pytest.mark.parametrize("token", ["", "nonsense", "é"])
def test_nobody_is_shown_to_the_sign_in_and_back_afterwards(token: str) -> None:
    answer = asked(Probe.by_members, token, path="/scheduling/bookings")

    assert answer.var(Probe, "who") in {None, ""}
    assert answer.redirects() == ["/login?next=%2Fscheduling%2Fbookings"]


def test_roles_that_are_not_named_are_refused() -> None:
    manager = session(Role.MANAGER)
    provider = session(Role.PROVIDER, email="ben@example.com")

    assert asked(Probe.by_leads, manager).var(Probe, "who") == "Mara Cole"
    refused = asked(Probe.by_leads, provider)
    assert refused.var(Probe, "who") in {None, ""}
    assert "Ask an administrator" in str(refused.var(Toasts, "waiting"))


def test_anybody_reaches_what_is_for_anybody() -> None:
    assert asked(Probe.by_anybody).var(Probe, "who") == "anybody"


@pytest.mark.parametrize("name", ["by_nobody", "set_who", "setvar"])
def test_what_is_not_marked_is_reached_by_nobody_not_even_administrators(name: str) -> None:
    token = session()

    async def ask() -> Answer:
        async with tabs() as open_tabs:
            tab = open_tabs.tab(token)
            payload = {"var_name": "who", "value": "x", "who": "x"}
            return await tab.call(f"{Probe.get_full_name()}.{name}", payload)

    assert f"{Probe.get_full_name()}.{name}" in RegistrationContext.get().event_handlers
    assert asyncio.run(ask()).var(Probe, "who") in {None, ""}


@pytest.mark.parametrize("how", ["signed out", "deactivated", "idle", "too old"])
def test_an_open_page_is_refused_once_its_session_has_ended(how: str) -> None:
    member = given_member()
    given_member(email="other@example.com")
    token = signed_in_as(now=datetime.now(UTC))

    async def ask() -> tuple[Answer, Answer]:
        async with tabs() as open_tabs:
            tab = open_tabs.tab(token)
            await tab.open()
            before = await tab.send(Probe.by_members)
            end(how, token, member.id)
            return before, await tab.send(Probe.by_members)

    before, after = asyncio.run(ask())

    assert before.var(Probe, "who") == "Mara Cole"
    assert after.var(Probe, "who") == ""  # and the page is emptied
    assert after.redirects() == ["/login?next=%2Fbookings"]


def end(how: str, token: str, member_id: str) -> None:
    """End that session."""
    if how == "signed out":
        sign_out(token)
    elif how == "deactivated":
        deactivate_member(member_id, by=ADMIN)
    else:
        ago = timedelta(hours=12) if how == "idle" else timedelta(0)
        with unit_of_work() as work:
            row = work.session.exec(select(SessionRow)).one()
            row.seen_at = datetime.now(UTC) - ago
            if how == "too old":
                row.expires_at = datetime.now(UTC)


def test_somebody_else_in_the_same_tab_finds_it_empty() -> None:
    mine = session()
    theirs = session(Role.MANAGER, email="noa@example.com")

    async def ask() -> tuple[Answer, Answer]:
        async with tabs() as open_tabs:
            first = open_tabs.tab(mine)
            await first.open()
            await first.send(Probe.by_members)
            second = open_tabs.tab(theirs, token=first.token)
            without_loading = await second.send(SessionState.enter)
            return without_loading, await second.open()

    without_loading, loaded = asyncio.run(ask())

    assert without_loading.redirects() == ["/login?next=%2Fbookings"]
    assert "Mara" not in str(without_loading.vars)
    assert loaded.var(Probe, "who") == ""


def test_a_page_of_ones_own_survives_a_lost_connection() -> None:
    token = session()

    async def ask() -> Answer:
        async with tabs() as open_tabs:
            tab = open_tabs.tab(token)
            await tab.open()
            await tab.send(Probe.by_members)
            return await tab.open()

    assert asyncio.run(ask()).var(Probe, "who") == "Mara Cole"


def test_a_page_in_use_keeps_its_session() -> None:
    member = given_member()
    token = signed_in_as(now=datetime.now(UTC) - timedelta(hours=11))

    async def ask() -> None:
        async with tabs() as open_tabs:
            await open_tabs.tab(token).send(Probe.by_members)
            await open_tabs.middleware.settled()

    asyncio.run(ask())

    later = datetime.now(UTC) + timedelta(hours=11)
    actor = find_session(token, now=later)
    assert actor is not None
    assert actor.id == member.id


def test_entering_says_who_and_where_one_is() -> None:
    answer = asked(SessionState.enter, session(Role.MANAGER))

    shown = {
        name: answer.var(SessionState, name)
        for name in ("member_name", "initials", "role", "role_label", "sees_every_booking")
    }
    assert shown == {
        "member_name": "Mara Cole",
        "initials": "MC",
        "role": "manager",
        "role_label": "Manager",
        "sees_every_booking": True,
    }
    assert answer.var(SessionState, "time_zone") == "UTC"
    assert answer.var(SessionState, "workspace_name") == "Bookings"


def our_handlers() -> Iterator[tuple[str, MayCall | None]]:
    """Every event that is ours, whatever page it is on, and its marker.

    Those that Reflex adds to each state carry none: nobody reaches them, as tested above.
    """
    for module in pkgutil.walk_packages(bookings_app.ui.__path__, "bookings_app.ui."):
        importlib.import_module(module.name)
    for name, registered in RegistrationContext.get().event_handlers.items():
        handler = registered.handler.fn
        if handler.__module__.startswith("bookings_app."):
            yield name, who_may_call(handler)


def test_every_handler_says_who_may_call_it() -> None:
    handlers = dict(our_handlers())

    assert len(handlers) > 10
    assert [name for name, marker in handlers.items() if marker is None] == []


def test_every_handler_refuses_nobody_and_whose_session_has_ended() -> None:
    ended = session()
    sign_out(ended)
    names = [name for name, marker in our_handlers() if marker and not marker.anybody]

    async def ask() -> list[tuple[str, Answer]]:
        async with tabs() as open_tabs:
            return [
                (name, await open_tabs.tab(token).call(name))
                for name in names
                for token in ("", ended)
            ]

    for name, answer in asyncio.run(ask()):
        assert answer.redirects() == ["/login?next=%2Fbookings"], name
