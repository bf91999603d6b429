"""Services, locations, providers, hours and closures by REST."""

from typing import Any

import pytest

from tests.api.v1.program import anybody, problem, program, wanted, wrong_fields
from tests.bookings import DAY, TEN, given_booking
from tests.factories import given_location, given_provider, given_service, given_team

pytestmark = pytest.mark.usefixtures("sqlite_database")

NEVER = {"include_archived": "true"}


def test_a_service_is_made_read_changed_and_archived() -> None:
    website, location_id = anybody(), given_location()

    made = website.post(
        "/services", {"name": " Cut ", "duration_minutes": 45, "location_ids": [location_id]}
    )
    assert made.status_code == 201
    service = made.json()
    path = f"/services/{service.pop('id')}"
    assert service == {
        "name": "Cut",
        "description": "",
        "duration_minutes": 45,
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "slot_step_minutes": None,
        "requires_approval": False,
        "min_notice_minutes": 0,
        "booking_window_days": None,
        "available_from": None,
        "available_to": None,
        "location_ids": [location_id],
        "archived_at": None,
    }

    change = {"slot_step_minutes": 15, "available_from": "2026-03-01", "location_ids": []}
    assert website.patch(path, change).status_code == 200
    read = website.get(path).json()
    assert {**service, **change} == {key: value for key, value in read.items() if key != "id"}

    assert website.delete(path).status_code == 204
    assert website.delete(path).status_code == 204
    assert website.get(path).json()["archived_at"] == "2026-03-02T12:00:00Z"
    assert website.get("/services").json()["items"] == []
    assert len(website.get("/services", **NEVER).json()["items"]) == 1


def test_a_location_is_made_read_changed_and_archived() -> None:
    website = anybody()

    made = website.post("/locations", {"name": "Harbour", "time_zone": "Europe/Lisbon"}).json()
    path = f"/locations/{made['id']}"
    assert made["address"] == ""
    changed = website.patch(path, {"address": "Quay 1"}).json()
    assert changed == {**made, "address": "Quay 1"} == website.get(path).json()
    assert website.delete(path).status_code == 204
    assert website.get("/locations").json()["items"] == []


def test_a_provider_is_made_read_changed_and_archived() -> None:
    website, service_id = anybody(), given_service()

    made = website.post("/providers", {"name": "Ben", "email": None}).json()
    path = f"/providers/{made['id']}"
    assert (made["email"], made["service_ids"]) == ("", [])
    changed = website.patch(path, {"email": "ben@example.com", "service_ids": [service_id]}).json()
    assert changed["service_ids"] == [service_id]
    assert website.patch(path, {"email": ""}).json()["email"] == ""
    assert website.delete(path).status_code == 204
    assert website.get(path).json()["archived_at"]


def test_a_change_of_what_somebody_else_has_changed_is_a_conflict() -> None:
    website, service_id = anybody(), given_service()
    path = f"/services/{service_id}"
    etag = website.get(path).headers["etag"]

    assert website.patch(path, {"name": "Cut"}, if_match=etag).status_code == 200
    problem(website.patch(path, {"name": "Trim"}, if_match=etag), 412, "version_conflict")
    assert website.get(path).json()["name"] == "Cut"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"duration_minutes": "30"}, "duration_minutes"),
        ({"duration_minutes": 30.0}, "duration_minutes"),
        ({"duration_minutes": True}, "duration_minutes"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": 1_441}, "duration_minutes"),
        ({"duration_minutes": 10**30}, "duration_minutes"),
        ({"buffer_before_minutes": 721}, "buffer_before_minutes"),
        ({"buffer_after_minutes": -1}, "buffer_after_minutes"),
        ({"slot_step_minutes": 0}, "slot_step_minutes"),
        ({"min_notice_minutes": 525_601}, "min_notice_minutes"),
        ({"booking_window_days": 3_651}, "booking_window_days"),
        ({"requires_approval": "yes"}, "requires_approval"),
        ({"requires_approval": 1}, "requires_approval"),
        ({"available_from": "2026-3-1"}, "available_from"),
        ({"available_from": "1901-12-31"}, "available_from"),
        ({"available_to": "2401-01-01"}, "available_to"),
        ({"available_from": "2026-03-02", "available_to": "2026-03-01"}, "available_to"),
        ({"location_ids": ["nope"]}, "location_ids"),
        ({"location_ids": None}, "location_ids"),
        ({"location_ids": "nope"}, "location_ids"),
        ({"archived_at": None}, "archived_at"),
    ],
)
def test_a_service_that_cannot_be_taken_names_its_field(change: dict[str, Any], field: str) -> None:
    website, service_id = anybody(), given_service()

    made = website.post("/services", {"name": "Cut", "duration_minutes": 30, **change})
    changed = website.patch(f"/services/{service_id}", change)

    assert wrong_fields(made) == wrong_fields(changed) == {field}
    assert len(website.get("/services").json()["items"]) == 1


