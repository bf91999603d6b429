"""The data: comparing text in whatever case, which each database does in its own way."""

from typing import Any

from sqlalchemy import ColumnElement, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "\\"


class Folded(FunctionElement[str]):
    """A text without its case. On SQLite each connection brings the function along."""

    name = "folded"
    type = String()
    inherit_cache = True


@compiles(Folded)
def _by_function(element: Folded, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"folded({compiler.process(element.clauses, **more)})"


@compiles(Folded, "postgresql")
def _by_collation(element: Folded, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    # The database's own collation may know the letters of English only.
    return f'lower(({compiler.process(element.clauses, **more)}) COLLATE "und-x-icu")'


def holds_text(column: Mapped[str], part: str) -> ColumnElement[bool]:
    """The condition that `part` stands somewhere in `column`; nothing in it is a wildcard."""
    escaped = part
    for special in (_ESCAPE, "%", "_"):
        escaped = escaped.replace(special, _ESCAPE + special)
    return Folded(column).like(Folded(literal(f"%{escaped}%")), escape=_ESCAPE)
