"""What all tests of the AI agents' door share: it is NOON."""

import pytest

from bookings_app.api.agent import door
from bookings_app.api.v1 import gate
from tests.api.v1.program import Stopped


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (door, gate):
        monkeypatch.setattr(module, "datetime", Stopped)
