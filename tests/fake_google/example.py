"""Who takes part in the tests of the stand-in."""

from collections.abc import Callable
from typing import Any

from google.oauth2.credentials import Credentials

from tests.fake_google import CALENDAR_EVENTS, CALENDAR_LIST, FREEBUSY

ANA = "ana@example.com"
REDIRECT = "http://127.0.0.1:3999/oauth/google/callback"
SCOPES = [CALENDAR_EVENTS, CALENDAR_LIST, FREEBUSY]

Connect = Callable[..., Any]
MakeCredentials = Callable[..., Credentials]
