"""The command-line door: who may sign in."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from bookings_app.cli.opening import opened_database
from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.domain.member import NewMember
from bookings_app.usecases import members

# Whoever may run commands on this machine may read the database anyway.
HOST = Actor(kind=ActorKind.MEMBER, id="command-line", name="Command line", role=Role.ADMIN)

app = typer.Typer(help="Say who may sign in.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The e-mail they sign in with.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="What colleagues call them.")],
    *,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.MANAGER,
    provider: Annotated[
        str | None, typer.Option(help="The id of the provider they are, for role provider.")
    ] = None,
    password_stdin: FromStdin = False,
) -> None:
    """Let somebody sign in. The password is asked for."""
    with opened_database():
        new = NewMember(
            email=email,
            name=name,
            role=role,
            password=_password(from_stdin=password_stdin),
            provider_id=provider,
        )
        added = members.add_member(new, by=HOST, now=datetime.now(UTC))
    typer.echo(f"{added.name} can sign in as {added.email} ({added.role}).")


@app.command()
def password(email: Email, *, password_stdin: FromStdin = False) -> None:
    """Give somebody another password, and end their sessions. It is asked for."""
    with opened_database():
        member = members.find_member(email, by=HOST)
        chosen = _password(from_stdin=password_stdin)
        members.set_password(member.id, chosen, by=HOST)
    typer.echo(f"{member.name} has a new password, and was signed out everywhere.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked
