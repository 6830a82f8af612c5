"""Settings for every test."""

from hypothesis import settings

# A busy machine must not fail a test: what is slow is measured in tests/bench.
settings.register_profile("mirrorapp", deadline=None)
settings.load_profile("mirrorapp")
