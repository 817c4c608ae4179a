"""A site of a few pages, each with a query of its own, for the tests of the audit."""

from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

SLOW = "SELECT pg_sleep(%s)"
WIDE = "SELECT note FROM audited WHERE note = %s"


def slow(_request: HttpRequest) -> HttpResponse:
    return _run(SLOW, [0.03])


def wide(_request: HttpRequest) -> HttpResponse:
    return _run(WIDE, ["row 7"])


def narrow(_request: HttpRequest) -> HttpResponse:
    return _run("SELECT note FROM audited WHERE id = %s", [7])


def settled(_request: HttpRequest) -> HttpResponse:
    """A setting for one transaction, and a query outside of it."""
    with transaction.atomic():
        _run("SET LOCAL enable_seqscan = off", [])
        _run("SELECT count(*) FROM audited WHERE id = %s", [7])
    return _run("SELECT current_setting('enable_seqscan')", [])


def writing(_request: HttpRequest) -> HttpResponse:
    return _run("INSERT INTO audited (id, note) VALUES (0, 'by a page')", [])


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError("on purpose")


def _run(sql: str, params: list[Any]) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return HttpResponse(str(cursor.fetchall() if cursor.description else ""))


urlpatterns = [
    path(f"{view.__name__}/", view, name=view.__name__)
    for view in (slow, wide, narrow, settled, writing, broken)
]
handler500 = "ops.tests.audit_site.failed"


def failed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)
