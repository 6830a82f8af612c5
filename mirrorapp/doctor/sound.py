"""Where tones are heard: the loudspeakers that the kernel knows, and who leads to them."""

import re
from collections.abc import Sequence

from mirrorapp.doctor.finding import OK, WARN, Finding
from mirrorapp.doctor.patient import Patient

_CARD = re.compile(r"^ *\d+ \[(\S+) *\]: ", re.MULTILINE)
"""The name of a card in a line of /proc/asound/cards, which has them by their numbers."""
_RULES = "etc/asound.conf"


def sound(patient: Patient) -> Finding:
    """Which card the mirror's tones go to; nothing is played."""
    machine = patient.machine
    if not patient.config.screen.sounds:
        return Finding("sound", OK, "Tones are off.")
    if not machine.service:
        return Finding("sound", OK, "Tones go where the desktop's sound goes.")
    if not machine.path("usr/bin/aplay").exists():
        return Finding("sound", WARN, "Nothing is installed that plays tones in a service.",
                       "sudo apt-get install alsa-utils")
    cards = _CARD.findall(machine.read("proc/asound/cards"))
    return _among(cards, ruled=bool(machine.read(_RULES)))


def _among(cards: Sequence[str], *, ruled: bool) -> Finding:
    """Of these, the first; `ruled`: unless a file says otherwise."""
    every, others = ", ".join(cards), ", ".join(cards[1:])
    if not cards:
        return Finding("sound", WARN, "No loudspeaker is seen.",
                       "Plug one in, or set screen.sounds to false.")
    if ruled:
        return Finding("sound", OK, f"Tones go where /etc/asound.conf says, of: {every}.")
    if others:
        return Finding("sound", OK,
                       f"Tones go to the sound card {cards[0]}; there is also {others}.",
                       "Another is named in /etc/asound.conf: defaults.pcm.card NAME")
    return Finding("sound", OK, f"Tones go to the sound card {cards[0]}.")
