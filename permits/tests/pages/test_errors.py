import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory

from permits.views import errors


@pytest.mark.django_db
def test_an_unknown_address_has_the_search_box(client: Client) -> None:
    answer = client.get("/nothing/here")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no page at this address" in page
    assert '<input id="q"' in page
    assert 'content="noindex"' in page


def test_a_failure_is_told_without_the_database() -> None:
    request = RequestFactory().get("/")
    answer = errors.server_error(request)
    assert answer.status_code == 500
    assert b"The fault is ours" in answer.content
    refused = errors.bad_request(request, SuspiciousOperation("no"))
    assert refused.status_code == 400
    assert b"could not be read" in refused.content


def test_an_unknown_host_is_named_as_such(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
