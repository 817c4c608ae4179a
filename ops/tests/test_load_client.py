import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from ops import limiting, load_client, rate_limit

KEY = "k" * 32


def _request(said: str | None) -> HttpRequest:
    headers = {load_client.HEADER: said} if said is not None else {}
    return RequestFactory().get("/", headers=headers)


def test_a_signed_name_counts_instead_of_the_address(settings: Settings) -> None:
    settings.LOAD_TEST_KEY = KEY
    said = load_client.signed("permit-1", KEY)
    assert load_client.counted_as(_request(said)) == "load permit-1"
    assert limiting._client(_request(said), rate_limit.SCOPES["pages"]) == (
        "load permit-1"
    )


@pytest.mark.parametrize(
    "said",
    [
        *(None, "", "permit-1", "permit-1.", "permit-1." + "0" * 64),
        *(load_client.signed("permit-1", "another key" * 4), "\xff.\xff"),
        load_client.signed("permit-1", KEY).replace("-1", "-2"),
        load_client.signed("permit-1", KEY).upper(),
        load_client.signed("permit-1", KEY) + "\n",
        load_client.signed("user 1", KEY),
        load_client.signed("n" * 41, KEY),
    ],
)
def test_what_is_not_rightly_signed_is_not_heard(
    said: str | None, settings: Settings
) -> None:
    settings.LOAD_TEST_KEY = KEY
    assert load_client.counted_as(_request(said)) == "127.0.0.1"


def test_without_a_key_no_signature_is_right(settings: Settings) -> None:
    settings.LOAD_TEST_KEY = ""
    for key in (KEY, ""):
        said = load_client.signed("permit-1", key)
        assert load_client.counted_as(_request(said)) == "127.0.0.1"
