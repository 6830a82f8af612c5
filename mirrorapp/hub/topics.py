"""Where on the broker everything of this mirror lives."""

from dataclasses import dataclass

from mirrorapp.config import HubConfig

BIRTH = "homeassistant/status"
"""Where Home Assistant says `online` when it has started."""
_DISCOVERY = "homeassistant/device"


class _Branch:
    """Beneath one root: what is told of a mirror, or of one person at it."""

    __slots__ = ()

    @property
    def root(self) -> str:
        """What all of them but `discovery` begin with."""
        raise NotImplementedError

    @property
    def state(self) -> str:
        return f"{self.root}/state"

    @property
    def event(self) -> str:
        return f"{self.root}/event"

    @property
    def last_session(self) -> str:
        return f"{self.root}/session/last"


@dataclass(frozen=True, slots=True)
class Topics(_Branch):
    """The topics of one mirror. Retained: `availability`, `state`, `last_session`, `discovery`.

    `presence` is the home's, where it says whether somebody is before the mirror; "" for nowhere.
    """

    base: str
    id: str
    presence: str = ""

    @classmethod
    def of(cls, config: HubConfig) -> "Topics":
        """The topics that `config` asks for."""
        return cls(config.base, config.id, config.presence_topic)

    @property
    def root(self) -> str:
        """What all of them but `discovery` begin with."""
        return f"{self.base}/{self.id}"

    @property
    def availability(self) -> str:
        return f"{self.root}/availability"

    @property
    def live(self) -> str:
        return f"{self.root}/live"

    @property
    def commands(self) -> str:
        """Where commands are heard."""
        return self.command("+")

    @property
    def discovery(self) -> str:
        return f"{_DISCOVERY}/{self.id}/config"

    @property
    def heard(self) -> tuple[str, ...]:
        """All that is subscribed to."""
        return tuple(filter(None, (self.commands, BIRTH, self.presence)))

    def command(self, name: str) -> str:
        """Where the command of this name is heard."""
        return f"{self.root}/cmd/{name}"

    def within(self, topic: str) -> str:
        """One of these topics without the root: as it is kept, whatever the mirror is called."""
        return topic.removeprefix(f"{self.root}/")

    def announces(self, topic: str) -> str:
        """Whose discovery this topic is for, "" for nobody's of this mirror."""
        start, end = f"{_DISCOVERY}/{self.id}/", "/config"
        named = topic.startswith(start) and topic.endswith(end)
        return topic[len(start):-len(end)] if named else ""

    def person(self, profile: str) -> "PersonTopics":
        """Those of somebody who shares their health."""
        return PersonTopics(self, profile)


@dataclass(frozen=True, slots=True)
class PersonTopics(_Branch):
    """The topics of one profile at one mirror. Retained: all but `event`."""

    mirror: Topics
    profile: str

    @property
    def root(self) -> str:
        """What all of them but `discovery` begin with."""
        return f"{self.mirror.root}/p/{self.profile}"

    @property
    def chart(self) -> str:
        return f"{self.root}/chart"

    @property
    def discovery(self) -> str:
        # A node of its own: no mirror's id can be taken for a person's.
        return f"{_DISCOVERY}/{self.mirror.id}/{self.profile}/config"
