"""Tones are heard once each, told apart, and never stall anything."""

import io
import logging
import subprocess
import wave
from itertools import pairwise
from threading import Event

import numpy as np
import pytest

from mirrorapp.coach.state import CoachState, Tone
from mirrorapp.ui import sounds, tones
from mirrorapp.ui.sounds import Sounds


class Loudspeaker:
    """Remembers what was played, and may refuse or hang."""

    def __init__(self, error: Exception | None = None) -> None:
        self.played: list[str] = []
        self.files: list[bytes] = []
        self.error = error
        self.goes_on = Event()
        self.goes_on.set()
        self.began = Event()

    def __call__(self, command):
        self.began.set()
        assert self.goes_on.wait(10)
        *_, path = command
        with open(path, "rb") as file:  # noqa: PTH123 - the path is a text, as for a program
            self.files.append(file.read())
        self.played.append(path.rpartition("/")[2].partition("-")[0])
        if self.error is not None:
            raise self.error


def heard(*states: CoachState, speaker: Loudspeaker | None = None) -> Loudspeaker:
    speaker = speaker or Loudspeaker()
    box = Sounds(program=("play",), play=speaker)
    for state in states:
        before = len(speaker.played)
        box.show(state)
        for _ in range(200):
            if box._waiting.empty() and len(speaker.played) >= before:
                break
            speaker.began.wait(0.01)
    box.close()
    return speaker


def test_each_new_tone_is_heard_once():
    begin, half = (CoachState(tone=Tone.BEGIN, tones=1), CoachState(tone=Tone.HALF, tones=2))
    assert heard(CoachState(), begin, begin, half, half, CoachState()).played == ["begin", "half"]


def test_the_next_session_counts_anew():
    first = CoachState(tone=Tone.BEGIN, tones=1)
    assert heard(first, CoachState(), first).played == ["begin", "begin"]


def test_what_is_played_is_a_sound_file():
    file, = heard(CoachState(tone=Tone.DONE, tones=1)).files
    with wave.open(io.BytesIO(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
        assert sound.getnframes() == len(tones.samples(Tone.DONE))


@pytest.mark.parametrize("error", [OSError("no such device"), FileNotFoundError("aplay"),
                                   subprocess.CalledProcessError(1, "aplay"),
                                   subprocess.TimeoutExpired("aplay", 4)])
def test_without_a_device_it_is_said_once_and_nothing_breaks(error, caplog):
    states = [CoachState(tone=Tone.REP, tones=n) for n in (1, 2, 3)]
    with caplog.at_level(logging.WARNING):
        assert heard(*states, speaker=Loudspeaker(error)).played == ["rep"] * 3
    assert len(caplog.records) == 1
    assert "screen.sounds = false" in caplog.text


def test_without_a_program_it_is_silent_and_says_so(caplog):
    speaker = Loudspeaker()
    with caplog.at_level(logging.WARNING):
        box = Sounds(program=(), play=speaker)
        box.show(CoachState(tone=Tone.REP, tones=1))
        box.close()
    assert speaker.played == []
    assert len(caplog.records) == 1


def test_a_loudspeaker_that_hangs_holds_up_nobody():
    speaker = Loudspeaker()
    speaker.goes_on.clear()
    box = Sounds(program=("play",), play=speaker)
    for number in range(1, 20):
        box.show(CoachState(tone=Tone.TICK, tones=number))
    speaker.goes_on.set()
    box.close()
    assert 1 <= len(speaker.played) <= 4, "what is late is left out"


def test_the_first_program_that_is_there_plays():
    assert sounds.player(lambda name: f"/usr/bin/{name}" if name == "aplay" else None) == (
        "aplay", "-q")
    assert sounds.player(lambda name: name)[0] == "pw-play"
    assert sounds.player(lambda _: None) == ()


def test_a_program_that_fails_is_noticed():
    with pytest.raises(subprocess.CalledProcessError):
        sounds.play(("false", "x"))
    with pytest.raises(OSError, match="no-such-player"):
        sounds.play(("no-such-player", "x"))
    sounds.play(("true", "x"))


def test_a_muted_mirror_is_silent_and_a_quieter_one_quieter():
    speaker = Loudspeaker()
    box = Sounds(program=("play",), play=speaker)
    box.muted = True
    box.sound(Tone.DONE)
    box.muted = False
    for volume in (2, 8):
        box.volume = volume
        box.sound(Tone.DONE)
        while not box._waiting.empty() or len(speaker.files) < volume // 4:
            speaker.began.wait(0.01)
    box.close()
    quiet, loud = (np.abs(np.frombuffer(file[44:], "<i2").astype(float)).max()
                   for file in speaker.files)
    assert loud == pytest.approx(4 * quiet, rel=0.01)


def pitches(tone: Tone) -> tuple[float, ...]:
    """What is loudest in each of the tone's notes, measured in its samples."""
    found, start = [], 0
    for note in tones.NOTES[tone]:
        count = round(note.seconds * tones.RATE)
        piece = tones.samples(tone)[start:start + count]
        start += count
        spectrum = np.abs(np.fft.rfft(piece, 8 * len(piece)))
        found.append(float(np.argmax(spectrum)) * tones.RATE / (8 * len(piece)))
    return tuple(found)


def test_tones_are_told_apart_by_their_course():
    assert set(tones.NOTES) == set(Tone)
    courses = {}
    for tone in Tone:
        heard_hz = pitches(tone)
        assert heard_hz == pytest.approx([note.hz for note in tones.NOTES[tone]], rel=0.02)
        steps = tuple(int(np.sign(round(b - a))) for a, b in pairwise(heard_hz))
        length = "long" if len(tones.samples(tone)) / tones.RATE > 0.5 else "short"
        courses[tone] = steps or (length, round(heard_hz[0] / 200))
    assert len(set(courses.values())) == len(Tone)
    assert courses[Tone.BEGIN] == (1,)
    assert courses[Tone.LEAVE] == (-1,)


@pytest.mark.parametrize("tone", list(Tone))
def test_tones_are_short_and_soft(tone):
    samples = tones.samples(tone)
    assert len(samples) / tones.RATE < 1.3
    assert 0.1 < np.abs(samples).max() < 0.5
    assert np.abs(samples[[0, -1]]).max() < 0.01, "no click"
    assert np.abs(np.diff(samples)).max() < 0.15
