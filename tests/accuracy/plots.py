"""Small pictures for the report."""

from pathlib import Path

import numpy as np

from tests.accuracy.score import Scores

FACING_DEG = 10.5


def draw(scores: Scores, folder: Path) -> None:
    """Write the plots into a folder: told against true, and error against yaw."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    told = [s for s in scores.said if s.valgus_deg is not None and s.kind == "clip"]
    figure, axes = pyplot.subplots(1, 2, figsize=(8.4, 3.9), dpi=80)
    for held_out, colour, name in ((False, "0.65", "bodies fitted on"), (True, "C3", "held out")):
        facing = [s for s in told if s.held_out is held_out and abs(s.yaw_deg) <= FACING_DEG]
        axes[0].plot([s.true_valgus_deg for s in facing], [s.valgus_deg for s in facing], ".",
                     color=colour, label=name)
        every = [s for s in told if s.held_out is held_out]
        turned = np.array([s.yaw_deg * (1 if s.side == "left" else -1) for s in every])
        errors = np.array([(s.valgus_deg or 0) - s.true_valgus_deg for s in every])
        axes[1].plot(turned, errors, ".", color=colour, label=name)
    axes[0].axline((0, 0), slope=1, color="0.3", linewidth=0.8)
    axes[0].set(xlabel="true valgus, °", ylabel="told valgus, °", title="within ±10° of facing")
    axes[0].legend(frameon=False, fontsize=8)
    axes[1].axhline(0, color="0.3", linewidth=0.8)
    axes[1].set(xlabel="turned towards the leg's own side, °", ylabel="error, °",
                title="told − true")
    figure.tight_layout()
    figure.savefig(folder / "accuracy.png", metadata={"Software": ""})
    pyplot.close(figure)
