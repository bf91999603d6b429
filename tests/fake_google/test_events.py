"""Events through google-api-python-client."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.fake_google import FakeGoogle
from tests.fake_google.example import ANA


def timed(
    start: str = "2026-11-24T10:00:00+01:00", end: str = "2026-11-24T10:30:00+01:00", **extra: Any
) -> Any:
    return {
        "summary": "Haircut - Eva",
        "start": {"dateTime": start},
        "end": {"dateTime": end},
        **extra,
    }


def reason(caught: Any) -> Any:
    return json.loads(caught.value.content)["error"]["errors"][0]["reason"]


def insert(service: Any, body: Any, **kw: Any) -> Any:
    return service.events().insert(calendarId="primary", body=body, **kw).execute()


def test_insert_then_get_is_rendered_in_the_zone_of_the_calendar(service: Any) -> None:
    event = insert(
        service, timed("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z", id="booking00001")
    )
    assert event["id"] == "booking00001"
    assert event["status"] == "confirmed" and event["sequence"] == 0
    assert event["start"] == {"dateTime": "2026-11-24T10:00:00+01:00", "timeZone": "Europe/Madrid"}
    assert event["iCalUID"] == "booking00001@google.com"
    assert event["creator"] == {"email": ANA, "self": True}
    again = service.events().get(calendarId=ANA, eventId="booking00001", timeZone="UTC").execute()
    assert again["start"]["dateTime"] == "2026-11-24T09:00:00Z"
    assert again["etag"] == event["etag"]


def test_local_time_with_a_zone(service: Any) -> None:
    body = timed()
    body["start"] = {"dateTime": "2026-07-01T10:00:00", "timeZone": "America/New_York"}
    body["end"] = {"dateTime": "2026-07-01T11:00:00", "timeZone": "America/New_York"}
    event = insert(service, body)
    assert event["start"] == {
        "dateTime": "2026-07-01T16:00:00+02:00",
        "timeZone": "America/New_York",
    }


@pytest.mark.parametrize("bad", ["abcd", "ABCDE", "booking-1", "wxyz1", "", "a" * 1025])
def test_identifiers_are_base32hex_of_5_to_1024_characters(service: Any, bad: str) -> None:
    with pytest.raises(HttpError) as caught:
        insert(service, timed(id=bad))
    assert caught.value.status_code == 400 and reason(caught) == "invalid"


def test_an_identifier_made_by_the_server_keeps_the_rules(service: Any) -> None:
    assert re.fullmatch(r"[0-9a-v]{5,1024}", insert(service, timed())["id"])


def test_a_second_insert_with_the_same_id_is_a_duplicate(service: Any) -> None:
    insert(service, timed(id="booking00001"))
    with pytest.raises(HttpError) as caught:
        insert(service, timed(id="booking00001"))
    assert caught.value.status_code == 409 and reason(caught) == "duplicate"


def test_deleted_events_keep_their_id_answer_410_and_can_be_read(service: Any) -> None:
    insert(service, timed(id="booking00001"))
    assert service.events().delete(calendarId=ANA, eventId="booking00001").execute() == ""
    with pytest.raises(HttpError) as caught:
        service.events().delete(calendarId=ANA, eventId="booking00001").execute()
    assert caught.value.status_code == 410 and reason(caught) == "deleted"
    with pytest.raises(HttpError) as caught:
        insert(service, timed(id="booking00001"))
    assert caught.value.status_code == 409
    event = service.events().get(calendarId=ANA, eventId="booking00001").execute()
    assert event["status"] == "cancelled"


@pytest.mark.parametrize(("policy", "status"), [("allow", 200), ("forbid", 403)])
def test_writing_to_a_deleted_event(
    service: Any, google: FakeGoogle, policy: str, status: int
) -> None:
    google.restore_deleted = policy
    insert(service, timed(id="booking00001"))
    service.events().delete(calendarId=ANA, eventId="booking00001").execute()
    request = service.events().patch(
        calendarId=ANA, eventId="booking00001", body={"status": "confirmed"}
    )
    if status == 200:
        assert request.execute()["status"] == "confirmed"
    else:
        with pytest.raises(HttpError) as caught:
            request.execute()
        assert caught.value.status_code == 403


def test_unknown_events_and_calendars_are_not_found(service: Any) -> None:
    for call in (
        service.events().get(calendarId=ANA, eventId="nothinghere"),
        service.events().delete(calendarId=ANA, eventId="nothinghere"),
        service.events().patch(calendarId=ANA, eventId="nothinghere", body={}),
        service.events().list(calendarId="somebody@else.example"),
    ):
        with pytest.raises(HttpError) as caught:
            call.execute()
        assert caught.value.status_code == 404 and reason(caught) == "notFound"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"summary": "x"}, "required"),
        ({"start": {"dateTime": "2026-11-24T10:00:00Z"}}, "required"),
        (
            {
                "start": {"dateTime": "2026-11-24T10:00:00"},
                "end": {"dateTime": "2026-11-24T11:00:00"},
            },
            "required",
        ),
        (timed("2026-11-24T11:00:00Z", "2026-11-24T10:00:00Z"), "timeRangeEmpty"),
        (timed("tomorrow", "2026-11-24T10:00:00Z"), "invalid"),
        ({"start": {"date": "2026-11-24"}, "end": {"dateTime": "2026-11-24T10:00:00Z"}}, "invalid"),
        ({"start": {"date": "2026-11-24"}, "end": {"date": "2026-11-24"}}, "timeRangeEmpty"),
        (timed(status="perhaps"), "invalid"),
        (timed(recurrence=["RRULE:FREQ=WEEKLY"]), "required"),  # a series needs a zone
        (timed(extendedProperties={"private": {"k" * 45: "v"}}), "invalid"),
        (timed(attendees=[{"email": "nobody"}]), "invalid"),
    ],
)
def test_bad_bodies_are_refused(service: Any, body: Any, why: str) -> None:
    with pytest.raises(HttpError) as caught:
        insert(service, body)
    assert caught.value.status_code == 400 and reason(caught) == why


def test_if_match(service: Any) -> None:
    event = insert(service, timed(id="booking00001"))
    request = service.events().patch(
        calendarId=ANA, eventId="booking00001", body={"location": "Room 2"}
    )
    request.headers["If-Match"] = event["etag"]
    changed = request.execute()
    assert changed["etag"] != event["etag"] and changed["location"] == "Room 2"
    request = service.events().delete(calendarId=ANA, eventId="booking00001")
    request.headers["If-Match"] = event["etag"]
    with pytest.raises(HttpError) as caught:
        request.execute()
    assert caught.value.status_code == 412 and reason(caught) == "conditionNotMet"
    request.headers["If-Match"] = changed["etag"]
    request.execute()


def test_if_none_match_answers_304(service: Any) -> None:
    event = insert(service, timed(id="booking00001"))
    request = service.events().get(calendarId=ANA, eventId="booking00001")
    request.headers["If-None-Match"] = event["etag"]
    with pytest.raises(HttpError) as caught:
        request.execute()
    assert caught.value.status_code == 304


def test_patch_merges_and_update_replaces(service: Any) -> None:
    insert(
        service,
        timed(
            id="booking00001",
            location="Room 1",
            extendedProperties={"private": {"booking": "7", "x": "1"}},
        ),
    )
    body = {"description": "note", "extendedProperties": {"private": {"x": None}}}
    patched = service.events().patch(calendarId=ANA, eventId="booking00001", body=body).execute()
    assert patched["location"] == "Room 1" and patched["description"] == "note"
    assert patched["extendedProperties"]["private"] == {"booking": "7"}
    assert patched["sequence"] == 0
    replaced = (
        service.events()
        .update(
            calendarId=ANA,
            eventId="booking00001",
            body=timed("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"),
        )
        .execute()
    )
    assert "location" not in replaced and "extendedProperties" not in replaced
    assert replaced["sequence"] == 1


def test_an_old_sequence_number_is_refused(service: Any) -> None:
    insert(service, timed(id="booking00001"))
    body = timed("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z")
    service.events().update(calendarId=ANA, eventId="booking00001", body=body).execute()
    with pytest.raises(HttpError) as caught:
        service.events().update(
            calendarId=ANA, eventId="booking00001", body={**body, "sequence": 0}
        ).execute()
    assert caught.value.status_code == 400


def test_invitations_follow_send_updates(service: Any, google: FakeGoogle) -> None:
    guests = [{"email": "eva@example.com"}]
    insert(service, timed(attendees=guests))
    insert(service, timed(attendees=guests), sendUpdates="none")
    assert google.mail == []
    event = insert(service, timed(attendees=guests), sendUpdates="all")
    service.events().delete(calendarId=ANA, eventId=event["id"], sendUpdates="all").execute()
    assert [(mail.to, mail.kind) for mail in google.mail] == [
        ("eva@example.com", "invitation"),
        ("eva@example.com", "cancellation"),
    ]
    with pytest.raises(TypeError):  # the client checks enumerations before it sends
        insert(service, timed(), sendUpdates="perhaps")


def test_a_reader_cannot_write(service: Any, google: FakeGoogle) -> None:
    google.add_account("bob@example.com")
    google.share("bob@example.com", ANA, "reader")
    with pytest.raises(HttpError) as caught:
        service.events().insert(calendarId="bob@example.com", body=timed()).execute()
    assert caught.value.status_code == 403 and reason(caught) == "requiredAccessLevel"


def test_calendar_list(service: Any, google: FakeGoogle) -> None:
    google.add_calendar(ANA, "Chair 2")
    google.add_account("bob@example.com")
    google.share("bob@example.com", ANA, "freeBusyReader")
    items = service.calendarList().list().execute()["items"]
    assert [(c["summary"], c["accessRole"], c.get("primary")) for c in items] == [
        (ANA, "owner", True),
        ("Chair 2", "owner", None),
        ("bob@example.com", "freeBusyReader", None),
    ]
    assert len(service.calendarList().list(minAccessRole="writer").execute()["items"]) == 2


# ------------------------------------------------------------------------- listing


def names(service: Any, **kw: Any) -> Any:
    return [e["summary"] for e in service.events().list(calendarId=ANA, **kw).execute()["items"]]


def test_windows_are_exclusive_at_both_ends(service: Any, google: FakeGoogle) -> None:
    google.person_adds(ANA, "one", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    google.person_adds(ANA, "two", "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")
    google.person_adds(ANA, "day", "2026-11-25", "2026-11-26")
    window = {"timeMin": "2026-11-24T10:00:00Z", "timeMax": "2026-11-24T11:00:00Z"}
    assert names(service, **window) == []
    window["timeMax"] = "2026-11-24T11:00:01Z"
    assert names(service, **window) == ["two"]
    # The day is a day of Madrid: it begins at 23:00 of the 24th in UTC.
    assert names(service, timeMin="2026-11-24T22:00:00Z", timeMax="2026-11-24T23:00:01Z") == ["day"]


def test_order_needs_single_events_and_gives_no_sync_token(
    service: Any, google: FakeGoogle
) -> None:
    google.person_adds(ANA, "late", "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")
    google.person_adds(ANA, "early", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    with pytest.raises(HttpError):
        names(service, orderBy="startTime")
    answer = service.events().list(calendarId=ANA, orderBy="startTime", singleEvents=True).execute()
    assert [e["summary"] for e in answer["items"]] == ["early", "late"]
    assert "nextSyncToken" not in answer


def test_private_properties_select(service: Any) -> None:
    insert(service, timed(summary="a", extendedProperties={"private": {"booking": "1"}}))
    insert(service, timed(summary="b", extendedProperties={"private": {"booking": "2"}}))
    assert names(service, privateExtendedProperty=["booking=2"]) == ["b"]


def test_pages(service: Any, google: FakeGoogle) -> None:
    for n in range(25):
        google.person_adds(ANA, f"e{n}", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    seen, pages = [], 0
    request = service.events().list(calendarId=ANA, maxResults=10)
    while request is not None:
        answer = request.execute()
        seen += [e["summary"] for e in answer["items"]]
        pages += 1
        assert ("nextSyncToken" in answer) == ("nextPageToken" not in answer)
        request = service.events().list_next(request, answer)
    assert pages == 3 and seen == [f"e{n}" for n in range(25)]
    with pytest.raises(HttpError) as caught:
        service.events().list(calendarId=ANA, pageToken="nonsense").execute()
    assert caught.value.status_code == 400


def test_incremental_synchronisation(service: Any, google: FakeGoogle) -> None:
    a = google.person_adds(ANA, "a", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    b = google.person_adds(ANA, "b", "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")
    first = (
        service.events()
        .list(calendarId=ANA, singleEvents=True, timeMin="2026-11-01T00:00:00Z")
        .execute()
    )
    assert len(first["items"]) == 2
    token = first["nextSyncToken"]
    assert (
        service.events().list(calendarId=ANA, singleEvents=True, syncToken=token).execute()["items"]
        == []
    )

    google.person_moves(ANA, a["id"], timedelta(hours=2))
    google.person_deletes(ANA, b["id"])
    second = service.events().list(calendarId=ANA, singleEvents=True, syncToken=token).execute()
    assert {e["id"]: e["status"] for e in second["items"]} == {
        a["id"]: "confirmed",
        b["id"]: "cancelled",
    }
    gone = next(e for e in second["items"] if e["id"] == b["id"])
    assert "start" not in gone and "summary" not in gone  # only the id is guaranteed
    # The same token may be used again: an answer that got lost is not lost for good.
    again = service.events().list(calendarId=ANA, singleEvents=True, syncToken=token).execute()
    assert [e["id"] for e in again["items"]] == [e["id"] for e in second["items"]]
    third = (
        service.events()
        .list(calendarId=ANA, singleEvents=True, syncToken=second["nextSyncToken"])
        .execute()
    )
    assert third["items"] == []


def test_sync_tokens_expire_and_refuse_company(service: Any, google: FakeGoogle) -> None:
    token = service.events().list(calendarId=ANA).execute()["nextSyncToken"]
    for extra in (
        {"timeMin": "2026-11-24T09:00:00Z"},
        {"q": "x"},
        {"orderBy": "updated"},
        {"showDeleted": False},
    ):
        with pytest.raises(HttpError) as caught:
            service.events().list(calendarId=ANA, syncToken=token, **extra).execute()
        assert caught.value.status_code == 400
    google.expire_sync_tokens()
    with pytest.raises(HttpError) as caught:
        service.events().list(calendarId=ANA, syncToken=token).execute()
    assert caught.value.status_code == 410 and reason(caught) == "fullSyncRequired"


def test_series_keep_wall_clock_time_and_know_exceptions(service: Any, google: FakeGoogle) -> None:
    body = timed(summary="weekly", id="series00001", recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])
    body["start"] = {"dateTime": "2026-10-14T10:00:00", "timeZone": "Europe/Madrid"}
    body["end"] = {"dateTime": "2026-10-14T11:00:00", "timeZone": "Europe/Madrid"}
    insert(service, body)
    whole = service.events().list(calendarId=ANA).execute()["items"]
    assert [e["id"] for e in whole] == ["series00001"] and whole[0]["recurrence"] == [
        "RRULE:FREQ=WEEKLY;COUNT=4"
    ]
    single = (
        service.events()
        .list(calendarId=ANA, singleEvents=True, orderBy="startTime")
        .execute()["items"]
    )
    assert [e["start"]["dateTime"] for e in single] == [
        "2026-10-14T10:00:00+02:00", "2026-10-21T10:00:00+02:00",
        "2026-10-28T10:00:00+01:00", "2026-11-04T10:00:00+01:00",
    ]  # fmt: skip
    assert (
        single[2]["id"] == "series00001_20261028T090000Z"
        and single[2]["recurringEventId"] == "series00001"
    )

    token = service.events().list(calendarId=ANA, singleEvents=True).execute()["nextSyncToken"]
    service.events().delete(calendarId=ANA, eventId=single[1]["id"]).execute()
    service.events().patch(
        calendarId=ANA, eventId=single[2]["id"], body={"summary": "moved"}
    ).execute()
    changes = (
        service.events().list(calendarId=ANA, singleEvents=True, syncToken=token).execute()["items"]
    )
    assert {e["id"]: (e["status"], e.get("summary")) for e in changes} == {
        single[1]["id"]: ("cancelled", None),
        single[2]["id"]: ("confirmed", "moved"),
    }
    left = service.events().instances(calendarId=ANA, eventId="series00001").execute()["items"]
    assert [e["summary"] for e in left] == ["weekly", "moved", "weekly"]

    token = service.events().list(calendarId=ANA, singleEvents=True).execute()["nextSyncToken"]
    service.events().delete(calendarId=ANA, eventId="series00001").execute()
    changes = (
        service.events().list(calendarId=ANA, singleEvents=True, syncToken=token).execute()["items"]
    )
    assert len(changes) == 4 and {e["status"] for e in changes} == {"cancelled"}


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3", ["2026-01-31", "2026-02-02", "2026-02-04"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,SA;COUNT=3", ["2026-01-31", "2026-02-02", "2026-02-07"]),
        ("RRULE:FREQ=MONTHLY;COUNT=3", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1SA;COUNT=2", ["2026-01-31", "2026-02-28"]),
        ("RRULE:FREQ=YEARLY;UNTIL=20280201", ["2026-01-31", "2027-01-31", "2028-01-31"]),
    ],
)
def test_rules(service: Any, rule: str, days: int) -> None:
    body = {
        "start": {"date": "2026-01-31"},
        "end": {"date": "2026-02-01"},
        "recurrence": [rule],
        "id": "series00001",
    }
    insert(service, body)
    items = (
        service.events()
        .list(calendarId=ANA, singleEvents=True, timeMax="2030-01-01T00:00:00Z")
        .execute()["items"]
    )
    assert [e["start"]["date"] for e in items] == days


# ----------------------------------------------------------------------- free/busy


def busy(service: Any, low: str, high: str, ids: tuple[str, ...] = (ANA,)) -> Any:
    body = {"timeMin": low, "timeMax": high, "items": [{"id": i} for i in ids]}
    return service.freebusy().query(body=body).execute()["calendars"]


def test_free_busy_merges_and_leaves_out_what_does_not_block(
    service: Any, google: FakeGoogle
) -> None:
    add = google.person_adds
    add(ANA, "a", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    add(ANA, "b", "2026-11-24T09:30:00Z", "2026-11-24T11:00:00Z")
    add(ANA, "free", "2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z", transparency="transparent")
    gone = add(ANA, "gone", "2026-11-24T15:00:00Z", "2026-11-24T16:00:00Z")
    google.person_deletes(ANA, gone["id"])
    add(ANA, "declined", "2026-11-24T17:00:00Z", "2026-11-24T18:00:00Z",
        attendees=[{"email": ANA, "responseStatus": "declined"}])  # fmt: skip
    answer = busy(
        service, "2026-11-24T00:00:00Z", "2026-11-24T22:00:00Z", (ANA, "nobody@example.com")
    )
    assert answer[ANA]["busy"] == [{"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T11:00:00Z"}]
    assert answer["nobody@example.com"]["errors"][0]["reason"] == "notFound"


def test_free_busy_of_a_day_on_which_the_clocks_change(service: Any, google: FakeGoogle) -> None:
    google.person_adds(ANA, "holiday", "2026-10-25", "2026-10-26")
    spans = busy(service, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z")[ANA]["busy"]
    assert spans == [{"start": "2026-10-24T22:00:00Z", "end": "2026-10-25T23:00:00Z"}]  # 25 hours


def test_free_busy_refuses_long_or_empty_ranges(service: Any) -> None:
    for high, why in (
        ("2026-11-24T00:00:00Z", "timeRangeEmpty"),
        ("2027-06-01T00:00:00Z", "timeRangeTooLong"),
    ):
        with pytest.raises(HttpError) as caught:
            busy(service, "2026-11-24T00:00:00Z", high)
        assert reason(caught) == why


def test_updated_min_reports_deletions_for_a_month(service: Any, google: FakeGoogle) -> None:
    google.clock.freeze(datetime(2026, 11, 1, tzinfo=UTC))
    event = google.person_adds(ANA, "a", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    google.person_deletes(ANA, event["id"])
    google.clock.advance(timedelta(minutes=1))
    # the access token was issued on the real clock, so it may be past its end: renew
    items = (
        service.events().list(calendarId=ANA, updatedMin="2026-10-31T00:00:00Z").execute()["items"]
    )
    assert [e["status"] for e in items] == ["cancelled"]
    with pytest.raises(HttpError) as caught:
        service.events().list(calendarId=ANA, updatedMin="2026-09-01T00:00:00Z").execute()
    assert caught.value.status_code == 410 and reason(caught) == "updatedMinTooLongAgo"
