"""Plain readings to beat, each from the same landmarks as the mirror's own.

A reading that is no angle gets the best straight line that the fit bodies allow, which is
generous to it. The last two follow programs and studies that docs/measurement.md names.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tests.accuracy.dataset import Sample
from tests.accuracy.score import line

Reading = Callable[[Sample], float]


def _shift(sample: Sample) -> float:
    """How far the knee left the line from hip to ankle, in leg lengths, against standing."""
    def off(leg: Mapping[str, float]) -> float:
        share = 1 - leg["thigh_drop"] / leg["drop"]  # of the hip in where the line passes the knee
        hip_over_ankle = leg["ka"] - leg["kh"]
        return (leg["ka"] - share * hip_over_ankle) / (1 + leg["thigh"])
    return off(sample.here) - off(sample.standing)


PLAIN: Mapping[str, Reading] = {
    "FPPA": lambda s: s.here["fppa"],
    "FPPA − standing": lambda s: s.here["fppa"] - s.standing["fppa"],
}
CALIBRATED: Mapping[str, Reading] = {
    "FPPA": PLAIN["FPPA"],
    "FPPA − standing": PLAIN["FPPA − standing"],
    "kt": lambda s: s.here["kt"],
    "kt − standing": lambda s: s.here["kt"] - s.standing["kt"],
    "ka": lambda s: s.here["ka"],
    "KASR": lambda s: s.here["kasr"],
    "KASR ÷ standing": lambda s: s.here["kasr"] / s.standing["kasr"],
    "world landmarks' frontal angle": lambda s: s.here["world_fppa"],
    "knee shift in leg lengths (Uhlár 2021)": _shift,
}


def table(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """What each plain reading is worth on the held-out bodies among the samples."""
    tested = [s for s in samples if s.held_out]
    true = [s.valgus_deg for s in tested]
    found = {f"{name}, as it is": line([read(s) for s in tested], true)
             for name, read in PLAIN.items()}
    fitted = [s for s in samples if not s.held_out]
    for name, read in CALIBRATED.items():
        slope, offset = np.polyfit([read(s) for s in fitted], [s.valgus_deg for s in fitted], 1)
        found[f"{name}, calibrated"] = line([slope * read(s) + offset for s in tested], true)
    return found


def kt_table(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """The same for kt, in shank lengths: as it is, and less the bias seen on the fit bodies."""
    tested, fitted = ([s for s in samples if s.held_out is held] for held in (True, False))
    bias = float(np.mean([s.here["kt"] - s.kt for s in fitted]))
    true = [s.kt for s in tested]
    return {"kt, as it is": line([s.here["kt"] for s in tested], true),
            "kt, less its bias": line([s.here["kt"] - bias for s in tested], true)}
