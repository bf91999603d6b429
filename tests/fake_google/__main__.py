"""The stand-in by itself: `python -m tests.fake_google --port 8099 --account ana@example.com`."""

import argparse

import uvicorn

from .server import create_app
from .state import FakeGoogle


def main() -> None:
    """Serve one stand-in until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.fake_google", description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--account", action="append", default=[], metavar="EMAIL[:ZONE]")
    parser.add_argument("--redirect-uri", action="append", default=[])
    parser.add_argument("--client-id", default="fake-client.apps.googleusercontent.com")
    parser.add_argument("--client-secret", default="fake-secret")
    options = parser.parse_args()
    google = FakeGoogle()
    google.add_client(options.client_id, options.client_secret, options.redirect_uri)
    for item in options.account:
        email, _, time_zone = item.partition(":")
        google.add_account(email, time_zone or "UTC")
    uvicorn.run(
        create_app(google), host="127.0.0.1", port=options.port, lifespan="off", log_level="info"
    )


if __name__ == "__main__":
    main()
