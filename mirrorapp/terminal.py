"""What `mirrorapp run` says in the terminal: where everything is, and what came of it."""

from collections.abc import Callable

from mirrorapp.config import HubConfig
from mirrorapp.places import Places
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.telling import Teller

Say = Callable[[str], None]


def tell_places(say: Say, camera: str, hub: HubConfig, places: Places) -> None:
    """What it is seen by, where things are kept, and how to listen to what the hub is told."""
    topic = f"{hub.base}/{hub.id}/#"
    say(f"camera    {camera}")
    if places.screenshots is not None:
        say(f"pictures  {places.screenshots}")
    say(f"journal   {places.journal}")
    say(f"messages  mosquitto_sub -h {hub.host} -p {hub.port} -t '{topic}' -v")


def tell_result(say: Say, last: Snapshot, teller: Teller) -> None:
    """What was done and found in the session that ended last; nothing where none did."""
    record = last.coach.session
    if record is None or record.outcome is None:
        return
    done = f", {record.rep_count} repetition" + ("s" if record.rep_count != 1 else "")
    held = last.coach.findings and not record.rep_count  # nothing in it was to be repeated
    say(f"session   {record.outcome.value}{'' if held else done}"
        + (" (demo)" if record.demo else ""))
    for finding in last.coach.findings:
        for sentence in teller.sentences(finding):
            say(f"result    {sentence}")
