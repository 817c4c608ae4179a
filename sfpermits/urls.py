"""The site map."""

from django.urls import include, path

urlpatterns = [
    path("", include("permits.urls")),
    path("", include("knowledge.urls")),
    path("", include("ops.urls")),
]
handler400 = "permits.views.errors.bad_request"
handler404 = "permits.views.errors.not_found"
handler500 = "permits.views.errors.server_error"
