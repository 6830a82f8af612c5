"""Settings for every test."""

from hypothesis import settings

from mirrorapp.camera.opencv import quiet

# A busy machine must not fail a test: what is slow is measured in tests/bench.
settings.register_profile("mirrorapp", deadline=None)
settings.load_profile("mirrorapp")

# FFmpeg asks once in a process how much to write, at its first film: as the mirror does, before
# any test opens a film of its own.
with quiet():
    pass
