"""The verbs: members as actors, from what is stored of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from bookings_app.domain.access import Actor, ActorKind, ProviderVisibility, Role


def member_actors(found: Iterable[Sequence[Any]]) -> list[Actor]:
    """The actors behind rows of `db.members`: one row for each service that matters.

    Columns: member id, name, role, provider id, the visibility setting or None, a
    service id or None.
    """
    actors: dict[str, Actor] = {}
    for member_id, name, role, provider_id, visibility, service in found:
        before = actors.get(member_id)
        services = before.service_ids if before else frozenset[str]()
        actors[member_id] = Actor(
            kind=ActorKind.MEMBER,
            id=member_id,
            name=name,
            role=Role(role),
            provider_id=provider_id,
            visibility=ProviderVisibility(visibility or ProviderVisibility.OWN),
            service_ids=services | ({service} if service else frozenset[str]()),
        )
    return list(actors.values())
