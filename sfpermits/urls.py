"""The site map."""

from django.urls import include, path

urlpatterns = [
    path("", include("permits.urls")),
    path("", include("ops.urls")),
]
# handler404 = "permits.views.errors.not_found"
# handler500 = "permits.views.errors.server_error"
