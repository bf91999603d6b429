"""`python -m benchmarks [NAME…] [--quick]`: measure, print, and keep a whole run.

Ends with 1 when something is wrong that has nothing to do with speed.
"""

import argparse
import sys
from collections.abc import Sequence
from time import monotonic

from benchmarks import machine, report
from benchmarks.figures import Figure
from benchmarks.measurements import BY_NAME, MEASUREMENTS, Measurement
from benchmarks.places import Places, places
from benchmarks.report import Section
from benchmarks.size import Size


def main() -> int:
    """Run what the command line names, or everything."""
    arguments = _arguments()
    chosen = [BY_NAME[name] for name in arguments.names] or list(MEASUREMENTS)
    size = Size.QUICK if arguments.quick else Size.FULL
    with places() as somewhere:
        about = list(machine.facts(somewhere))
        _say("\n".join(f"{name}: {value}" for name, value in about))
        sections = [_section(each, somewhere, size) for each in chosen]
    if size is Size.FULL and len(chosen) == len(MEASUREMENTS):
        report.write(about, sections)
        _say(f"\nKept in {report.README}")
    return _judge([figure for section in sections for figure in section.figures])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BY_NAME))
    parser.add_argument("--quick", action="store_true", help="smaller; nothing is kept")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - BY_NAME.keys()
    if unknown:
        parser.error(
            f"no measurement is called {', '.join(unknown)}: there are {', '.join(BY_NAME)}"
        )
    return arguments


def _section(measurement: Measurement, somewhere: Places, size: Size) -> Section:
    _say(f"\n{measurement.NAME}: {measurement.SHOWS}\n")
    begun = monotonic()
    figures = list(measurement.measure(somewhere, size))
    section = Section(measurement.NAME, measurement.SHOWS, figures, monotonic() - begun)
    _say(report.table(figures))
    _say(f"({section.seconds:.0f} s)")
    return section


def _judge(figures: Sequence[Figure]) -> int:
    """Say what was missed. Only what has nothing to do with speed is a failure."""
    wrong = report.missed(figures)
    if wrong:
        _say(f"\nMissed:\n{report.table(wrong)}")
    return int(any(figure.is_fact for figure in wrong))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
