"""All that is packaged, read once however many tests look at it."""

from mirrorapp.exercises import catalogue

EVERYTHING = catalogue.read()
"""Nothing in it changes."""
