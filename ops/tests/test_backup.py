import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from ops.backups import BackupError, address, make, programs, shown, tables, target
from ops.backups.address import Address
from ops.backups.manifest import Kept, Manifest, describe, moment_of, name_at
from ops.backups.programs import Programs
from ops.backups.stores import Folder
from ops.backups.target import Target
from ops.tests import backup_town
from ops.tests.backup_town import ROWS, TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Iterator[Target]:
    with backup_town.database(TABLES) as found:
        yield found


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.BACKUP_ADDRESS = Address(folder=tmp_path / "backups")
    return tmp_path / "var"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "backups")


def test_the_manifest_has_every_table_and_every_file(
    town: Target, folder: Folder, settings: Settings
) -> None:
    uploads = Path(settings.MEDIA_ROOT)
    (uploads / "plans").mkdir(parents=True)
    (uploads / "plans" / "a.pdf").write_bytes(b"%PDF")
    made = make.back_up(of=town, to=folder)
    assert made.tables == ROWS
    assert made.uploads == 1
    assert folder.names() == [made.name]
    assert folder.manifest(made.name) == made
    path = folder.root / made.name
    assert sorted(each.name for each in path.iterdir()) == [
        "database.dump",
        "manifest.json",
        "uploads.tar",
    ]
    for name, kept in made.files.items():
        assert describe(path / name) == kept


def test_rows_are_those_of_one_moment(town: Target, folder: Folder) -> None:
    """What is written while the dump is made is in neither the dump nor the counts."""
    steps: list[str] = []

    def meanwhile(step: str, _done: int = 0) -> None:
        steps.append(step)
        if step.startswith(("Counting", "Dumping")):
            with town.connected() as other:
                other.execute("INSERT INTO streets (name) VALUES ('New Street')")
                other.execute('DELETE FROM "Odd, name"')

    made = make.back_up(of=town, to=folder, progress=meanwhile)
    assert "Dumping streets" in steps
    assert made.tables == ROWS
    call_command("restore", made.name, check=True)


def test_two_in_one_second_have_two_names(town: Target, folder: Folder) -> None:
    with time_machine.travel(dt.datetime(2026, 6, 17, 19, tzinfo=dt.UTC), tick=False):
        names = [make.back_up(of=town, to=folder).name for _ in range(2)]
    assert names == ["20260617T190000Z", "20260617T190001Z"]


def test_the_site_itself(folder: Folder) -> None:
    made = make.back_up()
    assert made.name in folder.names()
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
    assert set(made.tables) == names
    assert made.tables["django_migrations"] > 0


def test_every_table_is_either_the_citys_or_ours() -> None:
    """A new table has to be put on one side."""
    ours = {"loads", "permit_changes", "entity_contacts", "entity_redirects"}
    models = apps.get_app_config("permits").get_models()
    names = {model._meta.db_table for model in models}
    assert set(tables.from_the_city()) | ours == names
    assert not set(tables.from_the_city()) & ours


def test_without_city_data(folder: Folder) -> None:
    made = make.back_up(without_city_data=True)
    assert made.name.endswith("-without-city-data")
    assert made.left_out == tuple(tables.from_the_city())
    assert made.tables["permits"] == 0
    assert folder.names() == [made.name]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, BackupError])
def test_one_that_ends_half_way_leaves_nothing(
    fault: type[BaseException], town: Target, folder: Folder, var: Path
) -> None:
    def stop(step: str, _done: int = 0) -> None:
        if step.startswith("Dumping"):
            raise fault

    with pytest.raises(fault):
        make.back_up(of=town, to=folder, progress=stop)
    assert folder.names() == folder.unfinished() == []
    assert list(var.iterdir()) == []
    children = psutil.Process().children()
    assert not [child for child in children if child.name() == "pg_dump"]


def test_a_failing_program_says_why(town: Target) -> None:
    with town.connected() as connection:
        version = connection.info.server_version // 10_000
    dump = programs.for_server(version).folder / "pg_dump"
    with pytest.raises(BackupError, match=r"pg_dump failed: .*invalid snapshot"):
        programs.run(dump, ["--snapshot=none"], town, at_table=print)


