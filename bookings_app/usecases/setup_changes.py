"""The verbs: changing a part of a service, location or provider, whatever others do meanwhile."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime

from bookings_app.db.locks import one_at_a_time
from bookings_app.db.unit_of_work import all_or_nothing, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.catalog import NewLocation, NewProvider, NewService
from bookings_app.usecases.catalog import get_location, get_provider, get_service
from bookings_app.usecases.setup import update_location, update_provider, update_service
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView


def change_service(
    service_id: str, change: Callable[[ServiceView], NewService], *, by: Actor, now: datetime
) -> ServiceView:
    """Have a service be as `change` makes it out of what it is; nobody comes between.

    What `change` raises leaves it as it is.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such service.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    get_service(service_id)
    with _nobody_between("service", service_id):
        changed = change(get_service(service_id))
        return update_service(service_id, changed, by=by, now=now)


def change_location(
    location_id: str, change: Callable[[LocationView], NewLocation], *, by: Actor, now: datetime
) -> LocationView:
    """The same for a location.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such location.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    get_location(location_id)
    with _nobody_between("location", location_id):
        changed = change(get_location(location_id))
        return update_location(location_id, changed, by=by, now=now)


def change_provider(
    provider_id: str, change: Callable[[ProviderView], NewProvider], *, by: Actor, now: datetime
) -> ProviderView:
    """The same for a provider.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    get_provider(provider_id)
    with _nobody_between("provider", provider_id):
        changed = change(get_provider(provider_id))
        return update_provider(provider_id, changed, by=by, now=now)


@contextmanager
def _nobody_between(what: str, what_id: str) -> Generator[None]:
    """One transaction around looking and changing; whoever names the same waits for its end."""
    with all_or_nothing():
        with unit_of_work() as work:
            one_at_a_time(work, what, what_id)
        yield
