import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from ops.backups import BackupError, make, restore, tables, target
from ops.backups.address import Address
from ops.backups.manifest import DUMP, UPLOADS, Manifest, write
from ops.backups.stores import Folder
from ops.backups.target import Target
from ops.tests import backup_town
from ops.tests.backup_town import ROWS, TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Folder:
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.BACKUP_ADDRESS = Address(folder=tmp_path / "backups")
    return Folder(tmp_path / "backups")


@pytest.fixture
def made(folder: Folder, settings: Settings) -> Manifest:
    plans = Path(settings.MEDIA_ROOT) / "plans"
    plans.mkdir(parents=True)
    (plans / "a.pdf").write_bytes(b"%PDF")
    with backup_town.database(TABLES) as town:
        return make.back_up(of=town, to=folder)


@pytest.fixture
def empty() -> Iterator[Target]:
    with backup_town.database() as found:
        yield found


def _databases() -> set[str]:
    with target.ours().connected() as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows if restore.MARK in name}


def test_a_check_compares_and_leaves_nothing(made: Manifest) -> None:
    steps: list[str] = []

    def note(step: str, _done: int) -> None:
        steps.append(step)

    found = restore.check(progress=note)
    assert found.manifest == made
    assert found.uploads == 1
    assert "Restoring houses" in steps
    assert not {name for name in _databases() if name.startswith(target.ours().name)}


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"houses": 2999}, "houses has 3,000 rows instead of 2,999"),
        ({"gardens": 1}, "gardens is missing"),
        ({"houses": None}, "houses should not be there"),
    ],
)
def test_a_difference_is_found(
    tables: dict[str, int | None], message: str, made: Manifest, folder: Folder
) -> None:
    changed = {
        name: rows
        for name, rows in {**made.tables, **tables}.items()
        if rows is not None
    }
    write(dataclasses.replace(made, tables=changed), folder.root / made.name)
    with pytest.raises(BackupError, match=f"did not come back whole: {message}"):
        restore.check(made.name)


@pytest.mark.parametrize("file", [DUMP, UPLOADS])
def test_a_damaged_file_is_found(file: str, made: Manifest, folder: Folder) -> None:
    path = folder.root / made.name / file
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    with pytest.raises(BackupError, match=f"{file} is damaged"):
        restore.check()
    path.unlink()
    with pytest.raises(BackupError, match=f"{file} cannot be read"):
        restore.check()


def test_it_goes_into_an_empty_database(
    made: Manifest, folder: Folder, empty: Target, tmp_path: Path
) -> None:
    found = restore.restore_into(made.name, empty, uploads=tmp_path / "back")
    assert found.manifest == made
    with empty.connected() as connection:
        assert tables.counts(connection) == ROWS
        # Keys, references and the next number of a sequence came along.
        row = connection.execute(
            "INSERT INTO streets (name) VALUES ('Last') RETURNING id"
        ).fetchone()
        assert row == (51,)
    assert (tmp_path / "back" / "plans" / "a.pdf").read_bytes() == b"%PDF"


def test_never_into_one_that_has_tables(made: Manifest, empty: Target) -> None:
    with empty.connected(autocommit=True) as connection:
        connection.execute("CREATE SCHEMA attic CREATE TABLE chests (id int)")
        with pytest.raises(BackupError, match="only goes into an empty database"):
            restore.restore_into(made.name, empty)
        assert tables.counts(connection) == {"attic.chests": 0}


def test_uploads_never_go_over_others(
    made: Manifest, empty: Target, tmp_path: Path
) -> None:
    (tmp_path / "uploads" / "mine").write_text("")
    with pytest.raises(BackupError, match="is not empty"):
        restore.restore_into(made.name, empty, uploads=tmp_path / "uploads")