def test_a_table_that_cannot_be_read_is_a_clear_error(
    town: Target, folder: Folder
) -> None:
    def break_it(_step: str, _done: int = 0) -> None:
        with town.connected(autocommit=True) as owner:
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )

    with pytest.raises(BackupError, match=f"{town.name}: .*terminating connection"):
        make.back_up(of=town, to=folder, progress=break_it)
    assert folder.names() == []


def test_a_database_that_is_not_there(town: Target, folder: Folder) -> None:
    with pytest.raises(BackupError, match=r"nowhere: .*does not exist"):
        make.back_up(of=town.beside("nowhere"), to=folder)


def test_old_backups_are_removed_by_kind(town: Target, folder: Folder) -> None:
    noon = dt.datetime(2026, 6, 17, 19, tzinfo=dt.UTC)
    for days in range(1, 60):
        for partial in (False, True):
            _pretend(
                folder, name_at(noon - dt.timedelta(days), without_city_data=partial)
            )
    # One that was killed, one under way, and something that is not a backup.
    (folder.root / "20260601T190000Z.part").mkdir()
    (folder.root / "20260617T120000Z.part").mkdir()
    (folder.root / "notes").mkdir()
    with time_machine.travel(noon, tick=False):
        made = make.back_up(of=town, to=folder)
    whole = [name for name in folder.names() if "-" not in name]
    assert len(whole) == 9
    assert whole[-1] == made.name == "20260617T190000Z"
    assert len(folder.names()) == 9 + 9
    assert folder.unfinished() == ["20260617T120000Z.part"]
    assert (folder.root / "notes").exists()


def _pretend(folder: Folder, name: str) -> None:
    (folder.root / name).mkdir(parents=True)
    (folder.root / name / "manifest.json").write_text("{}")


class TestPrograms:
    @pytest.fixture
    def there(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
        majors: list[int] = []
        monkeypatch.setattr(programs, "_folders", lambda: iter(map(str, majors)))
        monkeypatch.setattr(
            programs, "_programs", lambda found: Programs(tmp_path, int(found))
        )
        return majors

    @pytest.mark.parametrize(
        ("majors", "chosen"),
        [([18], 18), ([15, 18], 18), ([19, 18], 18), ([17, 19], 19)],
    )
    def test_the_nearest_that_is_not_older(
        self, majors: list[int], chosen: int, there: list[int]
    ) -> None:
        there += majors
        assert programs.for_server(18).major == chosen

    @pytest.mark.parametrize(
        ("majors", "known"), [([], "none"), ([15, 17], "15 in .*, 17 in ")]
    )
    def test_older_ones_are_refused(
        self, majors: list[int], known: str, there: list[int]
    ) -> None:
        there += majors
        with pytest.raises(BackupError, match=f"PostgreSQL 18: .* there are: {known}"):
            programs.for_server(18)

    def test_the_embedded_ones_are_found(self) -> None:
        found = programs.for_server(16)
        assert (found.folder / "pg_restore").exists()


class TestTarget:
    def test_no_password_on_a_command_line(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DATABASE_UNPOOLED = {
            "NAME": "permits",
            "USER": "clerk",
            "PASSWORD": "p'ss word",
            "HOST": "db.example.org",
            "PORT": "6432",
            "OPTIONS": {
                "sslmode": "require",
                "connect_timeout": 10,
                "pool": {"max_size": 9},
            },
        }
        found = target.ours()
        seen: dict[str, Any] = {}

        def popen(command: list[str], **options: Any) -> None:
            seen.update(command=command, **options)
            raise InterruptedError

        monkeypatch.setattr("subprocess.Popen", popen)
        with pytest.raises(InterruptedError):
            programs.run(Path("pg_dump"), ["--format=custom"], found, at_table=print)
        assert "p'ss" not in " ".join(seen["command"])
        assert seen["env"]["PGPASSWORD"] == "p'ss word"
        assert seen["env"]["PATH"] == os.environ["PATH"]
        for part in (
            "host=db.example.org",
            "port=6432",
            "user=clerk",
            "dbname=permits",
            "sslmode=require",
        ):
            assert part in seen["command"][-1]
        assert "pool" not in seen["command"][-1]
        assert "p'ss" not in repr(found)

    @pytest.mark.parametrize(
        ("url", "message"),
        [
            ("postgresql://clerk:secret@host/name", "leave the password out"),
            ("postgresql://clerk@host/name?password=secret", "leave the password out"),
            ("postgresql://clerk@host", "must be postgresql://user@host/name"),
            ("dbname=name", "must be postgresql://user@host/name"),
            ("http://host/name", "Not an address"),
            ("postgresql://[host/name", "Not an address"),
        ],
    )
    def test_addresses_that_are_refused(self, url: str, message: str) -> None:
        with pytest.raises(BackupError, match=message) as found:
            target.parse(url)
        assert "secret" not in str(found.value)

    def test_an_address_as_given(self) -> None:
        found = target.parse("postgresql://clerk@/permits?host=/run/pg&sslmode=disable")
        assert found.name == "permits"
        assert "host=/run/pg" in found.address
        assert found.beside("other").name == "other"


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (None, Address(folder=Path("/var/backups"))),
            ("file:///mnt/my%20disk", Address(folder=Path("/mnt/my disk"))),
            ("s3://attic", Address(bucket="attic")),
            ("s3://attic/sf/permits/", Address(bucket="attic", prefix="sf/permits")),
        ],
    )
    def test_forms(self, url: str | None, expected: Address) -> None:
        assert address.parse(url, Path("/var/backups")) == expected

    @pytest.mark.parametrize(
        "url",
        [
            *("attic", "s3://", "s3://key:secret@attic", "https://attic", "file://"),
            *("file:///", "file://host/folder", "s3://attic?region=x", "s3://[attic"),
        ],
    )
    def test_anything_else_is_refused(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="BACKUP_URL must be") as found:
            address.parse(url, Path("/var/backups"))
        assert "secret" not in str(found.value)


