"""What is announced in the house, by whoever likes to: read with care.

https://www.rfc-editor.org/rfc/rfc6763; the names of the services are IANA's, and Home Assistant's
own: https://www.home-assistant.io/integrations/zeroconf/
"""

import re
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from urllib.parse import urlsplit

from zeroconf import IPVersion, ServiceInfo

from mirrorapp import events

BROKER, SECURE_BROKER, HOME_ASSISTANT = (
    f"{each}._tcp.local." for each in ("_mqtt", "_secure-mqtt", "_home-assistant"))
KINDS = (BROKER, SECURE_BROKER, HOME_ASSISTANT)
NAME_MOST = 40
"""Characters of a name."""
USUAL_PORT = {False: 1883, True: 8883}
"""Without and with encryption: https://www.iana.org/assignments/service-names-port-numbers."""
_HOME_NETS = tuple(IPv4Network(each) for each in (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"))  # RFC 1918, RFC 3927
_LOCAL_NAME = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)\.local", re.IGNORECASE)
_SWITCH = Path("/etc/nsswitch.conf")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Where a broker is, or is likely to be.

    `name`: what it calls itself, as `events.plain` makes it, never empty. `host`: a name ending in
    `.local` where this machine can look such names up, else an IPv4 address of a home's network;
    fit for `hub.host`. `tls`: it encrypts there, as it says. `guess`: no broker said so; Home
    Assistant is there, whose add-on mostly serves on that port.
    """

    guess: bool
    name: str
    host: str
    port: int
    tls: bool


def read(info: ServiceInfo) -> Found | None:
    """What `info` tells of; None where something in it can't be true here."""
    address = next((each for each in info.parsed_addresses(IPVersion.V4Only) if _at_home(each)),
                   None)
    guess = info.type == HOME_ASSISTANT
    port = USUAL_PORT[False] if guess else info.port
    if address is None or not port:
        return None
    called = _local(_url_host(info) if guess else info.server or "")
    host = called if called and knows_local_names() else address
    name = events.plain(info.get_name())[:NAME_MOST].strip() or host
    tls = info.type == SECURE_BROKER or port == USUAL_PORT[True]
    return Found(guess, name, host, port, tls)


@cache
def knows_local_names() -> bool:
    """Whether this machine looks names in `.local` up by multicast DNS (nss-mdns).

    Others it would ask of the name server, who does not know; an address may change, but works.
    """
    try:
        lines = _SWITCH.read_text(errors="replace").splitlines()
    except OSError:
        return False
    return any(line.startswith("hosts:") and "mdns" in line for line in lines)


def _at_home(address: str) -> bool:
    try:
        at = IPv4Address(address)
    except ValueError:
        return False
    return any(at in net for net in _HOME_NETS)


def _local(name: str) -> str:
    name = name.removesuffix(".")
    return name.lower() if _LOCAL_NAME.fullmatch(name) else ""


def _url_host(info: ServiceInfo) -> str:
    """By which name Home Assistant is called in the house, if it was told; that of its entry is 32
    digits, and there only while it runs, unlike the broker beside it.
    """
    url = info.properties.get(b"internal_url") or b""
    try:
        return urlsplit(url.decode()).hostname or ""
    except ValueError:
        return ""
