"""The whole program before its rehearsal clip, with Home Assistant at the other end."""

import os
import subprocess
import sys
from pathlib import Path

from tests.homeassistant.conftest import forgotten
from tests.homeassistant.house import House
from tests.integration.conftest import Listener, Mosquitto

SESSION_S = 240.0


def test_a_session_is_seen_from_its_start_to_its_end_and_commands_are_answered(
        house: House, broker: Mosquitto, listener: Listener, tmp_path: Path) -> None:
    node = "mirrorapp_mirror_demo"
    target, answer, event = (f"number.{node}_daily_target", f"sensor.{node}_answer",
                             f"event.{node}_session")

    def heard() -> list[str]:
        return [state["attributes"].get("event_type") for state in house.heard(event)]

    with forgotten(house, listener, "mirror-demo"), (tmp_path / "log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "mirrorapp", "run", "--source", "rehearsal", "--once",
             "--journal", tmp_path / "journal.db", "--screenshots", tmp_path / "shots",
             "--broker", f"{broker.host}:{broker.port}"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env={**os.environ, "SDL_VIDEODRIVER": "offscreen"})
        try:
            house.until(lambda: "started" in heard(), lambda: str(house.state(event)), SESSION_S)
            house.until_says(f"binary_sensor.{node}_running", "on")
            house.call("notify.send_message", entity_id=f"notify.{node}_show", message="Tea")
            house.until_says(answer, "show: done")
            house.call("number.set_value", entity_id=target, value=35)
            house.until_says(answer, "daily_target: this is a demo")
            house.until(lambda: {"completed", "aborted"} & {*heard()},
                        lambda: str(house.state(event)), SESSION_S)
            assert program.wait(SESSION_S) == 0, (tmp_path / "log").read_text()
        finally:
            program.kill()
            program.wait()
        last = [state["attributes"] for state in house.heard(event)
                if state["attributes"].get("demo")]
        assert last, "it is told that this was a demo"
        assert all("sides" not in each for each in last), "nobody shares"
        house.until_says(f"binary_sensor.{node}_running", None)
        house.until(lambda: house.device(node.removesuffix("_demo") + "-demo") is None,
                    lambda: str(house.device(node)))
