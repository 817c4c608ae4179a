"""Addresses for operators."""

from django.urls import path

from ops import feedback_views, status_views, views

urlpatterns = [
    path("health", views.health_report, name="health"),
    path("status/", status_views.page, name="status"),
    path("status.json", status_views.as_json, name="status_json"),
    path("feedback/", feedback_views.page, name="feedback"),
    path("feedback/sent/", feedback_views.sent, name="feedback_sent"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.prometheus, name="metrics"),
]
