"""The demo team: what the clinic offers, where, and who works when. Facts, no code."""

from dataclasses import dataclass

from bookings_app.domain.catalog import NewLocation, NewService

CLINIC = "Demo Clinic"
CLINIC_ZONE = "Europe/London"
PASSWORD = "demo-clinic-team"

LEEDS, YORK, VALENCIA = "Leeds", "York", "Valencia"

LOCATIONS = (
    NewLocation(LEEDS, "Europe/London", "1 Example Street, Leeds"),
    NewLocation(YORK, "Europe/London", "22 Sample Lane, York"),
    NewLocation(VALENCIA, "Europe/Madrid", "Calle de Muestra 7, Valencia"),
)

CONSULTATION = "First consultation"
FOLLOW_UP = "Follow-up"
PHYSIOTHERAPY = "Physiotherapy"
MASSAGE = "Sports massage"
NUTRITION = "Nutrition advice"
HEALTH_CHECK = "Health check"
VACCINATION = "Flu vaccination"
SLEEP_STUDY = "Sleep study"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service, and the names of the locations that offer it.

    `wanted` is how often it is asked for beside others. `season` is for how many days
    before and after today it is offered; None is always.
    """

    service: NewService
    at: tuple[str, ...]
    wanted: int = 2
    season: tuple[int, int] | None = None


OFFERS = (
    Offer(
        NewService(
            CONSULTATION,
            60,
            "What brings you here, and what we can do about it.",
            buffer_after_minutes=15,
            slot_step_minutes=30,
            requires_approval=True,
            min_notice_minutes=24 * 60,
            booking_window_days=60,
        ),
        at=(LEEDS, YORK, VALENCIA),
    ),
    Offer(
        NewService(FOLLOW_UP, 30, "How it went since the last time.", min_notice_minutes=60),
        at=(LEEDS, YORK, VALENCIA),
        wanted=4,
    ),
    Offer(
        NewService(
            PHYSIOTHERAPY,
            45,
            "Exercises and manual therapy.",
            buffer_after_minutes=15,
            slot_step_minutes=15,
            min_notice_minutes=2 * 60,
        ),
        at=(LEEDS, YORK, VALENCIA),
        wanted=4,
    ),
    Offer(
        NewService(
            MASSAGE,
            60,
            buffer_before_minutes=5,
            buffer_after_minutes=10,
            slot_step_minutes=15,
        ),
        at=(LEEDS, YORK),
    ),
    Offer(
        NewService(NUTRITION, 45, min_notice_minutes=4 * 60, booking_window_days=30),
        at=(LEEDS, VALENCIA),
    ),
    Offer(
        NewService(
            HEALTH_CHECK,
            90,
            "Come without breakfast.",
            buffer_before_minutes=15,
            buffer_after_minutes=15,
            slot_step_minutes=30,
            requires_approval=True,
            min_notice_minutes=48 * 60,
        ),
        at=(LEEDS,),
    ),
    Offer(
        NewService(VACCINATION, 30, "In season only.", slot_step_minutes=10),
        at=(YORK, VALENCIA),
        season=(45, 45),
    ),
    Offer(
        NewService(
            SLEEP_STUDY,
            90,
            "In the evening and at night.",
            requires_approval=True,
            min_notice_minutes=24 * 60,
        ),
        at=(VALENCIA,),
    ),
)


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of every week, by the wall's clock; `off` is the break."""

    at: str
    weekdays: str
    hours: str
    off: str = ""


@dataclass(frozen=True, slots=True)
class DemoProvider:
    """Somebody who can be booked."""

    name: str
    services: tuple[str, ...]
    shifts: tuple[Shift, ...]


_MON_TO_FRI = "Mon Tue Wed Thu Fri"


def _office(at: str, weekdays: str = _MON_TO_FRI) -> Shift:
    return Shift(at, weekdays, "09:00-17:00", off="13:00-14:00")


def _early(at: str, weekdays: str = _MON_TO_FRI) -> Shift:
    return Shift(at, weekdays, "08:00-16:00", off="12:00-12:45")


