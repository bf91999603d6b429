"""Who may see and do what: one table, as README promises it."""

from dataclasses import dataclass, replace

import pytest

from bookings_app.domain.access import (
    SOURCE_OF,
    Action,
    Actor,
    ActorKind,
    Area,
    ContactVisibility,
    ProviderVisibility,
    Role,
    bookable_providers,
    check_area,
    check_may_book,
    check_may_see_hours,
    check_may_set_hours,
    check_may_write_contacts,
    ignores_notice,
    may_act,
    visible_bookings,
    visible_contacts,
)
from bookings_app.domain.actor import Limits
from bookings_app.domain.booking import BookingSource
from bookings_app.domain.errors import Forbidden, NotFound

SCOPES = (
    *("bookings:read", "bookings:write", "bookings:approve", "setup:read", "setup:write"),
    *("contacts:read", "contacts:write", "contacts:pii", "webhooks:write"),
)

ADMIN = Actor(ActorKind.MEMBER, "m1", "Alba", role=Role.ADMIN)
MANAGER = Actor(ActorKind.MEMBER, "m2", "Marco", role=Role.MANAGER)
PROVIDER = Actor(ActorKind.MEMBER, "m3", "Ana", role=Role.PROVIDER, provider_id="ana")
NOBODY = Actor(ActorKind.MEMBER, "m4", "Nil", role=Role.PROVIDER)
KEY = Actor(ActorKind.API_KEY, "k1", "Shop", scopes=frozenset(SCOPES))
BARE_KEY = replace(KEY, scopes=frozenset())
AGENT = Actor(ActorKind.AI_AGENT, "k2", "Agent", contact_id="c1", scopes=frozenset(SCOPES))
LOST_AGENT = replace(AGENT, contact_id=None)


def key(*scopes: str) -> Actor:
    return replace(KEY, scopes=frozenset(scopes))


@dataclass(frozen=True)
class Booking:
    provider_id: str
    service_id: str
    contact_id: str | None
    location_id: str = "old town"


def sees(actor: Actor, provider_id: str, service_id: str, contact_id: str | None) -> bool:
    return visible_bookings(actor).covers(Booking(provider_id, service_id, contact_id))


@pytest.mark.parametrize(
    ("actor", "own", "somebody_elses"),
    [
        (ADMIN, True, True),
        (MANAGER, True, True),
        (PROVIDER, True, False),
        (NOBODY, False, False),
        (KEY, True, True),
        (key("bookings:read"), True, True),
        (key("bookings:write", "bookings:approve"), False, False),
        (AGENT, True, False),
        (LOST_AGENT, False, False),
    ],
)
def test_who_sees_a_booking(actor: Actor, *, own: bool, somebody_elses: bool) -> None:
    """Their own is with provider `ana` and of contact `c1`."""
    assert sees(actor, "ana", "haircut", "c1") is own
    assert sees(actor, "eva", "haircut", "c2") is somebody_elses
    assert sees(actor, "eva", "haircut", None) is somebody_elses


@pytest.mark.parametrize("whose", [KEY, AGENT])
@pytest.mark.parametrize(
    ("limits", "seen"),
    [
        (Limits(), True),
        (Limits(location_ids=frozenset({"old town", "harbour"})), True),
        (Limits(location_ids=frozenset({"harbour"})), False),
        (Limits(service_ids=frozenset({"haircut"})), True),
        (Limits(service_ids=frozenset({"massage"})), False),
        (Limits(provider_ids=frozenset({"ana"})), True),
        (Limits(provider_ids=frozenset({"eva"})), False),
        (Limits(frozenset({"old town"}), frozenset({"haircut"}), frozenset({"eva"})), False),
        (Limits(frozenset({"old town"}), frozenset({"haircut"}), frozenset({"ana"})), True),
    ],
)
def test_a_limited_key_sees_what_lies_within_all_of_its_limits(
    whose: Actor, limits: Limits, *, seen: bool
) -> None:
    assert sees(replace(whose, limits=limits), "ana", "haircut", "c1") is seen


def test_a_limited_key_changes_nothing_of_everybodys_and_sees_the_hours_of_its_providers() -> None:
    limited = replace(KEY, limits=Limits(provider_ids=frozenset({"ana"})))

    check_may_see_hours(limited, provider_id="ana")
    check_area(limited, Area.CONTACTS)
    with pytest.raises(Forbidden):
        check_area(limited, Area.SETUP)
    with pytest.raises(Forbidden):
        check_area(limited, Area.WEBHOOKS)
    with pytest.raises(Forbidden):
        check_may_set_hours(limited, provider_id="ana")
    with pytest.raises(NotFound):
        check_may_see_hours(limited, provider_id="eva")


def test_providers_see_the_bookings_of_their_services_when_the_workspace_says_so() -> None:
    ana = replace(PROVIDER, service_ids=frozenset({"haircut"}))
    wide = replace(ana, visibility=ProviderVisibility.ASSIGNED_SERVICES)

    assert not sees(ana, "eva", "haircut", None)
    assert sees(wide, "eva", "haircut", None)
    assert not sees(wide, "eva", "massage", None)
    assert sees(wide, "ana", "massage", None)
    assert not may_act(wide, Action.EDIT, provider_id="eva", contact_id=None)


ALL = frozenset(Action)
WRITING = ALL - {Action.CONFIRM}
OF_AGENT = frozenset({Action.CANCEL, Action.RESCHEDULE, Action.EDIT})
NONE = frozenset[Action]()


