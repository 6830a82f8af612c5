"""The small fixed part of the bench that is kept beside the code and runs with the full tests."""

import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).with_name("recordings")
CLIPS = ("c00", "c01", "c08", "c14", "c19", "c22", "c27", "c28", "c31", "c34")
FILMS = ("hinges/hinge_04", "hinges/hinge_05", "hinges/hinge_26", "hinges/hinge_51",
         "single-leg-squat/single-leg-squat_22", "single-leg-squat/single-leg-squat_24",
         "runners-march/runners-march_16", "runners-march/runners-march_19",
         "walks/walk_05", "walks/walk_08", "walks/walk_11")
"""Of `one_leg_films` and `walks`; what is true of them stands frame by frame."""
PX_STEP, M_STEP, SHARE_STEP = 1 / 8, 1 / 512, 1 / 64


def keep(cache: Path) -> None:
    """Copy the chosen clips' recordings out of the cache, rounded so that they are small."""
    FOLDER.mkdir(exist_ok=True)
    for name in CLIPS:
        _keep(cache / "clips" / f"{name}.npz")
        facts = json.loads((cache / "clips" / f"{name}.json").read_text(encoding="utf-8"))
        del facts["frames"]
        (FOLDER / f"{name}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def keep_films(cache: Path) -> None:
    """The same of `FILMS`."""
    for name in FILMS:
        source = cache / f"{name}.npz"
        _keep(source)
        facts = source.with_suffix(".json").read_text(encoding="utf-8")
        (FOLDER / f"{source.stem}.json").write_text(facts + "\n", encoding="utf-8")


def _keep(source: Path) -> None:
    with np.load(source) as film:
        landmarks, world = film["landmarks"].copy(), film["world"]
        landmarks[:, :, :2] = _rounded(landmarks[:, :, :2], PX_STEP)
        landmarks[:, :, 2] = np.round(landmarks[:, :, 2])
        landmarks[:, :, 3:] = _rounded(landmarks[:, :, 3:], SHARE_STEP)
        again = {"second": _rounded(film["second"], PX_STEP)} if "second" in film else {}
        np.savez_compressed(FOLDER / source.name, landmarks=landmarks,
                            world=_rounded(world, M_STEP), shape=film["shape"],
                            fps=film["fps"], **again)


def _rounded(values: np.ndarray, step: float) -> np.ndarray:
    return np.asarray(np.round(values / step) * step, np.float32)
