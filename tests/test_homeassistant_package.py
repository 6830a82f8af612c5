"""The package for Home Assistant is what its blueprints say."""

import yaml

from tests.homeassistant.packages import FOLDER, PACKAGE, package


def test_the_package_is_in_step_with_the_blueprints() -> None:
    assert PACKAGE.read_text() == package(), "python -m tests.homeassistant.packages"


def test_it_has_an_automation_for_each_and_nothing_is_left_to_be_filled_in() -> None:
    made = yaml.safe_load(package())
    files = FOLDER.glob("blueprints/*/*/*.yaml")
    assert {each["id"] for each in made["automation"]} == {
        f"mirrorapp_{file.stem}" for file in files}
    assert "!input" not in package()
    assert "device_id" not in package(), "nobody knows that of their phone"
