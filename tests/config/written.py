"""Settings that are written down, and what is complained of."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.config import ConfigError, load

Written = Callable[[str], Path]


def mistake(file: Path | None = None, overrides: Mapping[str, Mapping[str, Any]] | None = None,
            environ: Mapping[str, str] | None = None) -> ConfigError:
    """What `load` complains of."""
    with pytest.raises(ConfigError) as caught:
        load(file, overrides, environ or {})
    return caught.value
