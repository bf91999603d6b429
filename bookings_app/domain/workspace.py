"""Rules: how clocks are read in a workspace, and which reasons it offers for cancelling."""

from collections.abc import Sequence
from enum import StrEnum

from bookings_app.domain.checks import Findings

MOST_REASONS = 12
SHORT_REASON_LIMIT = 80

# Weekdays on which weeks begin somewhere, 0 = Monday.
FIRST_DAYS = (0, 5, 6)

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
        _checked(findings, f"cancellation_reasons.{number}", reason)
        for number, reason in enumerate(reasons)
    ]
    once = {text.casefold(): text for text in reversed(texts) if text}
    kept = tuple(dict.fromkeys(once[text.casefold()] for text in texts if text))
    if len(kept) > MOST_REASONS:
        findings.add("cancellation_reasons", f"Keep {MOST_REASONS} reasons at most.")
    return kept


def with_reason(reasons: Sequence[str], added: str) -> tuple[str, ...]:
    """The reasons, and one more at the end.

    Raises:
        Invalid: of `reason`: it is blank, too long, there already, or one too many.
    """
    findings = Findings()
    text = _checked(findings, "reason", added)
    findings.refuse_if_any()
    if not text:
        findings.add("reason", "Enter a reason.")
    elif text.casefold() in {each.casefold() for each in reasons}:
        findings.add("reason", "This reason is in the list already.")
    elif len(reasons) >= MOST_REASONS:
        findings.add("reason", f"Keep {MOST_REASONS} reasons at most: remove one first.")
    findings.refuse_if_any()
    return (*reasons, text)


def _checked(findings: Findings, field: str, reason: str) -> str:
    return findings.text(field, reason, label="The reason", limit=SHORT_REASON_LIMIT)
