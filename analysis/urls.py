"""Addresses of the plan check."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