class TestManifest:
    MANIFEST = Manifest(
        name="20260617T190000Z",
        made_at="2026-06-17T19:00:00+00:00",
        version="1",
        postgres=18,
        program=18,
        files={"database.dump": Kept(3, "abc")},
        tables={"a": 2, "b": 5},
        left_out=("b",),
    )

    def test_it_comes_back_as_it_was(self) -> None:
        assert Manifest.from_json(self.MANIFEST.to_json()) == self.MANIFEST
        assert (self.MANIFEST.rows, self.MANIFEST.size) == (7, 3)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "{}",
            "null",
            '{"format": 2}',
            '{"format": 1}',
            '{"format": 1, "files": 3}',
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(BackupError, match="manifest"):
            Manifest.from_json(text)

    def test_a_field_too_many_is_refused(self) -> None:
        found = json.loads(self.MANIFEST.to_json()) | {"more": 1}
        with pytest.raises(BackupError, match="cannot be read"):
            Manifest.from_json(json.dumps(found))

    def test_names_sort_by_age_and_give_their_moment(self) -> None:
        moment = dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)
        names = [
            name_at(moment + dt.timedelta(hours=hours), without_city_data=hours == 1)
            for hours in range(3)
        ]
        assert names == sorted(names)
        assert moment_of(names[1]) == moment + dt.timedelta(hours=1)
        with pytest.raises(BackupError, match="not the name of a backup"):
            moment_of("../20261101T083000Z")


class TestCommand:
    def test_it_makes_and_lists(
        self, folder: Folder, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("backup")
        name = folder.names()[0]
        said = capsys.readouterr().out
        assert said.startswith(f"{name}: ")
        assert "0 uploads" in said
        call_command("backup", "--list")
        assert name in capsys.readouterr().out

    def test_an_error_is_a_sentence(self, settings: Settings) -> None:
        settings.BACKUP_ADDRESS = Address(folder=Path("/proc/nowhere"))
        with pytest.raises(CommandError, match="/proc/nowhere cannot be written"):
            call_command("backup")

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (12_345, "12.3 kB"),
            (2_500_000_000, "2.5 GB"),
        ],
    )
    def test_sizes_in_words(self, number: int, words: str) -> None:
        assert shown.size(number) == words
