"""The faults of the wire, in words: never the name of an error in the code. Pure.

the name ─ the way there ─ the proxy ─ the secure connection ─ the answer's head ─ its body
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Iterator

import aiohttp
from aiohttp.http_exceptions import BadStatusLine, HttpProcessingError, LineTooLong
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.i18n.catalogue import intake as texts
from bot.i18n.catalogue import platforms
from bot.i18n.text import Phrase, Text

_OF_NUMBER: dict[int, Text] = {
    errno.ECONNREFUSED: texts.REFUSED_CONNECTION,
    errno.ECONNRESET: texts.CONNECTION_RESET,
    errno.ECONNABORTED: texts.CONNECTION_RESET,
    errno.EPIPE: texts.CONNECTION_RESET,
    errno.EHOSTUNREACH: texts.NO_ROUTE,
    errno.EHOSTDOWN: texts.NO_ROUTE,
    errno.ENETUNREACH: texts.NO_ROUTE,
    errno.ENETDOWN: texts.NO_ROUTE,
    errno.EADDRNOTAVAIL: texts.NO_ROUTE,
    errno.EAFNOSUPPORT: texts.NO_ROUTE,
    errno.ETIMEDOUT: platforms.NO_CONNECTION_IN_TIME,
    errno.EMFILE: texts.TOO_MANY_FILES,
    errno.ENFILE: texts.TOO_MANY_FILES,
    errno.EACCES: texts.NOT_ALLOWED_HERE,
    errno.EPERM: texts.NOT_ALLOWED_HERE,
}
#: of several addresses that failed, each by another fault: the last one is of IPv4, which more machines have
_NUMBERS = re.compile(r"\[Errno (\d+)\]")
#: X509_V_ERR_…: https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error
_OF_CERTIFICATE: dict[int, Text] = {
    9: texts.CERTIFICATE_OF_LATER,
    10: texts.CERTIFICATE_EXPIRED,
    18: texts.CERTIFICATE_SELF_SIGNED,
    19: texts.CERTIFICATE_OF_UNKNOWN,
    2: texts.CERTIFICATE_OF_UNKNOWN,
    20: texts.CERTIFICATE_OF_UNKNOWN,
    21: texts.CERTIFICATE_OF_UNKNOWN,
    23: texts.CERTIFICATE_REVOKED,
    62: texts.CERTIFICATE_OF_OTHER,
    64: texts.CERTIFICATE_OF_OTHER,
}
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"})
_OLD_TLS = frozenset(
    {
        *("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED"),
        *("DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL", "CA_MD_TOO_WEAK", "WRONG_SIGNATURE_TYPE", "NO_PROTOCOLS_AVAILABLE"),
    }
)
#: replies of SOCKS 5 (RFC 1928, section 6); what they say of the proxy's own way to the site
_OF_SOCKS: dict[int, Text] = {
    2: texts.PROXY_FORBIDS,
    3: texts.PROXY_FINDS_NO_WAY,
    4: texts.PROXY_FINDS_NO_WAY,
    5: texts.PROXY_WAS_REFUSED,
    6: texts.PROXY_FINDS_NO_WAY,
}


def in_words(error: Exception) -> Phrase:
    """Why there is no answer, as the end of a sentence."""
    if isinstance(error, ProxyError | ProxyConnectionError | ProxyTimeoutError | aiohttp.ClientProxyConnectionError):
        return _of_proxy(error)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return of_proxy_status(error.status)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _of_certificate(error.certificate_error)
    if isinstance(error, aiohttp.ClientConnectorError):  # those of TLS are some of them
        return _of_system(error.os_error)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Phrase(texts.CLOSED_WITHOUT_ANSWER)
    if isinstance(error, aiohttp.ClientResponseError):
        return _of_head(error)
    return _of_system(error) if isinstance(error, OSError) else Phrase(platforms.NO_CONNECTION)


def of_proxy_status(status: int) -> Phrase:
    """Why a proxy does not pass a request on."""
    if status == 407:
        return Phrase(texts.PROXY_ASKS_PASSWORD)
    return Phrase(platforms.PROXY_REFUSES, {"status": str(status)})


def _of_proxy(error: Exception) -> Phrase:
    if isinstance(error, ProxyError):
        said = str(error)
        if "uthentication" in said:
            return Phrase(texts.PROXY_ASKS_PASSWORD)
        return Phrase(_OF_SOCKS.get(error.error_code or 0, texts.PROXY_FAILED))
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return Phrase(texts.PROXY_NOT_REACHED, {"reason": _of_system(error.os_error)})
    reasons = [one for one in _causes(error) if isinstance(one, OSError) and one.errno]
    reason = _of_system(reasons[-1]) if reasons else Phrase(platforms.NO_CONNECTION_IN_TIME)
    return Phrase(texts.PROXY_NOT_REACHED, {"reason": reason})


def _of_system(error: OSError) -> Phrase:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _of_certificate(error)
    if isinstance(error, ssl.SSLError):
        return Phrase(_of_tls(error.reason or ""))
    if isinstance(error, socket.gaierror):
        now = error.errno in (socket.EAI_AGAIN, socket.EAI_FAIL)
        return Phrase(texts.NAME_NOT_LOOKED_UP if now else platforms.NO_SUCH_HOST)
    numbers = [error.errno] if error.errno else map(int, _NUMBERS.findall(str(error)))
    known = [_OF_NUMBER[number] for number in numbers if number in _OF_NUMBER]
    return Phrase(known[-1] if known else platforms.NO_CONNECTION)


def _of_tls(reason: str) -> Text:
    if reason in _NO_TLS:
        return texts.SPEAKS_NO_TLS
    return texts.OUTDATED_TLS if reason in _OLD_TLS else platforms.NO_SECURE_CONNECTION


def _of_certificate(error: Exception) -> Phrase:
    number = getattr(error, "verify_code", 0)  # an ssl.CertificateError of old has none
    return Phrase(_OF_CERTIFICATE.get(number, platforms.UNTRUSTED_CERTIFICATE))


def _of_head(error: aiohttp.ClientResponseError) -> Phrase:
    causes = list(_causes(error))
    if any(isinstance(one, LineTooLong) for one in causes) or "oo many headers" in error.message:
        return Phrase(texts.HEADERS_TOO_LONG)
    if any(isinstance(one, BadStatusLine) for one in causes):
        return Phrase(texts.NO_HTTP)
    return Phrase(texts.HEADERS_UNREADABLE)


def of_body(error: Exception) -> Phrase | None:
    """What was wrong with an answer that did come; None: another fault."""
    said = [str(one) for one in _causes(error) if isinstance(one, HttpProcessingError)]
    if any("chunk" in text and "ot enough data" not in text for text in said):
        return Phrase(texts.CHUNKS_BROKEN)
    return Phrase(texts.ENDED_EARLY) if isinstance(error, aiohttp.ClientPayloadError) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
