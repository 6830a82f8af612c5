"""Stand-ins for what is found in the house and how a try of it goes, of equal rank."""

from pydantic import SecretStr

from mirrorapp.config import HubConfig
from mirrorapp.events import Notice
from mirrorapp.hub import finding, keeping, knocking, trial_words
from mirrorapp.hub.faults import Fault
from mirrorapp.hub.finding import Found
from mirrorapp.hub.topics import Topics
from mirrorapp.hub.trial import Stage, Verdict
from mirrorapp.settings import Settings
from mirrorapp.ui.broker import Reach

HOME = Found(guess=False, name="Mosquitto", host="homeassistant.local", port=8883, tls=True)
PLAIN = Found(guess=False, name="Attic", host="192.168.178.42", port=1883, tls=False)
GUESS = Found(guess=True, name="Home Assistant", host="homeassistant.local", port=1883, tls=False)
MANY = tuple(sorted((HOME, PLAIN, GUESS, *(
    Found(guess=False, name=f"Broker of room {n}", host=f"192.168.178.{n}", port=1883, tls=False)
    for n in range(100, 107)))))
NO_NETWORK = finding._NO_NETWORK

_HUB = HubConfig(host=HOME.host, port=HOME.port, tls=True, username="mirror")
GOOD = Verdict(tuple(Stage), None, "The mirror can use the broker at homeassistant.local:8883.")
UNTOLD = Verdict(tuple(Stage)[:-1], None,
                 "The broker at homeassistant.local:8883 lets the mirror in.",
                 "Such a broker does not tell whether the mirror may say all it has to.")
_FAILING = {
    Stage.REACHABLE: knocking.nobody(HOME.host),
    Stage.ENCRYPTED: trial_words.refused(Fault.NAME, _HUB),
    Stage.LET_IN: trial_words.refused(Fault.CREDENTIALS, _HUB),
    Stage.ALLOWED: trial_words.kept_from([Topics.of(_HUB).discovery], Topics.of(_HUB)),
}


def failing(stage: Stage) -> Verdict:
    """Everything before this has passed."""
    error = _FAILING[stage]
    return Verdict(tuple(each for each in Stage if each < stage), stage, error.what, error.remedy)


class FakeFinder:
    """Finds what it is given; `searching` between `start` and `stop`."""

    def __init__(self, *found: Found, fault: Notice | None = None) -> None:
        self.found: tuple[Found, ...] = tuple(sorted(found))
        self.fault = fault
        self.searching = False
        self.starts = 0

    def start(self) -> None:
        self.searching = True
        self.starts += 1

    def stop(self) -> None:
        self.searching = False


class FakeTrial:
    """Goes as far as it is told to."""

    def __init__(self, hub: HubConfig, password: SecretStr | None) -> None:
        self.hub, self.password = hub, password
        self.stage = Stage.REACHABLE
        self.verdict: Verdict | None = None
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


class House:
    """What is around the mirror, every try that was made of it, and what was kept. `verdict`: how
    the next try goes, None while it is `at` a stage. `keeps`: it is written down, too.
    """

    def __init__(self, *found: Found, fault: Notice | None = None,
                 verdict: Verdict | None = None, at: Stage = Stage.REACHABLE,
                 keeps: bool = False) -> None:
        self.finder = FakeFinder(*found, fault=fault)
        self.trials: list[FakeTrial] = []
        self.kept: list[tuple[HubConfig, SecretStr | None]] = []
        self.verdict, self.at, self.keeps = verdict, at, keeps
        self.reach = Reach(self.finder, self._trial, self._keep)

    def become(self, other: "House") -> None:
        """Have what the other has."""
        self.finder.found, self.finder.fault = other.finder.found, other.finder.fault
        self.verdict, self.at = other.verdict, other.at

    def _trial(self, hub: HubConfig, password: SecretStr | None) -> FakeTrial:
        trial = FakeTrial(hub, password)
        trial.verdict, trial.stage = self.verdict, self.at
        self.trials.append(trial)
        return trial

    def _keep(self, settings: Settings, hub: HubConfig, password: SecretStr | None) -> None:
        self.kept.append((hub, password))
        if self.keeps:
            keeping.keep(settings, hub, password)
