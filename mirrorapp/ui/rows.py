"""Where touches of equal size stand: in as few centred rows as they need, without holes."""

from collections.abc import Sequence

ACROSS = 3
"""So many columns fit on the glass."""
WIDE, HIGH, GAP = 0.28, 0.07, 0.02
"""One touch and what is between two, in parts of the glass; as wide and as high as a hand."""
_BETWEEN_Y = 0.012


def width(span: int) -> float:
    """How wide `span` columns are, in parts of the glass."""
    return span * WIDE + (span - 1) * GAP


def places(spans: Sequence[int], middle_y: float) -> list[tuple[float, float]]:
    """Lower left corners, in parts of the glass, of touches that are so many columns wide.

    What does not fit into one row is parted into two of like length, their middle at `middle_y`.
    """
    rows = _rows(spans)
    high = len(rows) * HIGH + (len(rows) - 1) * _BETWEEN_Y
    found = []
    for index, row in enumerate(rows):
        x = 0.5 - width(sum(row)) / 2
        y = middle_y + high / 2 - HIGH - index * (HIGH + _BETWEEN_Y)
        for span in row:
            found.append((x, y))
            x += width(span) + GAP
    return found


def _rows(spans: Sequence[int]) -> list[list[int]]:
    most = ACROSS if sum(spans) <= ACROSS else -(-sum(spans) // 2)
    rows: list[list[int]] = [[]]
    for span in spans:
        if sum(rows[-1]) + span > most:
            rows.append([])
        rows[-1].append(span)
    return rows
