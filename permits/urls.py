"""Addresses of the record."""

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from permits.views import (
    entity,
    export,
    home,
    neighborhood,
    neighborhoods,
    parcel,
    parcel_map,
    permit,
    search,
    sitemap,
    station,
    stations,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search.results, name="search"),
    path("search.json", export.as_json, name="search_json"),
    path("search.csv", export.as_csv, name="search_csv"),
    path("search/suggest", search.suggestions, name="suggest"),
    path("permits/", RedirectView.as_view(pattern_name="search"), name="permits"),
    path("permits/<str:number>.json", permit.as_json, name="permit_json"),
    path("permits/<str:number>/", permit.page, name="permit"),
    path("parcels/<str:block>/<str:lot>.json", parcel.as_json, name="parcel_json"),
    path("parcels/<str:block>/<str:lot>/", parcel.page, name="parcel"),
    path("parcels/<str:block>/<str:lot>/map.json", parcel_map.data, name="parcel_map"),
    path("neighborhoods.json", neighborhoods.as_json, name="neighborhoods_json"),
    path("neighborhoods/", neighborhoods.page, name="neighborhoods"),
    path("neighborhoods/map.json", neighborhoods.map_data, name="neighborhoods_map"),
    path(
        "neighborhoods/<str:slug>.json", neighborhood.as_json, name="neighborhood_json"
    ),
    path("neighborhoods/<str:slug>/", neighborhood.page, name="neighborhood"),
    path(
        "neighborhoods/<str:slug>/map.json",
        neighborhood.map_data,
        name="neighborhood_map",
    ),
    path("entities/<str:number>.json", entity.as_json, name="entity_json"),
    path("entities/<str:number>/", entity.page, name="entity_by_id"),
    path("entities/<str:number>/<str:slug>/", entity.page, name="entity"),
    path("stations.json", stations.as_json, name="stations_json"),
    path("stations/", stations.page, name="stations"),
    # A code may hold slashes, blanks and any other character.
    path("stations/<path:code>.json", station.as_json, name="station_json"),
    path("stations/<path:code>/", station.page, name="station"),
    path("robots.txt", home.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    re_path(
        r"^sitemaps/(?P<kind>[a-z]+)-(?P<number>[0-9]{1,9})\.xml$",
        sitemap.page,
        name="sitemap_page",
    ),
]
