"""Runs the files under sql/, by their names."""

from pathlib import Path
from typing import Final

from psycopg import sql

from permits import derived

SQL_FOLDER: Final = Path(__file__).parent / "sql"


def statement(name: str, **parts: sql.Composable) -> sql.Composed:
    """The text of sql/NAME.sql, with parts filled in."""
    return derived.statement(SQL_FOLDER / name, **parts)


def run(name: str, **parts: sql.Composable) -> int:
    """Execute sql/NAME.sql; returns the number of rows."""
    return derived.run(SQL_FOLDER / name, **parts)
