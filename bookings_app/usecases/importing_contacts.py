"""The verbs: contacts from a file. Who is known already is found, and nobody is doubled."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import importing as rows
from bookings_app.db.tables import ConversationRow
from bookings_app.db.types import new_id
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.checks import Findings
from bookings_app.domain.contact import NewContact, checked_contact, search_text, without_accents
from bookings_app.domain.csv_file import Row
from bookings_app.domain.errors import Invalid
from bookings_app.domain.text import NOTES_LIMIT
from bookings_app.usecases.import_report import Remarks

WHATSAPP = "whatsapp"

ReadPhone = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of somebody; `whatsapp` is in E.164, "" when blank."""

    line: int
    contact: NewContact
    whatsapp: str


@dataclass(slots=True)
class Person:
    """A contact as it would be; `is_new` and `changed` say what there is to store."""

    id: str
    name: str
    phone: str
    email: str
    notes: str
    is_new: bool = True
    changed: bool = False

    def fill_in(self, told: NewContact) -> None:
        """Take what is not known yet. Nothing is overwritten; other notes are added below."""
        before = (self.phone, self.email, self.notes)
        self.phone = self.phone or told.phone
        self.email = self.email or told.email
        if told.notes not in self.notes:
            joined = "\n".join(filter(None, [self.notes, told.notes]))
            if len(joined) > NOTES_LIMIT:
                sentence = f"With these the notes of {self.name} are too long."
                raise Invalid([("notes", sentence)])
            self.notes = joined
        self.changed = self.changed or before != (self.phone, self.email, self.notes)


class AddressBook:
    """The contacts as they would be after a file. Nothing is stored before `store`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._people: dict[str, Person] = {}
        self._by_phone: dict[str, Person] = {}
        self._by_name: dict[str, Person] = {}
        self._by_whatsapp: dict[str, Person] = {}
        self._conversations: list[ConversationRow] = []
        self.named: set[str] = set()
        for known in rows.contacts(work):
            self._enter(Person(*known, is_new=False))
        for external_id, contact_id in rows.conversations(work, WHATSAPP):
            if contact_id in self._people:
                self._by_whatsapp[_digits(external_id)] = self._people[contact_id]

    @property
    def added(self) -> int:
        """How many would be new."""
        return sum(person.is_new for person in self._people.values())

    @property
    def known(self) -> int:
        """How many that were named are there already."""
        return sum(not self._people[each].is_new for each in self.named)

    @property
    def filled_in(self) -> int:
        """How many of those would be told something new."""
        return sum(
            self._people[each].changed for each in self.named if not self._people[each].is_new
        )

    def keep(self, told: NewContact, *, whatsapp: str = "") -> Person:
        """Whoever that is, added if nobody is: by phone, by WhatsApp, by name and e-mail.

        Raises:
            Invalid: the WhatsApp number is somebody else's, or notes become too long.
        """
        by_phone = self._by_phone.get(told.phone) if told.phone else None
        by_whatsapp = self._by_whatsapp.get(_digits(whatsapp)) if whatsapp else None
        if by_whatsapp and by_whatsapp is not by_phone and told.phone and by_whatsapp.phone:
            raise Invalid([("whatsapp", f"This WhatsApp number is {by_whatsapp.name}'s.")])
        person = by_phone or by_whatsapp or self._namesake(told)
        if person is None:
            person = Person(new_id(), told.name, told.phone, told.email, told.notes)
        else:
            person.fill_in(told)
        self._enter(person)
        self.named.add(person.id)
        if whatsapp and by_whatsapp is None:
            self._by_whatsapp[_digits(whatsapp)] = person
            self._conversations.append(
                ConversationRow(contact_id=person.id, channel=WHATSAPP, external_id=whatsapp)
            )
        return person

    def store(self, work: UnitOfWork, *, now: datetime) -> None:
        """Add who is new, correct who has changed, and note where they write to us."""
        people = self._people.values()
        corrected = {each.id: each for each in people if each.changed and not each.is_new}
        for row in rows.contact_rows(work, list(corrected)):
            person = corrected[row.id]
            row.phone, row.email, row.notes = person.phone, person.email, person.notes
            row.search_text = search_text(name=row.name, email=row.email)
            work.session.add(row)
        work.session.flush()
        rows.add_contacts(
            work,
            (
                {
                    "id": each.id,
                    "name": each.name,
                    "phone": each.phone,
                    "email": each.email,
                    "notes": each.notes,
                    "search_text": search_text(name=each.name, email=each.email),
                    "created_at": now,
                }
                for each in people
                if each.is_new
            ),
        )
        work.session.add_all(self._conversations)

    def _namesake(self, told: NewContact) -> Person | None:
        """The same name and e-mail; with neither e-mail nor phone also nothing else to note."""
        person = self._by_name.get(search_text(name=told.name, email=told.email))
        if person is None or (told.phone and person.phone):
            return None
        if not told.email and (told.phone or told.notes not in person.notes):
            return None
        return person

    def _enter(self, person: Person) -> None:
        self._people[person.id] = person
        if person.phone:
            self._by_phone.setdefault(person.phone, person)
        self._by_name.setdefault(search_text(name=person.name, email=person.email), person)


def people_in(found: Iterable[Row], remarks: Remarks, *, read_phone: ReadPhone) -> list[Told]:
    """Whom the rows of a file tell of; what says nothing is remarked."""
    people: list[Told] = []
    for row in found:
        try:
            people.append(_told(row, read_phone))
        except Invalid as refusal:
            remarks.refuse(row.line, refusal)
    return people


def enter_people(book: AddressBook, people: Iterable[Told], remarks: Remarks) -> None:
    """Enter all of them into the book; whoever cannot be is remarked."""
    for told in people:
        try:
            person = book.keep(told.contact, whatsapp=told.whatsapp)
            remarks.notices.extend(_differences(told.line, told.contact, person))
        except Invalid as refusal:
            remarks.refuse(told.line, refusal)


def _told(row: Row, read_phone: ReadPhone) -> Told:
    findings = Findings()
    written = NewContact(row["name"], row["phone"], row["email"], row["notes"])
    told = findings.attempt(
        lambda: checked_contact(written, read_phone=read_phone), otherwise=written
    )
    whatsapp = findings.taken("whatsapp", lambda: read_phone(row["whatsapp"]))
    findings.refuse_if_any()
    return Told(row.line, told, whatsapp)


def _differences(line: int, told: NewContact, person: Person) -> Iterator[str]:
    """What was said of somebody who is known by another name or e-mail, and was not taken."""
    if without_accents(told.name) != without_accents(person.name):
        yield f"Line {line}: {told.name} is {person.name} in the address book, and stays so."
    if told.email and told.email.casefold() != person.email.casefold():
        yield f"Line {line}: {person.name} has another e-mail, which was kept."


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
