"""Addresses of the record."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from permits.views import export, home, parcel, permit, search

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
    path("robots.txt", home.robots, name="robots"),
]
