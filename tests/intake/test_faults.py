"""Every fault of the wire has words; what real servers cause is in test_wire.py and test_proxies.py."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.http_exceptions import BadHttpMessage, BadStatusLine, LineTooLong, TransferEncodingError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.i18n.translator import ENGLISH
from bot.intake.faults import in_words, of_body, of_proxy_status

KEY = ConnectionKey("kt.kz", 443, True, True, None, None, None)
SENT = aiohttp.RequestInfo(URL("https://kt.kz"), "GET", CIMultiDictProxy(CIMultiDict()), URL("https://kt.kz"))


def untrusted(number: int) -> aiohttp.ClientConnectorCertificateError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = number
    return aiohttp.ClientConnectorCertificateError(KEY, error)


def tls(reason: str) -> aiohttp.ClientConnectorSSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return aiohttp.ClientConnectorSSLError(KEY, error)


def of_system(number: int) -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(KEY, OSError(number, os.strerror(number)))


def caused(error: Exception, cause: Exception | None = None) -> Exception:
    error.__cause__ = cause
    return error


def head(cause: Exception, message: str = "") -> Exception:
    return caused(aiohttp.ClientResponseError(SENT, (), status=400, message=message), cause)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_NONAME, "")), "no such host"),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(None, "")), "no connection"),
        (aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_AGAIN, "")), "can't be looked up"),
        (of_system(errno.ECONNREFUSED), "the connection was refused"),
        (of_system(errno.ENETUNREACH), "there is no route to it"),
        (of_system(errno.EHOSTUNREACH), "there is no route to it"),
        (of_system(errno.ETIMEDOUT), "no connection in time"),
        (of_system(errno.EMFILE), "too many connections open"),
        (of_system(errno.EPERM), "this machine does not allow"),
        (of_system(errno.EINVAL), "no connection"),
        (
            aiohttp.ClientConnectorError(KEY, OSError("Multiple exceptions: [Errno 101] of IPv6, [Errno 111] of IPv4")),
            "the connection was refused",
        ),
        (aiohttp.ClientOSError(errno.ECONNRESET, "reset"), "the connection was reset"),
        (aiohttp.ClientConnectionResetError(errno.EPIPE, "closing"), "the connection was reset"),
        (untrusted(9), "its certificate is not valid yet"),
        (untrusted(10), "its certificate has expired"),
        (untrusted(18), "it signed its certificate itself"),
        (untrusted(19), "nobody whom we know signed its certificate"),
        (untrusted(20), "nobody whom we know signed its certificate"),
        (untrusted(23), "its certificate was revoked"),
        (untrusted(62), "its certificate is for another host"),
        (untrusted(66), "its certificate is not trusted"),
        (aiohttp.ClientOSError(1, ""), "this machine does not allow"),
        (aiohttp.ClientConnectorError(KEY, ssl.SSLCertVerificationError(1, "x")), "its certificate is not trusted"),
        (tls("WRONG_VERSION_NUMBER"), "it speaks no https at that port"),
        (tls("UNSUPPORTED_PROTOCOL"), "its encryption is outdated"),
        (tls("SSLV3_ALERT_HANDSHAKE_FAILURE"), "no secure connection"),
        (aiohttp.ServerDisconnectedError(), "it closed the connection without an answer"),
        (head(LineTooLong("a", "1")), "its headers are too long"),
        (head(BadHttpMessage("x"), "Too many headers received"), "its headers are too long"),
        (head(BadStatusLine("220 mail")), "what it answers is no HTTP"),
        (head(BadHttpMessage("Invalid header token")), "its headers can't be read"),
        (ProxyError("Username and password authentication failure"), "the proxy asks for a user and a password"),
        (ProxyError("Connection not allowed by ruleset", error_code=2), "the proxy does not allow it"),
        (ProxyError("Host unreachable", error_code=4), "the proxy finds no way to it"),
        (ProxyError("Refused", error_code=5), "the connection was refused to the proxy"),
        (ProxyError("General failure", error_code=1), "the proxy failed"),
        (
            aiohttp.ClientProxyConnectionError(KEY, OSError(errno.ECONNREFUSED, "")),
            "the proxy could not be reached (the connection was refused)",
        ),
        (
            caused(ProxyConnectionError("x"), OSError(errno.ENETUNREACH, "")),
            "the proxy could not be reached (there is no route to it)",
        ),
        (ProxyTimeoutError("x"), "the proxy could not be reached (no connection in time)"),
        (aiohttp.ClientHttpProxyError(SENT, (), status=407), "the proxy asks for a user and a password"),
        (aiohttp.ClientHttpProxyError(SENT, (), status=502), "the proxy refuses (502)"),
        (ValueError("of a library"), "no connection"),
    ],
)
def test_a_fault_is_named_in_words(error: Exception, words: str) -> None:
    said = ENGLISH(in_words(error))
    assert words in said
    assert not re.search(r"Error|Exception|errno|_", said)


def test_what_a_proxy_answers_in_the_sites_place_is_its_own() -> None:
    assert ENGLISH(of_proxy_status(407)) == "the proxy asks for a user and a password"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (head(BadHttpMessage("Invalid character in chunk size")), "answered in broken chunks"),
        (caused(aiohttp.ClientPayloadError("x"), TransferEncodingError("bad chunk")), "answered in broken chunks"),
        (
            caused(aiohttp.ClientPayloadError("x"), TransferEncodingError("Not enough data to satisfy chunk")),
            "ended its answer early",
        ),
        (aiohttp.ClientPayloadError("Response payload is not completed"), "ended its answer early"),
    ],
)
def test_an_answer_that_did_come_was_broken_or_ended_early(error: Exception, words: str) -> None:
    broken = of_body(error)
    assert broken is not None
    assert ENGLISH(broken) == words


def test_a_fault_of_the_way_is_none_of_the_body() -> None:
    assert of_body(of_system(errno.ECONNREFUSED)) is None
