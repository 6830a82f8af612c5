"""Leaves out of a network what nobody reads.

The landmark network draws the body's outline, too, with a third of its work, and an interpreter
runs all that a model lists. Here, what leads to no wanted output is struck off that list. What the
rest tells stays the same to the last bit.
"""

import struct
from collections.abc import Sequence
from typing import Any

_OUTPUTS, _OPERATORS = 8, 10  # the entries of TFLite's table SubGraph (schema.fbs)


def only(content: bytes, outputs: Sequence[int]) -> bytes:
    """The .tflite with these of its outputs, in this order, and what they are made of.

    Raises `ValueError` where it is none, or has no such output.
    """
    graph = _graph(content)
    if not all(0 <= each < graph.OutputsLength() for each in outputs):
        raise ValueError(f"a network has {graph.OutputsLength()} outputs only")
    wanted = [graph.Outputs(each) for each in outputs]
    pruned = bytearray(content)
    _write(pruned, _vector(graph, _OUTPUTS), wanted)
    start = _vector(graph, _OPERATORS)
    _write(pruned, start, [place - (start + 4 * nth)  # each is told by how far away it is
                           for nth, place in enumerate(_needed(graph, wanted))])
    return bytes(pruned)


def _graph(content: bytes) -> Any:
    from ai_edge_litert.schema_py_generated import Model

    if not Model.ModelBufferHasIdentifier(content, 0):
        raise ValueError("this is no network")
    model = Model.GetRootAs(content)
    if model.SubgraphsLength() != 1:
        raise ValueError("a network has more than one part")
    return model.Subgraphs(0)


def _needed(graph: Any, wanted: Sequence[int]) -> list[int]:
    """Where the operators stand, in order, that lead to these tensors."""
    needed, places = set(wanted), []
    for operator in map(graph.Operators, reversed(range(graph.OperatorsLength()))):
        if needed.intersection(operator.OutputsAsNumpy().tolist()):
            needed.update(operator.InputsAsNumpy().tolist())
            places.append(operator._tab.Pos)
    return places[::-1]


def _vector(graph: Any, entry: int) -> int:
    return int(graph._tab.Vector(graph._tab.Offset(entry)))


def _write(content: bytearray, start: int, numbers: Sequence[int]) -> None:
    """Over what stands there, which is no shorter; its length goes before it."""
    struct.pack_into(f"<{len(numbers) + 1}i", content, start - 4, len(numbers), *numbers)
