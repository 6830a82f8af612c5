"""What a run says in the terminal."""

from pathlib import Path

from mirrorapp import terminal
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.config import HubConfig
from mirrorapp.events import Verdict
from mirrorapp.places import Places
from mirrorapp.snapshot import Snapshot
from tests.ui.doubles import session
from tests.ui.test_results import found, teller


def test_it_is_told_where_everything_is() -> None:
    hub = HubConfig(host="hub.local", port=1884, base="mirrors", id="hall")
    said: list[str] = []
    terminal.tell_places(said.append, "a camera", hub, Places(Path("j"), None, named=True))
    listening = "messages  mosquitto_sub -h hub.local -p 1884 -t 'mirrors/hall/#' -v"
    assert said == ["camera    a camera", "journal   j", listening]
    said.clear()
    terminal.tell_places(said.append, "a camera", hub, Places(Path("j"), Path("p"), named=True))
    assert said == ["camera    a camera", "pictures  p", "journal   j", listening]


def test_nothing_is_told_of_no_session() -> None:
    said: list[str] = []
    terminal.tell_result(said.append, Snapshot(0, None, None, CoachState(Phase.HOME)), teller())
    assert said == []


def test_the_terminal_is_told_what_a_check_found_and_no_repetitions_of_a_hold() -> None:
    held = CoachState(Phase.SUMMARY, session=session(),
                      findings=(found("standing-axis", {"left": 7.0, "right": 0.0}),))
    said: list[str] = []
    terminal.tell_result(said.append, Snapshot(0, None, None, held), teller())
    assert said == ["session   completed",
                    "result    Leg axis. Left: 7° in. First time: nothing to compare.",
                    "result    Leg axis. Right: straight. First time: nothing to compare."]


def test_the_terminal_is_told_of_repetitions() -> None:
    good = (Verdict.GOOD, Verdict.GOOD)
    for reps, told in (([], "0 repetitions"), ([good], "1 repetition"),
                       ([good, good], "2 repetitions")):
        done = CoachState(Phase.SUMMARY, session=session(*reps))
        said: list[str] = []
        terminal.tell_result(said.append, Snapshot(0, None, None, done), teller())
        assert said == [f"session   completed, {told}"]
