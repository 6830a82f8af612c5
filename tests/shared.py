"""Where the shared footage is, beside the checkout; tests that need it skip without it."""

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared footage is not beside the checkout")


def manifest() -> list[dict[str, Any]]:
    """Every entry of the footage's manifest; none where it is absent."""
    path = DATA / "manifest.json"
    return json.loads(path.read_text()) if path.is_file() else []
