import errno
import json
import re
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis import storage, submit
from analysis.models import PlanJob
from analysis.storage import Folder, upload
from analysis.tests.plans import makers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("kept", "published", "rules"),
]


def send(client: Client, content: bytes | None = None, **more: Any) -> Any:
    name = more.pop("name", "set.pdf")
    return client.post("/plans/", {"file": makers.upload(content, name), **more})


def files(kept: Path) -> list[str]:
    return sorted(path.name for path in kept.rglob("*") if path.is_file())


def test_an_upload_is_a_job_and_leads_to_its_report(
    client: Client, kept: Path, published: list[UUID]
) -> None:
    answer = send(
        client,
        address="2500 Mission St",
        permit_number="2024 0101 5678",
        proposal="A deck",
        kind="addendum",
    )
    job = PlanJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/plans/{job.pk}/")
    assert (job.status, job.address, job.permit_number) == (
        "queued",
        "2500 Mission St",
        "202401015678",
    )
    assert job.is_addendum
    assert job.size == (kept / job.storage_name / "set.pdf").stat().st_size
    assert files(kept) == ["set.pdf"]
    assert published == [job.pk]
    assert not answer.cookies


def test_programs_get_202_and_where_to_ask(client: Client) -> None:
    answer = client.post("/plans.json", {"file": makers.upload()})
    job = PlanJob.objects.get()
    assert answer.status_code == 202
    assert answer["Location"] == f"/plans/{job.pk}.json"
    assert answer.json()["status_url"].endswith(f"/plans/{job.pk}.json")
    asked = client.get(answer["Location"]).json()
    assert (asked["status"], asked["pages"], asked["findings"]) == ("queued", None, [])


def test_the_same_file_with_the_same_words_is_the_same_job(
    client: Client, kept: Path, published: list[UUID]
) -> None:
    content = makers.pdf()
    first = send(client, content, address="1 Main St")
    assert send(client, content, address="1 Main St")["Location"] == first["Location"]
    assert len(published) == 1
    assert files(kept) == ["set.pdf"]
    for said, browser in (
        ({"address": "2 Main St"}, ""),
        ({"address": "1 Main St", "kind": "addendum"}, ""),
        ({"address": "1 Main St"}, "another"),
    ):
        data = {"file": makers.upload(content), **said}
        answer = client.post("/plans/", data, headers={"User-Agent": browser})
        assert answer["Location"] != first["Location"]
    assert PlanJob.objects.count() == 4


def test_what_failed_expired_or_was_deleted_may_be_sent_again(client: Client) -> None:
    content = makers.pdf()
    seen = set()
    for change in ("expire", "cancel", "delete", ""):
        seen.add(send(client, content)["Location"])
        newest = PlanJob.objects.order_by("-created_at")[0]
        if change == "expire":
            PlanJob.objects.update(expires_at=timezone.now())
        elif change:
            client.post(reverse(f"plan_{change}", args=[newest.pk]))
    assert len(seen) == 4


def test_a_corrected_set_keeps_its_owner_and_follows_the_first(client: Client) -> None:
    send(client, makers.pdf(note="one"))
    first = PlanJob.objects.get()
    form = client.get("/plans/", {"after": str(first.pk)})
    assert f'value="{first.pk}"' in form.content.decode()
    send(client, makers.pdf(note="two"), after=str(first.pk))
    second = PlanJob.objects.exclude(pk=first.pk).get()
    assert (second.compared_with, second.owner) == (first, first.owner)


