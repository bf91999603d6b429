"""Importing from our pages: a file is sent, looked at or taken, and kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from bookings_app.api.auth import Cookies, check_origin
from bookings_app.api.errors import problem, status_of
from bookings_app.api.origins import Origins
from bookings_app.config import Settings
from bookings_app.domain.access import Actor, check_may_import
from bookings_app.domain.csv_writing import csv_lines
from bookings_app.domain.import_rows import HEADINGS
from bookings_app.usecases.import_report import FileRefused, ImportReport, RefusedRow, summary
from bookings_app.usecases.importing import ImportKind, import_file, look_at_file, template

IMPORT_PATH = "/api/ui/import"

# What a page shows; the rest is in the list that is downloaded.
SHOWN = 200
_MOST_NOTICES = 20
# Spreadsheets that meet it read UTF-8 whatever they were set to.
_MARK = "\ufeff"

_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file, who sent it, and what they say that it holds."""

    content: bytes
    kind: ImportKind | None
    by: Actor

    def looked_at(self) -> ImportReport:
        """What importing it would do now."""
        return look_at_file(self.content, kind=self.kind, by=self.by, now=datetime.now(UTC))


def import_routes(settings: Settings) -> APIRouter:
    """What the page of imports sends its file to, again with each question."""
    importer = _importer(settings)
    routes = APIRouter(prefix=IMPORT_PATH, dependencies=[Depends(importer)])

    async def file_in(
        request: Request,
        by: Annotated[Actor, Depends(importer)],
        kind: Annotated[ImportKind | None, Query()] = None,
    ) -> SentFile:
        # Whose file it is is known before any of it is read.
        return SentFile(await request.body(), kind, by)

    @routes.get("/template/{kind}")
    def template_of(kind: ImportKind) -> Response:
        """A file to begin with."""
        return _csv_file(template(kind), f"{kind}-template.csv")

    @routes.post("/look")
    def look(sent: Annotated[SentFile, Depends(file_in)]) -> Response:
        """Say what importing the file would do."""
        return JSONResponse(_answer(sent.looked_at(), done=False), headers=_NO_STORE)

    @routes.post("/refusals")
    def refusals(sent: Annotated[SentFile, Depends(file_in)]) -> Response:
        """Write all that would be refused into a file."""
        report = sent.looked_at()
        rows = [_refused_row(report.kind, each) for each in report.refused]
        lines = csv_lines([("Line", "Column", "Reason", "Row"), *rows])
        return _csv_file(_MARK + lines, "refused-rows.csv")

    @routes.post("/take")
    def take(sent: Annotated[SentFile, Depends(file_in)]) -> Response:
        """Import every row of the file, or none and say again which cannot be taken."""
        now = datetime.now(UTC)
        try:
            report = import_file(sent.content, kind=sent.kind, by=sent.by, now=now)
        except FileRefused as refusal:
            report = _answer(refusal.report, done=False)
            return problem(status_of(FileRefused), refusal.code, str(refusal), report=report)
        return JSONResponse(_answer(report, done=True), headers=_NO_STORE)

    return routes


def _importer(settings: Settings) -> Callable[[Request], Actor]:
    """Who asks, if they may import at all."""
    cookies = Cookies(settings)
    origins = Origins(settings)

    def importer(request: Request) -> Actor:
        if request.method != "GET":
            check_origin(request, origins)
        actor = cookies.actor(request)
        check_may_import(actor)
        return actor

    return importer


def _answer(report: ImportReport, *, done: bool) -> dict[str, object]:
    """The report as the page shows it; of thousands of refusals the first ones."""
    return {
        "kind": report.kind.value,
        "done": done,
        "summary": summary(report, done=done),
        "rows": report.rows,
        "facts": _facts(report, done=done),
        "notices": report.notices[:_MOST_NOTICES],
        "more_notices": max(len(report.notices) - _MOST_NOTICES, 0),
        "refused_rows": report.refused_rows,
        "refusals": len(report.refused),
        "refused": [_refused_row(report.kind, each) for each in report.refused[:SHOWN]],
        "first_on": report.first_on.isoformat() if report.first_on else "",
    }


def _facts(report: ImportReport, *, done: bool) -> list[tuple[str, str]]:
    """What is in the file, in the order in which one asks."""
    bookings = [
        ("Bookings", report.bookings),
        ("Outside working time", report.outside_hours),
    ]
    rows = [
        ("Rows that can be taken", report.rows - report.refused_rows),
        ("Rows that cannot", report.refused_rows),
    ]
    facts = [
        *([] if done else rows),
        *(bookings if report.kind is ImportKind.BOOKINGS else []),
        ("New contacts", report.new_contacts),
        ("Known contacts", report.known_contacts),
        ("Of them filled in", report.filled_in),
    ]
    return [(label, f"{number:,}") for label, number in facts]


def _refused_row(kind: ImportKind, each: RefusedRow) -> tuple[str, str, str, str]:
    column = HEADINGS[kind].get(each.column, each.column)
    return str(each.line), column, each.message, each.text


def _csv_file(text: str, name: str) -> Response:
    headers = {**_NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
