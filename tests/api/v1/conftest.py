"""What all tests of the REST door share: it is NOON."""

import pytest

from bookings_app.api.v1 import calls, gate
from tests.api.v1.program import Stopped


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (calls, gate):
        monkeypatch.setattr(module, "datetime", Stopped)
