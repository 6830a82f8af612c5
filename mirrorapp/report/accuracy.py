"""How wrong the mirror can be: the numbers of docs/accuracy.md that the page tells."""

from typing import Final

BODIES: Final = 10
REP_MAE_DEG: Final = 1.80
REP_RMSE_DEG: Final = 2.24
"""Valgus of each repetition, within 10 degrees of facing, all ten bodies."""
AXIS_MEAN_DEG: Final = 1.1
AXIS_LARGEST_DEG: Final = 4.7
"""Of the standing axis, 50 legs. How well it repeats is in `config/checks`."""
