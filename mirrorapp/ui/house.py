"""What the pages of settings tell of where the mirror is at home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirrorapp import __version__
from mirrorapp.config import HubConfig
from mirrorapp.doctor.finding import Finding
from mirrorapp.settings import Settings
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.paths import in_two_lines


@dataclass(frozen=True, slots=True)
class House:
    """None for what is not known. `journal`: its file; `hub`: the broker that the hub is at or on
    its way to, and `connected`: whether it is there; neither blocks. `examine`: whether all is well
    here, but for how fast the mirror sees; that takes some seconds.
    """

    journal: Path | None = None
    hub: Callable[[], HubConfig] | None = None
    connected: Callable[[], bool] | None = None
    examine: Callable[[], Sequence[Finding]] | None = None

    def waits(self, settings: Settings) -> bool:
        """Whether another broker is set, to which the hub can't go in this run."""
        return self.hub is not None and settings.config.hub != self.hub()


def told_of(word: str, house: House, settings: Settings, texts: Texts) -> str:
    """What is told under one word of `setting_pages`; "" where the catalogue says it all."""
    match word:
        case "broker":
            named = _broker(settings.config.hub, texts)
            return f"{named}\n{texts.say('settings.restart')}" if house.waits(settings) else named
        case "connection" if house.connected is not None:
            return texts.say("settings.connected" if house.connected() else "settings.unconnected")
        case "version":
            return f"mirrorapp {__version__}"
        case "journal" if house.journal is not None:
            return in_two_lines(house.journal)
        case "kept":
            return in_two_lines(settings.path)
    return ""


def _broker(hub: HubConfig, texts: Texts) -> str:
    return f"{hub.host}:{hub.port}" if hub.host else texts.say("settings.private")