def test_one_that_fails_at_the_end_leaves_the_database_empty(
    folder: Folder, empty: Target
) -> None:
    """A house in a street that is not there is found when all rows are in."""
    with backup_town.database(TABLES) as town:
        with town.connected() as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("INSERT INTO houses VALUES (9999, 777, 1)")
        name = make.back_up(of=town, to=folder).name
    with pytest.raises(BackupError, match=r"pg_restore failed: .*foreign key"):
        restore.restore_into(name, empty)
    with empty.connected() as connection:
        assert tables.is_empty(connection)


def test_a_backup_without_the_citys_data_says_that_it_is_not_loaded(
    folder: Folder, empty: Target
) -> None:
    with backup_town.database() as site:
        with site.connected() as connection:
            connection.execute("CREATE TABLE permits (id int)")
            connection.execute("CREATE TABLE loads (status text)")
            connection.execute("INSERT INTO permits VALUES (1)")
            connection.execute("INSERT INTO loads VALUES ('succeeded'), ('failed')")
        name = make.back_up(of=site, to=folder, without_city_data=True).name
    restore.restore_into(name, empty)
    with empty.connected() as connection:
        found = connection.execute("SELECT status FROM loads ORDER BY 1").fetchall()
        assert found == [("failed",), ("removed",)]
        assert tables.counts(connection) == {"loads": 2, "permits": 0}


def test_what_a_killed_check_left_is_removed(made: Manifest) -> None:
    ours = target.ours()
    left = f"{ours.name[:40]}{restore.MARK}0000dead"
    used = f"{ours.name[:40]}{restore.MARK}0000beef"
    with ours.connected(autocommit=True) as connection:
        for name in (left, used):
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        with ours.beside(used).connected():
            restore.check()
            found = _databases()
        connection.execute(f'DROP DATABASE IF EXISTS "{used}"'.encode())
    assert left not in found
    assert used in found


class TestLatest:
    def _names(self, folder: Folder, *names: str) -> None:
        for name in names:
            (folder.root / name).mkdir(parents=True)
            (folder.root / name / "manifest.json").write_text("{}")

    def test_the_newest_with_all_tables(self, folder: Folder) -> None:
        self._names(folder, "20260616T190000Z", "20260617T190000Z-without-city-data")
        assert restore._found(folder, "latest") == "20260616T190000Z"

    def test_the_newest_at_all_if_there_is_none(self, folder: Folder) -> None:
        self._names(folder, "20260617T190000Z-without-city-data")
        assert restore._found(folder, "latest") == "20260617T190000Z-without-city-data"

    def test_an_unknown_name(self, folder: Folder) -> None:
        with pytest.raises(BackupError, match="There is no backup\\."):
            restore._found(folder, "latest")
        self._names(folder, "20260616T190000Z")
        with pytest.raises(BackupError, match="the latest is 20260616T190000Z"):
            restore._found(folder, "monday")


class TestCommand:
    def _restore(self, *arguments: str) -> str:
        out = io.StringIO()
        call_command("restore", *arguments, stdout=out)
        return out.getvalue()

    def test_check(self, made: Manifest) -> None:
        said = self._restore("--check")
        assert f"{made.name} came back whole: 4 tables, 3,053 rows, 1 uploads" in said

    def test_into(self, made: Manifest, empty: Target) -> None:
        given = empty.parameters
        user = f"{given['user']}@" if "user" in given else ""
        url = f"postgresql://{user}/{empty.name}?host={given['host']}&port={given.get('port', 5432)}"
        said = self._restore(made.name, "--into", url)
        assert "Its uploads were not unpacked" in said
        with pytest.raises(CommandError, match="has tables"):
            self._restore(made.name, "--into", url)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "one of the arguments --check --into is required"),
            (["--check", "--into", "x"], "not allowed with"),
            (["--check"], "There is no backup"),
            (["--check", "--uploads", "x"], "--uploads goes with --into"),
            (["--into", "postgresql://a:secret@b/c"], "leave the password out"),
        ],
    )
    def test_a_wrong_command_says_what_is_right(
        self, arguments: list[str], message: str, folder: Folder
    ) -> None:
        with pytest.raises(CommandError, match=message):
            self._restore(*arguments)