@pytest.mark.parametrize(
    ("actor", "own", "somebody_elses"),
    [
        (ADMIN, ALL, ALL),
        (MANAGER, ALL, ALL),
        (PROVIDER, ALL, NONE),
        (NOBODY, NONE, NONE),
        (KEY, ALL, ALL),
        (key("bookings:read", "bookings:write"), WRITING, WRITING),
        (key("bookings:read", "bookings:approve"), {Action.CONFIRM}, {Action.CONFIRM}),
        (key("bookings:write", "bookings:approve"), NONE, NONE),  # it sees none of them
        (key("bookings:read"), NONE, NONE),
        (BARE_KEY, NONE, NONE),
        (AGENT, OF_AGENT, NONE),
        (LOST_AGENT, NONE, NONE),
    ],
)
def test_who_may_do_what_to_a_booking(
    actor: Actor, own: frozenset[Action], somebody_elses: frozenset[Action]
) -> None:
    def allowed(provider_id: str, contact_id: str | None) -> set[Action]:
        return {
            action
            for action in Action
            if may_act(actor, action, provider_id=provider_id, contact_id=contact_id)
        }

    assert allowed("ana", "c1") == own
    assert allowed("eva", "c2") == somebody_elses
    assert allowed("eva", None) == somebody_elses


@pytest.mark.parametrize(
    ("actor", "for_ana", "for_eva", "bookable"),
    [
        (ADMIN, True, True, None),
        (MANAGER, True, True, None),
        (PROVIDER, True, False, {"ana"}),
        (NOBODY, False, False, set[str]()),
        (key("bookings:write"), True, True, None),
        (key("bookings:read"), False, False, None),
        (AGENT, True, True, None),
        (LOST_AGENT, True, True, None),
    ],
)
def test_who_may_book_for_whom(
    actor: Actor, bookable: set[str] | None, *, for_ana: bool, for_eva: bool
) -> None:
    for provider_id, allowed in (("ana", for_ana), ("eva", for_eva)):
        if allowed:
            check_may_book(actor, provider_id=provider_id)
        else:
            with pytest.raises(Forbidden):
                check_may_book(actor, provider_id=provider_id)
    assert bookable_providers(actor) == bookable


@pytest.mark.parametrize(
    ("actor", "areas"),
    [
        (ADMIN, set(Area)),
        (MANAGER, {Area.SETUP, Area.CONTACTS}),
        (PROVIDER, set[Area]()),
        (KEY, {Area.SETUP, Area.CONTACTS, Area.WEBHOOKS}),
        (key("webhooks:write"), {Area.WEBHOOKS}),
        (key("setup:write"), {Area.SETUP}),
        (key("setup:read", "contacts:write"), set[Area]()),
        (key("contacts:read"), {Area.CONTACTS}),
        (BARE_KEY, set[Area]()),
        (AGENT, set[Area]()),
    ],
)
@pytest.mark.parametrize("area", Area)
def test_who_looks_after_what(actor: Actor, areas: set[Area], area: Area) -> None:
    if area in areas:
        check_area(actor, area)
        return

    with pytest.raises(Forbidden):
        check_area(actor, area)


@pytest.mark.parametrize(
    ("actor", "of_ana", "of_eva"),
    [
        (ADMIN, True, True),
        (MANAGER, True, True),
        (PROVIDER, True, False),
        (NOBODY, False, False),
        (key("setup:write"), True, True),
        (BARE_KEY, False, False),
        (AGENT, False, False),
    ],
)
def test_providers_set_their_own_hours_and_those_who_set_up_everybodys(
    actor: Actor, *, of_ana: bool, of_eva: bool
) -> None:
    for provider_id, allowed in (("ana", of_ana), ("eva", of_eva)):
        if allowed:
            check_may_set_hours(actor, provider_id=provider_id)
        else:
            with pytest.raises(Forbidden):
                check_may_set_hours(actor, provider_id=provider_id)


@pytest.mark.parametrize(
    ("actor", "contacts"),
    [
        (ADMIN, ContactVisibility(everything=True)),
        (MANAGER, ContactVisibility(everything=True)),
        (PROVIDER, ContactVisibility(provider_ids=frozenset({"ana"}))),
        (NOBODY, ContactVisibility()),
        (key("contacts:read"), ContactVisibility(everything=True)),
        (AGENT, ContactVisibility(contact_ids=frozenset({"c1"}))),
        (LOST_AGENT, ContactVisibility()),
    ],
)
def test_who_sees_which_contacts(actor: Actor, contacts: ContactVisibility) -> None:
    assert visible_contacts(actor) == contacts


def test_a_key_needs_its_scopes_for_contacts() -> None:
    with pytest.raises(Forbidden):
        visible_contacts(key("contacts:write"))
    with pytest.raises(Forbidden):
        check_may_write_contacts(key("contacts:read"))

    check_may_write_contacts(key("contacts:write"))
    check_may_write_contacts(PROVIDER)


def test_notice_binds_keys_and_not_members() -> None:
    assert all(ignores_notice(actor) for actor in (ADMIN, MANAGER, PROVIDER))
    assert not any(ignores_notice(actor) for actor in (KEY, AGENT))


def test_the_source_of_a_booking_is_the_door_it_came_through() -> None:
    assert SOURCE_OF == {
        ActorKind.MEMBER: BookingSource.MANUAL,
        ActorKind.API_KEY: BookingSource.API,
        ActorKind.AI_AGENT: BookingSource.AI_AGENT,
    }
