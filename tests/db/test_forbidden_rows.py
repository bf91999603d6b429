"""What no row may be, whoever writes it. `alembic check` does not see such rules."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import SQLModel, select

from bookings_app.db.booking_tables import (
    BookingRow,
    ChangeCounterRow,
    ChangeRow,
    NotificationRow,
    SubmissionRow,
)
from bookings_app.db.google_tables import (
    BusyBlockRow,
    CalendarLinkRow,
    GoogleAccountRow,
    GoogleCalendarRow,
    InstallationRow,
)
from bookings_app.db.outbox_tables import OutboxRow, WebhookRow
from bookings_app.db.tables import (
    ClosureRow,
    ContactRow,
    ConversationRow,
    MemberRow,
    ProviderRow,
    ServiceRow,
    TimeOffRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import reading, unit_of_work
from tests.db.rows import HOUR, NOON, given_catalogue, stored

DAY = timedelta(days=1)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("rule", "table", "columns"),
    [
        ("booking_status_known", BookingRow, {"status": "held"}),
        ("booking_source_known", BookingRow, {"source": "email"}),
        ("booking_cancelled_with_reason", BookingRow, {"status": "cancelled"}),
        ("booking_times_in_order", BookingRow, {"ends_at": NOON}),
        ("booking_times_in_order", BookingRow, {"blocks_from": NOON + HOUR / 2}),
        ("booking_times_in_order", BookingRow, {"blocks_to": NOON + HOUR / 2}),
        ("booking_blocks_two_days_at_most", BookingRow, {"blocks_to": NOON + 2 * DAY + HOUR}),
        ("booking_outside_hours_known", BookingRow, {"outside_hours": "late"}),
        ("service_colour_known", ServiceRow, {"colour": "puce"}),
        ("provider_colour_known", ProviderRow, {"colour": ""}),
        ("service_duration_in_range", ServiceRow, {"duration_minutes": 0}),
        ("service_duration_in_range", ServiceRow, {"duration_minutes": 1441}),
        ("service_buffer_before_in_range", ServiceRow, {"buffer_before_minutes": 721}),
        ("service_buffer_after_in_range", ServiceRow, {"buffer_after_minutes": -1}),
        ("service_slot_step_in_range", ServiceRow, {"slot_step_minutes": 0}),
        ("service_min_notice_in_range", ServiceRow, {"min_notice_minutes": -1}),
        ("service_booking_window_in_range", ServiceRow, {"booking_window_days": 3651}),
        ("member_role_known", MemberRow, {"role": "owner"}),
        ("working_hours_weekday_known", WorkingHoursRow, {"weekday": 7}),
        ("time_off_has_length", TimeOffRow, {"ends_at": NOON}),
        ("closure_dates_in_order", ClosureRow, {"last_on": NOON.date() - DAY}),
        ("change_counter_one_row", ChangeCounterRow, {"id": 2}),
        ("outbox_state_known", OutboxRow, {"state": "lost"}),
        ("google_account_status_known", GoogleAccountRow, {"status": "lost"}),
        ("calendar_link_inbound_known", CalendarLinkRow, {"inbound": "renamed"}),
        ("calendar_link_moved_somewhere", CalendarLinkRow, {"inbound": "moved"}),
        ("busy_block_has_length", BusyBlockRow, {"ends_at": NOON}),
        ("installation_one_row", InstallationRow, {"id": 2}),
        ("webhook_status_known", WebhookRow, {"status": "tired"}),
    ],
)
def test_a_rule_of_its_table_refuses(
    rule: str, table: type[SQLModel], columns: dict[str, object]
) -> None:
    given_catalogue()

    with pytest.raises(IntegrityError, match=rule):
        stored(table, **columns)


@pytest.mark.usefixtures("database")
class TestOnlyOnce:
    """What may exist once is refused the second time."""

    def test_an_e_mail_address_signs_in_one_member_however_it_is_capitalised(self) -> None:
        stored(MemberRow, email="ana@example.org")

        with pytest.raises(IntegrityError, match="member_email_uq"):
            stored(MemberRow, email="Ana@Example.org")

    def test_a_thread_of_a_channel_is_one_conversation(self) -> None:
        stored(ContactRow, id="contact")
        stored(ConversationRow)

        with pytest.raises(IntegrityError, match="external_id"):
            stored(ConversationRow)
        stored(ConversationRow, channel="telegram")

    def test_a_phone_is_one_contact_until_it_is_archived(self) -> None:
        stored(ContactRow, id="first", phone="+34600111222")

        with pytest.raises(IntegrityError, match="phone"):
            stored(ContactRow, id="second", phone="+34600111222")
        stored(ContactRow, id="archived", phone="+34600111222", archived_at=NOON)
        stored(ContactRow, id="third")
        stored(ContactRow, id="fourth")

    def test_a_booking_has_one_successor(self) -> None:
        given_catalogue()
        stored(BookingRow, id="booking", status="rescheduled")
        stored(BookingRow, rescheduled_from="booking", status="no_show")

        with pytest.raises(IntegrityError, match="rescheduled_from"):
            stored(BookingRow, rescheduled_from="booking")

    def test_a_reference_names_one_booking(self) -> None:
        given_catalogue()
        stored(BookingRow, reference="BK-7K2MQX", status="no_show")

        with pytest.raises(IntegrityError, match="reference"):
            stored(BookingRow, reference="BK-7K2MQX")

    def test_bookings_are_written_to_one_calendar_of_an_account(self) -> None:
        given_catalogue()
        stored(GoogleAccountRow)
        stored(GoogleCalendarRow, google_id="work", writes=True)

        with pytest.raises(IntegrityError, match="account_id"):
            stored(GoogleCalendarRow, google_id="home", writes=True)
        stored(GoogleCalendarRow, google_id="home")
        stored(GoogleCalendarRow, google_id="club")

    def test_a_provider_has_one_google_account(self) -> None:
        given_catalogue()
        stored(GoogleAccountRow)

        with pytest.raises(IntegrityError, match="provider_id"):
            stored(GoogleAccountRow, id="another")

    def test_a_promise(self) -> None:
        stored(OutboxRow)

        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            stored(OutboxRow)
        stored(OutboxRow, kind="webhook")

    @pytest.mark.parametrize(
        ("table", "columns"),
        [
            (SubmissionRow, {"owner": "member", "key": "k", "fingerprint": "-"}),
            (NotificationRow, {"member_id": "member", "change_number": 1}),
        ],
    )
    def test_a_submission_a_notification(
        self, table: type[SQLModel], columns: dict[str, object]
    ) -> None:
        given_catalogue()
        stored(MemberRow, id="member")
        stored(BookingRow, id="booking")
        stored(ChangeRow)
        complete = {"booking_id": "booking", "created_at": NOON, **columns}
        stored(table, **complete)

        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            stored(table, **complete)


@pytest.mark.usefixtures("database")
def test_a_booking_names_rows_that_exist() -> None:
    given_catalogue()

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        stored(BookingRow, service_id="nowhere")


@pytest.mark.usefixtures("database")
def test_the_old_booking_may_name_the_new_one_before_that_is_stored() -> None:
    given_catalogue()
    stored(BookingRow, id="old")

    with unit_of_work() as work:
        old = work.session.get_one(BookingRow, "old")
        old.status, old.rescheduled_to = "rescheduled", "new"
        work.session.flush()
        work.session.add(BookingRow(**{**old.model_dump(), **successor()}))

    with reading() as look:
        assert look.session.get_one(BookingRow, "old").rescheduled_to == "new"


@pytest.mark.usefixtures("database")
def test_a_successor_that_never_comes_undoes_the_whole() -> None:
    given_catalogue()
    stored(BookingRow, id="old")

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        link_to_nothing()

    with reading() as look:
        assert look.session.get_one(BookingRow, "old").status == "confirmed"


def link_to_nothing() -> None:
    with unit_of_work() as work:
        old = work.session.get_one(BookingRow, "old")
        old.status, old.rescheduled_to = "rescheduled", "new"


def successor() -> dict[str, Any]:
    return {
        "id": "new",
        "reference": "BK-NEW234",
        "status": "confirmed",
        "rescheduled_from": "old",
        "rescheduled_to": None,
    }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("statement", ["UPDATE change SET reason = 'other'", "DELETE FROM change"])
def test_history_is_only_ever_added_to(statement: str) -> None:
    given_catalogue()
    stored(BookingRow, id="booking")
    stored(ChangeRow, reason="first")

    with pytest.raises(DBAPIError, match="change_only_added"), unit_of_work() as work:
        work.session.connection().execute(text(statement))

    with reading() as look:
        assert look.session.exec(select(ChangeRow.reason)).all() == ["first"]


@pytest.mark.usefixtures("database")
def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - the mistake this is about

    with pytest.raises(StatementError, match="has no time zone"):
        stored(ContactRow, created_at=naive)


@pytest.mark.usefixtures("sqlite_database")
@pytest.mark.parametrize(
    "written", ["2026-03-02T12:00:00.000000", "2026-03-02 12:00:00", "2026-03-02 12:00:00.000000Z"]
)
def test_sqlite_keeps_no_other_way_of_writing_an_instant(written: str) -> None:
    given_catalogue()
    stored(BookingRow, id="booking")

    with pytest.raises(IntegrityError, match=r"well_formed|in_order"), unit_of_work() as work:
        work.session.connection().execute(
            text("UPDATE booking SET starts_at = :written"), {"written": written}
        )
