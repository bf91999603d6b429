"""The outside: this machine, and what is remembered on it beside the database."""

import json
import logging
import os
from datetime import datetime
from pathlib import Path
from threading import get_ident

from pydantic import TypeAdapter

from bookings_app.config import Settings
from bookings_app.domain.installation import Sent
from bookings_app.usecases.session_cookie import public_host

logger = logging.getLogger(__name__)

_MACHINE_ID = Path("/etc/machine-id")
_FILE = "sent.json"
# One for each database that was ever served from this folder.
_MOST_KEPT = 50
_KEPT = TypeAdapter(dict[str, dict[str, str | None]])


class ThisPlace:
    """Where the application runs, for whom, and how far each database had come when it sent."""

    def __init__(self, settings: Settings, *, machine_id: Path = _MACHINE_ID) -> None:
        self._folder = settings.data_dir
        self.machine, self.host = _machine(machine_id), public_host(settings.public_url)
        self._complained = False

    def recall(self, fingerprint: str) -> Sent | None:
        """How far that database had come, if it was ever written down here."""
        kept = self._read().get(fingerprint)
        try:
            return Sent(int(kept["change"] or 0), _instant(kept["confirmed_at"])) if kept else None
        except (KeyError, ValueError):
            return None

    def remember(self, fingerprint: str, sent: Sent) -> None:
        """Write down how far it has come. Where nothing can be written nothing is known."""
        at = sent.confirmed_at.isoformat() if sent.confirmed_at else None
        kept = {name: each for name, each in self._read().items() if name != fingerprint}
        kept[fingerprint] = {"change": str(sent.change), "confirmed_at": at}
        newest = dict(list(kept.items())[-_MOST_KEPT:])
        fresh = self._folder / f"{_FILE}.{os.getpid()}.{get_ident()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(newest), encoding="utf-8")
            fresh.replace(self._folder / _FILE)
        except OSError as error:
            if not self._complained:
                logger.warning("a restored backup would not be noticed: %s", error)
            self._complained = True

    def _read(self) -> dict[str, dict[str, str | None]]:
        try:
            return _KEPT.validate_json((self._folder / _FILE).read_bytes())
        except (OSError, ValueError):
            return {}


def _machine(machine_id: Path) -> str:
    try:
        return machine_id.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
