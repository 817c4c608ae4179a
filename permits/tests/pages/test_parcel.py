import datetime as dt
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.models import Load, Parcel, Permit, TradePermit
from permits.querysets import place_record
from permits.tests.factories import (
    InspectionFactory,
    ParcelFactory,
    PermitFactory,
    ViolationFactory,
)
from permits.tests.pages.story import KITCHEN, MANY, REVIEWED
from permits.views.parcel_address import canonical, parcel_url

HERE = "/parcels/3616/007/"


def page_of(client: Client, url: str = HERE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("block", "lot", "found"),
    [
        ("3616", "007", ("3616", "007")),
        ("26t", "7", ("0026T", "007")),
        ("3616", "28a", ("3616", "028A")),
        (" 3616 ", "1234", ("3616", "1234")),
        ("36161", "007", None),
        ("3616", "030-033", None),
        ("", "", None),
        (None, None, None),
        ("٣٦١٦", "007", None),
        ("a/b", "1", None),
    ],
)
def test_canonical_forms(
    block: str | None, lot: str | None, found: tuple[str, str] | None
) -> None:
    assert canonical(block, lot) == found
    assert bool(parcel_url(block, lot)) is (found is not None)


@pytest.mark.usefixtures("record")
class TestPage:
    def test_few_queries(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        # The parcel with what is around it and what is loaded, the lots tied to it, all
        # entries counted; of those shown the permits, those of the trades, complaints,
        # violations and inspections.
        for lot, queries in (("007", 8), ("010", 5), ("011", 5)):
            InspectionFactory.create_batch(5, lot=lot)
            Parcel.objects.get_or_create(
                blklot=f"3616{lot}",
                defaults={"block": "3616", "lot": lot, "load": Load.objects.all()[0]},
            )
            TradePermit.objects.create(
                pk=f"trade {lot}", block="3616", lot="007", load=Load.objects.all()[0]
            )
            with django_assert_num_queries(queries):
                client.get(f"/parcels/3616/{lot}/")

    def test_few_queries_without_a_parcel_in_the_list(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        # What is loaded and around it, all entries, and the permits shown.
        with django_assert_num_queries(4):
            client.get("/parcels/7504/010/")

    def test_an_open_permit_says_which_desk_has_it(self, client: Client) -> None:
        page = page_of(client, "/parcels/3616/011/")
        opened, past = page.index('id="open"'), page.index('id="past"')
        desk = page.index("In review at BLDG since November 1, 2025 (61 days)")
        assert opened < desk < past
        assert "<dd>3 finished, 1 open</dd>" in page

    def test_a_desk_that_was_left_open_on_a_permit_that_is_over_is_not_shown(
        self, client: Client
    ) -> None:
        Permit.objects.filter(pk=REVIEWED).update(status="complete")
        page = page_of(client, "/parcels/3616/011/")
        assert "In review at" not in page
        assert "<dd>3 finished</dd>" in page

    def test_finished_reviews_are_one_entry_a_permit(self, client: Client) -> None:
        page = page_of(client, "/parcels/3616/011/")
        past = page[page.index('id="past"') :]
        assert "Plan review · Last finished: April 12, 2025" in past
        assert f'<a href="/permits/{REVIEWED}/">3 reviews finished</a>' in past
        assert "SFFD, April 12, 2025: Issued Comments" in past
        assert "DPW-BSM for addendum 1, March 6, 2024" in past

    def test_reviews_that_are_not_loaded_are_not_none(self, client: Client) -> None:
        said = "<dt>Plan review</dt><dd"
        assert f'{said} class="missing small">none recorded as of' in page_of(client)
        Load.objects.filter(dataset="addenda").update(status="removed")
        assert f'{said} class="missing small">not loaded</dd>' in page_of(client)

    def test_has_everything_with_open_items_on_top(self, client: Client) -> None:
        page = page_of(client)
        for said in (
            "Block 3616, lot 007",
            "2500-2502 Mission St",
            "1 item in the notice of violation",
            "Sanitation section: restore the &lt;i&gt;heat&lt;/i&gt;",
            "Kitchen remodel",
            f"/permits/{KITCHEN}/",
            "202500001",
            "Fence too high",
            "Not active",
            "Block 3616, lot 101",
            "2500 Mission St · block 3616, lot 101",
            "retired",
            "Year by year",
            "/parcels/3616/007.json",
        ):
            assert said in page, said
        opened, past = page.index('id="open"'), page.index('id="past"')
        assert opened < page.index("202500001") < past
        assert past < page.index("Kitchen remodel") < page.index("Fence too high")

    def test_an_open_complaint_comes_before_newer_open_permits(
        self, client: Client
    ) -> None:
        PermitFactory.create(
            description="newer", status="issued", filed_date=dt.date(2025, 12, 1)
        )
        page = page_of(client)
        assert page.index(">202500001<") < page.index("Newer")
        for count in ("2, 1 open", "1, 1 open"):
            assert f"<dd>{count}</dd>" in page, count

    def test_a_permit_is_found_through_any_of_its_addresses(
        self, client: Client
    ) -> None:
        permit = PermitFactory.create(lot="999", description="second address")
        permit.locations.update(lot="007")
        assert "Second address" in page_of(client)

    def test_none_recorded_and_not_loaded_are_different(self, client: Client) -> None:
        page = page_of(client)
        assert "none recorded as of January 1, 2026" in page
        assert "not loaded" in page
        only = page_of(client, "/parcels/7504/010/")
        assert "list of parcels: none recorded as of January 1, 2026" in only
        Load.objects.filter(dataset="parcels").update(status="removed")
        only = page_of(client, "/parcels/7504/010/")
        assert "list of parcels: not loaded" in only

    def test_markup_in_a_complaint_is_text(self, client: Client) -> None:
        page = page_of(client)
        assert "<script>alert" not in page
        assert "&lt;/script&gt;&lt;script&gt;alert" in page

    def test_a_notice_without_its_complaint_is_shown(self, client: Client) -> None:
        ViolationFactory.create(
            complaint_number="202599999", nov_item_description="missing rail"
        )
        page = page_of(client)
        assert "Notice of violation ·" in page
        assert "missing rail" in page

    def test_says_when_only_the_newest_are_here(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(place_record, "MOST_OF_A_KIND", 1)
        InspectionFactory.create_batch(2)
        page = page_of(client)
        assert "Of complaints and inspections only the newest" in page
        cut = client.get("/parcels/3616/007.json").json()["cut"]
        assert cut == ["complaints", "inspections"]

    def test_a_long_list_has_pages(self, client: Client) -> None:
        InspectionFactory.create_batch(90)
        first = page_of(client)
        assert "1 to 40 of 92" in first
        assert f'href="{HERE}?from=40#past"' in first
        last = page_of(client, f"{HERE}?from=80")
        assert "81 to 92 of 92" in last
        assert "Fence too high" in last
        assert f'href="{HERE}?from=40#past"' in last
        assert "The list ends before here" in page_of(client, f"{HERE}?from=120")
        for odd in ("-1", "x", "1e9", "9" * 50, "%00", "٣"):
            assert "1 to 40 of 92" in page_of(client, f"{HERE}?from={odd}"), odd

    def test_open_entries_have_pages_too_and_each_list_keeps_the_others(
        self, client: Client
    ) -> None:
        PermitFactory.create_batch(30, status="issued")
        InspectionFactory.create_batch(90)
        page = page_of(client, f"{HERE}?from=40")
        assert "1 to 20 of 31" in page
        assert f'href="{HERE}?open=20&amp;from=40#open"' in page
        assert page.index(">202500001<") < page.index('id="past"')
        page = page_of(client, f"{HERE}?open=20")
        assert "21 to 31 of 31" in page
        assert f'href="{HERE}?open=20&amp;from=40#past"' in page
        assert "The list ends before here" in page_of(client, f"{HERE}?open=40")

    def test_an_inspection_of_an_unknown_permit_is_no_link(
        self, client: Client
    ) -> None:
        InspectionFactory.create(reference_number="E2025/0001")
        InspectionFactory.create(reference_number=KITCHEN)
        page = page_of(client)
        assert "permit E2025/0001" in page
        assert f'href="/permits/{KITCHEN}/">permit {KITCHEN}</a>' in page

    @pytest.mark.parametrize(
        ("typed", "url"),
        [
            ("/parcels/3616/7/", HERE),
            ("/parcels/3616/007%20/", HERE),
            ("/parcels/26t/7/", "/parcels/0026T/007/"),
        ],
    )
    def test_odd_writings_lead_to_the_canonical_one(
        self, client: Client, typed: str, url: str
    ) -> None:
        answer = client.get(typed)
        assert (answer.status_code, answer["Location"]) == (301, url)

    def test_a_lot_that_does_not_exist_names_near_ones(self, client: Client) -> None:
        ParcelFactory.create(lot="950", load=Load.objects.all()[0])
        answer = client.get("/parcels/3616/949/")
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "/parcels/3616/950/" in page
        assert '<input id="q"' in page
        near = client.get("/parcels/3616/949.json")
        assert near.status_code == 404
        assert "950" in near.json()["near"]

    def test_json_has_the_same(self, client: Client) -> None:
        found = client.get("/parcels/3616/7.json").json()
        assert [one["permit_number"] for one in found["permits"]] == [KITCHEN]
        assert [one["blklot"] for one in found["tied_lots"]] == ["3616101"]
        assert len(found["complaints"]) == 2
        assert len(found["violations"]) == 1
        assert found["parcel"]["blklot"] == "3616007"
        assert found["addresses"] == ["2500 Mission St", "2500-2502 Mission St"]
        assert found["loaded"]["electrical_permits"] is None
        assert found["neighborhood"] == "Mission"
        (reviewed,) = client.get("/parcels/3616/011.json").json()["reviews"]
        assert reviewed["permit_number"] == REVIEWED
        assert reviewed["finished_count"] == 3
        assert reviewed["open"] == [
            {"station": "BLDG", "addendum": 0, "arrived": "2025-11-01"}
        ]
        assert found["loaded"]["complaints"] is not None

    def test_leads_to_its_neighborhood(self, client: Client) -> None:
        assert 'href="/neighborhoods/mission/">Mission</a>' in page_of(client)
        permit = page_of(client, f"/permits/{KITCHEN}/")
        assert 'href="/neighborhoods/mission/"' in permit

    def test_is_linked_from_permits_and_from_search(self, client: Client) -> None:
        assert "/parcels/3616/011/" in page_of(client, f"/permits/{REVIEWED}/")
        assert "/parcels/7504/010/" in page_of(client, f"/permits/{MANY}/")
        link = f'<a href="{HERE}">Everything at block 3616, lot 007</a>'
        for asked in ("q=3616/007", "block=3616&lot=7", "q=block+3616+lot+7"):
            assert link in page_of(client, f"/search/?{asked}"), asked
        for asked in ("q=block+3616", "q=kitchen", "q=2500+mission", "block=3616"):
            assert "Everything at block" not in page_of(client, f"/search/?{asked}")
