import csv
import datetime as dt
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from analysis import share
from analysis.models import PlanFinding, PlanJob, PlanSheet
from analysis.tests.plans import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
WEBP = b"RIFF\0\0\0\0WEBPVP8 "


@pytest.fixture
def plan(kept: Path) -> PlanJob:
    """A finished check of three sheets with four findings."""
    return finished(kept)


def finished(kept: Path, **more: Any) -> PlanJob:
    job = makers.over(pages_total=3, pages_done=3, **more)
    folder = kept / job.storage_name
    folder.mkdir(parents=True)
    (folder / "set.pdf").write_bytes(makers.pdf(1))
    for number in (1, 2, 3):
        names = [f"sheet-{number:04}.webp", f"thumb-{number:04}.webp"]
        for name in names:
            (folder / name).write_bytes(WEBP)
        PlanSheet.objects.create(
            job=job,
            number=number,
            width=2592,
            height=1728,
            sheet_number="" if number == 3 else f"A{number}.0",
            kind="vector",
            has_text=number != 3,
            picture=names[0],
            thumbnail=names[1],
        )
    box = {"sheet": 2, "box": [10, 20, 210, 120]}
    rows: list[tuple[str, str, str, list[int], list[Any]]] = [
        ("EPR-018", "cannot tell", "reject", [], []),
        ("EPR-005", "fail", "reject", [2, 3], [box, {"sheet": 3, "box": None}]),
        ("EPR-007", "pass", "optional", [], []),
        ("XYZ-001", "warn", "warn", [1], [{"sheet": 1, "box": None}]),
    ]
    for number, (rule, verdict, severity, on, places) in enumerate(rows, start=1):
        PlanFinding.objects.create(
            job=job,
            number=number,
            rule=rule,
            verdict=verdict,
            severity=severity,
            sheets=on,
            places=places,
            evidence=f"=seen <b>{rule}</b>",
        )
    return job


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return " ".join(re.sub(r"\s+", " ", answer.content.decode()).split())


def test_the_report_says_the_verdict_first_and_escapes_what_was_seen(
    client: Client, plan: PlanJob
) -> None:
    page = text(client, f"/plans/{plan.pk}/")
    assert "<h1>Would be sent back for 1 reason</h1>" in page
    assert "<b>EPR" not in page
    assert page.index("Rule 5") < page.index("XYZ-001") < page.index("Rule 18")
    assert "A stamp" not in page
    assert f'href="/plans/{plan.pk}/sheets/2/?finding=2"' in page
    assert "1 rule met" in page
    assert 'content="noindex, nofollow"' in page


def test_nothing_broken_is_no_approval(client: Client, plan: PlanJob) -> None:
    PlanFinding.objects.filter(verdict="fail").update(severity="warn")
    page = text(client, f"/plans/{plan.pk}/")
    assert "Nothing found that would send it back" in page
    assert "no approval" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"EPR-005", "EPR-007", "EPR-018", "XYZ-001"}),
        ("verdict=fail", {"EPR-005"}),
        ("verdict=cannot+tell", {"EPR-018"}),
        ("severity=reject", {"EPR-005", "EPR-018"}),
        ("sheet=1", {"XYZ-001"}),
        ("sheet=2&verdict=warn", set()),
        (
            "sheet=%C2%B2&verdict=x&severity=&by=x",
            {"EPR-005", "EPR-007", "EPR-018", "XYZ-001"},
        ),
        ("sheet=99999999999999999999", {"EPR-005", "EPR-007", "EPR-018", "XYZ-001"}),
    ],
)
def test_filters(query: str, shown: set[str], client: Client, plan: PlanJob) -> None:
    found = client.get(f"/plans/{plan.pk}.json?{query}").json()["findings"]
    assert {one["rule"] for one in found} == shown
    for by in ("", "&by=sheet"):
        page = text(client, f"/plans/{plan.pk}/?{query}{by}")
        assert ("Nothing fits these filters" in page) == (not shown)


