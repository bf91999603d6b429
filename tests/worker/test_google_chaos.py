"""200 bookings through a Google of which half fails, by workers that are killed at random."""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fake_google.faults import KINDS
from tests.google_chaos import (
    Differences,
    Noticed,
    busy_as_known,
    busy_in_google,
    differences,
    fired,
    given_clinic,
    half_of_all_requests_fail,
    let_pass,
    links_without_event,
    workers_at,
)
from tests.google_sync import google_desk, keep_promises, promised

BOOKINGS = 200
KILLS = 20
AT_LEAST = 10
# By then all of it has happened many times over.
MOST_KILLS = 150


def test_at_the_end_every_calendar_is_as_if_nothing_had_gone_wrong(
    database: str, tmp_path: Path
) -> None:
    seed = random.randrange(10**9)
    sys.stdout.write(f"seed {seed}\n")
    draw = random.Random(seed)
    log = tmp_path / "workers.log"
    with google_desk() as desk, workers_at(desk.server, database, log) as workers:
        desk.google.requests = requests = Noticed()
        desk.google.faults.seed(seed)
        faults = half_of_all_requests_fail(desk.google)
        clinic = given_clinic(desk, draw, providers=5)
        for _ in range(2):
            workers.start()

        while (
            clinic.made < BOOKINGS
            or workers.killed < KILLS
            or any(fired(faults)[kind] < AT_LEAST for kind in KINDS)
        ):
            for _ in range(10 if clinic.made < BOOKINGS else 0):
                clinic.book()
                clinic.do_something()
            if draw.random() < 0.1:
                desk.google.expire_access_tokens()
            workers.wait_for_oldest()
            requests.wait_for_more(draw.randrange(10, 30))
            workers.kill_oldest()
            assert workers.killed < MOST_KILLS, f"{fired(faults)}"
            workers.start()
            let_pass(timedelta(minutes=draw.randrange(5, 30)))

        workers.end()
        sys.stdout.write(f"{len(requests)} requests, {workers.killed} kills, {fired(faults)}\n")
        desk.google.faults.clear()
        let_pass(timedelta(hours=1))
        keep_promises(desk, now=datetime.now(UTC))

        assert "Traceback" not in log.read_text()
        assert promised() == []
        assert differences(clinic) == Differences([], [], [], [])
        assert busy_as_known(clinic) == busy_in_google(clinic)
        assert links_without_event() == []
