"""Some mirrors on one broker that restarts; a hundred by hand (docs/hub.md)."""

import pytest

from mirrorapp.hub import dialer
from tests.integration.scale import Scale, run

pytestmark = pytest.mark.broker


def test_nothing_is_lost_where_many_mirrors_share_a_broker_that_restarts(mosquitto_program,
                                                                         tmp_path, monkeypatch):
    monkeypatch.setattr(dialer, "RECONNECT_S", (0.05, 0.4))
    scale = Scale(mirrors=10, sessions=5, restarts=3)
    result = run(scale, mosquitto_program, tmp_path)
    assert result.good(scale), result
