"""A tab of the set-up without a browser: a seat, and what it shows by now."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from bookings_app.domain.access import Role
from bookings_app.ui.providers.state import ProvidersState
from bookings_app.ui.session import SessionState
from bookings_app.ui.setup.locations_state import LocationsState
from bookings_app.ui.setup.services_state import ServicesState
from bookings_app.ui.setup.state import SetupState
from tests.factories import given_provider
from tests.ui.seat import Seat, seated


class SetupDesk(Seat):
    """One of the lists in one tab."""

    state: ClassVar[type[SetupState]]

    async def arrive(self, query: str = "", *, zone: str = "Europe/Lisbon") -> None:
        """Open the page at that address, in a browser with these clocks."""
        await self.send(SessionState.enter)
        await self.send(self.state.arrive("nonce", query, zone))

    async def open(self, kind: str, row_id: str) -> None:
        """Click on a row."""
        await self.send(self.state.open(kind, row_id))

    async def type(self) -> None:
        """Type anything, which stays in the browser."""
        await self.send(self.state.touch())

    async def save(self, **changes: Any) -> None:
        """Press the button, with the fields as they began but for these."""
        unticked = {name for name, value in changes.items() if value is None}
        form = self.start | self.ticked() | changes
        await self.send(
            self.state.save({name: form[name] for name in form if name not in unticked})
        )

    def ticked(self) -> dict[str, Any]:
        """The boxes that are ticked from the beginning."""
        return {}

    def var(self, name: str) -> Any:
        """What a var of the list shows."""
        return self.shows(self.state, name)

    @property
    def start(self) -> dict[str, str]:
        """What the fields begin with."""
        return {name: value for name, value in self.var("start").items() if value}

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        return self.var("errors") or {}

    @property
    def names(self) -> list[str]:
        """What is listed."""
        return [line.name for line in self.var("lines")]

    @property
    def opened(self) -> tuple[str, str]:
        """Which kind is open, and which of them."""
        return self.var("open_kind") or "", self.var("open_id") or ""

    @property
    def query(self) -> str:
        """What stands in the address."""
        return self.var("query") or ""


class ServicesDesk(SetupDesk):
    """The tab Services."""

    state = ServicesState

    def ticked(self) -> dict[str, Any]:
        """Where it is offered, and who does it."""
        boxes = (("location_ids", "places"), ("provider_ids", "team"))
        return {
            f"{field}.{option.id}": "on"
            for field, var in boxes
            for option in self.var(var)
            if option.chosen
        }


class LocationsDesk(SetupDesk):
    """The tab Locations."""

    state = LocationsState


class ProvidersDesk(SetupDesk):
    """The tab Providers."""

    state = ProvidersState

    def ticked(self) -> dict[str, Any]:
        """What they do."""
        return {f"service_ids.{option.id}": "on" for option in self.var("offers") if option.chosen}


def at_providers(
    visit: Callable[[ProvidersDesk], Awaitable[None]],
    role: Role = Role.MANAGER,
    provider_id: str | None = None,
) -> ProvidersDesk:
    """Sit down at the list of providers."""
    return seated(ProvidersDesk, visit, role, provider_id)


def at_services(
    visit: Callable[[ServicesDesk], Awaitable[None]], role: Role = Role.MANAGER
) -> ServicesDesk:
    """Sit down at the list of services."""
    return seated(ServicesDesk, visit, role, _provider(role))


def at_locations(
    visit: Callable[[LocationsDesk], Awaitable[None]], role: Role = Role.MANAGER
) -> LocationsDesk:
    """Sit down at the list of locations."""
    return seated(LocationsDesk, visit, role, _provider(role))


def _provider(role: Role) -> str | None:
    return given_provider(name="Petra") if role is Role.PROVIDER else None
