"""Tones are heard once each, told apart, and never stall anything."""

import io
import logging
import os
import subprocess
import sys
import wave
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter

import numpy as np
import pytest

from mirrorapp.coach.state import CoachState, Tone
from mirrorapp.ui import tones
from mirrorapp.ui.loudspeaker import Loudspeaker, players
from mirrorapp.ui.sounds import LATE_S, Sounds


class Fake:
    """Remembers what was played, and may refuse or hang until it is told to stop."""

    name = "play"

    def __init__(self, error: Exception | None = None) -> None:
        self.played: list[str] = []
        self.files: list[bytes] = []
        self.error = error
        self.goes_on = Event()
        self.goes_on.set()
        self.began = Event()

    def play(self, file: Path) -> None:
        self.began.set()
        assert self.goes_on.wait(10)
        self.files.append(file.read_bytes())
        self.played.append(file.stem.partition("-")[0])
        if self.error is not None:
            raise self.error

    def stop(self) -> None:
        self.goes_on.set()


def heard(*states: CoachState, speaker: Fake | None = None, **how: object) -> Fake:
    speaker = speaker or Fake()
    box = Sounds(speaker=speaker, **how)
    for state in states:
        box.show(state)
        settle(box, speaker)
    box.close()
    return speaker


def settle(box: Sounds, speaker: Fake) -> None:
    """Until all that waits has been played."""
    patience = Event()
    for _ in range(300):
        if box._waiting.empty():
            break
        patience.wait(0.01)


def tone(number: int, which: Tone = Tone.TICK) -> CoachState:
    return CoachState(tone=which, tones=number)


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
        assert heard(*states, speaker=Fake(error)).played == ["rep"] * 3
    assert len(caplog.records) == 1
    assert "screen.sounds = false" in caplog.text


def test_without_a_program_it_is_silent_and_says_so(caplog):
    speaker = Fake()
    speaker.name = ""
    with caplog.at_level(logging.WARNING):
        assert heard(tone(1), tone(2), speaker=speaker).played == []
    assert len(caplog.records) == 1


def test_a_mirror_that_is_muted_says_nothing_of_its_loudspeaker(caplog):
    speaker = Fake()
    speaker.name = ""
    with caplog.at_level(logging.WARNING):
        assert heard(tone(1), speaker=speaker, muted=True).played == []
    assert not caplog.records


def test_a_loudspeaker_that_hangs_holds_up_nobody():
    speaker = Fake()
    speaker.goes_on.clear()
    box = Sounds(speaker=speaker)
    box.show(tone(1))
    assert speaker.began.wait(10)
    for number in range(2, 20):
        box.show(tone(number))
    box.close()
    assert speaker.played == ["tick"], "and what waited behind it is left out"


def test_what_would_be_late_is_not_heard():
    now_s, speaker = [0.0], Fake()
    speaker.goes_on.clear()
    box = Sounds(speaker=speaker, now_s=lambda: now_s[0])
    box.show(tone(1))
    assert speaker.began.wait(10)
    box.show(tone(2, Tone.DONE))
    now_s[0] = 2 * LATE_S
    speaker.goes_on.set()
    box.close()
    assert speaker.played == ["tick"]


def test_muting_and_volume_hold_from_the_next_tone_on():
    speaker = Fake()
    box = Sounds(speaker=speaker, volume=10)
    loudness = []
    for number, (volume, muted) in enumerate(((10, False), (10, True), (7, False), (1, False)), 1):
        box.volume, box.muted = volume, muted
        box.show(tone(number))
        settle(box, speaker)
    box.close()
    for file in speaker.files:
        with wave.open(io.BytesIO(file)) as sound:
            played = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        loudness.append(int(np.abs(played.astype(int)).max()))
    assert len(loudness) == 3, "one of four was muted, and is not heard later"
    assert loudness[0] > 2 * loudness[1] > 6 * loudness[2] > 1000
    assert loudness[0] < 32767, "nothing is cut off"


