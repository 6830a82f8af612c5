"""The blueprints in config/homeassistant, all of them, in the hands of a real Home Assistant."""

from pathlib import Path
from typing import Any

import pytest

from mirrorapp.hub.commands import Command, Name
from tests.homeassistant.automations import LINE, REST, Book, logging, of_ann, professional
from tests.homeassistant.conftest import Remind
from tests.homeassistant.house import ROOT, House
from tests.homeassistant.mirrors import session
from tests.homeassistant.phone import Phone
from tests.homeassistant.wire import RefusedError

FOLDER = ROOT / "config" / "homeassistant" / "blueprints" / "automation"
FILES = sorted(FOLDER.glob("*/*.yaml"))


def name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def flat(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs of a blueprint, those in sections, too."""
    found = {}
    for key, said in inputs.items():
        found.update(said.get("input", {key: said}))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_blueprint_is_listed_and_explains_itself(house: House, file: Path) -> None:
    listed = house.ask("blueprint/list", domain="automation")
    assert {each for each in listed if each.startswith("mirrorapp/")} == {*map(name, FILES)}
    metadata = listed[name(file)]["metadata"]
    assert metadata["homeassistant"]["min_version"] == (
        "2025.4.0" if file.stem == "reminder" else "2025.1.0")
    for key, said in flat(metadata["input"]).items():
        assert said["name"], key
        assert said["description"], key
        (kind, choice), = said["selector"].items()
        assert kind not in ("entity", "device") or choice["filter"], f"{key} offers everything"


def test_what_is_missing_is_refused(bare_house: House) -> None:
    with pytest.raises(RefusedError, match="Missing input"), \
            bare_house.automation("mirrorapp/reminder.yaml", due="binary_sensor.due"):
        pass
    bare_house.forget_log()


def test_a_restart_repeats_no_reminder_and_no_line_and_advice_can_still_be_acknowledged(
        house: House, remind: Remind, phone: Phone, memory: str) -> None:
    reminded = remind()
    mirror, hub, book = reminded.mirror, reminded.hub, Book(house, reminded.mirror)
    see = f"binary_sensor.{mirror.node}_p1_see_professional"
    due = REST.model_copy(update={"due": True})
    hub.update(of_ann(due))
    phone.until_told()
    house.until_says(see, "off")
    with house.automation("mirrorapp/professional.yaml", **professional(mirror, phone)), \
            house.automation("mirrorapp/log.yaml", **logging(mirror, memory)):
        hub.update(of_ann(due, see_professional=True))
        phone.until_told(2)
        hub.session_ended(session("a"))
        book.until([LINE])
        house.stop()
        house.start()
        for entity_id in (see, f"binary_sensor.{mirror.node}_due", reminded.automation):
            house.until_says(entity_id, "on")
        hub.session_ended(session("b"))
        book.until([LINE, LINE])
        reminded.until_ended()
        phone.press("I have read it")
        assert mirror.obeys() == Command(Name.ACKNOWLEDGE, "p1")
    assert len(phone.notes) == 2
