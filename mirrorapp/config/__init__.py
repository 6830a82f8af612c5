"""The settings: what can be set (`models`), where it comes from (`loading`), and what is said where
it can't be used (`explaining`).
"""

from mirrorapp.config.explaining import ConfigError
from mirrorapp.config.loading import data_dir, load, read
from mirrorapp.config.models import (
    DAILY_MOST_MIN,
    NAME_MOST,
    CameraConfig,
    Config,
    DisplayConfig,
    HandsFreeConfig,
    HubConfig,
    JournalConfig,
    Light,
    PersonConfig,
    Runtime,
    ScreenConfig,
    SessionConfig,
    SetupConfig,
    Shared,
    Size,
    Slug,
    VisionConfig,
)

__all__ = [
    "DAILY_MOST_MIN",
    "NAME_MOST",
    "CameraConfig",
    "Config",
    "ConfigError",
    "DisplayConfig",
    "HandsFreeConfig",
    "HubConfig",
    "JournalConfig",
    "Light",
    "PersonConfig",
    "Runtime",
    "ScreenConfig",
    "SessionConfig",
    "SetupConfig",
    "Shared",
    "Size",
    "Slug",
    "VisionConfig",
    "data_dir",
    "load",
    "read",
]
