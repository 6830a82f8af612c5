"""A whole Internet on one cable, in a namespace of its own: it takes every address, answers every
question for a name, and tells in a line of JSON of each packet that comes to it.

Argument: the addresses, by name, as JSON; any other name has `STRANGER`'s. It begins once told to
by a line, when the cable is there.
"""

import json
import socket
import struct
import sys
import threading
from typing import Any

CABLE = "wall"
STRANGER = "198.51.100.7"
PORTS = (53, 80, 443, 853, 5222, 8080, 8443, 8883)
_ETHER, _OUTGOING = 14, 4
_IPV4, _ARP, _IPV6 = 0x0800, 0x0806, 0x86DD
_KINDS = {1: "icmp", 2: "igmp", 6: "tcp", 17: "udp", 58: "icmp6"}
_ADDRESS = 1
_IP_TRANSPARENT = 19


def packet(content: bytes) -> dict[str, Any]:
    """What an Ethernet frame is, and to whom: kind, address, port, and the name it asks for."""
    (ether,) = struct.unpack_from("!H", content, 12)
    if ether == _ARP:
        return {"kind": "arp", "to": "", "port": 0, "name": ""}
    if ether == _IPV4:
        to, kind = socket.inet_ntoa(content[30:34]), content[23]
        inner = content[_ETHER + 4 * (content[_ETHER] & 15):]
    elif ether == _IPV6:
        to, kind = socket.inet_ntop(socket.AF_INET6, content[38:54]), content[20]
        inner = content[_ETHER + 40:]
        if kind == 0:  # hop by hop, before the membership of a group
            kind, inner = inner[0], inner[8 * (inner[1] + 1):]
    else:
        return {"kind": hex(ether), "to": "", "port": 0, "name": ""}
    port = struct.unpack_from("!H", inner, 2)[0] if kind in (6, 17) else 0
    return {"kind": _KINDS.get(kind, str(kind)), "to": to, "port": port,
            "name": question(inner[8:])[0] if (kind, port) == (17, 53) else ""}


def question(asked: bytes) -> tuple[str, int, int]:
    """The name that a DNS message asks for, which kind of address, and where that ends."""
    labels, at = [], 12
    while length := asked[at]:
        labels.append(asked[at + 1:at + 1 + length].decode(errors="replace"))
        at += 1 + length
    return ".".join(labels), struct.unpack_from("!H", asked, at + 1)[0], at + 5


def answer(asked: bytes, addresses: dict[str, str]) -> bytes:
    """An address for whatever name; of IPv6 there is none."""
    name, kind, end = question(asked)
    found = (b"\xc0\x0c" + struct.pack("!HHIH", _ADDRESS, 1, 60, 4)
             + socket.inet_aton(addresses.get(name, STRANGER))) if kind == _ADDRESS else b""
    return (asked[:2] + struct.pack("!HHHHH", 0x8180, 1, bool(found), 0, 0) + asked[12:end]
            + found)


def answer_names(addresses: dict[str, str]) -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", 53))
    while True:
        asked, who = server.recvfrom(4096)
        server.sendto(answer(asked, addresses), who)


def accept(port: int) -> None:
    server = socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True)
    server.setsockopt(socket.IPPROTO_IP, _IP_TRANSPARENT, 1)  # answers from whatever address
    there = []
    while True:
        there.append(server.accept())


def listen(cable: socket.socket) -> None:
    while True:
        content, where = cable.recvfrom(65536)
        if where[2] != _OUTGOING:
            tell(json.dumps(packet(content)))


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    tell("here")
    sys.stdin.readline()
    # Heard before anything can be answered.
    cable = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    cable.bind((CABLE, 0))
    threading.Thread(target=answer_names, args=[json.loads(sys.argv[1])], daemon=True).start()
    for port in PORTS:
        threading.Thread(target=accept, args=[port], daemon=True).start()
    threading.Thread(target=listen, args=[cable], daemon=True).start()
    tell("listens")
    sys.stdin.readline()  # until it is told to end


if __name__ == "__main__":
    main()
