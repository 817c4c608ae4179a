import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from analysis import run_job, storage
from analysis.storage import DiskFullError, GoneError, StorageError
from analysis.tests.plans import makers
from ops.backups.address import Address
from ops.tests import s3_server
from ops.tests.s3_server import S3Server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    with s3_server.served() as found:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", found.url)
        monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
        yield found


@pytest.fixture(params=["folder", "bucket", "bucket with a folder"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, settings: Settings
) -> storage.Store:
    settings.VAR_DIR = tmp_path / "var"
    settings.PLANS_ADDRESS = Address(folder=tmp_path / "plans")
    if request.param != "folder":
        request.getfixturevalue("server")
        prefix = "sf/plans" if "with" in request.param else ""
        settings.PLANS_ADDRESS = Address(bucket="attic", prefix=prefix)
    return storage.store()


def arrived(store: storage.Store, content: bytes = b"%PDF") -> Path:
    store.incoming.mkdir(parents=True, exist_ok=True)
    path = store.incoming / storage.new_name()
    path.write_bytes(content)
    return path


def test_what_is_kept_is_read_and_removed(store: storage.Store) -> None:
    folder, other = storage.new_name(), storage.new_name()
    for name in (folder, other):
        path = arrived(store)
        store.keep(path, name, storage.SET)
        assert not path.exists()
    with store.open(folder, storage.SET) as file:
        assert file.read() == b"%PDF"
    with store.local(folder, storage.SET) as copy:
        assert copy.read_bytes() == b"%PDF"
    with store.pictures(folder) as scratch:
        picture = scratch / "sheet-0001.webp"
        picture.write_bytes(b"RIFF")
        store.put(folder, picture)
    with store.open(folder, "sheet-0001.webp") as file:
        assert file.read() == b"RIFF"
    assert {name for name, _ in store.folders()} == {folder, other}
    assert all(changed.tzinfo for _, changed in store.folders())
    store.remove(folder)
    store.remove(folder)
    assert [name for name, _ in store.folders()] == [other]
    assert [path for path in store.incoming.rglob("*") if path.is_file()] == []


def test_what_is_not_there_is_said_to_be_gone(store: storage.Store) -> None:
    with pytest.raises(StorageError):
        store.open(storage.new_name(), storage.SET)
    with pytest.raises(StorageError), store.local(storage.new_name(), storage.SET):
        pass


@pytest.mark.django_db
@pytest.mark.usefixtures("rules")
def test_a_set_is_checked_wherever_it_is_kept(store: storage.Store) -> None:
    job = makers.job()
    store.keep(arrived(store, makers.pdf(2)), job.storage_name, storage.SET)
    run_job.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == ("succeeded", "")
    for sheet in job.sheets.all():
        for name in (sheet.picture, sheet.thumbnail):
            with store.open(job.storage_name, name) as file:
                assert file.read(4) == b"RIFF"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EIO, StorageError),
        (errno.ENOENT, GoneError),
    ],
)
def test_the_systems_errors_in_words(number: int, error: type[Exception]) -> None:
    with pytest.raises(error) as found, storage.said("kept"):
        raise OSError(number, "/secret/path")
    assert "secret" not in str(found.value)
