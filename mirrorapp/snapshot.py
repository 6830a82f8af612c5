"""What the screens see of the mirror, and what they ask of it."""

from dataclasses import dataclass
from typing import Protocol

from mirrorapp.alignment.reading import Reading
from mirrorapp.camera.base import Frame
from mirrorapp.coach.state import CoachState, Intent
from mirrorapp.events import Message, Notice


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything a screen shows, and it all belongs together.

    `reading` was made from `frame`: an overlay drawn from it fits that picture and no other.
    `reading` is None while nobody looks (the pose worker is being mended). `serial` grows by one
    with every snapshot. `message` is what the home has to say. `newest`: where the eyes leave out
    frames, the camera's newest, later than `frame` and not looked at; it may be another in the same
    snapshot asked for again. None where they keep up: then nothing newer is worth showing.
    """

    serial: int
    frame: Frame | None
    reading: Reading | None
    coach: CoachState
    notices: tuple[Notice, ...] = ()
    camera: str = ""
    demo: bool = False
    message: Message | None = None
    newest: Frame | None = None


class Mirror(Protocol):
    """What the screens see of the engine."""

    def snapshot(self) -> Snapshot:
        """The newest state; never blocks."""

    def send(self, intent: Intent, value: str = "") -> None:
        """Ask for something; it shows in a later snapshot. `value` as `Intent` says."""