def test_by_sheet_each_is_under_its_sheet(client: Client, plan: PlanJob) -> None:
    page = text(client, f"/plans/{plan.pk}/?by=sheet")
    order = ["The set as a whole", "Sheet 1: A1.0", "XYZ-001", "Sheet 2: A2.0"]
    places = [page.index(word) for word in order]
    assert places == sorted(places)


def test_json_has_it_all(client: Client, plan: PlanJob) -> None:
    said = client.get(f"/plans/{plan.pk}.json").json()
    assert (said["verdict"], said["reasons"], said["status"]) == (
        "Would be sent back for 1 reason",
        1,
        "succeeded",
    )
    assert (
        said["sheets"][1] | {"width_in": 36.0, "height_in": 24.0} == said["sheets"][1]
    )
    broken = said["findings"][0]
    assert (broken["rule"], broken["box"]) == ("EPR-005", [10, 20, 210, 120])
    assert broken["source"]["dated"] == "not dated"
    assert {"owner", "network", "id", "storage_name"}.isdisjoint(said)


def test_csv_is_guarded_against_formulas(client: Client, plan: PlanJob) -> None:
    answer = client.get(f"/plans/{plan.pk}.csv")
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert [row["rule"] for row in rows] == ["EPR-005", "XYZ-001", "EPR-018", "EPR-007"]
    assert rows[0]["evidence"] == "'=seen <b>EPR-005</b>"
    assert rows[0]["sheets"] == "A2.0; Sheet 3"
    assert "attachment" in answer["Content-Disposition"]


def test_a_sheet_shows_the_box_that_was_chosen(client: Client, plan: PlanJob) -> None:
    page = text(client, f"/plans/{plan.pk}/sheets/2/?finding=2&zoom=4")
    assert 'viewBox="0 0 2592.0 1728.0"' in page
    assert re.search(
        r'<rect class="mark is-stopped is-chosen" x="10.0" y="20.0" width="200.0" height="100.0"',
        page,
    )
    assert 'data-zoom="4"> <img' in page
    assert "What to do:" in page
    assert f'rel="prev" href="/plans/{plan.pk}/sheets/1/"' in page


@pytest.mark.parametrize(
    "query", ["finding=99&zoom=3", "finding=%00&zoom=-1", "finding=x"]
)
def test_a_sheet_ignores_what_is_not_there(
    query: str, client: Client, plan: PlanJob
) -> None:
    page = text(client, f"/plans/{plan.pk}/sheets/3/?{query}")
    assert "is-chosen" not in page


PRIVATE = ["", "sheets/1/", "compare/", "sheets/1/page.webp", "sheets/1/thumb.webp"]


@pytest.mark.parametrize("path", PRIVATE)
def test_what_is_private_is_kept_out_of_caches_and_robots(
    path: str, client: Client, plan: PlanJob
) -> None:
    for key in (str(plan.pk), shared(plan)):
        answer = client.get(f"/plans/{key}/{path}")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies


def shared(plan: PlanJob, hours: int = 8) -> str:
    share.share(plan, hours=hours)
    plan.refresh_from_db()
    return share.link_key(plan)


def test_a_shared_link_reads_and_does_nothing_more(
    client: Client, plan: PlanJob
) -> None:
    key = shared(plan)
    page = text(client, f"/plans/{key}/")
    assert str(plan.pk) not in page
    assert "Delete the file" not in page
    assert "/plans/file/" not in page
    for path in ("share", "cancel", "delete"):
        assert client.post(f"/plans/{key}/{path}/").status_code == 404
    assert PlanJob.objects.exists()
    assert client.get(f"/plans/{key}.json").json()["reasons"] == 1