REFUSED = {
    "empty": (b"", 415, "empty"),
    "zip": (b"PK\x03\x04" + b"x" * 2000, 415, "ZIP"),
    "something before": (b"junk\n%PDF-1.7" + b"x" * 2000, 415, "before the PDF"),
    "short": (b"%PD", 415, "not a PDF"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_pdf_is_refused_by_name_and_leaves_nothing(
    case: str, client: Client, kept: Path
) -> None:
    content, status, word = REFUSED[case]
    file = makers.upload(b"-")
    file.file.seek(0)  # type: ignore[union-attr]
    file.file.truncate()  # type: ignore[union-attr]
    file.file.write(content)  # type: ignore[union-attr]
    file.file.seek(0)  # type: ignore[union-attr]
    for address in ("/plans/", "/plans.json"):
        file.file.seek(0)  # type: ignore[union-attr]
        answer = client.post(address, {"file": file, "address": "1 Main St"})
        assert (answer.status_code, word in answer.content.decode()) == (status, True)
        assert PlanJob.objects.count() == 0
        assert files(kept) == []
    assert answer["Content-Type"] == "application/problem+json"


def test_what_was_typed_is_still_there(client: Client) -> None:
    answer = send(client, b"GIF89a" * 400, address="1 Main St", proposal="<b>")
    shown = answer.content.decode()
    assert 'value="1 Main St"' in shown
    assert "&lt;b&gt;" in shown
    assert "This is not a PDF" in shown


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({}, "No file was chosen"),
        ({"file": "set.pdf"}, "No file was chosen"),
        ({"permit_number": "<script>"}, "digits and letters"),
        ({"permit_number": "2" * 21}, "20 characters"),
        ({"address": "x" * 201}, "200 characters"),
        ({"address": "a\0b"}, "Null characters"),
        ({"kind": "third"}, "first submittal or addendum"),
        ({"after": "x"}, "earlier report"),
    ],
)
def test_bad_fields_are_a_400_in_words(
    sent: dict[str, str], word: str, client: Client, kept: Path
) -> None:
    has_file = bool(sent) and "file" not in sent
    data: dict[str, Any] = sent | ({"file": makers.upload()} if has_file else {})
    answer = client.post("/plans/", data)
    assert (answer.status_code, word in answer.content.decode()) == (400, True)
    assert files(kept) == []


@pytest.mark.parametrize(
    "case", ["first 90 303", "first 110 413", "addendum 110 303", "addendum 160 413"]
)
def test_the_citys_limits_hold(
    case: str,
    client: Client,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind, size, status = case.split()
    for module in (upload, submit):
        monkeypatch.setattr(module, "LIMIT", 100_000)
        monkeypatch.setattr(module, "ADDENDUM_LIMIT", 150_000)
    answer = send(client, b"%PDF-1.7\n" + b"x" * int(size) * 1000, kind=kind)
    assert answer.status_code == int(status)
    assert len(files(kept)) == (status == "303")


def test_what_is_announced_as_far_too_large_is_not_read(client: Client) -> None:
    answer = client.post(
        "/plans/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="99999999999",
    )
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_a_body_that_stops_half_way_leaves_nothing(client: Client, kept: Path) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        + makers.pdf()[:500]
    )
    answer = client.post(
        "/plans/", body, content_type="multipart/form-data; boundary=x"
    )
    # What arrived of it is no whole PDF; the check says so in words.
    assert answer.status_code in {303, 400}
    assert len(files(kept)) == PlanJob.objects.count()


class FullFile:
    def __init__(self, file: IO[bytes], room: int) -> None:
        self.file, self.room = file, room

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.file.write(data)

    def close(self) -> None:
        self.file.close()


