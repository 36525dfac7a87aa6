"""Which addresses the assistant may be sent to where strangers share the server.

On one's own computer any address will do, above all those of model servers in the same house. On a shared
server (``WHYBOARD_HOSTED=1``) anybody could type an address of the operator's inner network and read from
the answer what is there. So only public addresses are reached, unless the operator named the host in
``WHYBOARD_LLM_ALLOWED_HOSTS`` or set the server up as ``WHYBOARD_LLM_BASE_URL``. A name is looked up once, all
its addresses are checked, and the connection goes to a checked one: a name that leads elsewhere the next
time it is looked up gets nothing. The operator's key goes to the operator's server alone, hosted or not.

>>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
[True, False, False, False, False]
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from llm.errors import LlmError
from llm.settings import LlmSettings, allowed_hosts, from_environment, is_hosted

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Public by number and yet inside: where machines at Azure and Oracle ask for their own settings and keys.
_INSIDE = (ipaddress.ip_network("168.63.129.16/32"), ipaddress.ip_network("192.0.0.0/24"))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address


class NotPublicError(Exception):
    """A request was about to leave for an address that is not a public one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be reached: everything, or public addresses, the operator's server and the hosts allowed."""

    hosted: bool = False
    allowed: frozenset[str] = frozenset()
    operator: str = ""
    operator_key: str = ""

    def open_to(self, settings: LlmSettings) -> bool:
        """Whether a server may be asked without a look at where its name leads."""
        parts = urlsplit(settings.base_url)
        if not self.hosted or (self.operator and origin(settings.base_url) == self.operator):
            return True
        return bool({parts.hostname or "", parts.netloc} & self.allowed)

    def lends_key(self, settings: LlmSettings) -> bool:
        """Whether the operator's key is about to go to a server that somebody else chose."""
        mine = self.hosted and bool(self.operator_key) and settings.api_key == self.operator_key
        return mine and origin(settings.base_url) != self.operator


def rules() -> Reach:
    """The rules of this server, from its settings."""
    try:
        own = from_environment()
    except LlmError:  # a setting that cannot be used is said where it is used; it opens nothing here
        own = LlmSettings()
    return Reach(
        hosted=is_hosted(),
        allowed=allowed_hosts(),
        operator=origin(own.base_url) if own.base_url else "",
        operator_key=own.api_key,
    )


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{parts.hostname or ''}:{port}".lower()


def is_public(text: str) -> bool:
    """Whether an address, given in numbers, is one of the public internet."""
    try:
        address = _meant(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and (
        address.is_site_local or address.sixtofour is not None or address.teredo is not None
    ):
        return False
    inside = address.is_multicast or address.is_reserved or any(address in net for net in _INSIDE)
    return address.is_global and not inside


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address is another way of writing, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def look_up(host: str, port: int) -> tuple[str, ...]:
    """All addresses of a host, in numbers; also of one written as ``2130706433`` or ``0x7f.1``."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """All addresses of a host.

    Raises
    ------
    NotPublicError
        One of them is not public, or there is none: the two are not told apart, so that nothing is learnt
        about names in the inner network.
    """
    found = look_up(host, port)
    if not found or not all(is_public(address) for address in found):
        raise NotPublicError
    return found


def check_reach(settings: LlmSettings, reach: Reach | None = None) -> None:
    """Raise where these settings may not be used on this server.

    Raises
    ------
    LlmError
        Of kind ``not_public``, or ``settings`` where the operator's key would go to another server.
    """
    found = rules() if reach is None else reach
    if not settings.base_url:
        return
    if found.lends_key(settings):
        raise LlmError(
            "settings",
            "The key is that of this Whyboard's own server and is sent to no other.",
            fix="Type the key that belongs to the address you entered.",
            where="key",
        )
    if found.open_to(settings):
        return
    parts = urlsplit(settings.base_url)
    try:
        public_addresses(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    except NotPublicError:
        raise LlmError("not_public", where=settings.server) from None


class PublicOnly(httpx2.BaseTransport):
    """A transport that looks the host up itself, checks every address, and connects to a checked one.

    The certificate and the ``Host`` header are still those of the name.
    """

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request to a checked address; the next one where the first does not answer."""
        url = request.url
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = public_addresses(url.host, port)
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        for number, address in enumerate(addresses, start=1):
            request.url = url.copy_with(host=address)
            try:
                return self._inner.handle_request(request)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                if number == len(addresses):
                    raise
            finally:
                request.url = url
        raise NotPublicError

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()
