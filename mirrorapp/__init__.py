"""mirrorapp: an exercise coach in a smart mirror, for knees that cave in."""

__version__ = "0.1.0"
