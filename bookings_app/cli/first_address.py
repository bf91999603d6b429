"""The command-line door: how the first administrator gets in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bookings_app.domain.member import LinkPurpose
from bookings_app.usecases.links import LASTS, link_for_first_run

# Without pages nothing would answer at the address.
WITHOUT_PAGES = "Nobody can sign in yet: run `bookings member add` in another terminal."


def first_address(public_url: str, *, now: datetime) -> Sequence[str]:
    """What to print while there is no member: a new address, which ends those before it.

    Nothing once there is one.
    """
    token = link_for_first_run(now=now)
    if token is None:
        return ()
    hours = LASTS[LinkPurpose.FIRST_RUN] // timedelta(hours=1)
    return (
        "Nobody can sign in yet. Whoever opens this address becomes the administrator:",
        "",
        f"    {public_url}/join?token={token}",
        "",
        f"It works once, for {hours} hours. The next start prints another one in its place.",
    )
