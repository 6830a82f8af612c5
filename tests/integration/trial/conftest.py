"""Who tries, and what is tried."""

import gc
import warnings
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from mirrorapp.config import HubConfig
from mirrorapp.hub.trial import Stage, Trial, Verdict
from tests.integration.certificates import Authority
from tests.integration.odd_broker import OddBroker
from tests.integration.trial.tried import BEFORE


@pytest.fixture
def judge() -> Iterator[Callable[..., Verdict]]:
    """Tries what the settings name; what failed handshakes leave is swept up afterwards."""
    def judged(port: int, password: str | None = None, *, patience_s: float = 5.0,
               untried: Stage | None = None, **settings: object) -> Verdict:
        hub = HubConfig.model_validate({"host": "127.0.0.1", "port": port, **settings})
        trial = Trial(hub, None if password is None else SecretStr(password),
                      patience_s=patience_s)
        trial.start()
        verdict = trial.wait(30)
        assert verdict is not None
        before = BEFORE[verdict.failed] if verdict.failed else verdict.passed
        assert verdict.passed == tuple(each for each in before if each is not untried)
        trial._thread.join(30)
        return verdict
    yield judged
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def odd() -> Iterator[Callable[..., OddBroker]]:
    brokers = []

    def make(talk: Callable[..., None]) -> OddBroker:
        brokers.append(OddBroker(talk))
        return brokers[-1]
    yield make
    for each in brokers:
        each.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates") / "home")
