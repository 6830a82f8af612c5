"""What can go wrong with seeing."""

from mirrorapp.events import MirrorError


class VisionError(MirrorError):
    """The pose model can't be used: missing, damaged, or not to be confined."""


class VisionLost(VisionError):
    """The pose worker died or hangs; `open` starts a new one."""


class RecordingError(MirrorError):
    """A file holds no landmark recording that can be read."""
