"""Why the hub can't be told just now, and what to say of it on the mirror."""

from enum import Enum, auto

from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError, Notice
from mirrorapp.hub.topics import Topics

NOTICE_KEY = "hub"


class HubError(MirrorError):
    """The hub can't be used as it is set up: a password or certificate file is amiss."""


class Fault(Enum):
    """How a connection failed or ended."""

    UNREACHABLE = auto()  # nobody answers there
    LOST = auto()  # it was up
    CREDENTIALS = auto()
    VERSION = auto()  # the broker does not speak this version of MQTT
    SILENT = auto()  # it took the connection and said nothing, as some do of a version unknown
    CERTIFICATE = auto()
    TAKEN_OVER = auto()  # it never lasts: somebody else seems to connect under this name
    REFUSED = auto()


def notice(fault: Fault, config: HubConfig) -> Notice:
    """What to show of `fault`; never says more of the broker than its host and port."""
    place = f"{config.host}:{config.port}"
    match fault:
        case Fault.CREDENTIALS:
            what = "The broker refused the user name or password."
            remedy = "Check hub.username and the file that hub.password_file names."
        case Fault.CERTIFICATE:
            what = f"The broker's certificate at {place} was not accepted."
            remedy = "Check hub.ca_file, and that hub.host is the name in the certificate."
        case Fault.TAKEN_OVER:
            what = f"The broker at {place} ends the connection again and again."
            remedy = "Another mirror may have the same hub.id: give each its own."
        case Fault.REFUSED | Fault.VERSION:
            what = f"The broker at {place} refused the connection."
            remedy = "Its log tells why. Sessions are kept and sent when it is back."
        case _:
            what = f"The hub can't be reached at {place}."
            remedy = "Sessions are kept and sent when it is back."
    return Notice(NOTICE_KEY, what, remedy)


def forbidden(topics: Topics) -> Notice:
    """The broker let the mirror in and won't have what it says."""
    return Notice(NOTICE_KEY, "The hub does not take what the mirror tells it.",
                  f"Who set the broker up: let the mirror write {topics.base}/{topics.id}/# and "
                  f"{topics.discovery} (access list).")
