"""By whose clock the calendar runs, and which hours and days it shows."""

from bookings_app.ui.calendar.hours import by_clock_of, shown_hours
from bookings_app.ui.calendar.nothing import Chosen, no_match
from bookings_app.ui.calendar.period import View, period_of
from bookings_app.ui.calendar.zones import calendar_zone, zone_note
from bookings_app.usecases.views import OpeningHours
from tests.ui.test_calendar_period import WEDNESDAY

WEEKDAYS = OpeningHours(
    days=frozenset(range(5)), earliest_minute=9 * 60 + 30, latest_minute=17 * 60 + 15
)
ZONES = {"madrid": "Europe/Madrid", "london": "Europe/London"}


def test_shows_whole_hours_from_the_first_opening_to_the_last_closing() -> None:
    shown = shown_hours(WEEKDAYS, earliest="", latest="", weekdays=frozenset())

    assert (shown.first, shown.last) == ("09:00:00", "18:00:00")
    assert shown.hidden_weekdays == {5, 6}


def test_is_wider_where_a_booking_lies_outside() -> None:
    shown = shown_hours(WEEKDAYS, earliest="07:45", latest="18:20", weekdays=frozenset({5}))

    assert (shown.first, shown.last) == ("07:00:00", "19:00:00")
    assert shown.hidden_weekdays == {6}


def test_before_any_hours_are_set_nothing_is_hidden() -> None:
    nobody_works = OpeningHours(days=frozenset(), earliest_minute=0, latest_minute=1_440)

    shown = shown_hours(nobody_works, earliest="", latest="", weekdays=frozenset())

    assert (shown.first, shown.last) == ("00:00:00", "24:00:00")
    assert shown.hidden_weekdays == frozenset()
    assert shown.scroll_to == "07:30:00"


def test_follows_the_clock_of_whoever_sits_elsewhere() -> None:
    places = {"Europe/Madrid", "Europe/London"}

    here = by_clock_of("Europe/Madrid", WEEKDAYS, location_zones={"Europe/Madrid"}, on=WEDNESDAY)
    elsewhere = by_clock_of("America/New_York", WEEKDAYS, location_zones=places, on=WEDNESDAY)
    overnight = by_clock_of("Asia/Tokyo", WEEKDAYS, location_zones=places, on=WEDNESDAY)

    assert here == WEEKDAYS
    assert (elsewhere.earliest_minute, elsewhere.latest_minute) == (3 * 60 + 30, 12 * 60 + 15)
    assert (overnight.earliest_minute, overnight.latest_minute) == (0, 24 * 60)


def zone_for(*on_screen: str, location: str = "") -> str:
    return calendar_zone(
        filtered_location=location,
        location_zones=ZONES,
        zones_on_screen=on_screen,
        viewer_zone="Asia/Tokyo",
    )


def test_runs_by_the_clock_that_all_bookings_on_screen_share() -> None:
    assert zone_for("Europe/London") == "Europe/London"
    assert zone_for("Europe/London", "Europe/Madrid") == "Asia/Tokyo"
    assert zone_for(location="madrid") == "Europe/Madrid"
    assert zone_for() == "Asia/Tokyo"


def test_names_the_zone_where_it_could_be_mistaken() -> None:
    def note(zone: str, *on_screen: str) -> str:
        return zone_note(zone, viewer_zone="Europe/London", zones_on_screen=on_screen)

    assert note("Europe/London", "Europe/London") == ""
    assert note("Europe/London", "Europe/London", "Europe/Madrid") == "Times in Europe/London"
    assert note("America/New_York", "America/New_York") == "Times in America/New York"


def test_says_what_the_filters_hide() -> None:
    period = period_of(View.WEEK, WEDNESDAY, week_starts_on=0)
    chosen = Chosen(service="Gait analysis", provider="Priya Nair", statuses=("Pending", "No-show"))

    assert no_match(period, chosen, without_filters=66) == (
        "16 – 22 November has 66 bookings, but none for Gait analysis with Priya Nair"
        " that are Pending or No-show."
    )
    assert no_match(period, Chosen(), without_filters=0) == "16 – 22 November has no bookings."
