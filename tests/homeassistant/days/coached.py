"""A mirror at which somebody lives: all of it decides for itself but its engine, a stand-in."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from mirrorapp.butler import Butler
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.config import SessionConfig
from mirrorapp.events import MessageBoard
from mirrorapp.herald import Herald
from mirrorapp.hub.commands import Name
from tests.coach.houses import CLEAR
from tests.coach.houses import House as People
from tests.homeassistant.house import ZONE, House
from tests.homeassistant.mirrors import Mirror

LAG = timedelta(seconds=20)
"""A mirror tells a little later that something is due: so no two clocks meet within a second."""


def next_monday(after: date, *, short: bool = False) -> datetime:
    """The midnight with which the next week begins; `short`: one in which the clocks go forward."""
    day = after + timedelta(days=7 - after.weekday())
    while short and (_midnight(day).dst() or not _midnight(day + timedelta(days=7)).dst()):
        day += timedelta(days=7)
    return _midnight(day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


class Coached:
    """Ann (p1) trains here, and shares her health. The stand-in sees `somebody` or nobody."""

    def __init__(self, house: House, mirror: Mirror) -> None:
        self.house, self.mirror, self.node = house, mirror, mirror.node
        self.somebody, self.phase = False, Phase.HOME
        self.people = People(Profile("p1", "Ann", screening=CLEAR, share_health=True))
        self.messages = MessageBoard()
        self._hub = mirror.hub()
        self._show = f"notify.{mirror.node}_show"
        self._shown = self._texts()
        house.until_heard = self._until_heard
        me: Any = self
        self.herald = Herald(self._hub, me, me.people, house, desk=self.people.desk,
                             settings=SessionConfig(remind_at=time(18)))
        self._butler = Butler(engine=me, herald=self.herald, hub=self._hub, settings=me,
                              messages=self.messages, clock=house, desk=self.people.desk)

    # --- What the engine, the journal and the settings are asked for ---

    def between_frames(self, change: Callable[[], None]) -> None:
        change()

    def do(self, intent: Intent, _: str = "") -> bool:
        assert intent is Intent.START
        self.phase = Phase.ASK
        return True

    def sessions(self, since: datetime) -> list[SessionRecord]:
        return [each for each in self.people.done if each.started >= since]

    def ask(self, section: str, **values: Any) -> None:
        assert section == "session"
        self.herald.settings = self.herald.settings.model_copy(update=values)

    # --- How it lives ---

    def look(self) -> None:
        """What the engine does between two frames."""
        self.people.now = self.house.now()
        for heard in self.mirror.heard():
            self._butler.obey(heard)
        desk = self.people.desk
        self.herald.changed(CoachState(
            self.phase, today=desk.today, profile=desk.profile, profiles=desk.profiles,
            referrals=desk.referrals))

    def live_until(self, moment: datetime) -> None:
        """Let time pass, the mirror looking whenever something becomes due and the day turns."""
        while True:
            self.look()
            self.until_alike()
            now, due = self.house.now(), self.people.desk.today.due
            if now >= moment:
                return
            midnight = _midnight(now.date() + timedelta(days=1))
            turns = [midnight + LAG, *([due + LAG] if due and due + LAG > now else [])]
            self.house.pass_until(min(moment, *turns))

    def _texts(self) -> int:
        """How many texts for the glass Home Assistant has sent; an answer of its own comes after
        all that happened before.
        """
        self.house.ask("config/area_registry/list")
        return sum(self._show in str(data.get("entity_id"))
                   for _, data in self.house.calls("notify.send_message"))

    def _until_heard(self) -> None:
        """A mirror hears at once what is sent, and not once its clock has gone on for hours."""
        self.mirror.until_came(Name.SHOW, self._texts() - self._shown)

    def until_alike(self) -> None:
        """Wait until Home Assistant shows the mirror as it is."""
        today = self.people.desk.today
        is_due = today.kind == "train" and today.due is not None and today.due <= self.people.now
        self.house.until_says(f"binary_sensor.{self.node}_due", "on" if is_due else "off")
        running = self.phase is Phase.ACTIVE
        self.house.until_says(f"binary_sensor.{self.node}_running", "on" if running else "off")
        self.house.until_says(f"switch.{self.node}_reminders",
                              "on" if self.herald.settings.reminders else "off")

    def until_answered(self, said: str) -> None:
        """Wait until it has been asked for something, and Home Assistant knows what became of it.
        """
        answer = f"sensor.{self.node}_answer"

        def answered() -> bool:
            self.look()
            return self.house.says(answer) == said

        self.house.until(answered, lambda: f"{self.house.says(answer)}, not {said}")
        self.until_alike()

    def train(self, *, to_the_end: bool = True) -> None:
        """Ann trains for ten minutes, or breaks off."""
        began = self.house.now()
        self.phase = Phase.ACTIVE
        self.live_until(began + timedelta(minutes=10))
        if to_the_end:
            self.people.now = began
            self.people.trained("p1", pain=1)
            self._hub.session_ended(self.people.done[-1], share_health=True)
        self.phase = Phase.HOME
        self.live_until(self.house.now())
