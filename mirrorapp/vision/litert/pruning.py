"""Leaves out of a network what nobody reads.

The landmark network draws the body's outline, too, with a third of its work, and an interpreter
runs all that a model lists. Here, what leads to no wanted output is struck off that list. What the
rest tells stays the same to the last bit.
"""

import struct
from collections.abc import Sequence

from flatbuffers.table import Table  # type: ignore[import-untyped]

# Entries of TFLite's tables (schema.fbs). The classes made of it take 4 MB, and these are three.
_SUBGRAPHS = 8  # of Model
_OUTPUTS, _OPERATORS = 8, 10  # of SubGraph
_READ, _MADE = 6, 8  # of Operator


def only(content: bytes, outputs: Sequence[int]) -> bytes:
    """The .tflite with these of its outputs, in this order, and what they are made of.

    Raises `ValueError` where it is none, or has no such output.
    """
    graph = _graph(content)
    every = _numbers(graph, _OUTPUTS)
    if not all(0 <= each < len(every) for each in outputs):
        raise ValueError(f"a network has {len(every)} outputs only")
    wanted = [every[each] for each in outputs]
    pruned = bytearray(content)
    _write(pruned, _start(graph, _OUTPUTS), wanted)
    start = _start(graph, _OPERATORS)
    _write(pruned, start, [place - (start + 4 * nth)  # each is told by how far away it is
                           for nth, place in enumerate(_needed(graph, wanted))])
    return bytes(pruned)


def _graph(content: bytes) -> Table:
    if content[4:8] != b"TFL3":
        raise ValueError("this is no network")
    graphs = _tables(Table(content, *struct.unpack_from("<I", content)), _SUBGRAPHS)
    if len(graphs) != 1:
        raise ValueError("a network has more than one part")
    return graphs[0]


def _needed(graph: Table, wanted: Sequence[int]) -> list[int]:
    """Where the operators stand, in order, that lead to these tensors."""
    needed, places = set(wanted), []
    for operator in reversed(_tables(graph, _OPERATORS)):
        if needed.intersection(_numbers(operator, _MADE)):
            needed.update(_numbers(operator, _READ))
            places.append(operator.Pos)
    return places[::-1]


def _start(table: Table, entry: int) -> int:
    return int(table.Vector(table.Offset(entry)))


def _numbers(table: Table, entry: int) -> tuple[int, ...]:
    """A list of them; one that is not there is empty."""
    offset = table.Offset(entry)
    count = table.VectorLen(offset) if offset else 0
    return struct.unpack_from(f"<{count}i", table.Bytes, table.Vector(offset)) if count else ()


def _tables(table: Table, entry: int) -> list[Table]:
    """A list of them, each of which is told by how far away it is."""
    start = _start(table, entry)
    return [Table(table.Bytes, start + 4 * nth + far)
            for nth, far in enumerate(_numbers(table, entry))]


def _write(content: bytearray, start: int, numbers: Sequence[int]) -> None:
    """Over what stands there, which is no shorter; its length goes before it."""
    struct.pack_into(f"<{len(numbers) + 1}i", content, start - 4, len(numbers), *numbers)