def _late(at: str, weekdays: str = _MON_TO_FRI) -> Shift:
    return Shift(at, weekdays, "11:00-19:00", off="15:00-15:30")


PROVIDERS = (
    DemoProvider("Amira Holt", (CONSULTATION, FOLLOW_UP), (_office(LEEDS),)),
    DemoProvider("Ben Castell", (PHYSIOTHERAPY, MASSAGE), (_early(LEEDS),)),
    DemoProvider("Clara Voss", (CONSULTATION, FOLLOW_UP, HEALTH_CHECK), (_office(LEEDS),)),
    DemoProvider("Dario Penn", (PHYSIOTHERAPY, FOLLOW_UP), (_late(LEEDS),)),
    DemoProvider("Esme Larkin", (NUTRITION, FOLLOW_UP), (_office(LEEDS, "Mon Tue Thu Fri"),)),
    DemoProvider(
        "Farid Osman",
        (PHYSIOTHERAPY, MASSAGE, FOLLOW_UP),
        (_early(LEEDS, "Mon Tue Wed Thu"), Shift(LEEDS, "Sat Sun", "10:00-14:00")),
    ),
    DemoProvider(
        "Greta Lind",
        (CONSULTATION, FOLLOW_UP),
        (_late(LEEDS, "Tue Wed Thu Fri"), Shift(LEEDS, "Sat Sun", "09:00-13:00")),
    ),
    DemoProvider(
        "Hugo Marsh",
        (HEALTH_CHECK, CONSULTATION, FOLLOW_UP),
        (_early(LEEDS, "Mon Tue Wed"), _office(YORK, "Thu Fri")),
    ),
    DemoProvider(
        "Isla Thorne",
        (MASSAGE, PHYSIOTHERAPY),
        (_late(LEEDS, "Mon Wed Fri"), _late(YORK, "Tue Thu")),
    ),
    DemoProvider("Jonas Reed", (CONSULTATION, FOLLOW_UP), (_office(YORK),)),
    DemoProvider("Kavya Moss", (PHYSIOTHERAPY, FOLLOW_UP), (_early(YORK),)),
    DemoProvider("Liam Garth", (PHYSIOTHERAPY, MASSAGE), (_late(YORK, "Mon Tue Thu Fri"),)),
    DemoProvider("Maren Blythe", (VACCINATION, FOLLOW_UP), (_office(YORK),)),
    DemoProvider(
        "Nadia Quill",
        (VACCINATION, CONSULTATION, FOLLOW_UP),
        (_early(YORK, "Mon Tue Wed Fri"), Shift(YORK, "Sat", "09:00-13:00")),
    ),
    DemoProvider("Owen Pryce", (MASSAGE,), (_office(YORK, "Mon Wed Thu"),)),
    DemoProvider(
        "Paloma Serra",
        (CONSULTATION, FOLLOW_UP),
        (
            Shift(VALENCIA, _MON_TO_FRI, "09:00-14:00", off="11:00-11:30"),
            Shift(VALENCIA, _MON_TO_FRI, "16:00-19:00"),
        ),
    ),
    DemoProvider(
        "Quim Ferrer",
        (PHYSIOTHERAPY, FOLLOW_UP),
        (
            Shift(VALENCIA, _MON_TO_FRI, "09:30-14:00"),
            Shift(VALENCIA, "Mon Tue Wed Thu", "15:30-19:00"),
        ),
    ),
    DemoProvider(
        "Rosa Vidal",
        (NUTRITION, VACCINATION),
        (_office(VALENCIA), Shift(VALENCIA, "Sat", "10:00-14:00")),
    ),
    DemoProvider(
        "Sergio Lluch",
        (SLEEP_STUDY, FOLLOW_UP),
        (
            Shift(VALENCIA, "Mon Tue", "10:00-18:00", off="14:00-15:00"),
            Shift(VALENCIA, "Wed Thu Fri", "20:00-02:00", off="23:00-23:30"),
        ),
    ),
    DemoProvider("Teresa Mir", (PHYSIOTHERAPY, NUTRITION), (_early(VALENCIA),)),
)

ADMINISTRATOR = "Una Bright"
MANAGERS = ("Vera Lane", "Walter Cruz")
