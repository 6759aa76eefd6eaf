"""Where messages may go: addresses of the internet; of private networks only what a setting names.

A name is resolved once, and the connection goes to the address that was looked at: a name that points elsewhere the
second time leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from genealogy.errors import GenealogyError, UsageError

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BlockedHostError(GenealogyError):
    """A message would go to an address that no setting allows, or to none."""

    code = "blocked_host"
    status = 422


def parts_of(url: str) -> SplitResult:
    """The parts of an address that messages may be sent to. Raises UsageError."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in _PORTS and parts.hostname and not parts.fragment and not parts.username
        good = good and url.isprintable() and url.isascii() and " " not in url and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise UsageError(
            f"{url!r} is no address for messages; write https://erp.example.com/hooks, without user or fragment"
        )
    return parts


def port_of(parts: SplitResult) -> int:
    """The port, as given or the scheme's own."""
    return parts.port or _PORTS[parts.scheme]


def addresses(host: str, port: int, allowed: Sequence[str]) -> list[str]:
    """The addresses of a host that may be connected to, in the order in which they are to be tried.

    `allowed` names hosts (`erp.plant.local`, `*.plant.local`), addresses and networks (`10.1.0.0/16`) that may be of a
    private network. Raises BlockedHostError where there is none.
    """
    try:
        found = list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise BlockedHostError(f"{host} is not to be found: {error}") from error
    open_to = [address for address in found if named(host, allowed) or _allowed(address, allowed)]
    if not open_to:
        raise BlockedHostError(
            f"{host} is {', '.join(found)}: of a private network, and GENEALOGY_WEBHOOK_HOSTS does not name it"
        )
    return open_to


def named(host: str, allowed: Sequence[str]) -> bool:
    """Whether the setting names this host, itself or by the end of its name."""
    host = host.lower().rstrip(".")
    return any(host == one.lower() or (one.startswith("*.") and host.endswith(one[1:].lower())) for one in allowed)


def _allowed(address: str, allowed: Sequence[str]) -> bool:
    ip = _inner(ipaddress.ip_address(address.partition("%")[0]))
    if ip.is_global and not ip.is_multicast:
        return True
    return any(network.version == ip.version and ip in network for network in _networks(allowed))


def _inner(ip: Address) -> Address:
    """The IPv4 address that is written as one of IPv6."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _networks(allowed: Sequence[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    found = []
    for one in allowed:
        try:
            found.append(ipaddress.ip_network(one, strict=False))
        except ValueError:
            continue  # a name
    return found
