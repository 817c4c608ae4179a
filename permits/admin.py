"""The record in the admin: to look at and search, for the city is its source."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ops import operations
from ops.admin import address_of, register
from ops.admin_table import (
    Table,
    TableAdmin,
    begins,
    holds,
    number,
    parcel,
    same,
    whole,
)
from ops.operations import Cell, Panel
from permits import models as record
from permits.views.entity_address import entity_url
from permits.views.neighborhood_address import neighborhood_url
from permits.views.permit_address import permit_url
from permits.views.station_words import station_url

REJECTS: Final = "permits_load_rejects"
NEWEST: Final = 10


def _parcel_page(row: Any) -> str | None:
    if not row.block or not row.lot:
        return None
    return reverse("parcel", args=[row.block, row.lot])


def _building_permit(row: record.Contact) -> str | None:
    is_building = row.source == record.Contact.Source.BUILDING
    return row.permit_number if is_building else None


def _inspected(row: record.Inspection) -> str | None:
    """The permit's page; of a complaint the parcel's."""
    if (row.reference_number_type or "").lower().startswith("permit"):
        return permit_url(row.reference_number)
    return _parcel_page(row)


def _entity_page(row: Any) -> str:
    """By the id alone, which leads on to the address with the name."""
    return reverse("entity_by_id", args=[row.entity_id])


def rejects_path(load: record.Load) -> Path | None:
    """The load's file of rejects; None if there is none, or not in our folder."""
    if not load.rejects_file:
        return None
    folder = (settings.VAR_DIR / "rejects").resolve()
    found = Path(load.rejects_file).resolve()
    return found if found.is_relative_to(folder) and found.is_file() else None


class LoadAdmin(TableAdmin):
    """Loads, with the file of what could not be loaded."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.rejects))
        own = path("<int:load_id>/rejects/", view, name=REJECTS)
        return [own, *super().get_urls()]

    def rejects(self, request: HttpRequest, load_id: int) -> FileResponse:
        """Give the file to keep."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = rejects_path(get_object_or_404(record.Load, pk=load_id))
        if found is None:
            raise Http404("The file of rejects is gone.")
        return FileResponse(found.open("rb"), as_attachment=True, filename=found.name)


def _rejects_address(load: record.Load) -> str:
    return reverse(f"admin:{REJECTS}", args=[load.pk])


def _loads_with_rejects() -> list[list[Cell]]:
    loads = record.Load.objects.exclude(rejects_file="").order_by("-started_at")
    return [
        [
            Cell(str(load), address_of(record.Load, load.pk)),
            Cell(f"{timezone.localtime(load.started_at):%Y-%m-%d %H:%M}"),
            Cell(f"{load.rows_read:,}"),
            Cell(f"{load.rows_rejected:,}"),
            _file(load),
        ]
        for load in loads[:NEWEST]
    ]


def _file(load: record.Load) -> Cell:
    found = rejects_path(load)
    return Cell(found.name, _rejects_address(load)) if found else Cell("gone")


operations.register_panel(
    Panel(
        name="rejects",
        title="Loads with rejected rows",
        columns=("Load", "Started", "Rows read", "Rejected", "File"),
        rows=_loads_with_rejects,
        none="No load has rejected a row.",
        permission="permits.view_load",
        more="admin:permits_load_changelist",
    )
)

