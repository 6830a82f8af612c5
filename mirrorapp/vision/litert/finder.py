"""Finds a body in pictures with the networks: by itself in each, or along a film."""

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.litert import detector, landmarks
from mirrorapp.vision.litert.networks import Networks
from mirrorapp.vision.litert.region import Region, first
from mirrorapp.vision.litert.steadying import Steadying
from mirrorapp.vision.pose import Pose


class Searcher:
    """Each picture by itself."""

    def __init__(self, networks: Networks) -> None:
        self._networks = networks

    def find(self, picture: Pixels, time_ms: int) -> Pose | None:
        """See `Finder`."""
        found = detector.find(self._networks.detector, picture)
        reading = landmarks.read(self._networks.landmarks, picture, found[0]) if found else None
        return None if reading is None else reading.pose

    def close(self) -> None:
        """Nothing is held but memory."""


class Tracker:
    """Picture after picture: looks where the body was, and searches only once it is lost."""

    def __init__(self, networks: Networks) -> None:
        self._networks = networks
        self._region: Region | None = None
        self._steadying = Steadying()

    def find(self, picture: Pixels, time_ms: int) -> Pose | None:
        """See `Finder`."""
        region = self._region or first(detector.find(self._networks.detector, picture))
        reading = (None if region is None
                   else landmarks.read(self._networks.landmarks, picture, region))
        if reading is None:
            self._region = None
            self._steadying.lost()
            return None
        self._region = reading.following
        return self._steadying.steady(reading.pose, time_ms / 1000,
                                      reading.following.width * picture.shape[1])

    def close(self) -> None:
        """Nothing is held but memory."""
