"""What a trial tries, and what it says where a broker would not have the mirror.

For somebody who stands before the set-up screen: `faults` speaks of the same to whoever wrote the
settings down.
"""

from collections.abc import Sequence

from mirrorapp.config import HubConfig
from mirrorapp.hub import faults, knocking
from mirrorapp.hub.faults import Fault, HubError
from mirrorapp.hub.topics import Topics

NOBODY = "_"
"""No profile is called that: people's topics are tried in its name."""
CERTIFICATES = (Fault.CERTIFICATE, Fault.NAME, Fault.DATES, Fault.OWN_CERTIFICATE,
                Fault.OWN_EXPIRED, Fault.UNENCRYPTED)
"""What may go wrong with encryption."""


def said(topics: Topics) -> tuple[str, ...]:
    """Where the mirror speaks: each kind of topic that an access list may part from the others."""
    people = topics.person(NOBODY)
    return (topics.availability, topics.state, topics.live, topics.event, topics.last_session,
            people.state, people.event, people.last_session, people.chart, topics.discovery,
            people.discovery)


def refused(fault: Fault, hub: HubConfig) -> HubError:
    """What to say of `fault` at the broker that `hub` names."""
    place = f"{hub.host}:{hub.port}"
    match fault:
        case Fault.UNREACHABLE:
            return knocking.nobody(hub.host)
        case Fault.SILENT:
            return knocking.no_broker(place)
        case Fault.UNENCRYPTED:
            what = f"No encrypted connection to the broker at {place} came about."
            remedy = "Turn encryption off, or take the port that has it: mostly 8883."
        case Fault.NAME:
            what = faults.notice(fault, hub).what
            remedy = "The address has to be a name in the certificate."
        case each if each in CERTIFICATES:
            notice = faults.notice(fault, hub)
            what, remedy = notice.what, notice.remedy
        case Fault.CREDENTIALS if not hub.username:
            what = f"The broker at {place} lets nobody in without a user name."
            remedy = "Enter the user name and password that it has for the mirror."
        case Fault.CREDENTIALS:
            what = "The broker refused the user name or password."
            remedy = "Enter both as the broker has them for the mirror."
        case _:
            what = f"The broker at {place} refused the connection."
            remedy = "Its log tells why."
    return HubError(what, remedy)


def kept_from(denied: Sequence[str], topics: Topics) -> HubError:
    """What to say of topics that the broker denies; the first of them is named."""
    people = topics.person(NOBODY)
    if set(denied) <= {topics.discovery, people.discovery}:
        what = "The broker keeps the mirror from introducing itself to Home Assistant."
    elif set(denied) <= set(topics.heard):
        what = "The broker keeps the mirror from hearing what the home asks for."
    else:
        what = "The broker keeps the mirror from some of its topics."
    return HubError(what, _allow(denied[0], topics))


def hung_up(tried: str, topics: Topics, place: str) -> HubError:
    """What to say of a broker that ends the connection over a topic: `tried`, perhaps."""
    return HubError(f"The broker at {place} hangs up when the mirror tries its topics.",
                    _allow(tried, topics))


def _allow(topic: str, topics: Topics) -> str:
    """What the broker's access list lacks."""
    if topic in topics.heard:
        return f"Its access list has to let the mirror read {topic}."
    shown = topic.replace(f"/{NOBODY}/", "/+/")
    return f"Its access list has to let the mirror write {shown}."
