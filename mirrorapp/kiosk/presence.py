"""Whether somebody is before the mirror, as a sensor on its pins or the home says.

gpiozero comes from the system, as picamera2 does: it needs lgpio, which has no wheel for every
Python that the mirror runs on. Neither is needed where there is no sensor.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from mirrorapp.config import Config
from mirrorapp.events import MirrorError, Notice, NoticeBoard

KEY = "presence"
NO_PINS = "This machine has no pins for a sensor."
CHOOSE_ANOTHER = "Choose another presence under [display]."
NO_SOFTWARE = "The sensor's software is not installed."
INSTALL = "On Raspberry Pi OS: sudo apt install python3-gpiozero python3-lgpio."
_CHIPS = "gpiochip*"
_log = logging.getLogger(__name__)

Factory = Callable[[], Any]
"""Makes one of gpiozero's pin factories."""


class PresenceError(MirrorError):
    """The sensor can't be read."""


class Sensor(Protocol):
    """What senses people."""

    def somebody(self) -> bool:
        """Whether it senses somebody just now; never blocks. Raises `PresenceError`."""

    def close(self) -> None:
        """Let go of its pin."""


class PinSensor:
    """A motion sensor (PIR) or radar whose OUT is high while it senses somebody.

    `pin` by the chip's number: GPIO 17 is the eleventh of the header. It is pulled down, so that a
    wire that has come off senses nobody. Raises `PresenceError`.
    """

    def __init__(self, pin: int, factory: Factory | None = None) -> None:
        self._name = f"GPIO {pin}"
        try:
            from gpiozero import InputDevice
        except ImportError:
            raise PresenceError(NO_SOFTWARE, INSTALL) from None
        self._factory = (factory or _of_this_pi)()
        try:
            self._device = InputDevice(pin, pull_up=False, pin_factory=self._factory)
        except Exception as error:
            self._factory.close()
            raise self._refusal(error) from error

    def somebody(self) -> bool:
        """Whether its OUT is high."""
        try:
            return bool(self._device.is_active)
        except Exception as error:
            raise self._refusal(error) from error

    def close(self) -> None:
        """Safe to call twice."""
        try:
            self._device.close()
        finally:
            self._factory.close()

    def _refusal(self, error: Exception) -> PresenceError:
        if "busy" in str(error).lower():
            return PresenceError(f"Another program uses {self._name}.",
                                 "Close that program, or set another presence_pin.")
        return PresenceError(f"The sensor on {self._name} can't be read: {error}.",
                             "The mirror goes by touches until it is started again.")


def _of_this_pi(dev: Path = Path("/dev")) -> Any:
    chips = list(dev.glob(_CHIPS))
    if not chips:
        raise PresenceError(NO_PINS, CHOOSE_ANOTHER)
    if not any(os.access(each, os.R_OK | os.W_OK) for each in chips):
        raise PresenceError("The pins may not be used by this user.",
                            "Add the user to the group gpio, and restart.")
    try:
        from gpiozero.pins.lgpio import LGPIOFactory

        return LGPIOFactory()
    except ImportError:
        raise PresenceError(NO_SOFTWARE, INSTALL) from None
    except Exception as error:  # lgpio's own; or this is no Pi
        raise PresenceError(f"The pins can't be used: {error}.", CHOOSE_ANOTHER) from error


class Presence:
    """What the sensor or the home says, whichever the settings name; else that nobody is there.

    A sensor that can't be read is a notice, and senses nobody: a touch still wakes the mirror. All
    but `hear` is for one thread.
    """

    def __init__(self, board: NoticeBoard, sensor: Callable[[int], Sensor] = PinSensor) -> None:
        self._board, self._make = board, sensor
        self._sensor: Sensor | None = None
        self._followed: tuple[str, int, str] | None = None
        self._by_hub = self._heard = self._before = False

    def follow(self, config: Config) -> None:
        """These are the settings now."""
        followed = config.display.presence, config.display.presence_pin, config.hub.presence_topic
        if followed == self._followed:
            return
        self.close()
        self._followed = followed
        chosen, pin, topic = followed
        self._by_hub = chosen == "hub"
        if chosen == "sensor":
            self._open(pin)
        elif self._by_hub and not topic:
            self._tell(PresenceError("No topic tells the mirror whether somebody is there.",
                                     "Set presence_topic under [hub]."))

    def hear(self, there: bool) -> None:
        """What the home says; from any thread."""
        self._heard = there

    def somebody(self) -> bool:
        """Whether somebody is there. One look at the pin that finds it high may be a glitch: it
        takes two in a row.
        """
        if self._by_hub:
            return self._heard
        there = self._look()
        steady, self._before = there and self._before, there
        return steady

    def close(self) -> None:
        """Let go of the pin."""
        self._board.clear(KEY)
        self._let_go()
        self._followed = None

    def _let_go(self) -> None:
        """One that is broken may not even let go of its pin."""
        sensor, self._sensor = self._sensor, None
        try:
            if sensor is not None:
                sensor.close()
        except Exception:
            _log.warning("The sensor's pin could not be let go of.", exc_info=True)

    def _open(self, pin: int) -> None:
        try:
            self._sensor = self._make(pin)
        except PresenceError as error:
            self._tell(error)

    def _look(self) -> bool:
        if self._sensor is None:
            return False
        try:
            return self._sensor.somebody()
        except PresenceError as error:
            self._let_go()
            self._tell(error)
            return False

    def _tell(self, error: PresenceError) -> None:
        _log.error("%s %s", error.what, error.remedy)
        self._board.post(Notice(KEY, error.what, error.remedy))
