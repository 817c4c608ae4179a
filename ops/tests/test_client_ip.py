import pytest
from django.core.checks import run_checks
from django.test import RequestFactory
from pytest_django import Settings

from ops.client_ip import check_trusted_proxies, client_ip, network_of, parse


@pytest.mark.parametrize(
    ("peer", "real", "expected"),
    [
        # Nobody's word counts but a trusted proxy's.
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("10.1.2.3", " 198.51.100.1 ", "198.51.100.1"),
        # What is no single address is not believed, and no error.
        ("10.1.2.3", "", "10.1.2.3"),
        ("10.1.2.3", "198.51.100.1, 198.51.100.2", "10.1.2.3"),
        ("10.1.2.3", "<script>", "10.1.2.3"),
        ("10.1.2.3", "1" * 5000, "10.1.2.3"),
        # A Unix socket has no peer; it is this machine, which is not among the trusted.
        ("", "198.51.100.1", "127.0.0.1"),
        ("unix:", "198.51.100.1", "unknown"),
    ],
)
def test_whose_limit_it_is(
    peer: str, real: str, expected: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get(
        "/",
        REMOTE_ADDR=peer,
        headers={"x-real-ip": real, "x-forwarded-for": "192.0.2.1, junk"},
    )
    assert network_of(client_ip(request)) == expected


def test_without_trusted_proxies_only_the_connection_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    headers = {"x-real-ip": "192.0.2.1", "x-forwarded-for": "192.0.2.1"}
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers=headers)
    assert str(client_ip(request)) == "127.0.0.1"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        # Not all of IPv4 in one /64.
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
    ],
)
def test_what_shares_a_limit(one: str, other: str, same: bool) -> None:
    assert (network_of(parse(one)) == network_of(parse(other))) is same


def test_a_deployment_without_the_name_of_its_proxy_is_warned(
    settings: Settings,
) -> None:
    settings.TRUSTED_PROXIES = []
    (warning,) = check_trusted_proxies()
    assert warning in run_checks(include_deployment_checks=True)
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert check_trusted_proxies() == []
