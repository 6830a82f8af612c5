"""The mirror's tones, made of soft sine waves: short, and told apart by their course alone.

Somebody on the mat does not see the glass. What begins rises, what ends falls, what turns to the
other side goes up and comes back, half-time is one long note, and the next line three quick ones.
A fault is low and soft, and does what the knee should: it dips and comes back.
"""

import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from mirrorapp.coach.state import Tone

RATE = 22_050
VOLUME, LOUDEST = 7, 10
"""What is loud enough in most rooms, of so much."""
_FADE_S = 0.012
_FULL = 0.85
_STEP_DB = 3.0
"""From one volume to the next: a step that is heard, and no jump."""
_SOFT = 0.6
_OVERTONE = 0.18

# Pitches in hertz, equal temperament.
_A3, _C4, _E4, _G4 = 220.0, 261.63, 329.63, 392.0
_C5, _E5, _G5, _C6 = 523.25, 659.26, 783.99, 1046.5


@dataclass(frozen=True, slots=True)
class Note:
    """One pitch for so long; `loudness` beside that of the other notes."""

    hz: float
    seconds: float
    loudness: float = 1.0


NOTES: Mapping[Tone, tuple[Note, ...]] = MappingProxyType({
    Tone.TICK: (Note(_E5, 0.09),),
    Tone.REP: (Note(_C6, 0.14),),
    Tone.BEGIN: (Note(_C5, 0.18), Note(_G5, 0.35)),
    Tone.LEAVE: (Note(_G5, 0.18), Note(_C5, 0.40)),
    Tone.HALF: (Note(_G4, 0.90),),
    Tone.LINE: (Note(_E5, 0.14), Note(_E5, 0.14), Note(_E5, 0.20)),
    Tone.SWITCH: (Note(_C5, 0.18), Note(_G5, 0.18), Note(_C5, 0.35)),
    Tone.AWAY: (Note(_A3, 0.25), Note(_A3, 0.35)),
    Tone.FAULT: (Note(_E4, 0.13, _SOFT), Note(_C4, 0.13, _SOFT), Note(_E4, 0.24, _SOFT)),
    Tone.DONE: (Note(_C5, 0.18), Note(_E5, 0.18), Note(_G5, 0.18), Note(_C6, 0.60)),
})


def samples(tone: Tone, volume: int = VOLUME) -> NDArray[np.float64]:
    """The tone at `RATE`, between -1 and 1; `volume` from 1 to `LOUDEST`."""
    loudness = _FULL * 10 ** (_STEP_DB * (volume - LOUDEST) / 20)
    tone_: NDArray[np.float64] = loudness * np.concatenate([_note(note) for note in NOTES[tone]])
    return tone_


def wav(tone: Tone, volume: int = VOLUME) -> bytes:
    """The tone as a WAV file: 16 bits, one channel; `volume` as above."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples(tone, volume) * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def _note(note: Note) -> NDArray[np.float64]:
    """Comes quickly, goes slowly, and begins and ends in silence: nothing clicks."""
    time_s = np.arange(round(note.seconds * RATE)) / RATE
    left_s = note.seconds - time_s
    envelope = np.minimum(1, time_s / _FADE_S) * np.minimum(1, left_s / _FADE_S)
    envelope *= np.exp(-2.0 * time_s / note.seconds)
    turn = 2 * np.pi * note.hz * time_s
    sound: NDArray[np.float64] = envelope * (np.sin(turn) + _OVERTONE * np.sin(2 * turn))
    return note.loudness * sound
