"""A small database to back up, and where its backups go."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from ops.backups import target
from ops.backups.target import Target

TABLES = """
    CREATE TABLE streets (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
    CREATE TABLE houses (id int PRIMARY KEY, street int REFERENCES streets, number int);
    CREATE TABLE "Odd, name" (id int);
    CREATE SCHEMA attic;
    CREATE TABLE attic.chests (id int);
    INSERT INTO streets (name) SELECT 'Street ' || n FROM generate_series(1, 50) n;
    INSERT INTO houses SELECT n, 1 + n % 50, n FROM generate_series(1, 3000) n;
    INSERT INTO "Odd, name" VALUES (1);
    INSERT INTO attic.chests VALUES (1), (2);
"""
ROWS = {"Odd, name": 1, "attic.chests": 2, "houses": 3000, "streets": 50}


@contextmanager
def database(statements: str = "") -> Iterator[Target]:
    ours = target.ours()
    name = f"town_{secrets.token_hex(4)}"
    with ours.connected(autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            town = ours.beside(name)
            with town.connected(autocommit=True) as made:
                made.execute(statements.encode())
            yield town
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )
