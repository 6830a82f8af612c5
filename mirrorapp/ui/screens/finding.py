"""Where the mirror looks for a broker: the set-up's last step, and a page of the settings."""

import re
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.hub.finding import Found
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.broker import FORM, Broker
from mirrorapp.ui.first_run import Step
from mirrorapp.ui.house import House, told_of
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.first_run import StepScreen
from mirrorapp.ui.typing import Request

_HOST_MOST = 60
_HOST = re.compile(r"(?!.*\.\.)([A-Za-z0-9][A-Za-z0-9._-]*|"
                   r"[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)")
"""A name or an address; what has one colon has a port behind it, which is another field."""


def host_request(texts: Texts, broker: Broker, back: str) -> Request:
    """The address of a broker is to be typed, and then the rest of it."""
    def done(host: str) -> str:
        broker.name(host)
        return FORM

    return Request(texts.say("broker.address_of"), broker.draft.host or broker.chosen, _HOST_MOST,
                   done, back, note=texts.say("broker.example"),
                   usable=lambda text: _HOST.fullmatch(text.strip()) is not None)


class FindingScreen(MirrorScreen):
    """Looks for brokers while it is shown and `looks`; `here` is its own page.

    `write` takes a `Request`; `browse` turns to another page of the screens' own.
    """

    broker = ObjectProperty()
    browse = ObjectProperty()
    write = ObjectProperty()
    here = StringProperty("")
    now_s = ObjectProperty(monotonic)
    looks = BooleanProperty(True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.ids.found.picked = self.pick
        self._seen: object = None

    def on_pre_enter(self, *_: object) -> None:
        """A second tap on what led here picks nothing."""
        self.ids.found.came()
        self._search()

    def on_leave(self, *_: object) -> None:
        """Nobody is there to choose."""
        self.broker.look_away()

    def tick(self, now_s: float) -> None:
        seen = self.broker.found, self.broker.fault, self.broker.long
        if seen != self._seen:
            self._seen = seen
            self.tell_found()

    def tell_found(self) -> None:
        """Bring what has been found up to date."""
        self._search()
        found = self.broker.found if self.looks else ()
        self.ids.found.show(found, self._state(), self.texts)

    def pick(self, found: Found) -> None:
        """This one."""
        self.broker.pick(found)
        self._lead_back()
        self.browse(FORM)

    def type_address(self) -> None:
        """One that is not found, or is somewhere else."""
        self._lead_back()
        self.write(host_request(self.texts, self.broker, self.here))

    def turn(self, by: int) -> None:
        """The next of what was found."""
        self.ids.found.turn(by)
        self.tell_found()

    def without(self) -> None:
        """No broker but the mirror's own."""
        self.broker.do_without()

    def _search(self) -> None:
        if self.looks:
            self.broker.look()
        else:
            self.broker.look_away()

    def _lead_back(self) -> None:
        self.manager.get_screen(FORM).behind = self.here

    def _state(self) -> Line:
        texts: Texts = self.texts
        broker: Broker = self.broker
        if not self.looks:
            return Line("")
        if broker.fault is not None:
            return texts.wrong(broker.fault)
        how = "found" if broker.found else "nothing" if broker.long else "looking"
        return texts.line(f"broker.{how}")


class FindScreen(FindingScreen):
    """The page of the settings; `out` gives the page that it belongs to."""

    out = ObjectProperty()
    has = BooleanProperty(False)

    def show(self, snapshot: Snapshot) -> None:
        self.has = bool(self.broker.chosen)
        self.tell_found()

    def without(self) -> None:
        super().without()
        self.browse(self.out())


class HubStep(FindingScreen, StepScreen):
    """The set-up's step: looks until there is a broker; none is an answer too."""

    step = Step.HUB
    house = ObjectProperty(House())
    named = StringProperty("")
    state = StringProperty("")
    connected = BooleanProperty(False)

    def tell(self, snapshot: Snapshot) -> None:
        self.looks = not self.broker.chosen
        self.named = "" if self.looks else self.broker.chosen
        self._tell_connection()
        self.tell_found()

    def tick(self, now_s: float) -> None:
        super().tick(now_s)
        self._tell_connection()

    def _tell_connection(self) -> None:
        house: House = self.house
        waits = not self.looks and house.waits(self.settings)
        self.connected = bool(not (self.looks or waits) and house.connected and house.connected())
        if self.looks:
            self.state = ""
        elif waits:
            self.state = self.texts.say("settings.restart")
        else:
            told = told_of("connection", house, self.settings, self.texts)
            self.state = f"✓ {told}" if self.connected else told
