"""Where on the broker everything of this mirror lives."""

from dataclasses import dataclass

from mirrorapp.config import HubConfig

BIRTH = "homeassistant/status"
"""Where Home Assistant says `online` when it has started."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one mirror. Retained: all but `event`."""

    base: str
    id: str

    @classmethod
    def of(cls, config: HubConfig) -> "Topics":
        """The topics that `config` asks for."""
        return cls(config.base, config.id)

    @property
    def availability(self) -> str:
        return f"{self.base}/{self.id}/availability"

    @property
    def state(self) -> str:
        return f"{self.base}/{self.id}/state"

    @property
    def event(self) -> str:
        return f"{self.base}/{self.id}/event"

    @property
    def last_session(self) -> str:
        return f"{self.base}/{self.id}/session/last"

    @property
    def discovery(self) -> str:
        return f"homeassistant/device/{self.id}/config"
