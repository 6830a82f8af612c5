"""The journal was damaged: use a copy, or go on without? Asked once, before anybody trains."""

from kivy.properties import ObjectProperty, StringProperty

from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.offered import Offer, Offering, Trouble
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.unread import Unread

_WHAT_IS = {None: "offered.damaged", Trouble.UNREADABLE: "offered.unreadable",
            Trouble.FAILED: "offered.failed"}


class OfferedScreen(MirrorScreen):
    """`now_s` as in `Unread`: what has only just come is not decided by a second tap."""

    offering = ObjectProperty()
    now_s = ObjectProperty()
    text = StringProperty("")
    more = StringProperty("")
    use_it = StringProperty("")
    without = StringProperty("")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._unread = Unread(self.now_s)
        self._shown: Offer | None = None

    def show(self, snapshot: Snapshot) -> None:
        self.tick(self.now_s())

    def tick(self, now_s: float) -> None:
        """It changes while nothing else does: the copy is read meanwhile."""
        offering: Offering = self.offering
        offer = offering.offer
        if offer is not None:
            if offer != self._shown:
                self._shown = offer
                self._unread.came()
            self._tell(offer, self.texts)

    def use_copy(self) -> None:
        """It is to take the journal's place."""
        if self._unread.over:
            self.offering.use()

    def go_on(self) -> None:
        """Begin anew."""
        if self._unread.over:
            self.offering.go_on()

    def _tell(self, offer: Offer, texts: Texts) -> None:
        self.use_it = self.without = self.more = ""
        if offer.fetching:
            self.text = texts.say("offered.fetching")
        elif offer.copy is None:
            self.text, self.more = texts.say("offered.none"), texts.say("offered.kept")
            self.without = texts.say("offered.begin")
        else:
            day, sessions = texts.full_date(offer.copy.day), offer.copy.sessions
            self.text = texts.say(_WHAT_IS[offer.trouble],
                                  copy=texts.count("offered.copy", sessions, day=day))
            self.more = texts.say("offered.later")
            self.use_it = texts.count("offered.use", sessions, day=day)
            self.without = texts.say("offered.without")
