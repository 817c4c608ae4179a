"""The site map."""

from django.urls import include, path

from ops.admin import site

urlpatterns = [
    path("", include("permits.urls")),
    path("", include("knowledge.urls")),
    path("", include("analysis.urls")),
    path("", include("ops.urls")),
    path("admin/", site.urls),
]
handler400 = "permits.views.errors.bad_request"
handler403 = "ops.views.forbidden"
handler404 = "permits.views.errors.not_found"
handler500 = "permits.views.errors.server_error"