register(
    Table(
        record.Load,
        (
            *("id", "dataset", "source", "status", "started_at", "finished_at"),
            *("rows_read", "rows_inserted", "rows_changed", "rows_rejected"),
        ),
        finds=(number("pk", "id"), whole("dataset")),
        order=("-pk",),
        filters=("status", "source"),
    ),
    base=LoadAdmin,
)
register(
    Table(
        record.Permit,
        ("permit_number", "address", "block", "lot", "status", "filed_date", "load_id"),
        finds=(whole("permit_number"), begins("address"), parcel()),
        order=("-pk",),
        page=lambda row: permit_url(row.pk),
    ),
    Table(
        record.PermitLocation,
        ("record_id", "permit_id", "address", "block", "lot", "load_id"),
        finds=(whole("record_id"), whole("permit_id", "permit number"), parcel()),
        page=lambda row: permit_url(row.permit_id),
    ),
    Table(
        record.PermitChange,
        ("id", "permit_number", "field", "old", "new", "changed_at", "load_id"),
        finds=(whole("permit_number"),),
        order=("-pk",),
        page=lambda row: permit_url(row.permit_number),
    ),
    Table(
        record.TradePermit,
        ("trade_permit_key", "trade", "permit_number", "block", "lot", "status"),
        finds=(whole("trade_permit_key", "key"), whole("permit_number"), parcel()),
        page=_parcel_page,
    ),
    Table(
        record.Parcel,
        ("blklot", "block", "lot", "street_name", "zoning_code", "active", "load_id"),
        finds=(whole("blklot"), same("street_name"), parcel()),
        page=_parcel_page,
    ),
    Table(
        record.Neighborhood,
        ("name", "slug", "load_id"),
        hides=("outline",),
        page=lambda row: neighborhood_url(row.name),
    ),
    Table(
        record.Contact,
        (
            *("contact_key", "source", "permit_number", "role", "first_name"),
            *("last_name", "firm_name", "license1"),
        ),
        finds=(
            whole("contact_key", "key"),
            whole("permit_number"),
            whole("license1", "license"),
            whole("sf_business_license_number", "business number"),
            begins("firm_name"),
            begins("last_name"),
        ),
        page=lambda row: permit_url(_building_permit(row)),
    ),
    Table(
        record.RoutingStep,
        (
            *("primary_key", "application_number", "addenda_number", "step"),
            *("station", "arrive", "finish_date", "review_results"),
        ),
        finds=(whole("primary_key", "key"), whole("application_number")),
        page=lambda row: permit_url(row.application_number),
    ),
    Table(
        record.Inspection,
        (
            *("inspection_key", "reference_number", "reference_number_type"),
            *("block", "lot", "scheduled_date", "inspection_description", "result"),
        ),
        finds=(whole("inspection_key", "key"), whole("reference_number"), parcel()),
        page=_inspected,
    ),
    Table(
        record.Complaint,
        ("complaint_number", "block", "lot", "date_filed", "status", "load_id"),
        finds=(whole("complaint_number"), parcel()),
        order=("-pk",),
        page=_parcel_page,
    ),
    Table(
        record.Violation,
        (
            *("violation_key", "complaint_number", "block", "lot", "date_filed"),
            *("status", "nov_category_description"),
        ),
        finds=(whole("violation_key", "key"), whole("complaint_number"), parcel()),
        order=("-pk",),
        page=_parcel_page,
    ),
    Table(
        record.Entity,
        ("id", "name", "kind", "method", "confidence", "contact_count", "permit_count"),
        finds=(number("pk", "id"), begins("name"), holds("licenses", "license")),
        order=("-permit_count", "id"),
        page=lambda row: entity_url(row.pk, row.name),
    ),
    Table(
        record.EntityContact,
        ("contact_id", "entity_id"),
        finds=(whole("contact_id", "contact"), number("entity_id", "entity")),
        page=_entity_page,
    ),
    Table(
        record.EntityRedirect,
        ("id", "entity_id"),
        finds=(number("pk", "id"),),
        page=_entity_page,
    ),
    Table(
        record.EntityPossible,
        ("id", "entity_a_id", "entity_b_id", "points"),
        finds=(number("entity_a_id", "entity"), number("entity_b_id", "the other")),
    ),
    Table(
        record.Relationship,
        ("id", "entity_a_id", "entity_b_id", "shared_permits", "weight", "last_date"),
        finds=(number("entity_a_id", "entity"), number("entity_b_id", "the other")),
    ),
    Table(
        record.PermitSearch,
        ("permit_number", "filed_date", "status", "cost", "neighborhood"),
        hides=("search_vector",),
        page=lambda row: permit_url(row.pk),
    ),
    Table(
        record.PermitSearchRecent,
        ("permit_number", "filed_date", "status", "cost", "neighborhood"),
        hides=("search_vector",),
        page=lambda row: permit_url(row.pk),
    ),
    Table(
        record.SearchTerm,
        ("id", "kind", "term", "df"),
        finds=(begins("term", is_lower=True),),
    ),
    Table(record.StreetBlock, ("id", "street", "block"), finds=(whole("street"),)),
    Table(
        record.PermitDuration,
        ("id", "step", "permit_type", "cost_band", "neighborhood", "median_days"),
        filters=("step",),
    ),
    Table(
        record.RecordStatistics,
        ("id", "permits", "locations", "first_filed", "last_filed", "data_as_of"),
    ),
)
# What is made from the record at night, and the working tables of that.
register(
    Table(
        record.Refresh,
        ("id", "step", "status", "started_at", "finished_at", "error"),
        finds=(number("pk", "id"), whole("step")),
        order=("-pk",),
        hides=("touched",),
    ),
    Table(
        record.EntityStatistics,
        ("entity_id", "building_permits", "electrical_permits", "plumbing_permits"),
        finds=(number("entity_id", "entity"),),
        page=_entity_page,
    ),
    Table(
        record.RoleStatistics,
        ("role", "entities", "regulars", "median_permits"),
        finds=(whole("role"),),
    ),
    Table(record.EntityKeys, ("entity_id",), finds=(number("entity_id", "entity"),)),
    Table(
        record.EntityRun,
        ("id", "rules", "contacts", "changed", "graph_loads", "graph_removed"),
        hides=("register",),
    ),
    Table(
        record.Station,
        ("station", "department", "as_of", "finished_steps", "open_reviews"),
        finds=(whole("station"),),
        page=lambda row: station_url(row.pk),
    ),
    Table(
        record.StationBaseline,
        (
            *("station", "form", "visit", "window"),
            *("n", "p25", "p50", "p75", "p90"),
        ),
        finds=(whole("station"),),
        page=lambda row: station_url(row.station),
    ),
    Table(
        record.StationFollower,
        ("station", "permit_type", "follower", "reviews"),
        finds=(whole("station"),),
        page=lambda row: station_url(row.station),
    ),
    Table(
        record.StationWaiting,
        ("primary_key", "station", "place", "application_number", "arrive"),
        finds=(whole("primary_key", "key"), whole("station")),
        page=lambda row: station_url(row.station),
    ),
    Table(
        record.SitemapPage,
        ("name", "kind", "number", "first_key", "last_key", "addresses"),
        finds=(whole("name"),),
        page=lambda row: reverse("sitemap_page", args=[row.kind, row.number]),
    ),
    Table(
        record.NeighborhoodStatistics,
        ("slug", "name", "permits", "open_permits", "complaints", "loaded_at"),
        finds=(whole("slug"),),
        hides=("outline",),
        page=lambda row: neighborhood_url(row.name),
    ),
)
