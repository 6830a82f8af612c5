"""At the next start after an erasure the broker is made to forget them, too."""

from mirrorapp.clock import ManualClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.courier import Courier
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told
from mirrorapp.hub.topics import Topics
from mirrorapp.upkeep import erasing
from mirrorapp.upkeep.places import Places
from tests.hub.test_courier import FakeLink
from tests.upkeep.lived_in import HERS, MARKER

TOPICS = Topics("mirrorapp", "mirror")
HER = TOPICS.person(HERS)


def on_the_broker(places: Places, told: Told) -> dict[str, str | bytes]:
    """What a broker holds after a start of the mirror that says this."""
    board, link = NoticeBoard(), FakeLink()
    with Outbox(places.outbox, board, ManualClock()) as outbox:
        courier = Courier(HubConfig(host="h"), outbox, board)
        courier.tell(told)
        courier.greet(link)
        link.sent.sort(key=lambda each: each[0])
        return {topic: payload for topic, payload, retain in link.sent if retain}


def test_all_that_was_retained_of_her_is_taken_back(places: Places) -> None:
    before = on_the_broker(places, Told(
        MirrorState(), {"p1": "Anna", HERS: MARKER},
        people={HERS: Person(PersonState(), lambda: b"PNG")}))
    hers = {HER.state, HER.chart, HER.discovery}
    assert hers <= before.keys()
    assert all(before[each] for each in hers)
    erasing.erase(places, HERS)
    after = on_the_broker(places, Told(MirrorState(), {"p1": "Anna"}))
    assert {topic: after.get(topic) for topic in hers} == dict.fromkeys(hers, "")
    assert not any(MARKER in str(payload) for payload in after.values())
