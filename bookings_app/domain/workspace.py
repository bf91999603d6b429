"""Rules: how clocks are read in a workspace, and which reasons it offers for cancelling."""

from collections.abc import Sequence
from enum import StrEnum

from bookings_app.domain.checks import Findings

MOST_REASONS = 12
SHORT_REASON_LIMIT = 80

FIRST_REASONS = ("Customer asked", "Provider is ill", "Double entry", "Other appointment")


class Clock(StrEnum):
    """How times of day are written."""

    TWENTY_FOUR_HOURS = "24h"
    TWELVE_HOURS = "12h"


def checked_reasons(findings: Findings, reasons: Sequence[str]) -> tuple[str, ...]:
    """The reasons as they are stored: blank ones left out, each once, in their order.

    Fields are named `cancellation_reasons.2`.
    """
    texts = [
        findings.text(
            f"cancellation_reasons.{number}",
            reason,
            label="The reason",
            limit=SHORT_REASON_LIMIT,
        )
        for number, reason in enumerate(reasons)
    ]
    once = {text.casefold(): text for text in reversed(texts) if text}
    kept = tuple(dict.fromkeys(once[text.casefold()] for text in texts if text))
    if len(kept) > MOST_REASONS:
        findings.add("cancellation_reasons", f"Keep {MOST_REASONS} reasons at most.")
    return kept
