"""Runs the files under sql/, with table and column names filled in."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.db import connection
from psycopg import sql

SQL_FOLDER = Path(__file__).parent / "sql"


def names(columns: Sequence[str], alias: str | None = None) -> sql.Composed:
    """Column names for a list, each with the table's alias if there is one."""
    return sql.SQL(", ").join(
        sql.Identifier(alias, name) if alias else sql.Identifier(name)
        for name in columns
    )


def is_empty(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT NOT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
        )
        return bool(cursor.fetchone()[0])


def run(name: str, **parts: sql.Composable) -> int:
    """Execute sql/NAME.sql; returns the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_text(name)).format(**parts))
        return int(cursor.rowcount)


def scalar(name: str, **parts: sql.Composable) -> int:
    """The one number that sql/NAME.sql selects."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_text(name)).format(**parts))
        return int(cursor.fetchone()[0])


@cache
def _text(name: str) -> str:
    return (SQL_FOLDER / f"{name}.sql").read_text()
