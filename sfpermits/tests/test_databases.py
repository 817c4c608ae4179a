import pytest
from django.core.exceptions import ImproperlyConfigured

from sfpermits import databases
from sfpermits.databases import database, replica


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://me:pw@db.example:5433/permits",
            ("permits", "me", "pw", "db.example", "5433"),
        ),
        ("postgres://me@db/permits", ("permits", "me", "", "db", "")),
        (
            "postgresql://m%40e:p%2Fw%3A%25@db/my%20permits",
            ("my permits", "m@e", "p/w:%", "db", ""),
        ),
        (
            "postgresql://me@/permits?host=/run/a%20b&port=5432",
            ("permits", "me", "", "/run/a b", "5432"),
        ),
        ("postgresql://me@%2Frun%2Fpg/permits", ("permits", "me", "", "/run/pg", "")),
        ("postgresql://me@[::1]:5432/permits", ("permits", "me", "", "::1", "5432")),
    ],
)
def test_database_url(url: str, expected: tuple[str, ...]) -> None:
    found = database("DATABASE_URL", url)
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert tuple(found[key] for key in keys) == expected


def test_what_follows_the_question_mark_goes_to_libpq() -> None:
    options = database("DATABASE_URL", "postgresql://h/n?sslmode=require")["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["connect_timeout"] == 10


@pytest.mark.parametrize(
    "url",
    [
        "db.example/permits",
        "mysql://db/permits",
        "postgresql://db",
        "postgresql://db:port/permits",
        "postgresql://db:99999/permits",
        "postgresql://[::1/permits",
    ],
)
def test_a_bad_database_url_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL") as error:
        database("DATABASE_URL", url.replace("://", "://me:hunter2@"))
    assert "hunter2" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_pool_smaller_than_its_minimum_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DB_POOL_MIN", "5")
    monkeypatch.setattr(databases, "DB_POOL_MAX", 4)
    with pytest.raises(ImproperlyConfigured, match="DB_POOL_MIN=5 is above"):
        databases._pool()


def test_a_replica_is_given_up_soon_and_is_the_primary_in_tests() -> None:
    found = replica("postgresql://me@r.example/permits")
    assert found["OPTIONS"]["connect_timeout"] == 2
    assert found["TEST"] == {"MIRROR": "default"}
