"""A program: a client of REST with a key and a connection of its own."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

LARGEST_PAGE = "200"


@dataclass(frozen=True, slots=True)
class Received:
    """An answer as it came over the wire, and what it says."""

    sent_bytes: int
    body: bytes


class Program:
    """It keeps its connection, and reads every answer to the end."""

    def __init__(self, port: int, secret: str) -> None:
        self._connection = HTTPConnection("localhost", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def get(self, path: str, asked: Mapping[str, str], *, packed: bool = False) -> Received:
        """Ask for something that there is."""
        status, received = self._send("GET", f"{path}?{urlencode(asked)}", packed=packed)
        assert status == 200, received.body
        return received

    def pages(
        self, path: str, asked: Mapping[str, str], *, packed: bool = False
    ) -> Iterator[Received]:
        """Ask for a whole list, page after page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.get(path, {**asked, **cursor, "limit": LARGEST_PAGE}, packed=packed)
            yield page
            cursor = {"cursor": json.loads(page.body)["next_cursor"]}
            if cursor["cursor"] is None:
                return

    def book(self, wanted: dict[str, Any]) -> tuple[int, float]:
        """The status of the answer, and how long it took, in milliseconds."""
        begun = perf_counter()
        status, _ = self._send("POST", "/bookings", json.dumps(wanted))
        return status, (perf_counter() - begun) * 1000

    def _send(
        self, method: str, path: str, body: str | None = None, *, packed: bool = False
    ) -> tuple[int, Received]:
        packing = {"Accept-Encoding": "gzip"} if packed else {}
        self._connection.request(method, f"/api/v1{path}", body, self._headers | packing)
        answer = self._connection.getresponse()
        sent = answer.read()
        is_packed = answer.headers.get("content-encoding") == "gzip"
        return answer.status, Received(len(sent), gzip.decompress(sent) if is_packed else sent)
