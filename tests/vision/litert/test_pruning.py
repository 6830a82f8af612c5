import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirrorapp.vision.litert import pruning
from mirrorapp.vision.litert.networks import LANDMARKS_TOLD
from mirrorapp.vision.parts import DETECTOR, LANDMARKS


@pytest.fixture(scope="module")
def networks(model_path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(model_path) as archive:
        return {name: archive.read(name) for name in (DETECTOR, LANDMARKS)}


def told(network: bytes) -> list[Any]:
    """Every output for the same noise."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=network, num_threads=1)
    interpreter.allocate_tensors()
    shown = interpreter.get_input_details()[0]
    interpreter.set_tensor(shown["index"], np.random.default_rng(7).random(shown["shape"],
                                                                           np.float32))
    interpreter.invoke()
    return [interpreter.get_tensor(each["index"]) for each in interpreter.get_output_details()]


def operators(network: bytes) -> int:
    from ai_edge_litert.schema_py_generated import Model

    return int(Model.GetRootAs(network).Subgraphs(0).OperatorsLength())


def test_what_is_left_tells_the_same_with_less_work(networks: dict[str, bytes]) -> None:
    pruned = pruning.only(networks[LANDMARKS], LANDMARKS_TOLD)
    assert operators(pruned) < operators(networks[LANDMARKS])
    every, left = told(networks[LANDMARKS]), told(pruned)
    assert len(left) == len(LANDMARKS_TOLD)
    for number, output in zip(LANDMARKS_TOLD, left, strict=True):
        assert np.array_equal(output, every[number])


def test_outputs_come_in_the_order_that_was_asked_for(networks: dict[str, bytes]) -> None:
    one, other = told(pruning.only(networks[DETECTOR], (1, 0)))
    assert [one.shape, other.shape] == [(1, 2254, 1), (1, 2254, 12)]


def test_with_every_output_all_is_as_it_was(networks: dict[str, bytes]) -> None:
    assert pruning.only(networks[DETECTOR], (0, 1)) == networks[DETECTOR]


@pytest.mark.parametrize("outputs", [(5,), (-1,), (0, 9)])
def test_an_output_that_is_not_there_is_refused(networks: dict[str, bytes],
                                                outputs: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="5 outputs"):
        pruning.only(networks[LANDMARKS], outputs)


@pytest.mark.parametrize("content", [b"", b"short", b"nothing of the kind"])
def test_what_is_no_network_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no network"):
        pruning.only(content, (0,))