@pytest.mark.parametrize("zone", ["Madrid", "", "Europe/Madrid\0", "localtime", "../etc/passwd"])
def test_a_zone_is_one_of_iana(zone: str) -> None:
    answer = anybody().post("/locations", {"name": "X", "time_zone": zone})

    assert wrong_fields(answer) == {"time_zone"}


def test_weekly_hours_come_back_as_they_can_be_sent() -> None:
    website, location_id = anybody(), given_location()
    path = f"/providers/{given_provider()}/working-hours"
    morning = {"location_id": location_id, "weekday": 0, "start": "09:00", "end": "12:00"}
    more = {**morning, "start": "12:00", "end": "17:00"}
    night = {**morning, "weekday": 4, "start": "22:00", "end": "02:00"}
    pause = {"start": "00:30", "end": "01:00"}
    whole = {**morning, "weekday": 6, "start": "00:00", "end": "24:00"}

    answer = website.put(path, [morning, more, {**night, "breaks": [pause]}, whole])

    assert answer.status_code == 200
    assert answer.json() == [
        {**morning, "end": "17:00", "breaks": []},
        {**night, "breaks": [pause]},
        {**whole, "breaks": []},
    ]
    assert website.get(path).json() == answer.json()
    assert website.put(path, answer.json()).json() == answer.json()
    assert website.put(path, []).json() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": "9:00"}, "0.start"),
        ({"start": "24:00"}, "0.start"),
        ({"end": "24:01"}, "0.end"),
        ({"end": 1_020}, "0.end"),
        ({"end": "09:00"}, "0.end"),
        ({"start": "٠٩:٠٠"}, "0.start"),
        ({"weekday": 7}, "0.weekday"),
        ({"weekday": "0"}, "0.weekday"),
        ({"location_id": "nope"}, "0.location_id"),
        ({"breaks": [{"start": "13:00", "end": "12:00"}]}, "0.breaks.0.end"),
        ({"breaks": [{"start": "13:00"}]}, "0.breaks.0.end"),
        ({"breaks": None}, "0.breaks"),
        ({"note": "x"}, "0.note"),
    ],
)
def test_hours_that_cannot_be_taken_name_their_field(change: dict[str, Any], field: str) -> None:
    team = given_team()
    hours = {"location_id": team.location_id, "weekday": 0, "start": "09:00", "end": "17:00"}

    answer = anybody().put(f"/providers/{team.provider_id}/working-hours", [{**hours, **change}])

    assert wrong_fields(answer) == {field}


def test_an_override_replaces_that_of_its_date_and_location() -> None:
    website, team = anybody(), given_team()
    path = f"/providers/{team.provider_id}/overrides"
    early, late = ({"start": f"{hour}:00", "end": f"{hour}:30"} for hour in ("07", "20"))

    assert website.put(f"{path}/2026-03-09", {"windows": []}).status_code == 200
    everywhere = website.put(f"{path}/2026-03-09", {"location_id": None, "windows": [early]})
    here = website.put(f"{path}/2026-03-09", {"location_id": team.location_id, "windows": [late]})
    assert everywhere.json() == {"date": "2026-03-09", "location_id": None, "windows": [early]}
    listed = website.get(path, **{"from": "2026-03-09", "to": "2026-03-09"}).json()["items"]
    assert listed == [everywhere.json(), here.json()]
    assert website.get(path, **{"from": "2026-03-10"}).json()["items"] == []

    only = f"{path}/2026-03-09?location_id={team.location_id}"
    assert website.delete(only).status_code == 204
    problem(website.delete(only), 404, "not_found")
    assert website.delete(f"{path}/2026-03-09").status_code == 204
    assert website.get(path).json()["items"] == []


@pytest.mark.parametrize("date", ["2026-02-30", "2026-3-9", "0001-01-01", "9999-12-31", "today"])
def test_an_override_is_of_a_date(date: str) -> None:
    path = f"/providers/{given_team().provider_id}/overrides/{date}"

    assert wrong_fields(anybody().put(path, {"windows": []})) == {"date"}
    assert wrong_fields(anybody().delete(path)) == {"date"}


