"""What the team offers, as far as it matters to whoever books."""

import asyncio
from collections.abc import Sequence

from bookings_app.domain.access import Actor, bookable_providers
from bookings_app.usecases.catalog import list_providers, list_services
from bookings_app.usecases.views import ProviderVerdict, ServiceView


async def services_for(actor: Actor) -> list[ServiceView]:
    """The services with a provider whom `actor` may book, by name; all, if that is anybody."""
    services = await asyncio.to_thread(list_services)
    only = bookable_providers(actor)
    if only is None:
        return services
    team = await asyncio.to_thread(list_providers)
    offered = {service_id for each in team if each.id in only for service_id in each.service_ids}
    return [service for service in services if service.id in offered]


async def who_offer_it(
    verdicts: Sequence[ProviderVerdict], service_id: str, location_id: str
) -> list[ProviderVerdict]:
    """The verdicts on those who offer the service there; on all, if nobody does."""
    team = await asyncio.to_thread(list_providers)
    offering = {
        each.id
        for each in team
        if service_id in each.service_ids and location_id in each.location_ids
    }
    return [verdict for verdict in verdicts if verdict.id in offering] or list(verdicts)
