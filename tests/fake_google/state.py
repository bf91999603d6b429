"""The state of the pretended Google: people, grants, calendars and events.

Every public method takes the lock, so tests may call them from any thread while the
server is answering requests.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from . import recurrence
from .errors import ApiError, OAuthError, invalid, named
from .faults import FaultPlan
from .times import Moment, parse_instant, render, stamp, zone

SCOPE = "https://www.googleapis.com/auth/"
CALENDAR_EVENTS = SCOPE + "calendar.events"
CALENDAR_LIST = SCOPE + "calendar.calendarlist.readonly"
FREEBUSY = SCOPE + "calendar.freebusy"

#: Scopes accepted by each operation, from the discovery document (revision 20261030).
_READ_EVENTS = {
    SCOPE + name
    for name in (
        "calendar",
        "calendar.readonly",
        "calendar.events",
        "calendar.events.readonly",
        "calendar.events.owned",
        "calendar.events.owned.readonly",
        "calendar.events.freebusy",
        "calendar.events.public.readonly",
        "calendar.app.created",
    )
}
_WRITE_EVENTS = {
    SCOPE + name
    for name in ("calendar", "calendar.events", "calendar.events.owned", "calendar.app.created")
}
_READ_LIST = {
    SCOPE + name
    for name in (
        "calendar",
        "calendar.readonly",
        "calendar.calendarlist",
        "calendar.calendarlist.readonly",
    )
}
_READ_FREEBUSY = {
    SCOPE + name
    for name in ("calendar", "calendar.readonly", "calendar.freebusy", "calendar.events.freebusy")
}
SCOPES: dict[str, set[str]] = {
    "events.insert": _WRITE_EVENTS,
    "events.update": _WRITE_EVENTS,
    "events.patch": _WRITE_EVENTS,
    "events.delete": _WRITE_EVENTS,
    "events.get": _READ_EVENTS,
    "events.list": _READ_EVENTS,
    "events.instances": _READ_EVENTS,
    "events.watch": _READ_EVENTS,
    "freebusy.query": _READ_FREEBUSY,
    "calendarList.list": _READ_LIST,
    "calendarList.get": _READ_LIST,
    "calendars.get": {
        SCOPE + name
        for name in (
            "calendar",
            "calendar.readonly",
            "calendar.calendars",
            "calendar.calendars.readonly",
        )
    },
}

_EVENT_ID = re.compile(r"[0-9a-v]{5,1024}")
_INSTANCE_ID = re.compile(r"([0-9a-v]{5,1024})_(\d{8}(?:T\d{6}Z)?)")
_WRITABLE = (
    "summary",
    "description",
    "location",
    "colorId",
    "transparency",
    "visibility",
    "attendees",
    "reminders",
    "extendedProperties",
    "source",
    "guestsCanInviteOthers",
    "guestsCanModify",
    "guestsCanSeeOtherGuests",
)
_NO_SYNC_WITH = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
#: How far ahead an endless series is expanded when the request sets no ``timeMax``.
_HORIZON = timedelta(days=730)
_FREEBUSY_LIMIT = timedelta(days=91)


class Clock:
    """The time as Google sees it.  Frozen and moved at will by tests."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        return (self._frozen or datetime.now(UTC)) + self._offset

    def freeze(self, moment: datetime) -> None:
        self._frozen, self._offset = moment.astimezone(UTC), timedelta()

    def advance(self, delta: timedelta) -> None:
        self._offset += delta

    def release(self) -> None:
        self._frozen, self._offset = None, timedelta()


@dataclass
class Client:
    """An OAuth client (the *Web application* kind)."""

    client_id: str
    client_secret: str
    redirect_uris: list[str]
    testing: bool = False  #: publishing status *Testing*: refresh tokens live seven days


@dataclass
class Grant:
    """What a person allowed a client to do: one refresh token."""

    account: str
    client_id: str
    scopes: frozenset[str]
    issued: datetime
    refresh_token: str | None
    revoked: bool = False


@dataclass
class Access:
    token: str
    account: str
    scopes: frozenset[str]
    expires: datetime
    grant: Grant | None


@dataclass
class Event:
    id: str
    fields: dict
    start: Moment
    end: Moment
    created: datetime
    updated: datetime
    revision: int
    creator: str
    status: str = "confirmed"
    sequence: int = 0
    ical_uid: str = ""
    recurrence: list[str] = field(default_factory=list)
    recurring_id: str | None = None
    original_start: Moment | None = None
    event_type: str = "default"

    @property
    def etag(self) -> str:
        return f'"{int(self.updated.timestamp() * 1000) * 2 + self.revision}"'

    @property
    def series(self) -> bool:
        return bool(self.recurrence)


@dataclass
class Calendar:
    id: str
    summary: str
    time_zone: str
    owner: str
    access: dict[str, str]  #: account -> owner, writer, reader, freeBusyReader
    events: dict[str, Event] = field(default_factory=dict)
    sync_floor: int = 0  #: sync tokens older than this revision are gone
    primary: bool = False


@dataclass
class Channel:
    id: str
    resource_id: str
    calendar_id: str
    account: str
    address: str
    token: str | None
    expires: datetime
    messages: int = 0


@dataclass
class Mail:
    """An invitation Google would have sent."""

    to: str
    event_id: str
    kind: str


