from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ops.tests.test_groups import member
from permits import admin
from permits.models import Load
from permits.tests.factories import (
    ComplaintFactory,
    ContactFactory,
    InspectionFactory,
    LoadFactory,
    PermitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    (tmp_path / "rejects").mkdir()
    (tmp_path / "secret_key").write_text("secret")
    (tmp_path / "rejects" / "1.csv").write_text("line,reason\n2,no number\n")
    return tmp_path


@pytest.fixture
def viewer(client: Client) -> Client:
    client.force_login(member("viewer"))
    return client


def _load(file: str) -> Load:
    return LoadFactory.create(rejects_file=file, rows_rejected=1)


def test_rejects_are_given_to_keep(var: Path, viewer: Client) -> None:
    load = _load(str(var / "rejects" / "1.csv"))
    address = f"/admin/permits/load/{load.pk}/rejects/"
    response = viewer.get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="1.csv"'
    assert b"".join(response.streaming_content) == b"line,reason\n2,no number\n"  # type: ignore[attr-defined]
    assert address in viewer.get("/admin/operations/").content.decode()


@pytest.mark.parametrize(
    "file",
    [
        "",
        "{var}/secret_key",
        "{var}/rejects/../secret_key",
        "/etc/passwd",
        "{var}/rejects/gone.csv",
        "{var}/rejects",
        "{var}/rejects/link",
    ],
)
def test_no_other_file_is_given(var: Path, viewer: Client, file: str) -> None:
    (var / "rejects" / "link").symlink_to(var / "secret_key")
    load = _load(file.format(var=var))
    assert admin.rejects_path(load) is None
    assert viewer.get(f"/admin/permits/load/{load.pk}/rejects/").status_code == 404
    assert viewer.get("/admin/operations/").status_code == 200


def test_rejects_are_for_the_staff(var: Path, client: Client) -> None:
    load = _load(str(var / "rejects" / "1.csv"))
    address = f"/admin/permits/load/{load.pk}/rejects/"
    assert client.get(address).status_code == 302
    client.force_login(member())
    assert client.get(address).status_code == 403
    client.force_login(member("viewer"))
    assert client.post(address).status_code == 405
    assert client.get("/admin/permits/load/0/rejects/").status_code == 404


def test_rows_lead_to_their_public_pages(viewer: Client) -> None:
    permit = PermitFactory.create()
    page = viewer.get(f"/admin/permits/permit/?q={permit.pk}").content.decode()
    assert f'href="/permits/{permit.pk}/"' in page
    shown = viewer.get(f"/admin/permits/permit/{permit.pk}/change/").content.decode()
    assert f'href="/permits/{permit.pk}/"' in shown


def test_which_page_shows_what() -> None:
    inspection = InspectionFactory.build
    assert (
        admin._inspected(
            inspection(reference_number="1", reference_number_type="PERMIT")
        )
        == "/permits/1/"
    )
    assert (
        admin._inspected(
            inspection(
                reference_number="1",
                reference_number_type="complaint",
                block="1",
                lot="2",
            )
        )
        == "/parcels/1/2/"
    )
    assert admin._parcel_page(ComplaintFactory.build(block=None, lot="2")) is None
    contact = ContactFactory.build(source="fdm7-jqqf", permit_number="E1")
    assert admin._building_permit(contact) is None