def test_a_shared_link_ends(
    client: Client, plan: PlanJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = shared(plan)
    now = shared(plan, hours=1)
    assert client.get(f"/plans/{old}/").status_code == 404
    assert client.get(f"/plans/{now}/").status_code == 200
    assert plan.share_expires_at
    after = plan.share_expires_at + dt.timedelta(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: after)
        assert client.get(f"/plans/{now}/").status_code == 404
    client.post(f"/plans/{plan.pk}/share/", {"stop": "1"})
    assert client.get(f"/plans/{now}/").status_code == 404


def test_a_link_never_outlives_what_it_shows(plan: PlanJob) -> None:
    PlanJob.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=5))
    plan.refresh_from_db()
    shared(plan, hours=24)
    assert plan.share_expires_at == plan.expires_at


WRONG = [
    str(uuid.UUID(int=7)),
    "shared-" + "a" * 32 + "-9999999999.x",
    "shared-x.y",
    "shared-"
    + signing.Signer(salt="analysis.file", sep=".").sign("0" * 32 + "-9999999999"),
    "shared-"
    + signing.Signer(salt="analysis.share", sep=".").sign("0" * 32 + "-9999999999"),
    "00000000-0000-0000-0000-00000000000G",
    "..",
]


@pytest.mark.parametrize("key", WRONG)
@pytest.mark.parametrize("path", ["/", ".json", ".csv", "/sheets/1/", "/compare/"])
def test_a_wrong_key_opens_nothing(
    key: str, path: str, client: Client, plan: PlanJob
) -> None:
    answer = client.get(f"/plans/{key}{path}")
    assert answer.status_code == 404
    assert "set.pdf" not in answer.content.decode()


def test_what_is_past_its_time_is_gone_before_it_is_removed(
    client: Client, plan: PlanJob
) -> None:
    key = shared(plan)
    token = share.file_token(plan)
    PlanJob.objects.update(expires_at=timezone.now())
    for path in (f"{plan.pk}/", f"{plan.pk}.json", f"{key}/", f"file/{token}/"):
        answer = client.get(f"/plans/{path}")
        assert answer.status_code == 404
        assert "24 hours" in answer.content.decode()