class FakeGoogle:
    def __init__(self, *, seed: int = 0) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.faults = FaultPlan(seed)
        self.accounts: dict[str, str] = {}  # e-mail -> time zone
        self.clients: dict[str, Client] = {}
        self.service_accounts: dict[str, str] = {}  # e-mail -> PEM of the public key
        self.calendars: dict[str, Calendar] = {}
        self.channels: dict[str, Channel] = {}
        self.mail: list[Mail] = []
        self.requests: list[dict] = []
        self.access_token_lifetime = timedelta(seconds=3599)
        self.require_https_webhooks = False
        #: What a write to a deleted event does: "allow" restores it, "forbid" answers 403.
        #: Both have been reported of the real service, so a client should survive both.
        self.restore_deleted = "allow"
        #: Requests per minute allowed to each account; None for no limit.
        self.quota_per_minute: int | None = None
        self.on_change: Callable[[Calendar], None] | None = None
        self._grants: list[Grant] = []
        self._access: dict[str, Access] = {}
        self._codes: dict[str, dict] = {}
        self._pages: dict[str, dict] = {}
        self._revision = 0
        self._spent: dict[tuple[str, int], int] = {}

    # ------------------------------------------------------------------ set-up

    def reset(self) -> None:
        """Forgets everything, faults included."""
        with self.lock:
            fresh = FakeGoogle()
            for name in vars(fresh):
                if name not in ("lock", "on_change"):
                    setattr(self, name, getattr(fresh, name))

    def add_client(
        self,
        client_id: str = "fake-client.apps.googleusercontent.com",
        client_secret: str = "fake-secret",
        redirect_uris: list[str] | None = None,
        *,
        testing: bool = False,
    ) -> Client:
        with self.lock:
            client = Client(client_id, client_secret, redirect_uris or [], testing)
            self.clients[client_id] = client
            return client

    def add_account(self, email: str, time_zone: str = "UTC") -> Calendar:
        """Adds a person, with the primary calendar that bears the same name."""
        with self.lock:
            zone(time_zone)
            self.accounts[email] = time_zone
            calendar = Calendar(email, email, time_zone, email, {email: "owner"}, primary=True)
            self.calendars[email] = calendar
            return calendar

    def add_calendar(
        self, owner: str, summary: str, time_zone: str | None = None, calendar_id: str | None = None
    ) -> Calendar:
        with self.lock:
            calendar_id = calendar_id or f"c_{secrets.token_hex(16)}@group.calendar.google.com"
            calendar = Calendar(
                calendar_id, summary, time_zone or self.accounts[owner], owner, {owner: "owner"}
            )
            self.calendars[calendar_id] = calendar
            return calendar

    def share(self, calendar_id: str, account: str, role: str) -> None:
        with self.lock:
            self.calendars[calendar_id].access[account] = role
            self.expire_sync_tokens(calendar_id)  # documented: changes of ACLs do that

    # ------------------------------------------------------------------- OAuth

    def authorize_request(self, query: dict[str, str]) -> dict:
        """Checks an authorization request; raises OAuthError when it cannot be shown."""
        with self.lock:
            client = self.clients.get(query.get("client_id", ""))
            if client is None:
                raise OAuthError(401, "invalid_client", "The OAuth client was not found.")
            if query.get("redirect_uri") not in client.redirect_uris:
                raise OAuthError(400, "redirect_uri_mismatch", "Bad Request")
            if query.get("response_type") != "code":
                raise OAuthError(
                    400, "invalid_request", "Required parameter is missing: response_type"
                )
            if not query.get("scope"):
                raise OAuthError(400, "invalid_request", "Missing required parameter: scope")
            if query.get("code_challenge") and query.get("code_challenge_method") not in (
                "S256",
                "plain",
            ):
                raise OAuthError(400, "invalid_request", "Invalid code_challenge_method")
            return dict(query)

    def consent(self, query: dict[str, str], account: str, scopes: list[str] | None = None) -> str:
        """The person says yes (perhaps to a part of the scopes).  Returns the code."""
        with self.lock:
            query = self.authorize_request(query)
            if account not in self.accounts:
                raise OAuthError(400, "invalid_request", "Unknown account")
            asked = query["scope"].split()
            code = "4/0" + secrets.token_urlsafe(32)
            self._codes[code] = {
                "query": query,
                "account": account,
                "scopes": [scope for scope in asked if scopes is None or scope in scopes],
                "expires": self.clock() + timedelta(minutes=10),
            }
            return code

    def token(self, form: dict[str, str]) -> dict:
        """The token endpoint."""
        with self.lock:
            grant_type = form.get("grant_type")
            if grant_type == "urn:ietf:params:oauth:grant-type:jwt-bearer":
                return self._token_for_assertion(form.get("assertion", ""))
            client = self.clients.get(form.get("client_id", ""))
            if client is None:
                raise OAuthError(401, "invalid_client", "The OAuth client was not found.")
            if not secrets.compare_digest(client.client_secret, form.get("client_secret", "")):
                raise OAuthError(401, "invalid_client", "Unauthorized")
            if grant_type == "authorization_code":
                return self._token_for_code(client, form)
            if grant_type == "refresh_token":
                return self._token_for_refresh(client, form)
            raise OAuthError(400, "unsupported_grant_type", f"Invalid grant_type: {grant_type}")

    def _token_for_code(self, client: Client, form: dict[str, str]) -> dict:
        saved = self._codes.pop(form.get("code", ""), None)  # a code works once
        if saved is None or saved["expires"] < self.clock():
            raise OAuthError(400, "invalid_grant", "Malformed auth code.")
        query = saved["query"]
        if query["client_id"] != client.client_id:
            raise OAuthError(400, "invalid_grant", "Bad Request")
        if query["redirect_uri"] != form.get("redirect_uri"):
            raise OAuthError(400, "redirect_uri_mismatch", "Bad Request")
        if challenge := query.get("code_challenge"):
            verifier = form.get("code_verifier")
            if not verifier:
                raise OAuthError(400, "invalid_grant", "Missing code verifier.")
            if query.get("code_challenge_method") == "S256":
                digest = hashlib.sha256(verifier.encode()).digest()
                verifier = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if not secrets.compare_digest(verifier, challenge):
                raise OAuthError(400, "invalid_grant", "Invalid code verifier.")
        # A refresh token comes only with access_type=offline, and only the first time the
        # person agrees, unless prompt=consent asks again.
        earlier = [
            grant
            for grant in self._grants
            if grant.account == saved["account"]
            and grant.client_id == client.client_id
            and not grant.revoked
        ]
        offline = query.get("access_type") == "offline" and (
            not earlier or "consent" in query.get("prompt", "").split()
        )
        grant = Grant(
            saved["account"],
            client.client_id,
            frozenset(saved["scopes"]),
            self.clock(),
            "1//0" + secrets.token_urlsafe(48) if offline else None,
        )
        self._grants.append(grant)
        live = [g for g in earlier if g.refresh_token] + ([grant] if offline else [])
        for oldest in live[:-100]:  # at most a hundred live refresh tokens
            oldest.revoked = True
        body = self._issue(grant.account, grant.scopes, grant)
        if grant.refresh_token:
            body["refresh_token"] = grant.refresh_token
            if client.testing:
                body["refresh_token_expires_in"] = 604799
        return body

    def _token_for_refresh(self, client: Client, form: dict[str, str]) -> dict:
        for grant in self._grants:
            if grant.refresh_token and grant.refresh_token == form.get("refresh_token"):
                break
        else:
            raise OAuthError(400, "invalid_grant", "Bad Request")
        aged = client.testing and self.clock() - grant.issued >= timedelta(days=7)
        if grant.revoked or aged or grant.client_id != client.client_id:
            raise OAuthError(400, "invalid_grant", "Token has been expired or revoked.")
        return self._issue(grant.account, grant.scopes, grant)

    def _token_for_assertion(self, assertion: str) -> dict:
        """A service account, on its own behalf or (``sub``) for a person of its domain."""
        try:
            header, claims, signature = (
                base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
                for part in assertion.split(".")
            )
            payload = json.loads(claims)
            json.loads(header)
        except ValueError:
            raise OAuthError(400, "invalid_grant", "Invalid JWT.") from None
        email = payload.get("iss", "")
        pem = self.service_accounts.get(email)
        if pem is None:
            raise OAuthError(400, "invalid_grant", "Invalid grant: account not found")
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        key = serialization.load_pem_public_key(pem.encode())
        assert isinstance(key, rsa.RSAPublicKey)
        try:
            signed = assertion.rsplit(".", 1)[0].encode()
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise OAuthError(400, "invalid_grant", "Invalid JWT Signature.") from None
        now = self.clock().timestamp()
        if not payload.get("iat", 0) - 600 <= now <= payload.get("exp", 0):
            raise OAuthError(
                400,
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a "
                "reasonable timeframe. Check your iat and exp values in the JWT claim.",
            )
        account = payload.get("sub", email)
        if account not in self.accounts:
            raise OAuthError(400, "invalid_grant", "Invalid email or User ID")
        return self._issue(account, frozenset(payload.get("scope", "").split()), None)

    def _issue(self, account: str, scopes: frozenset[str], grant: Grant | None) -> dict:
        token = "ya29." + secrets.token_urlsafe(40)
        self._access[token] = Access(
            token, account, scopes, self.clock() + self.access_token_lifetime, grant
        )
        return {
            "access_token": token,
            "expires_in": int(self.access_token_lifetime.total_seconds()),
            "scope": " ".join(sorted(scopes)),
            "token_type": "Bearer",
        }

    def revoke(self, token: str) -> None:
        """The revocation endpoint: takes an access token or a refresh token."""
        with self.lock:
            access = self._access.get(token)
            for grant in self._grants:
                if (
                    grant.refresh_token == token or (access and access.grant is grant)
                ) and not grant.revoked:
                    self._end(grant)
                    return
            raise OAuthError(400, "invalid_token", "Token expired or revoked")

    def revoke_account(self, account: str) -> None:
        """The person removes the program in the settings of the Google account."""
        with self.lock:
            for grant in self._grants:
                if grant.account == account:
                    self._end(grant)

    def _end(self, grant: Grant) -> None:
        grant.revoked = True
        for token in [token for token, access in self._access.items() if access.grant is grant]:
            del self._access[token]

    def expire_access_tokens(self) -> None:
        with self.lock:
            self._access.clear()

    def grant(self, account: str, scopes: list[str], client_id: str | None = None) -> dict:
        """A shortcut for tests: tokens without going through the browser."""
        with self.lock:
            client_id = client_id or next(iter(self.clients))
            grant = Grant(
                account,
                client_id,
                frozenset(scopes),
                self.clock(),
                "1//0" + secrets.token_urlsafe(48),
            )
            self._grants.append(grant)
            return {
                **self._issue(account, grant.scopes, grant),
                "refresh_token": grant.refresh_token,
            }

    def authenticate(self, header: str | None, operation: str) -> str:
        """Returns the account of a bearer token, or raises 401 or 403."""
        with self.lock:
            scheme, _, token = (header or "").partition(" ")
            access = self._access.get(token) if scheme.lower() == "bearer" else None
            if header is None:
                raise ApiError(
                    401,
                    "required",
                    "Login Required",
                    location="Authorization",
                    location_type="header",
                )
            if access is None or access.expires <= self.clock():
                raise named(
                    "authError",
                    location="Authorization",
                    location_type="header",
                    headers={
                        "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", '
                        "error=invalid_token"
                    },
                )
            wanted = SCOPES.get(operation)
            if wanted is not None and not wanted & access.scopes:
                raise ApiError(
                    403,
                    "insufficientPermissions",
                    "Request had insufficient authentication scopes.",
                    headers={
                        "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", '
                        'error="insufficient_scope", scope="' + " ".join(sorted(wanted)) + '"'
                    },
                )
            if self.quota_per_minute is not None:
                slot = (access.account, int(self.clock().timestamp() // 60))
                self._spent[slot] = self._spent.get(slot, 0) + 1
                if self._spent[slot] > self.quota_per_minute:
                    raise named("rateLimitExceeded")
            return access.account

    # --------------------------------------------------------------- calendars

    def _calendar(self, account: str, calendar_id: str, *, write: bool = False) -> Calendar:
        if calendar_id == "primary":
            calendar_id = account
        calendar = self.calendars.get(calendar_id)
        role = calendar.access.get(account) if calendar else None
        if calendar is None or role is None or role == "freeBusyReader":
            raise named("notFound")
        if write and role not in ("owner", "writer"):
            raise named("requiredAccessLevel")
        return calendar

    def _list_entry(self, calendar: Calendar, account: str) -> dict:
        entry = {
            "kind": "calendar#calendarListEntry",
            "etag": f'"{self._revision}"',
            "id": calendar.id,
            "summary": calendar.summary,
            "timeZone": calendar.time_zone,
            "selected": True,
            "accessRole": calendar.access[account],
            "defaultReminders": [],
            "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
        }
        if calendar.primary and calendar.owner == account:
            entry["primary"] = True
        return entry

    def calendar_list(self, account: str, minimum: str | None = None) -> dict:
        ranks = ["freeBusyReader", "reader", "writer", "owner"]
        if minimum is not None and minimum not in ranks:
            raise invalid("Invalid value.", "minAccessRole")
        with self.lock:
            items = [
                self._list_entry(calendar, account)
                for calendar in self.calendars.values()
                if account in calendar.access
                and (
                    minimum is None or ranks.index(calendar.access[account]) >= ranks.index(minimum)
                )
            ]
            return {
                "kind": "calendar#calendarList",
                "etag": f'"p{self._revision}"',
                "nextSyncToken": base64.urlsafe_b64encode(b"list:%d" % self._revision).decode(),
                "items": items,
            }

    def calendar_entry(self, account: str, calendar_id: str) -> dict:
        with self.lock:
            return self._list_entry(self._calendar(account, calendar_id), account)

    def calendar_resource(self, account: str, calendar_id: str) -> dict:
        with self.lock:
            calendar = self._calendar(account, calendar_id)
            return {
                "kind": "calendar#calendar",
                "etag": f'"{self._revision}"',
                "id": calendar.id,
                "summary": calendar.summary,
                "timeZone": calendar.time_zone,
            }

    # ------------------------------------------------------------------ events

    def _bump(self, calendar: Calendar, event: Event) -> None:
        self._revision += 1
        event.revision = self._revision
        event.updated = max(self.clock(), event.updated)
        calendar.events[event.id] = event

    def _changed(self, calendar: Calendar) -> None:
        if self.on_change:
            self.on_change(calendar)

    def _body(
        self, calendar: Calendar, event: Event, account: str, answer_zone: str | None = None
    ) -> dict:
        tz = answer_zone or calendar.time_zone
        body = {
            "kind": "calendar#event",
            "etag": event.etag,
            "id": event.id,
            "status": event.status,
            "htmlLink": "https://www.google.com/calendar/event?eid="
            + base64.urlsafe_b64encode(f"{event.id} {calendar.id}".encode()).decode().rstrip("="),
            "created": stamp(event.created),
            "updated": stamp(event.updated),
            **copy.deepcopy(event.fields),
            "creator": {
                "email": event.creator,
                **({"self": True} if event.creator == account else {}),
            },
            "organizer": {
                "email": calendar.id,
                **({"self": True} if calendar.id == account else {}),
            },
            "start": event.start.body(tz),
            "end": event.end.body(tz),
            "iCalUID": event.ical_uid,
            "sequence": event.sequence,
            "eventType": event.event_type,
        }
        body.setdefault("reminders", {"useDefault": True})
        if event.recurrence:
            body["recurrence"] = list(event.recurrence)
        if event.recurring_id and event.original_start:
            body["recurringEventId"] = event.recurring_id
            body["originalStartTime"] = event.original_start.body(tz)
        return body

    @staticmethod
    def _tombstone(event: Event) -> dict:
        """What a change list says of a deleted event: only the id is guaranteed."""
        body: dict[str, Any] = {
            "kind": "calendar#event",
            "etag": event.etag,
            "id": event.id,
            "status": "cancelled",
        }
        if event.recurring_id and event.original_start:
            body["recurringEventId"] = event.recurring_id
            body["originalStartTime"] = event.original_start.body("UTC")
        return body

    def _read(self, body: dict) -> dict:
        if not isinstance(body, dict):
            raise ApiError(400, "parseError", "Parse Error")
        fields = {key: copy.deepcopy(body[key]) for key in _WRITABLE if key in body}
        if body.get("status") not in (None, "confirmed", "tentative", "cancelled"):
            raise invalid("Invalid value for: status")
        if fields.get("transparency") not in (None, "opaque", "transparent"):
            raise invalid("Invalid value for: transparency")
        properties = fields.get("extendedProperties") or {}
        total = 0
        for values in properties.values():
            for key, value in (values or {}).items():
                total += len(key) + len(str(value))
                if len(key) > 44 or (value is not None and len(str(value)) > 1024):
                    raise invalid("Invalid extended property.")
        if total > 32_768:
            raise invalid("Extended properties too large.")
        for attendee in fields.get("attendees") or []:
            if not re.fullmatch(r"[^@\s]+@[^@\s]+", str(attendee.get("email", ""))):
                raise invalid("Invalid attendee email.")
            attendee.setdefault("responseStatus", "needsAction")
        return fields

    def _times(self, body: dict, calendar: Calendar) -> tuple[Moment, Moment]:
        start, end = Moment.parse(body.get("start"), "start"), Moment.parse(body.get("end"), "end")
        if start.all_day != end.all_day:
            raise invalid("Invalid start time.")
        first, last = start.at(calendar.time_zone), end.at(calendar.time_zone)
        if last < first or (start.all_day and last == first):
            raise ApiError(
                400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar"
            )
        return start, end

    def _send_mail(self, event: Event, kind: str, send_updates: str | None) -> None:
        if send_updates not in (None, "all", "externalOnly", "none"):
            raise invalid("Invalid value for: sendUpdates", "sendUpdates")
        if send_updates in ("all", "externalOnly"):
            for attendee in event.fields.get("attendees") or []:
                self.mail.append(Mail(attendee["email"], event.id, kind))

    def insert(
        self, account: str, calendar_id: str, body: dict, send_updates: str | None = None
    ) -> dict:
        with self.lock:
            calendar = self._calendar(account, calendar_id, write=True)
            fields = self._read(body)
            start, end = self._times(body, calendar)
            event_id = body.get("id")
            if event_id is None:
                event_id = base64.b32hexencode(secrets.token_bytes(16)).decode().lower().rstrip("=")
            elif not isinstance(event_id, str) or not _EVENT_ID.fullmatch(event_id):
                raise invalid("Invalid resource id value.")
            if event_id in calendar.events:  # deleted events keep their id
                raise named("duplicate")
            uid = body.get("iCalUID") or f"{event_id}@google.com"
            if any(e.ical_uid == uid and not e.recurring_id for e in calendar.events.values()):
                raise named("duplicate")
            rules = body.get("recurrence") or []
            if rules:
                recurrence.parse_rules(rules)
                if not start.all_day and not start.zone_name:
                    raise ApiError(400, "required", "Missing time zone definition for start time.")
            now = self.clock()
            event = Event(
                event_id,
                fields,
                start,
                end,
                now,
                now,
                0,
                account,
                status=body.get("status") or "confirmed",
                ical_uid=uid,
                recurrence=list(rules),
                event_type=body.get("eventType") or "default",
            )
            self._send_mail(event, "invitation", send_updates)
            self._bump(calendar, event)
            self._changed(calendar)
            return self._body(calendar, event, account)

    def _find(self, calendar: Calendar, event_id: str) -> Event:
        event = calendar.events.get(event_id)
        if event is not None:
            return event
        match = _INSTANCE_ID.fullmatch(event_id)
        if match and (master := calendar.events.get(match[1])) and master.series:
            for instance in self._expand(calendar, master, None, None):
                if instance.id == event_id:
                    return instance
        raise named("notFound")

    @staticmethod
    def _check_match(event: Event, if_match: str | None) -> None:
        if (
            if_match
            and if_match != "*"
            and event.etag not in [tag.strip() for tag in if_match.split(",")]
        ):
            raise named("conditionNotMet", location="If-Match", location_type="header")

    def get(
        self, account: str, calendar_id: str, event_id: str, time_zone: str | None = None
    ) -> dict:
        with self.lock:
            calendar = self._calendar(account, calendar_id)
            if time_zone:
                zone(time_zone)
            return self._body(calendar, self._find(calendar, event_id), account, time_zone)

    def update(
        self,
        account: str,
        calendar_id: str,
        event_id: str,
        body: dict,
        *,
        patch: bool,
        if_match: str | None = None,
        send_updates: str | None = None,
    ) -> dict:
        with self.lock:
            calendar = self._calendar(account, calendar_id, write=True)
            event = copy.deepcopy(self._find(calendar, event_id))
            self._check_match(event, if_match)
            if event.status == "cancelled" and self.restore_deleted == "forbid":
                raise named("forbidden")
            if not patch and "sequence" in body and body["sequence"] < event.sequence:
                raise invalid(
                    "Invalid sequence value. The specified sequence number is below the current "
                    "sequence number of the resource. Re-fetch the resource and use its sequence "
                    "number on the following request."
                )
            fields = self._read(body)
            if patch:
                merged = {**event.fields}
                for key, given in fields.items():
                    value = given
                    if key == "extendedProperties" and isinstance(value, dict):
                        old = copy.deepcopy(merged.get(key) or {})
                        for side, values in value.items():
                            kept = {**(old.get(side) or {}), **(values or {})}
                            old[side] = {name: v for name, v in kept.items() if v is not None}
                        value = old
                    merged[key] = value
                fields = {key: value for key, value in merged.items() if value is not None}
                times = {
                    "start": body.get("start") or self._plain(event.start),
                    "end": body.get("end") or self._plain(event.end),
                }
                start, end = self._times(times, calendar)
                status = body.get("status") or event.status
                rules = body.get("recurrence", event.recurrence)
            else:
                start, end = self._times(body, calendar)
                status = body.get("status") or "confirmed"
                rules = body.get("recurrence") or []
            if rules:
                recurrence.parse_rules(rules)
            moved = (start.body("UTC"), end.body("UTC"), status, list(rules or [])) != (
                event.start.body("UTC"),
                event.end.body("UTC"),
                event.status,
                event.recurrence,
            )
            event.fields, event.start, event.end = fields, start, end
            event.status, event.recurrence = status, list(rules or [])
            event.sequence += moved
            self._send_mail(event, "update", send_updates)
            self._bump(calendar, event)
            self._changed(calendar)
            return self._body(calendar, event, account)

    @staticmethod
    def _plain(moment: Moment) -> dict:
        body = moment.body(moment.zone_name or "UTC")
        if moment.zone_name is None:
            body.pop("timeZone", None)
        return body

    def delete(
        self,
        account: str,
        calendar_id: str,
        event_id: str,
        *,
        if_match: str | None = None,
        send_updates: str | None = None,
    ) -> None:
        with self.lock:
            calendar = self._calendar(account, calendar_id, write=True)
            event = copy.deepcopy(self._find(calendar, event_id))
            if event.status == "cancelled":
                raise named("deleted")
            self._check_match(event, if_match)
            event.status = "cancelled"
            event.sequence += 1
            self._send_mail(event, "cancellation", send_updates)
            self._bump(calendar, event)
            for other in list(calendar.events.values()):
                if other.recurring_id == event_id:
                    del calendar.events[other.id]
            self._changed(calendar)

    # -------------------------------------------------------------- recurrence

    def _expand(
        self, calendar: Calendar, master: Event, low: datetime | None, high: datetime | None
    ) -> list[Event]:
        """The instances of a series, changed ones included, that meet a window."""
        before = high or (max(self.clock(), master.start.at(calendar.time_zone)) + _HORIZON)
        length = master.end.at(calendar.time_zone) - master.start.at(calendar.time_zone)
        found = []
        for start in recurrence.starts(master.start, master.recurrence, calendar.time_zone, before):
            instance_id = f"{master.id}_{start.instance_suffix()}"
            changed = calendar.events.get(instance_id)
            if changed is not None:
                event = changed
            else:
                event = copy.copy(master)
                event.id, event.start, event.end = instance_id, start, start.plus(length)
                event.recurrence, event.recurring_id = [], master.id
                event.original_start = start
            if master.status == "cancelled" and event.status != "cancelled":
                event = copy.copy(event)
                event.status = "cancelled"
            if low is None or event.end.at(calendar.time_zone) > low:
                found.append(event)
        return found

    # -------------------------------------------------------------------- list

    def list(
        self, account: str, calendar_id: str, query: dict[str, str], multi: dict[str, list[str]]
    ) -> dict:
        with self.lock:
            calendar = self._calendar(account, calendar_id)
            answer_zone = query.get("timeZone") or calendar.time_zone
            zone(answer_zone)
            try:
                size = int(query.get("maxResults", 250))
            except ValueError:
                raise invalid("Invalid value.", "maxResults") from None
            if size < 1:
                raise invalid("Invalid value.", "maxResults")
            size = min(size, 2500)
            print_of = json.dumps(
                {
                    k: v
                    for k, v in sorted({**query, **multi}.items())
                    if k not in ("pageToken", "alt", "fields")
                }
            )
            if "pageToken" in query:
                page = self._pages.get(query["pageToken"])
                if page is None or page["print"] != print_of or page["calendar"] != calendar.id:
                    raise invalid("Invalid page token value.", "pageToken")
            else:
                page = self._first_page(calendar, account, query, multi, answer_zone)
                page.update(print=print_of, calendar=calendar.id)
            items, offset = page["items"], page["offset"]
            body = {
                "kind": "calendar#events",
                "etag": f'"p{self._revision}"',
                "summary": calendar.summary,
                "updated": stamp(self.clock()),
                "timeZone": answer_zone,
                "accessRole": calendar.access[account],
                "defaultReminders": [],
                "items": items[offset : offset + size],
            }
            if offset + size < len(items):
                token = secrets.token_urlsafe(24)
                self._pages[token] = {**page, "offset": offset + size}
                body["nextPageToken"] = token
            elif page["sync"]:
                body["nextSyncToken"] = page["sync"]
            return body

    def _first_page(
        self, calendar: Calendar, account: str, query: dict, multi: dict, answer_zone: str
    ) -> dict:
        single = query.get("singleEvents") == "true"
        show_deleted = query.get("showDeleted") == "true"
        since = None
        low = high = None
        if "syncToken" in query:
            clash = [name for name in _NO_SYNC_WITH if name in query or multi.get(name)]
            if clash or query.get("showDeleted") == "false":
                raise ApiError(
                    400,
                    "invalid",
                    "Sync token cannot be used with other query restrictions.",
                    domain="calendar",
                    location="syncToken",
                )
            token = self._read_sync_token(query["syncToken"])
            if token.get("calendar") != calendar.id or token["revision"] < calendar.sync_floor:
                raise named("fullSyncRequired", location="syncToken")
            since = token["revision"]
            low = parse_instant(token["low"], "timeMin") if token["low"] else None
            high = parse_instant(token["high"], "timeMax") if token["high"] else None
            show_deleted = True
        else:
            if "timeMin" in query:
                low = parse_instant(query["timeMin"], "timeMin")
            if "timeMax" in query:
                high = parse_instant(query["timeMax"], "timeMax")
            if low and high and high <= low:
                raise ApiError(
                    400,
                    "timeRangeEmpty",
                    "The specified time range is empty.",
                    domain="calendar",
                    location="timeMax",
                )
        order = query.get("orderBy")
        if order not in (None, "startTime", "updated"):
            raise invalid("Invalid value.", "orderBy")
        if order == "startTime" and not single:
            raise ApiError(
                400,
                "badRequest",
                "The requested ordering is not available for the particular query.",
                location="orderBy",
            )
        updated_min = (
            parse_instant(query["updatedMin"], "updatedMin") if "updatedMin" in query else None
        )
        if updated_min and self.clock() - updated_min > timedelta(days=28):
            raise ApiError(
                410,
                "updatedMinTooLongAgo",
                "The requested minimum modification time lies too far in the past.",
                domain="calendar",
                location="updatedMin",
            )

        chosen: list[Event] = []
        for event in sorted(calendar.events.values(), key=lambda event: event.revision):
            if event.recurring_id and single:
                master = calendar.events.get(event.recurring_id)
                if master is not None and (since is None or master.revision > since):
                    continue  # its series brings it
            if since is not None and event.revision <= since:
                continue
            if event.series and single:
                chosen.extend(self._expand(calendar, event, low, high))
            else:
                chosen.append(event)

        def wanted(event: Event) -> bool:
            cancelled = event.status == "cancelled"
            if cancelled and not (
                show_deleted or updated_min or (event.recurring_id and not single)
            ):
                return False
            if since is None and not cancelled and not event.series:
                if low and event.end.at(calendar.time_zone) <= low:
                    return False
                if high and event.start.at(calendar.time_zone) >= high:
                    return False
            if updated_min and event.updated < updated_min:
                return False
            if "iCalUID" in query and event.ical_uid != query["iCalUID"]:
                return False
            if text := query.get("q"):
                hay = " ".join(
                    str(event.fields.get(k, "")) for k in ("summary", "description", "location")
                )
                if text.lower() not in hay.lower():
                    return False
            for name, side in (
                ("privateExtendedProperty", "private"),
                ("sharedExtendedProperty", "shared"),
            ):
                values = (event.fields.get("extendedProperties") or {}).get(side) or {}
                for pair in multi.get(name, []):
                    key, separator, value = pair.partition("=")
                    if not separator:
                        raise invalid("Invalid value.", name)
                    if values.get(key) != value:
                        return False
            return True

        chosen = [event for event in chosen if wanted(event)]
        if order == "startTime":
            chosen.sort(key=lambda event: event.start.at(calendar.time_zone))
        elif order == "updated":
            chosen.sort(key=lambda event: event.updated)
        items = [
            self._tombstone(event)
            if event.status == "cancelled" and (since is not None or event.recurring_id)
            else self._body(calendar, event, account, answer_zone)
            for event in chosen
        ]
        restricted = any(
            name in query or multi.get(name)
            for name in _NO_SYNC_WITH
            if name not in ("timeMin", "timeMax")
        )
        sync = None
        if not restricted:
            sync = base64.urlsafe_b64encode(
                json.dumps(
                    {
                        "calendar": calendar.id,
                        "revision": self._revision,
                        "low": stamp(low) if low else None,
                        "high": stamp(high) if high else None,
                    }
                ).encode()
            ).decode()
        return {"items": items, "offset": 0, "sync": sync}

    @staticmethod
    def _read_sync_token(text: str) -> dict:
        try:
            token = json.loads(base64.urlsafe_b64decode(text))
            return token if isinstance(token["revision"], int) else {}
        except (ValueError, KeyError, TypeError):
            raise invalid("Invalid sync token value.", "syncToken") from None

    def expire_sync_tokens(self, calendar_id: str | None = None) -> None:
        """Every sync token handed out so far is answered with 410 from now on."""
        with self.lock:
            self._revision += 1
            for calendar in self.calendars.values():
                if calendar_id in (None, calendar.id):
                    calendar.sync_floor = self._revision

    def instances(
        self, account: str, calendar_id: str, event_id: str, query: dict[str, str]
    ) -> dict:
        with self.lock:
            calendar = self._calendar(account, calendar_id)
            master = self._find(calendar, event_id)
            low = parse_instant(query["timeMin"], "timeMin") if "timeMin" in query else None
            high = parse_instant(query["timeMax"], "timeMax") if "timeMax" in query else None
            deleted = query.get("showDeleted") == "true"
            items = [
                self._body(calendar, event, account, query.get("timeZone"))
                for event in (self._expand(calendar, master, low, high) if master.series else [])
                if deleted or event.status != "cancelled"
            ]
            return {
                "kind": "calendar#events",
                "timeZone": calendar.time_zone,
                "items": items[:2500],
            }

    # --------------------------------------------------------------- free/busy

    def freebusy(self, account: str, body: dict) -> dict:
        with self.lock:
            low, high = (
                parse_instant(body.get("timeMin", ""), "timeMin"),
                parse_instant(body.get("timeMax", ""), "timeMax"),
            )
            if high <= low:
                raise ApiError(
                    400,
                    "timeRangeEmpty",
                    "The specified time range is empty.",
                    domain="calendar",
                    location="timeMax",
                )
            if high - low > _FREEBUSY_LIMIT:
                raise ApiError(
                    400,
                    "timeRangeTooLong",
                    "The requested time range is too long.",
                    domain="calendar",
                    location="timeMax",
                )
            if len(body.get("items") or []) > 50:
                raise ApiError(
                    400,
                    "tooManyCalendarsRequested",
                    "The number of calendars requested is too large for a single query.",
                    domain="calendar",
                )
            tz = zone(body.get("timeZone") or "UTC")
            calendars = {}
            for item in body.get("items") or []:
                name = item.get("id", "")
                calendar = self.calendars.get(account if name == "primary" else name)
                if calendar is None or account not in calendar.access:
                    calendars[name] = {
                        "errors": [{"domain": "global", "reason": "notFound"}],
                        "busy": [],
                    }
                    continue
                calendars[name] = {
                    "busy": [
                        {"start": render(start, tz), "end": render(end, tz)}
                        for start, end in self._busy(calendar, low, high)
                    ]
                }
            return {
                "kind": "calendar#freeBusy",
                "timeMin": stamp(low),
                "timeMax": stamp(high),
                "calendars": calendars,
            }

    def _busy(
        self, calendar: Calendar, low: datetime, high: datetime
    ) -> list[tuple[datetime, datetime]]:
        spans = []
        for event in calendar.events.values():
            if event.series:
                events = self._expand(calendar, event, low, high)
            elif event.recurring_id:
                continue  # its series brings it
            else:
                events = [event]
            for one in events:
                mine = next(
                    (a for a in one.fields.get("attendees") or [] if a["email"] == calendar.owner),
                    {},
                )
                if (
                    one.status == "cancelled"
                    or one.fields.get("transparency") == "transparent"
                    or mine.get("responseStatus") == "declined"
                    or one.event_type in ("workingLocation", "birthday")
                ):
                    continue
                start = max(one.start.at(calendar.time_zone), low)
                end = min(one.end.at(calendar.time_zone), high)
                if start < end:
                    spans.append((start, end))
        merged: list[tuple[datetime, datetime]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    # ---------------------------------------------------------------- channels

    def watch(self, account: str, calendar_id: str, body: dict) -> tuple[dict, Channel]:
        with self.lock:
            calendar = self._calendar(account, calendar_id)
            channel_id = body.get("id")
            if not channel_id or not re.fullmatch(r"[A-Za-z0-9\-_+/=]{1,64}", channel_id):
                raise ApiError(400, "channelIdInvalid", "Invalid channel id.")
            if body.get("type") not in ("web_hook", "webhook"):
                raise ApiError(400, "push.channelTypeUnknown", "Unknown channel type.")
            address = body.get("address") or ""
            if not re.match(r"https?://", address):
                raise ApiError(400, "push.webhookUrlInvalid", "Invalid WebHook callback URL.")
            if self.require_https_webhooks and not address.startswith("https://"):
                raise ApiError(
                    400, "push.webhookUrlNotHttps", f"WebHook callback must be HTTPS: {address}"
                )
            if channel_id in self.channels:
                raise ApiError(
                    400,
                    "channelIdNotUnique",
                    f"Channel id {channel_id} not unique",
                    domain="global",
                )
            ttl = int((body.get("params") or {}).get("ttl") or 604_800)
            expires = self.clock() + timedelta(seconds=min(ttl, 2_592_000))
            if body.get("expiration"):
                asked = datetime.fromtimestamp(int(body["expiration"]) / 1000, UTC)
                expires = min(asked, self.clock() + timedelta(days=30))
            resource = base64.urlsafe_b64encode(
                hashlib.sha1(calendar.id.encode()).digest()
            ).decode()
            channel = Channel(
                channel_id,
                resource.rstrip("="),
                calendar.id,
                account,
                address,
                body.get("token"),
                expires,
            )
            self.channels[channel_id] = channel
            answer = {
                "kind": "api#channel",
                "id": channel_id,
                "resourceId": channel.resource_id,
                "resourceUri": f"https://www.googleapis.com/calendar/v3/calendars/{calendar.id}/events?alt=json",
                "expiration": str(int(expires.timestamp() * 1000)),
            }
            if channel.token:
                answer["token"] = channel.token
            return answer, channel

    def stop(self, account: str, body: dict) -> None:
        with self.lock:
            channel = self.channels.get(body.get("id", ""))
            if (
                channel is None
                or channel.account != account
                or channel.resource_id != body.get("resourceId")
            ):
                raise ApiError(404, "notFound", f"Channel '{body.get('id')}' not found for project")
            del self.channels[channel.id]

    def listeners(self, calendar_id: str) -> list[Channel]:
        with self.lock:
            return [
                channel
                for channel in self.channels.values()
                if channel.calendar_id == calendar_id and channel.expires > self.clock()
            ]

    # ------------------------------------------- what a person does in the browser

    def events(self, calendar_id: str, *, deleted: bool = False) -> list[dict]:
        """What the calendar holds, for assertions."""
        with self.lock:
            calendar = self.calendars[calendar_id]
            return [
                self._body(calendar, event, calendar.owner)
                for event in calendar.events.values()
                if deleted or event.status != "cancelled"
            ]

    def person_adds(
        self, calendar_id: str, summary: str, start: str, end: str, **fields: Any
    ) -> dict:
        """``start`` and ``end``: a day (``2026-11-22``) or an RFC 3339 time."""
        with self.lock:
            calendar = self.calendars[calendar_id]
            key = "date" if len(start) == 10 else "dateTime"
            extra = {} if key == "date" else {"timeZone": calendar.time_zone}
            body = {
                "summary": summary,
                "start": {key: start, **extra},
                "end": {key: end, **extra},
                **fields,
            }
            return self.insert(calendar.owner, calendar_id, body)

    def person_changes(self, calendar_id: str, event_id: str, **fields: Any) -> dict:
        with self.lock:
            return self.update(
                self.calendars[calendar_id].owner, calendar_id, event_id, fields, patch=True
            )

    def person_moves(self, calendar_id: str, event_id: str, delta: timedelta) -> dict:
        """Drags an event to another time."""
        with self.lock:
            event = self._find(self.calendars[calendar_id], event_id)
            return self.person_changes(
                calendar_id,
                event_id,
                start=self._plain(event.start.plus(delta)),
                end=self._plain(event.end.plus(delta)),
            )

    def person_deletes(self, calendar_id: str, event_id: str) -> None:
        with self.lock:
            self.delete(self.calendars[calendar_id].owner, calendar_id, event_id)
