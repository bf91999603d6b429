"""Whom the wizard gives reasons about."""

import asyncio
from collections.abc import Sequence

from bookings_app.usecases.catalog import list_providers
from bookings_app.usecases.views import ProviderVerdict


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