def test_the_file_comes_as_an_attachment_that_can_do_nothing(
    client: Client, plan: PlanJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    PlanJob.objects.update(file_name='a"b\u00e4;c.pdf')
    page = text(client, f"/plans/{plan.pk}/")
    found = re.search(r'href="(/plans/file/[^"]+)"', page)
    assert found
    answer = client.get(found[1])
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert client.get(found[1][:-3] + "xx/").status_code == 404
    monkeypatch.setattr(share, "FILE_FOR", dt.timedelta(seconds=-1))
    assert client.get(found[1]).status_code == 404


@pytest.mark.parametrize(
    "path", ["1/other", "9/page", "1/../2/page", "1/set", "0/page", "1/sheet-0001"]
)
def test_no_other_file_is_served(path: str, client: Client, plan: PlanJob) -> None:
    assert client.get(f"/plans/{plan.pk}/sheets/{path}.webp").status_code == 404


def test_pictures_can_do_nothing_either(
    client: Client, plan: PlanJob, kept: Path
) -> None:
    address = f"/plans/{plan.pk}/sheets/1/page.webp"
    answer = client.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    (kept / plan.storage_name / "sheet-0001.webp").unlink()
    assert client.get(address).status_code == 404


def test_deleting_removes_it_at_once(client: Client, plan: PlanJob, kept: Path) -> None:
    answer = client.post(f"/plans/{plan.pk}/delete/")
    assert (answer.status_code, answer["Location"]) == (303, "/plans/deleted/")
    assert "It is gone" in text(client, "/plans/deleted/")
    assert not (kept / plan.storage_name).exists()
    assert client.get(f"/plans/{plan.pk}/").status_code == 404
    assert client.post(f"/plans/{plan.pk}/delete/").status_code == 404


@pytest.mark.parametrize("path", ["share", "cancel", "delete"])
def test_nothing_is_done_by_following_a_link(
    path: str, client: Client, plan: PlanJob
) -> None:
    assert client.get(f"/plans/{plan.pk}/{path}/").status_code == 405
    plan.refresh_from_db()
    assert plan.share_key is None


RUNNING: dict[str, tuple[dict[str, Any], str]] = {
    "next": ({}, "It is next."),
    "opening": (
        {"status": "running", "stage": "opening", "attempts": 1},
        "being opened",
    ),
    "reading": (
        {
            "status": "running",
            "stage": "sheets",
            "pages_total": 25,
            "pages_done": 7,
            "attempts": 1,
        },
        "<strong>7 of 25</strong> sheets read",
    ),
    "stopped": ({"attempts": 1}, "goes on in a minute"),
}


@pytest.mark.parametrize("case", RUNNING)
def test_while_it_runs_the_page_says_how_far_it_is(case: str, client: Client) -> None:
    given, said = RUNNING[case]
    job = makers.job(**given)
    PlanSheet.objects.create(
        job=job, number=1, width=1, height=1, kind="vector", has_text=True
    )
    page = text(client, f"/plans/{job.pk}/")
    assert said in page
    assert 'hx-trigger="every 2s"' in page
    fragment = client.get(f"/plans/{job.pk}/", headers={"HX-Request": "true"})
    assert said in " ".join(fragment.content.decode().split())
    assert b"<html" not in fragment.content
    assert client.post(f"/plans/{job.pk}/cancel/").status_code == 303
    over = client.get(f"/plans/{job.pk}/", headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"
    assert "The check was cancelled" in text(client, f"/plans/{job.pk}/")


def test_who_waits_sees_how_many_come_first(client: Client) -> None:
    before = timezone.now() - dt.timedelta(minutes=1)
    for _ in range(2):
        makers.job(created_at=before)
    page = text(client, f"/plans/{makers.job().pk}/")
    assert "2 other plan sets are checked first" in page


def test_a_failure_says_what_happened_what_it_means_and_what_to_do(
    client: Client,
) -> None:
    job = makers.over(status="failed", error="The file is <damaged>.")
    page = text(client, f"/plans/{job.pk}/")
    for word in ("What happened", "&lt;damaged&gt;", "What it means", "What to do"):
        assert word in page
    assert f"/plans/?after={job.pk}" in page


def test_reports_have_few_queries(
    client: Client, plan: PlanJob, django_assert_max_num_queries: Any
) -> None:
    text(client, f"/plans/{plan.pk}/")
    for path in ("", "?by=sheet", "sheets/2/", "compare/"):
        # The job, its sheets and findings, and what every page says of the record.
        with django_assert_max_num_queries(8):
            text(client, f"/plans/{plan.pk}/{path}")


def test_compared_with_the_upload_it_followed(
    client: Client, plan: PlanJob, kept: Path
) -> None:
    second = finished(kept, compared_with=plan)
    rows = PlanFinding.objects.filter(job=second)
    rows.filter(rule="EPR-005").update(sheets=[2], places=[])
    rows.filter(rule="XYZ-001").update(verdict="cannot tell")
    rows.filter(rule="EPR-007").update(verdict="warn")
    page = text(client, f"/plans/{second.pk}/compare/")
    assert "1 fixed, 1 still there, 1 new" in page
    assert "Cannot be told now" in page
    typed = text(
        client, f"/plans/{plan.pk}/compare/?with=https://x.example/plans/{second.pk}/"
    )
    assert "1 fixed, 1 still there, 2 new" in typed
    key = shared(plan)
    assert "fixed" in text(client, f"/plans/{second.pk}/compare/?with={key}")


@pytest.mark.parametrize("typed", ["nothing", str(uuid.UUID(int=5)), "\0", "<b>"])
def test_comparing_with_nothing_says_so(
    typed: str, client: Client, plan: PlanJob
) -> None:
    answer = client.get(f"/plans/{plan.pk}/compare/", {"with": typed})
    assert answer.status_code in {200, 400}
    if typed != "\0":
        assert "No plan check was found" in answer.content.decode()
        assert "<b>" not in answer.content.decode()