def test_a_disk_that_fills_while_it_arrives_is_said_and_leaves_nothing(
    client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = upload.PlanUpload._open

    def full(self: upload.PlanUpload) -> None:
        opened(self)
        self._file = FullFile(self._file, 70_000)  # type: ignore[arg-type,assignment]

    monkeypatch.setattr(upload.PlanUpload, "_open", full)
    answer = send(client, b"%PDF-1.7\n" + b"x" * 300_000)
    assert answer.status_code == 507
    assert "no room for your file" in answer.content.decode()
    assert answer["Retry-After"]
    assert (files(kept), PlanJob.objects.count()) == ([], 0)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_the_last_step_leaves_neither_row_nor_file(
    number: int,
    client: Client,
    kept: Path,
    published: list[UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made(self: Folder, folder: str) -> Path:
        raise OSError(number, "broken")

    monkeypatch.setattr(Folder, "_made", made)
    answer = client.post("/plans.json", {"file": makers.upload()})
    assert answer.status_code == 507
    assert "Please try again" in answer.json()["detail"]
    assert (files(kept), PlanJob.objects.count(), published) == ([], 0, [])


def test_without_room_nothing_is_read(
    client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "RESERVE", 2**60)
    answer = send(client)
    assert (answer.status_code, files(kept)) == (507, [])


@pytest.mark.parametrize(
    ("limit", "value", "status"),
    [
        ("MOST_JOBS", 1, 429),
        ("MOST_BYTES", 2000, 429),
        ("MOST_BYTES_IN_ALL", 2000, 503),
        ("MOST_WAITING", 1, 503),
    ],
)
def test_quotas(
    limit: str, value: int, status: int, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(client, makers.pdf(1)).status_code == 303
    monkeypatch.setattr(submit, limit, value)
    answer = send(client, makers.pdf(2))
    assert answer.status_code == status
    assert answer["Retry-After"]
    if limit == "MOST_JOBS":
        file = {"file": makers.upload(makers.pdf(2))}
        assert client.post("/plans/", file, REMOTE_ADDR="10.9.8.7").status_code == 303


ODD = [
    "../../etc/passwd.pdf",
    "..\\..\\windows\\system32.pdf",
    "/absolute/a.pdf",
    "a\u202efdp.exe.pdf",
    "\u2066\u2069.pdf",
    "nul\0byte.pdf",
    "line\r\nbreak.pdf",
    "tab\tname.pdf",
    "x" * 500 + ".pdf",
    "." * 60,
    " ",
    "\ud800.pdf",
    "<script>alert(1)</script>.pdf",
    '"quoted";filename=b.pdf',
    "日本語の図面.pdf",
    "e\u0301.pdf",
    "\u200b\ufeff.pdf",
    "😀.pdf",
    "CON",
    "%2e%2e%2f.pdf",
]
NAMES = ODD + [
    f"{start}{name}"[:600]
    for name in ODD
    for start in ("~", "../", "\u202e", "a" * 130)
]


@pytest.mark.parametrize("name", NAMES)
def test_odd_file_names_are_made_harmless(name: str) -> None:
    shown = submit.harmless(name)
    assert 0 < len(shown) <= submit.LONGEST_NAME
    assert not re.search(
        r"[/\\\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown
    )
    assert shown.strip(". ") == shown


def test_a_hundred_odd_names_are_a_hundred_jobs(
    client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submit, "MOST_JOBS", 1000)
    assert len(NAMES) == 100
    content = makers.pdf(1)
    taken = 0
    for at, name in enumerate(NAMES):
        header = name.encode("utf-8", "surrogatepass").replace(b'"', b"%22")
        body = (
            b'--x\r\nContent-Disposition: form-data; name="address"\r\n\r\n%d'
            b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="%s"'
            b"\r\nContent-Type: application/pdf\r\n\r\n%s\r\n--x--\r\n"
        ) % (at, header, content)
        answer = client.post(
            "/plans/", body, content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code in {303, 400}, name
        if answer.status_code == 303:
            taken += 1
            assert client.get(answer["Location"]).status_code == 200
    assert taken >= 80
    assert {path.name for path in kept.rglob("*") if path.is_file()} == {"set.pdf"}
    assert PlanJob.objects.count() == taken == len(list(kept.rglob("set.pdf")))


def test_two_at_once_are_one_job(
    client: Client, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = makers.pdf()
    send(client, content)
    # As if the other's row had not been seen yet.
    monkeypatch.setattr(submit, "_same", lambda job: None)
    answer = send(client, content)
    assert answer["Location"] == f"/plans/{PlanJob.objects.get().pk}/"
    assert files(kept) == ["set.pdf"]


def test_the_form_is_for_robots_and_caches_a_page_like_any_other(
    client: Client,
) -> None:
    answer = client.get("/plans/")
    assert answer.status_code == 200
    assert "noindex" not in answer.content.decode()
    assert not answer.cookies
    assert json.dumps(dict(answer.headers)).find("Cookie") == -1
