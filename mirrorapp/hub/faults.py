"""Why the hub can't be told just now, and what to say of it on the mirror."""

import ssl
from enum import Enum, auto

from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError, Notice
from mirrorapp.hub.topics import Topics

NOTICE_KEY = "hub"
_DATES = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_NAMES = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH


class HubError(MirrorError):
    """The hub can't be used as it is set up: a password or certificate file is amiss."""


class Fault(Enum):
    """How a connection failed or ended."""

    UNREACHABLE = auto()  # nobody answers there
    LOST = auto()  # it was up
    CREDENTIALS = auto()
    VERSION = auto()  # the broker does not speak this version of MQTT
    SILENT = auto()  # it took the connection and said nothing, as some do of a version unknown
    CERTIFICATE = auto()  # the broker's is not to be trusted
    NAME = auto()  # the broker's is another's
    DATES = auto()  # the broker's is out of date, or this machine's clock is
    OWN_CERTIFICATE = auto()  # the broker wants another one of the mirror
    OWN_EXPIRED = auto()
    UNENCRYPTED = auto()  # no TLS came about
    TAKEN_OVER = auto()  # it never lasts: somebody else seems to connect under this name
    REFUSED = auto()


def tls_fault(error: ssl.SSLError) -> Fault:
    """What `error` says of the certificates. What the broker thinks of the mirror's it tells in an
    alert (RFC 8446, 6.2), which comes with TLS 1.3 only after the handshake.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _NAMES:
            return Fault.NAME
        return Fault.DATES if error.verify_code in _DATES else Fault.CERTIFICATE
    _, alerted, alert = (error.reason or "").partition("_ALERT_")
    if alert == "CERTIFICATE_EXPIRED":
        return Fault.OWN_EXPIRED
    # Before TLS 1.3, no certificate at all is but a failure.
    if alerted and ("CERTIFICATE" in alert or alert in ("UNKNOWN_CA", "HANDSHAKE_FAILURE")):
        return Fault.OWN_CERTIFICATE
    return Fault.UNENCRYPTED


def notice(fault: Fault, config: HubConfig) -> Notice:
    """What to show of `fault`; never says more of the broker than its host and port."""
    place = f"{config.host}:{config.port}"
    match fault:
        case Fault.CREDENTIALS:
            what = "The broker refused the user name or password."
            remedy = "Check hub.username and the file that hub.password_file names."
        case Fault.CERTIFICATE:
            what = f"The broker's certificate at {place} was not accepted."
            remedy = "In mirror.toml hub.ca_file has to name the authority that signed it."
        case Fault.NAME:
            what = f"The broker's certificate at {place} is for another name."
            remedy = "hub.host has to be a name in the certificate."
        case Fault.DATES:
            what = f"The broker's certificate at {place} is out of date."
            remedy = "Renew it, or set this machine's clock if that is wrong."
        case Fault.OWN_CERTIFICATE if config.cert_file is None:
            what = f"The broker at {place} wants a certificate of the mirror."
            remedy = "In mirror.toml set hub.cert_file and hub.key_file."
        case Fault.OWN_CERTIFICATE:
            what = f"The broker at {place} does not accept the mirror's certificate."
            remedy = "hub.cert_file has to be signed by an authority that the broker trusts."
        case Fault.OWN_EXPIRED:
            what = f"The mirror's certificate has expired, says the broker at {place}."
            remedy = "Renew hub.cert_file."
        case Fault.UNENCRYPTED:
            what = f"No encrypted connection to the broker at {place} came about."
            remedy = "Check hub.port: brokers mostly encrypt on 8883."
        case Fault.TAKEN_OVER:
            what = f"The broker at {place} ends the connection again and again."
            remedy = "Another mirror may have the same hub.id: give each its own."
        case Fault.REFUSED | Fault.VERSION:
            what = f"The broker at {place} refused the connection."
            remedy = "Its log tells why. Sessions are kept and sent when it is back."
        case _:
            what = f"The broker can't be reached at {place}."
            remedy = "Sessions are kept and sent when it is back."
    return Notice(NOTICE_KEY, what, remedy)


FORBIDDEN = Notice(NOTICE_KEY, "The broker keeps the mirror from some of its topics.",
                   "Who set the broker up: the log says what its access list has to allow.")
"""The broker let the mirror in and keeps it from saying or hearing something."""


def needed(topics: Topics) -> str:
    """What the mirror has to be allowed on the broker; too long for the glass."""
    own, people = topics.discovery, topics.person("+").discovery
    *most, last = topics.heard
    return f"write {topics.root}/#, {own} and {people}; read {', '.join(most)} and {last}"
