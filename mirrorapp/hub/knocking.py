"""Whether anybody is there at all, before a word of MQTT is said."""

import socket
import ssl

from mirrorapp.hub.faults import HubError

_PORTS = "Check the port: brokers mostly listen on 1883, encrypted on 8883."


def knock(host: str, port: int, patience_s: float) -> None:
    """Connect and hang up. Raises `HubError` where nobody answers; may block longer than
    `patience_s`, as looking a name up has a patience of its own.
    """
    try:
        socket.create_connection((host, port), patience_s).close()
    except (socket.gaierror, UnicodeError):  # the latter of what can be no name
        raise HubError(f"There is no {host} in this network.",
                       "Check the name, or give the address in numbers.") from None
    except ConnectionRefusedError:
        raise HubError(f"At {host} nobody listens on port {port}.", _PORTS) from None
    except OSError:
        raise nobody(host) from None


def nobody(host: str) -> HubError:
    """What there is to say of a machine that does not answer."""
    return HubError(f"{host} does not answer.",
                    "Check the address, and whether the broker and the network are on.")


def no_broker(place: str) -> HubError:
    """What there is to say of who answers in another language."""
    return HubError(f"What answers at {place} is no broker.", _PORTS)


def encrypts(host: str, port: int, patience_s: float) -> bool:
    """Whether TLS is spoken there, by whomever: nothing is told to them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (socket.create_connection((host, port), patience_s) as plain,
              context.wrap_socket(plain)):
            return True
    except ssl.SSLError as error:
        return "_ALERT_" in (error.reason or "")  # they understood, and want our certificate
    except OSError:
        return False
