import pytest
from django.core.management import CommandError
from django.db import connection

from ops import startup


@pytest.mark.parametrize("error", [CommandError("busy"), SystemExit(1)])
def test_a_refresh_that_fails_does_not_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    said: list[str] = []
    monkeypatch.setattr(startup, "call_command", fail)
    startup._refresh(said.append)
    assert "could not be brought up to date" in said[0]


def test_what_an_app_registers_is_done_last(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for name in ("_migrate", "_collect_static", "_fill_empty_record", "_refresh"):
        monkeypatch.setattr(startup, name, lambda _say, name=name: done.append(name))
    monkeypatch.setattr(startup, "_steps", [])
    # The apps' own steps are not for this test.
    monkeypatch.setattr(startup, "autodiscover_modules", lambda _name: None)
    startup.register(lambda say: say("the app's"))
    startup.prepare(done.append)
    assert done[-2:] == ["_refresh", "the app's"]


@pytest.mark.django_db
def test_pages_are_asked_for_only_where_the_record_has_some() -> None:
    assert startup.record_pages() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entities VALUES (7, 'A & B', 'firm', 'single', 1,"
            " '[]', '[]', '{}', '{}', '[]', 1, 1)"
        )
    assert startup.record_pages() == ["/entities/7/"]
