import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db import connection, models
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ops import admin
from ops.admin_table import BoundedPaginator, TableAdmin
from ops.models import CronLog, Feedback

pytestmark = pytest.mark.django_db
ROWS = 12_000


@pytest.fixture
def boss() -> User:
    return User.objects.create(username="boss", is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


def _expression(field: Any, row: str = "i") -> str:
    """SQL for a value of the field's type, another in every row where it can be."""
    if isinstance(field, models.ForeignKey):
        return _expression(field.target_field, row)
    if field.choices:
        return f"'{field.flatchoices[-1][0]}'"
    if isinstance(field, ArrayField):
        return f"ARRAY[{_expression(field.base_field, row)}]"
    kind = (field.db_type(connection) or "").split("(")[0]
    return {
        "text": f"'x' || {row}",
        "date": f"DATE '2001-01-01' + ({row} % 5000)::int",
        "timestamp with time zone": f"TIMESTAMPTZ '2001-01-01' + {row} * INTERVAL '1 minute'",
        "jsonb": "'{}'::jsonb",
        "boolean": "true",
        "tsvector": "''::tsvector",
        "smallint": "1",
        "bytea": "''::bytea",
        "uuid": f"md5({row}::text)::uuid",
        "vector": f"array_fill({row}::real, ARRAY[{getattr(field, 'dimensions', 0)}])",
    }.get(kind, row)


def _fill(model: type[models.Model], rows: int = ROWS) -> None:
    """Rows for the model by one statement, without checks of the database."""
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.GeneratedField)
    ]
    other = {"entity_b"}  # higher than entity_a
    values = [
        _expression(field, "(i + 1)" if field.name in other else "i")
        for field in fields
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns})"
            f" SELECT {', '.join(values)} FROM generate_series(1, {rows}) AS i"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute(f"ANALYZE {model._meta.db_table}")


def _tables() -> Iterator[TableAdmin]:
    for one in admin.site._registry.values():
        if isinstance(one, TableAdmin):
            yield one


# Of a few rows by their nature, or held to them by a constraint.
SMALL = {
    "cron_log",
    "data_version",
    "record_statistics",
    "permit_durations",
    "entity_runs",
    "knowledge_documents",
    "knowledge_state",
}
BIG = [one for one in _tables() if one.model._meta.db_table not in SMALL]
EVERY = list(admin.site._registry.values())
NAME = re.compile(r'Seq Scan on "?(\w+)')


def _address(one: Any, page: str, *args: object) -> str:
    meta = one.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def _scanned(queries: CaptureQueriesContext, table: str) -> list[str]:
    """The queries that read the table from end to end, with their plans."""
    found = []
    for query in list(queries):
        sql = query["sql"]
        if sql.startswith("SELECT") and f'"{table}"' in sql:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql.replace('%', '%%')}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
            if table in NAME.findall(plan):
                found.append(f"{sql}\n{plan}")
    return found


@pytest.mark.parametrize("one", BIG, ids=lambda one: one.model.__name__)
def test_no_list_search_or_page_reads_a_big_table_from_end_to_end(
    one: TableAdmin, signed_in: Client
) -> None:
    table = one.model._meta.db_table
    _fill(one.model)
    first = one.model._base_manager.order_by("pk").values_list("pk", flat=True)[7]
    listing = _address(one, "changelist")
    asked = ["", "?p=3", "?q=x77", "?q=77", "?q=x77/x77", "?q=no+such"]
    for query in asked:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = signed_in.get(f"{listing}{query}")
        assert response.status_code == 200, query
        # Session, user, count and estimate, rows; groups and filters have none.
        assert len(queries) <= 6, [each["sql"][:120] for each in queries]
        assert _scanned(queries, table) == [], query
    with CaptureQueriesContext(connection) as queries:
        response = signed_in.get(_address(one, "change", first))
    assert response.status_code == 200
    assert len(queries) <= 12
    assert _scanned(queries, table) == []


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.model.__name__)
def test_every_list_opens_also_where_nothing_is_there(
    one: Any, signed_in: Client
) -> None:
    assert signed_in.get(_address(one, "changelist")).status_code == 200
    assert signed_in.get(_address(one, "changelist") + "?q=%00x").status_code == 200


def test_a_search_finds_by_its_indexes_alone(signed_in: Client) -> None:
    for one in BIG:
        for find in one.table.finds:
            assert find.words
            condition = find.condition("x1/x1") or find.condition("1")
            assert condition is not None


def test_what_is_stored_of_every_model_can_be_seen() -> None:
    from django.apps import apps

    ours = {
        model
        for model in apps.get_models()
        if not model.__module__.startswith("django")
        # Django's admin has no page for a row with a key of two columns.
        and not model._meta.is_composite_pk
    }
    assert ours <= set(admin.site._registry)


