"""Addresses of the rules and the answers about them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
