"""Which address counts, and which form is ours."""

from __future__ import annotations

import pytest

from bot.web.callers import caller_address, is_own_form


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        pytest.param("8.8.8.8", None, "8.8.8.8", id="who calls directly"),
        pytest.param("8.8.8.8", "1.1.1.1", "8.8.8.8", id="a caller from outside names no other address"),
        pytest.param("127.0.0.1", "1.1.1.1", "1.1.1.1", id="a proxy of this machine does"),
        pytest.param(
            "10.0.0.7", "6.6.6.6, 1.1.1.1", "1.1.1.1", id="the last one counts: what a client wrote is before"
        ),
        pytest.param("10.0.0.7", "1.1.1.1:4711", "1.1.1.1", id="with a port"),
        pytest.param("10.0.0.7", "[2606:4700::1111]:80", "2606:4700::/64", id="IPv6 with a port"),
        pytest.param("2606:4700::1111", None, "2606:4700::/64", id="of IPv6 the network counts"),
        pytest.param("::ffff:8.8.8.8", None, "8.8.8.8", id="IPv4 within IPv6"),
        pytest.param("fe80::1%eth0", None, "fe80::/64", id="with the name of an interface"),
        pytest.param("127.0.0.1", "unknown", "127.0.0.1", id="a proxy that says nothing"),
        pytest.param("127.0.0.1", "<script>", "127.0.0.1", id="no address"),
        pytest.param(None, "1.1.1.1", "unknown", id="a socket of the machine"),
    ],
)
def test_the_address_of_a_caller(peer: str | None, forwarded: str | None, address: str) -> None:
    assert caller_address(peer, {} if forwarded is None else {"X-Forwarded-For": forwarded}) == address


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://news.example"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "https://news.example"}, True),
        ({"Origin": "http://127.0.0.1:8080", "Host": "127.0.0.1:8080"}, True),
        ({"Origin": "http://127.0.0.1:8081", "Host": "127.0.0.1:8080"}, False),
        ({"Origin": "https://evil.example", "Host": "127.0.0.1:8080"}, False),
        ({"Origin": "null", "Host": "127.0.0.1:8080"}, False),
        ({"Origin": "http://[", "Host": "127.0.0.1:8080"}, False),
        ({"Host": "127.0.0.1:8080"}, False),
        ({}, False),
    ],
)
def test_a_form_is_ours_if_the_browser_says_so(headers: dict[str, str], own: bool) -> None:
    assert is_own_form(headers, "https://news.example/jarshy") is own


def test_without_a_public_address_only_the_host_that_was_called_counts() -> None:
    assert not is_own_form({"Origin": "https://news.example", "Host": "127.0.0.1"}, None)
    assert not is_own_form({"Origin": "", "Host": ""}, None)
