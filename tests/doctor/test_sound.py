"""Where tones are heard."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from mirrorapp.config import Config, ScreenConfig
from mirrorapp.doctor.sound import sound
from tests.doctor.trees import CARDS, PI_5, found, patient

USB = """\
 2 [Device         ]: USB-Audio - USB PnP Sound Device
                      C-Media Electronics Inc. USB PnP Sound Device at usb-xhci-hcd.0-1, full speed
"""
"""As the kernel writes /proc/asound/cards (sound/core/init.c)."""
NONE = {place: text for place, text in PI_5.items() if place != "proc/asound/cards"}
RULES = "defaults.pcm.card Device\n"


@pytest.mark.parametrize(("files", "verdict", "said"), [
    ({"proc/asound/cards": CARDS}, "ok", "Tones go to the sound card vc4hdmi0."),
    ({"proc/asound/cards": CARDS + USB}, "ok",
     "Tones go to the sound card vc4hdmi0; there is also Device. Another is named"),
    ({"proc/asound/cards": CARDS + USB, "etc/asound.conf": RULES}, "ok",
     "Tones go where /etc/asound.conf says, of: vc4hdmi0, Device."),
    ({"proc/asound/cards": "--- no soundcards ---\n"}, "warn", "No loudspeaker is seen."),
    ({}, "warn", "No loudspeaker is seen."),
])
def test_a_service_plays_by_alsa(tmp_path: Path, files: Mapping[str, str], verdict: str,
                                 said: str) -> None:
    told = found(sound, patient(tmp_path, {**NONE, **files}))
    assert told[0] == verdict
    assert told[1].startswith(said)


def test_without_a_program_it_is_told_which(tmp_path: Path) -> None:
    verdict, said = found(sound, patient(tmp_path, {
        place: text for place, text in PI_5.items() if place != "usr/bin/aplay"}))
    assert verdict == "warn"
    assert "alsa-utils" in said


def test_where_tones_are_off_or_the_desktop_s_there_is_nothing_to_find(tmp_path: Path) -> None:
    off = Config(screen=ScreenConfig(sounds=False))
    assert found(sound, patient(tmp_path / "off", PI_5, config=off)) == ("ok", "Tones are off.")
    assert found(sound, patient(tmp_path / "desk", {}))[0] == "ok"
