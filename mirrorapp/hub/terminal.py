"""Finding and trying a broker, for who sits at a terminal."""

import time
from collections.abc import Callable

from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError
from mirrorapp.hub.finding import Finder, Found
from mirrorapp.hub.trial import Stage, Trial, Verdict

_LONGEST_S = 60.0
_STAGES = {Stage.REACHABLE: "it answers", Stage.ENCRYPTED: "encryption",
           Stage.LET_IN: "user name and password", Stage.ALLOWED: "what the mirror may do there"}


def find(finder: Finder, say: Callable[[str], None], *, search_s: float = 3.0) -> None:
    """Search for so long, then tell what was found. Raises `MirrorError` where nothing was."""
    finder.start()
    try:
        time.sleep(search_s)
    finally:
        finder.stop()
    if finder.fault is not None:
        raise MirrorError(finder.fault.what, finder.fault.remedy)
    for each in finder.found:
        say(_line(each))
    if not finder.found:
        raise MirrorError("No broker in this network says that it is one.",
                          "Many don't: set hub.host in mirror.toml all the same.")


def try_out(hub: HubConfig, say: Callable[[str], None]) -> None:
    """Try the broker and tell how it went. Raises `MirrorError` where the mirror can't use it."""
    if not hub.host:
        raise MirrorError("No broker is set: the mirror starts one of its own.",
                          "Set hub.host in mirror.toml; `mirrorapp hub find` looks around.")
    trial = Trial(hub)
    trial.start()
    verdict = trial.wait(_LONGEST_S)
    if verdict is None:
        trial.stop()
        raise MirrorError(f"The try of the broker at {hub.host} came to no end.", "Try again.")
    for stage, word in _STAGES.items():
        say(f"{_mark(verdict, stage, tls=hub.tls):8}{word}")
    if not verdict.good:
        raise MirrorError(verdict.what, verdict.remedy)
    say(f"{verdict.what} {verdict.remedy}".strip())


def _mark(verdict: Verdict, stage: Stage, *, tls: bool) -> str:
    if stage in verdict.passed:
        return "off" if stage is Stage.ENCRYPTED and not tls else "yes"
    if stage is verdict.failed:
        return "no"
    return "untold" if verdict.good else "-"


def _line(found: Found) -> str:
    place = f"{found.host}:{found.port}"
    remark = "  likely: Home Assistant is there" if found.guess else ""
    return f"{place:40}{found.name}{'  encrypted' if found.tls else ''}{remark}"
