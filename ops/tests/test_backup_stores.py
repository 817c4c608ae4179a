"""A folder and a bucket behave alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from ops.backups import BackupError, stores
from ops.backups.address import Address
from ops.backups.manifest import DUMP, Manifest, describe, write
from ops.backups.stores import Bucket, Folder, Store
from ops.tests import s3_server
from ops.tests.s3_server import S3Server

NAME = "20260617T190000Z"
# Above boto3's 8 MB a file goes in parts.
LARGE = b"permit " * 1_500_000


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


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
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "deep" / "backups")
    request.getfixturevalue("server")
    prefix = "sf/permits" if "with" in request.param else ""
    return Bucket(Address(bucket="attic", prefix=prefix))


def _made(
    tmp_path: Path, name: str = NAME, body: bytes = b"dump"
) -> tuple[Path, Manifest]:
    folder = tmp_path / "made" / name
    folder.mkdir(parents=True)
    (folder / DUMP).write_bytes(body)
    manifest = Manifest(
        name,
        "2026-06-17T19:00:00+00:00",
        "1",
        18,
        18,
        {DUMP: describe(folder / DUMP)},
        {},
    )
    write(manifest, folder)
    return folder, manifest


@pytest.mark.parametrize("body", [b"dump", LARGE], ids=["small", "large"])
def test_what_is_kept_comes_back(body: bytes, store: Store, tmp_path: Path) -> None:
    folder, manifest = _made(tmp_path, body=body)
    assert store.names() == []
    store.keep(folder, NAME)
    assert store.names() == [NAME]
    assert store.unfinished() == []
    assert store.manifest(NAME) == manifest
    with store.files(NAME) as files:
        assert describe(files / DUMP) == manifest.files[DUMP]


def test_names_are_in_order_and_removed_ones_are_gone(
    store: Store, tmp_path: Path
) -> None:
    names = [f"2026061{day}T190000Z" for day in (3, 1, 2)]
    for name in names:
        store.keep(_made(tmp_path, name)[0], name)
    assert store.names() == sorted(names)
    store.remove(names[0])
    assert store.names() == sorted(names[1:])
    assert store.unfinished() == []


def test_one_that_is_not_there(store: Store) -> None:
    with pytest.raises(BackupError, match=f"no backup {NAME} in"):
        store.manifest(NAME)


def test_without_its_manifest_it_is_none(server: S3Server, tmp_path: Path) -> None:
    """The bucket refuses the manifest, which comes last."""
    server.refused = {f"attic/{NAME}/manifest.json"}
    store = Bucket(Address(bucket="attic"))
    with pytest.raises(BackupError, match=r"s3://attic: .*AccessDenied"):
        store.keep(_made(tmp_path)[0], NAME)
    assert server.written == [f"attic/{NAME}/{DUMP}"]
    assert store.names() == []
    assert store.unfinished() == [NAME]
    store.remove(NAME)
    assert server.objects == {}


def test_a_refused_key_is_a_clear_error(
    server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "other")
    with pytest.raises(BackupError, match="s3://attic: ") as found:
        Bucket(Address(bucket="attic")).names()
    assert "secret" not in str(found.value)


def test_a_folder_that_was_cut_off(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    (tmp_path / f"{NAME}.part").mkdir()
    assert store.names() == []
    assert store.unfinished() == [f"{NAME}.part"]
    store.remove(f"{NAME}.part")
    assert list(tmp_path.iterdir()) == []


def test_the_settings_choose(settings: Settings, tmp_path: Path) -> None:
    settings.BACKUP_ADDRESS = Address(folder=tmp_path)
    assert isinstance(stores.store(), Folder)
    settings.BACKUP_ADDRESS = Address(bucket="attic")
    assert isinstance(stores.store(), Bucket)
