"""Error bodies in the shapes Google documents.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An error of the Calendar API."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        location: str | None = None,
        location_type: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason
        self.message = message
        self.domain = domain
        self.location = location
        self.location_type = location_type
        self.headers = headers or {}

    def body(self) -> dict:
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        if self.location:
            detail["locationType"] = self.location_type or "parameter"
            detail["location"] = self.location
        return {"error": {"errors": [detail], "code": self.status, "message": self.message}}


class OAuthError(Exception):
    """An error of the token or revocation endpoint (RFC 6749, section 5.2)."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(f"{status} {error}: {description}")
        self.status = status
        self.error = error
        self.description = description

    def body(self) -> dict:
        return {"error": self.error, "error_description": self.description}


# --- the documented errors, by name -------------------------------------------------

#: name -> (status, reason, message, domain).  Used by fault injection.
CATALOGUE: dict[str, tuple[int, str, str, str]] = {
    "badRequest": (400, "badRequest", "Bad Request", "global"),
    "authError": (401, "authError", "Invalid Credentials", "global"),
    "rateLimitExceeded": (403, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits"),
    "userRateLimitExceeded": (
        403,
        "userRateLimitExceeded",
        "User Rate Limit Exceeded",
        "usageLimits",
    ),
    "quotaExceeded": (403, "quotaExceeded", "Calendar usage limits exceeded.", "usageLimits"),
    "forbidden": (403, "forbidden", "Forbidden", "global"),
    "requiredAccessLevel": (
        403,
        "requiredAccessLevel",
        "You need to have writer access to this calendar.",
        "calendar",
    ),
    "notFound": (404, "notFound", "Not Found", "global"),
    "duplicate": (409, "duplicate", "The requested identifier already exists.", "global"),
    "conflict": (409, "conflict", "Conflict", "global"),
    "deleted": (410, "deleted", "Resource has been deleted", "global"),
    "fullSyncRequired": (
        410,
        "fullSyncRequired",
        "Sync token is no longer valid, a full sync is required.",
        "calendar",
    ),
    "conditionNotMet": (412, "conditionNotMet", "Precondition Failed", "global"),
    "tooManyRequests": (429, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits"),
    "backendError": (500, "backendError", "Backend Error", "global"),
    "badGateway": (502, "backendError", "Bad Gateway", "global"),
    "serviceUnavailable": (503, "backendError", "Service Unavailable", "global"),
    "gatewayTimeout": (504, "backendError", "Gateway Timeout", "global"),
}


def named(name: str, *, headers: dict[str, str] | None = None, **extra: Any) -> ApiError:
    """Builds one of the documented errors."""
    status, reason, message, domain = CATALOGUE[name]
    return ApiError(status, reason, message, domain=domain, headers=headers, **extra)


def invalid(message: str, location: str | None = None) -> ApiError:
    return ApiError(400, "invalid", message, location=location)


def required(message: str) -> ApiError:
    return ApiError(400, "required", message)