def test_a_tone_is_not_late():
    """From the new state to the player's start; most of it is waking a thread."""
    took_s = []

    class Clocked(Fake):
        def play(self, file: Path) -> None:
            took_s.append(perf_counter() - asked_s)
            super().play(file)

    speaker = Clocked()
    box = Sounds(speaker=speaker)
    for number in range(1, 30):
        asked_s = perf_counter()
        box.show(tone(number, list(Tone)[number % len(Tone)]))
        settle(box, speaker)
    box.close()
    assert median(took_s) < 0.05, "a picture or two"


def test_the_first_program_that_is_there_plays():
    assert players(lambda name: f"/usr/bin/{name}" if name == "aplay" else None) == (
        ("aplay", "-q"),)
    assert [each[0] for each in players(lambda name: name)] == ["pw-play", "paplay", "aplay"]
    assert players(lambda _: None) == ()
    assert Loudspeaker(()).name == ""


def test_where_one_can_not_play_the_next_does_and_goes_on_to(tmp_path):
    """As `pw-play` in a service, where no PipeWire runs."""
    diary = tmp_path / "diary"
    fails, plays = (("sh", "-c", f"echo {word} >>{diary}; {word}") for word in ("false", "true"))
    loudspeaker = Loudspeaker([fails, plays])
    loudspeaker.play(Path("x"))
    loudspeaker.play(Path("x"))
    assert diary.read_text().split() == ["false", "true", "true"]


def test_a_program_that_fails_is_noticed():
    with pytest.raises(subprocess.CalledProcessError, match="false"):
        Loudspeaker([("false",)]).play(Path("x"))
    with pytest.raises(OSError, match="no-such-player"):
        Loudspeaker([("no-such-player",)]).play(Path("x"))
    Loudspeaker([("true",)]).play(Path("x"))


HANGS = {
    "sleeps": ("sh", "-c", "exec sleep 60"),
    "blocked-pipe": ("sh", "-c", 'exec cat "$PIPE"'),
    "deaf": (sys.executable, "-c", "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, "
             "signal.valid_signals()); signal.pause()")}


@pytest.fixture
def pipe(tmp_path, monkeypatch):
    """One that nobody writes into."""
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("PIPE", str(tmp_path / "pipe"))


@pytest.mark.usefixtures("pipe")
@pytest.mark.parametrize("how", HANGS)
def test_a_player_that_hangs_is_ended(how, tmp_path):
    with pytest.raises(subprocess.TimeoutExpired):
        Loudspeaker([HANGS[how]], patience_s=0.2).play(tmp_path / "x")


@pytest.mark.usefixtures("pipe")
@pytest.mark.parametrize("how", HANGS)
def test_a_player_that_hangs_does_not_hold_up_the_end(how, caplog):
    """One real program, which is gone afterwards."""
    loudspeaker = Loudspeaker([HANGS[how]])
    box = Sounds(speaker=loudspeaker)
    start_s = perf_counter()
    for number in range(1, 9):
        box.show(tone(number))
    assert perf_counter() - start_s < 0.5
    while loudspeaker._playing is None:
        Event().wait(0.01)
    box.close()
    assert perf_counter() - start_s < 3.5
    assert loudspeaker._playing.poll() is not None
    assert not box._thread.is_alive()
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING], (
        "it was told to end, and did not fail")


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
    assert courses[Tone.FAULT] == (-1, 1), "it dips and comes back, as the knee should"
    assert max(pitches(Tone.FAULT)) < min(pitches(Tone.BEGIN)), "and is low"
    loudness = {each: np.abs(tones.samples(each)).max() for each in Tone}
    assert loudness[Tone.FAULT] == min(loudness.values()), "and soft"


@pytest.mark.parametrize("tone", list(Tone))
def test_tones_are_short_and_soft(tone):
    samples = tones.samples(tone)
    assert np.abs(np.diff(tones.samples(tone, tones.LOUDEST))).max() < 0.35
    assert len(samples) / tones.RATE < 1.3
    assert 0.1 < np.abs(samples).max() < 0.5
    assert np.abs(samples[[0, -1]]).max() < 0.01, "no click"
    assert np.abs(np.diff(samples)).max() < 0.15