def test_time_off_takes_slots_away_until_it_is_removed() -> None:
    website, team = anybody(), given_team()
    path = f"/providers/{team.provider_id}/time-off"
    whole_day = {"starts_at": "2026-03-09T00:00:00+01:00", "ends_at": "2026-03-10T00:00:00+01:00"}

    def slots() -> int:
        asked = {"service_id": team.service_id, "location_id": team.location_id}
        return len(website.get("/slots", **asked, date="2026-03-09").json()["slots"])

    assert slots() == 16
    added = website.post(path, {**whole_day, "reason": " Holiday "})
    assert added.status_code == 201
    assert added.json()["reason"] == "Holiday"
    assert added.json()["starts_at"] == "2026-03-08T23:00:00Z"
    assert website.get(path).json()["items"] == [added.json()]
    assert slots() == 0
    assert website.delete(f"{path}/{added.json()['id']}").status_code == 204
    problem(website.delete(f"{path}/{added.json()['id']}"), 404, "not_found")
    assert slots() == 16
    backwards = {"starts_at": whole_day["ends_at"], "ends_at": whole_day["starts_at"]}
    assert wrong_fields(website.post(path, backwards)) == {"ends_at"}


def test_a_closure_closes_both_dates() -> None:
    website, team = anybody(), given_team()

    added = website.post("/closures", {"from": "2026-03-09", "to": "2026-03-10", "name": "Fair"})

    closure = added.json()
    assert added.status_code == 201
    path = f"/closures/{closure.pop('id')}"
    assert closure == {
        "location_id": None,
        "from": "2026-03-09",
        "to": "2026-03-10",
        "name": "Fair",
    }
    answer = website.post("/bookings", wanted(team, TEN + DAY))
    assert problem(answer, 409, "slot_not_offered")["reasons"] == ["closed"]
    assert website.delete(path).status_code == 204
    assert website.get("/closures").json() == {"items": [], "next_cursor": None}
    backwards = {"from": "2026-03-10", "to": "2026-03-09"}
    assert wrong_fields(website.post("/closures", backwards)) == {"to"}


def test_set_up_that_changes_leaves_bookings_where_they_are() -> None:
    website, team = anybody(), given_team()
    booking_id = given_booking(team)

    website.delete(f"/services/{team.service_id}")
    website.delete(f"/providers/{team.provider_id}")
    website.delete(f"/locations/{team.location_id}")

    assert website.get(f"/bookings/{booking_id}").json()["status"] == "confirmed"
    answer = website.post("/bookings", wanted(team, TEN + DAY))
    assert problem(answer, 409, "slot_not_offered")["reasons"] == ["archived"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/services/{}"),
        ("PATCH", "/services/{}"),
        ("DELETE", "/services/{}"),
        ("GET", "/locations/{}"),
        ("PATCH", "/locations/{}"),
        ("DELETE", "/locations/{}"),
        ("GET", "/providers/{}"),
        ("PATCH", "/providers/{}"),
        ("DELETE", "/providers/{}"),
        ("GET", "/providers/{}/working-hours"),
        ("GET", "/providers/{}/overrides"),
        ("GET", "/providers/{}/time-off"),
        ("DELETE", "/providers/{}/overrides/2026-03-09"),
        ("DELETE", "/providers/{}/time-off/x"),
        ("DELETE", "/closures/{}"),
        ("GET", "/contacts/{}"),
        ("PATCH", "/contacts/{}"),
        ("DELETE", "/contacts/{}"),
        ("GET", "/contacts/{}/conversations"),
        ("GET", "/contacts/{}/bookings"),
        ("GET", "/bookings/{}/history"),
    ],
)
@pytest.mark.parametrize("what_id", ["nope", "%00", "%FF", "x" * 1_000])
def test_an_unknown_id_in_the_path_is_not_found(method: str, path: str, what_id: str) -> None:
    said = {} if method == "PATCH" else None

    problem(anybody().send(method, path.format(what_id), said), 404, "not_found")


def test_scopes_decide_who_sees_and_changes_the_set_up() -> None:
    team = given_team()
    nothing, reader = program(), program("setup:read")
    hours = f"/providers/{team.provider_id}/working-hours"

    for path in ("/services", "/locations", "/providers", f"/services/{team.service_id}"):
        assert nothing.get(path).status_code == 200
    for path in (hours, "/closures", f"/providers/{team.provider_id}/time-off"):
        problem(nothing.get(path), 403, "forbidden")
        assert reader.get(path).status_code == 200
    problem(reader.put(hours, []), 403, "forbidden")
    problem(reader.post("/services", {"name": "x", "duration_minutes": 5}), 403, "forbidden")
    problem(reader.patch(f"/services/{team.service_id}", {"name": "x"}), 403, "forbidden")
    problem(reader.delete(f"/services/{team.service_id}"), 403, "forbidden")
