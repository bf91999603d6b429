"""The command-line door: keys for programs."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from bookings_app.cli.member import HOST
from bookings_app.cli.opening import opened_database
from bookings_app.domain.actor import ActorKind, Limits
from bookings_app.domain.keys import NewKey
from bookings_app.usecases import keys

app = typer.Typer(help="Let programs in.", no_args_is_help=True)


class Kind(StrEnum):
    """Which door a key opens, as it is typed."""

    API = "api"
    AI_AGENT = "ai-agent"


_KINDS = {Kind.API: ActorKind.API_KEY, Kind.AI_AGENT: ActorKind.AI_AGENT}


@app.command()
def add(
    kind: Annotated[Kind, typer.Option(help="api opens /api/v1, ai-agent opens /mcp.")],
    *,
    name: Annotated[str, typer.Option(help="What history calls the program.")] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(help="What it may do, such as bookings:read; all is everything. Repeatable."),
    ] = None,
    location: Annotated[
        list[str] | None, typer.Option(help="The id of a location it is limited to. Repeatable.")
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option(help="The id of a service it is limited to. Repeatable.")
    ] = None,
    provider: Annotated[
        list[str] | None, typer.Option(help="The id of a provider it is limited to. Repeatable.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="For how many days.", min=1, max=3_650)] = None,
) -> None:
    """Make a key and print it: it is shown this once."""
    now = datetime.now(UTC)
    new = NewKey(
        kind=_KINDS[kind],
        scopes=scope or (),
        name=name,
        limits=Limits(
            frozenset(location or ()), frozenset(service or ()), frozenset(provider or ())
        ),
        expires_at=None if days is None else now + timedelta(days=days),
    )
    with opened_database():
        typer.echo(keys.add_key(new, by=HOST, now=now).secret)


@app.command("list")
def list_all() -> None:
    """Say which keys there are: id, end of the key, kind, name, scopes, last use."""
    now = datetime.now(UTC)
    with opened_database():
        found = keys.list_keys(by=HOST)
    for key in found:
        used = f"used {key.used_at:%Y-%m-%d %H:%M} UTC" if key.used_at else "never used"
        state = used if key.opens(now) else "revoked" if key.revoked_at else "expired"
        scopes = " ".join(sorted(key.scopes)) or "-"
        typer.echo("\t".join((key.id, f"…{key.hint}", key.kind, key.name, scopes, state)))


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="The id, as `bookings key list` says it.")],
) -> None:
    """Have a key open nothing any more, from its next call on."""
    with opened_database():
        revoked = keys.revoke_key(key_id, by=HOST, now=datetime.now(UTC))
    typer.echo(f"{revoked.name} (…{revoked.hint}) opens nothing any more.")
