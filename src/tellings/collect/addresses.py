"""Addresses of pages: which of them may be asked for at all, before a name is resolved."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

#: A longer address is none that a person or a feed gives; servers refuse from about 8,000 on (set by hand).
MAX_LENGTH = 8000

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,30}://", re.IGNORECASE)
#: Hosts whose last label is a number are read as IPv4 addresses by many resolvers, in any of the ways of inet_aton.
_NUMBER_LABEL = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z", re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?\.?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address is not asked for: a code of ``tellings.errors`` and one sentence with the remedy."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that may be asked for, once its host is resolved and checked.

    ``host`` is lower case ASCII, without brackets; ``origin`` is scheme, host and port as in ``http://host:80``.
    """

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Return the scheme, host and port as one string."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_standard_port(self) -> bool:
        """Return whether the port is the scheme's own."""
        return self.port == (443 if self.scheme == "https" else 80)


def is_address(source: str) -> bool:
    """Return whether a source is an address (``scheme://…``) and no path."""
    return _ADDRESS.match(source) is not None


def parse_address(url: str) -> Address | Refusal:
    """Return the parts of an address, or why it is refused.

    Refused are other schemes than http and https, user names and passwords, blanks and control characters, and IPv4
    addresses written in another way than four decimal numbers: such forms serve to get past a check.
    """
    if len(url) > MAX_LENGTH:
        return Refusal("C010", f"the address has {len(url):,} characters, more than the {MAX_LENGTH:,} that are read")
    if re.search(r"[\x00-\x20\x7f\\]", url):
        return Refusal("C010", "the address holds a blank, a control character or a backslash: write it as %20 or so")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return Refusal("C010", f"the address cannot be read ({error}): look at the spelling")
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"}:
        return Refusal("C011", f"only http and https are fetched, not {scheme or 'an address without a scheme'}")
    if "@" in parts.netloc:
        return Refusal("C012", "the address holds a user name or password: leave out what stands before the @")
    host = _ascii_host(parts.hostname or "")
    if host is None:
        return Refusal("C010", "the address names no host that can be asked: look at the spelling")
    if is_disguised(host):
        return Refusal("C014", f"the host {host} is a number in disguise: write the address with four decimal numbers")
    bracketed = f"[{host}]" if ":" in host else host
    own = 443 if scheme == "https" else 80
    place = bracketed if port in {None, own} else f"{bracketed}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    plain = _NOT_ASCII.sub(lambda found: quote(found.group()), f"{place}{_without_dots(parts.path)}{query}")
    return Address(url=f"{scheme}://{plain}", scheme=scheme, host=host, port=own if port is None else port)


def _without_dots(path: str) -> str:
    """Return a path with its ``.`` and ``..`` resolved (RFC 3986 section 5.2.4), ``/`` for none."""
    kept: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            kept[-1:] = []
        elif part != ".":
            kept.append(part)
    is_folder = bool(parts) and parts[-1] in {".", ".."}
    return "/" + "/".join(kept) + ("/" if is_folder and kept else "")


def is_disguised(host: str) -> bool:
    """Return whether a host is an IPv4 address in octal, hexadecimal, short or single-number form."""
    if not _NUMBER_LABEL.match(host.rstrip(".").rpartition(".")[2]):
        return False
    return re.fullmatch(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}", host) is None


def _ascii_host(host: str) -> str | None:
    """Return a host in lower case ASCII, None if it cannot be one."""
    if ":" in host:
        try:
            if "%" in host:  # a zone belongs to one machine
                return None
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host.lower() if _HOST.match(host) and ".." not in host else None
