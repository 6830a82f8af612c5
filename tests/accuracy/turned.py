"""How far the body is turned from the line of sight: what landmarks say of it, and a better line.

MediaPipe's world landmarks read some degrees too much to the user's own left. The feet help: seen
from aside, one foot points more inwards in the picture and the other more outwards.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tests.accuracy.dataset import Sample
from tests.accuracy.score import line

Array = NDArray[np.float64]
INPUTS = ("yaw", "yaw_shoulder", "feet")
REFUSE_DEG = 14.0
STATES = ("standing", "bent")


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """The best line in `INPUTS`, on the fit bodies' frames, standing and bent alike."""
    chosen = [s for s in samples if s.side == "left" and not s.held_out]
    inputs = np.concatenate([_inputs(chosen, state) for state in STATES])
    true = np.array([s.yaw_deg for s in chosen] * len(STATES))
    by, *_ = np.linalg.lstsq(np.c_[inputs, np.ones(len(inputs))], true, rcond=None)
    return dict(zip((*INPUTS, "constant"), map(float, by), strict=True))


def table(samples: Sequence[Sample], fitted: Mapping[str, float]) -> str:
    """Each reading of the turn as a line of the true one, and how the fitted one refuses."""
    left = [s for s in samples if s.side == "left"]
    rows = ["| reading | n | reads | SD about it | r |", "|---|---|---|---|---|"]
    for nth, name in enumerate(INPUTS[:2]):
        for state in STATES:
            rows.append(_row(f"{name}, {state}", _inputs(left, state)[:, nth], left))
    tested = [s for s in left if s.held_out]
    by = np.array([fitted[name] for name in INPUTS])
    told = {state: _inputs(tested, state) @ by + fitted["constant"] for state in STATES}
    rows += [_row(f"fitted, held-out bodies, {state}", told[state], tested) for state in STATES]
    true = np.abs([s.yaw_deg for s in tested])
    for state in STATES:
        refused = np.abs(told[state]) > REFUSE_DEG
        rows.append(f"\nRefusing beyond {REFUSE_DEG:.0f}° as fitted ({state}): refused of those "
                    f"turned 20° or more {refused[true >= 20].mean():.1%} "
                    f"(n = {int((true >= 20).sum())}), judged of those turned 8° or less "
                    f"{1 - refused[true <= 8].mean():.1%} (n = {int((true <= 8).sum())}).")
    return "\n".join(rows)


def _inputs(samples: Sequence[Sample], state: str) -> Array:
    legs = [s.standing if state == "standing" else s.here for s in samples]
    return np.array([(leg["yaw"], leg["yaw_shoulder"],
                      (leg["ka"] - leg["kt"]) - (leg["other_ka"] - leg["other_kt"]))
                     for leg in legs])


def _row(name: str, read: Array, samples: Sequence[Sample]) -> str:
    true = np.array([s.yaw_deg for s in samples])
    slope, offset = np.polyfit(true, read, 1)
    return (f"| {name} | {len(true)} | {slope:.2f} · true {offset:+.1f}° | "
            f"{np.std(read - slope * true):.1f}° | {line(list(read), list(true))['r']:.3f} |")
