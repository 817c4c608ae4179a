"""Addresses for operators."""

from django.urls import path

from ops import views

urlpatterns = [
    path("health", views.health_report, name="health"),
    path("healthz", views.healthz, name="healthz"),
]