@pytest.mark.parametrize("page", ["add", "delete"])
def test_the_record_cannot_be_written_to(page: str, signed_in: Client) -> None:
    for one in BIG:
        args = () if page == "add" else ("1",)
        assert signed_in.post(_address(one, page, *args)).status_code in {403, 302, 404}
        if page == "add":
            assert signed_in.get(_address(one, page)).status_code == 403


def test_another_column_cannot_be_filtered_by(signed_in: Client) -> None:
    response = signed_in.get(
        reverse("admin:ops_cronlog_changelist") + "?host__contains=a"
    )
    assert response.status_code == 400
    assert (
        signed_in.get(
            reverse("admin:ops_cronlog_changelist") + "?status__exact=failed"
        ).status_code
        == 200
    )


def test_a_page_far_off_is_not_looked_for() -> None:
    _fill(Feedback, 10_500)
    pages = BoundedPaginator(Feedback.objects.order_by("pk"), 50)
    assert pages.count == 10_500
    assert pages.num_pages == 100
    assert pages.words == "about 10,500, of which the first 5,000 are listed:"
    searched = BoundedPaginator(Feedback.objects.filter(pk__gt=10).order_by("pk"), 50)
    assert searched.count == 10_001
    assert searched.words.startswith("over 10,000")
    few = BoundedPaginator(Feedback.objects.filter(pk__lt=10).order_by("pk"), 50)
    assert (few.count, few.words) == (9, "9")


def test_no_public_page_has_a_cookie_or_varies_by_one(client: Client) -> None:
    for path in ("/", "/search/?q=x", "/status/", "/feedback/", "/nothing/", "/health"):
        response = client.get(path)
        assert response.cookies == {}, path
        assert "cookie" not in response.get("Vary", "").lower(), path


def test_staff_see_public_pages_as_everyone_does(signed_in: Client) -> None:
    response = signed_in.get("/search/?q=x")
    assert response.cookies == {}
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/operations/", "/admin/ops/feedback/", "/admin/none/"]
)
def test_nobody_sees_the_admin_unless_signed_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_cookies_are_for_us_alone() -> None:
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    client = Client()
    client.get("/admin/login/")
    cookie = client.cookies["csrftoken"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def _log_in(client: Client, name: str, address: str) -> int:
    response = client.post(
        "/admin/login/",
        {"username": name, "password": "wrong"},
        REMOTE_ADDR=address,
    )
    return response.status_code


@pytest.fixture
def limited(settings: Any) -> Iterator[None]:
    settings.RATELIMIT_ENABLE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    caches["limits"].clear()
    yield
    caches["limits"].clear()


def test_a_name_is_tried_five_times_a_minute_from_all_addresses(
    limited: None, client: Client
) -> None:
    tries = [_log_in(client, "Boss ", f"10.0.0.{one}") for one in range(7)]
    assert tries == [200] * 5 + [429] * 2
    assert _log_in(client, "another", "10.0.1.1") == 200


def test_an_address_may_try_five_times_a_minute_whatever_the_name(
    limited: None, client: Client
) -> None:
    tries = [_log_in(client, f"name{one}", "10.0.0.1") for one in range(7)]
    assert tries == [200] * 5 + [429] * 2


def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "could not be checked" in response.content.decode()


def test_there_is_no_account_until_somebody_makes_one() -> None:
    assert not User.objects.exists()
    assert Group.objects.count() == 3


def test_feedback_is_only_edited_where_the_staff_may(
    client: Client, rf: RequestFactory
) -> None:
    _fill(Feedback, 1)
    editor = User.objects.create(username="ed", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    row = Feedback.objects.get()
    address = reverse("admin:ops_feedback_change", args=[row.pk])
    response = client.post(
        address, {"status": "done", "note": "thanks", "text": "forged", "page": "/x"}
    )
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.note, row.text) == ("done", "thanks", "x1")


def test_a_run_is_listed(signed_in: Client) -> None:
    _fill_run()
    page = signed_in.get(reverse("admin:ops_cronlog_changelist") + "?q=purge")
    assert "purge" in page.content.decode()


def _fill_run() -> None:
    from django.utils import timezone

    now = timezone.now()
    CronLog.objects.create(
        job_name="purge",
        status="success",
        scheduled_for=now,
        started_at=now,
        finished_at=now,
        lock="purge",
    )


def test_what_is_not_there_is_called_not_recorded(signed_in: Client) -> None:
    _fill_run()
    page = signed_in.get(reverse("admin:ops_cronlog_changelist")).content.decode()
    assert "not recorded" in page
