"""The report: figures as a table to read, on the terminal and in README.md beside this file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure

README = Path(__file__).parent / "README.md"

_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
_HEADINGS = ("What", "Measured", "Goal", "Kept", "Runs")


@dataclass(frozen=True, slots=True)
class Section:
    """One measurement, and what it came to."""

    name: str
    shows: str
    figures: Sequence[Figure]
    seconds: float


def missed(figures: Iterable[Figure]) -> list[Figure]:
    """Those that are not what they should be."""
    return [figure for figure in figures if not figure.is_kept]


def write(machine: Iterable[tuple[str, str]], sections: Sequence[Section]) -> None:
    """Put this run in place of the one before."""
    text = README.read_text()
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    README.write_text(f"{before}{_BEGIN}\n\n{_measured(machine, sections)}\n{_END}{after}")


def _measured(machine: Iterable[tuple[str, str]], sections: Sequence[Section]) -> str:
    parts = ["\n".join(f"- {name}: {value}" for name, value in machine), _summary(sections)]
    for section in sections:
        minutes, seconds = divmod(round(section.seconds), 60)
        parts += [
            f"## {section.name}",
            section.shows,
            table(section.figures),
            f"Took {minutes} min {seconds} s.",
        ]
    return "\n\n".join(parts) + "\n"


def _summary(sections: Sequence[Section]) -> str:
    with_goal = [each for section in sections for each in section.figures if each.goal]
    wrong = missed(with_goal)
    said = f"{len(with_goal) - len(wrong)} of {len(with_goal)} goals are kept."
    if not wrong:
        return said
    return f"{said} Missed:\n\n{table(wrong)}"


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns that line up, which Markdown reads as well."""
    rows = [_HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    rule = [
        f"{'-' * (width - 1)}:" if 0 < at < 3 else "-" * width for at, width in enumerate(widths)
    ]
    return "\n".join([lines[0], f"| {' | '.join(rule)} |", *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left, numbers to the right."""
    what, measured, goal, *others = row
    cells = [what.ljust(widths[0]), measured.rjust(widths[1]), goal.rjust(widths[2])]
    cells += [cell.ljust(width) for cell, width in zip(others, widths[3:], strict=True)]
    return f"| {' | '.join(cells)} |"
