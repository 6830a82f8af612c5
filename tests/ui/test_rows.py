"""Touches in rows: centred, as few rows as they need, on the glass."""

import pytest

from mirrorapp.ui.rows import GAP, HIGH, WIDE, places, width


@pytest.mark.parametrize(("spans", "rows"), [
    ([1], [1]), ([1, 1], [2]), ([1, 1, 1], [3]), ([1, 2], [3]), ([1, 1, 1, 1], [2, 2]),
    ([1, 1, 2], [2, 2]), ([1, 1, 1, 2], [3, 2]), ([1, 1, 1, 1, 2], [3, 3])])
def test_rows_are_centred_and_without_holes(spans, rows):
    found = places(spans, 0.126)
    heights = sorted({y for _, y in found}, reverse=True)
    assert len(heights) == len(rows)
    assert (heights[0] + heights[-1] + HIGH) / 2 == pytest.approx(0.126)
    for y, columns in zip(heights, rows, strict=True):
        row = [(x, span) for (x, at), span in zip(found, spans, strict=True) if at == y]
        ends = [x + width(span) for x, span in row]
        assert sum(span for _, span in row) == columns
        assert row[0][0] + ends[-1] == pytest.approx(1)
        assert [x for x, _ in row[1:]] == pytest.approx([end + GAP for end in ends[:-1]])
        assert row[0][0] >= 0.06 - 1e-9


def test_nothing_has_no_place():
    assert places([], 0.5) == []
    assert width(1) == WIDE
