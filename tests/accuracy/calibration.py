"""The camera's place from a standing body: fits the body model, and says what it is worth.

Every standing still and every clip's standing start is one view. The body model that judges a
body was fitted on the other nine. People differ more than the bench's ten bodies, which are all
upright and symmetric and of one parametric model: `PEOPLE` is added to what they differ by.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mirrorapp.alignment import calibration
from mirrorapp.alignment.calibration import Estimate, View
from mirrorapp.alignment.framing import JUDGE_FREELY_DEG, turned_deg
from mirrorapp.alignment.lens import LENSES
from mirrorapp.alignment.standing import LEANING, PAIRS, BodyModel, Standing
from mirrorapp.alignment.station import Station, camera_axes
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Pose
from tests.accuracy import bodies
from tests.accuracy.dataset import _straight, facts_of, sight_yaw_deg

Array = NDArray[np.float64]
START_S = 1.2
NUDGE = 0.01
OFF_MARK_M = 0.03
SEED = 7
# Standard deviations beyond the bench's bodies, in statures and degrees: guesses on the safe side.
PEOPLE_UP = {"eye": .004, "ear": .005, "shoulder": .008, "hip": .010, "knee": .007,
             "ankle": .003, "heel": .003, "toe": .003}
PEOPLE_ACROSS = {"eye": .008, "ear": .008, "shoulder": .005, "hip": .006, "knee": .005,
                 "ankle": .002, "heel": .002, "toe": .004}
PEOPLE_LEVEL_DEG = {"eye": 2.0, "ear": 2.0, "shoulder": 1.5, "hip": 1.2, "knee": 1.2,
                    "ankle": 2.5, "heel": 2.5, "toe": 2.5}
PEOPLE_LEAN_DEG = 2.0
STATURES_M = {person.name: person.height_m for person in bodies.PEOPLE}


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One standing view, and the camera that it was seen by."""

    name: str
    person: str
    lens: str
    seen: Standing
    truth: Station
    bearing_deg: float
    turned_deg: float
    size_px: tuple[int, int]

    @property
    def stature_m(self) -> float:
        return STATURES_M[self.person]


def samples(cache: Path) -> list[Sample]:
    """Every standing view within the yaw that the mirror calibrates at."""
    found = []
    for kind in ("stills", "clips"):
        for path, facts in facts_of(cache, kind):
            film = list(recording.read(path))
            if kind == "stills":
                film = film[:1]
            else:
                film = [seen for seen, true in zip(film, facts["frames"], strict=True)
                        if seen.time_s < START_S and _straight(true, facts["setup"])]
            poses = [seen.pose for seen in film if seen.pose is not None]
            if not poses:
                continue
            pose = _median(poses)
            seen_deg = turned_deg(pose)
            if abs(seen_deg) > JUDGE_FREELY_DEG:
                continue
            camera = facts["camera"]
            away_m = float(np.hypot(camera["distance_m"], camera["lateral_m"]))
            truth = Station(camera["height_m"], camera["tilt_deg"], camera["roll_deg"],
                            camera["vfov_deg"], away_m)
            bearing = -np.degrees(np.arctan2(camera["lateral_m"], camera["distance_m"]))
            found.append(Sample(
                facts["name"], facts["setup"]["person"], facts["lens"],
                Standing.of(pose, seen_deg), truth, float(bearing), sight_yaw_deg(facts),
                (camera["width_px"], camera["height_px"])))
    return found


def _median(poses: Sequence[Pose]) -> Pose:
    return Pose(*(np.median([getattr(pose, name) for pose in poses], axis=0)
                  for name in ("px", "visibility", "presence", "world_m")))


def fit(seen: Sequence[Sample], people: Collection[str]) -> BodyModel:
    """The body model of some people."""
    chosen = [sample for sample in seen if sample.person in people]
    up = np.array([0.94, 0.93, 0.81, 0.52, 0.29, 0.07, 0.04, 0.02])
    ahead = np.zeros(len(PAIRS))
    model = _bare(up, ahead)
    for _ in range(3):
        offs = [_off(sample, model) for sample in chosen]
        # A point further ahead is seen lower by the slope of the line of sight.
        slopes = np.stack([off[3] for off in offs])
        vertical = np.stack([off[1] for off in offs])
        for pair in range(len(PAIRS)):
            inputs = np.stack([np.ones(len(chosen)), slopes[:, pair]], axis=1)
            more = np.linalg.lstsq(inputs, vertical[:, pair], rcond=None)[0]
            up[pair] += more[0]
            ahead[pair] += more[1]
        model = _bare(up, ahead)
    offs = [_off(sample, model) for sample in chosen]
    lean, lean_cov = _leans(chosen)
    return BodyModel(
        up, ahead, _cov([off[1] for off in offs], PEOPLE_UP),
        _cov([off[0] for off in offs], PEOPLE_ACROSS),
        _cov([off[2] for off in offs], PEOPLE_LEVEL_DEG), lean, lean_cov)


def _bare(up: Array, ahead: Array) -> BodyModel:
    one, three = np.eye(len(PAIRS)), np.eye(len(LEANING))
    return BodyModel(up, ahead, one, one, one, three, three)


def _off(sample: Sample, model: BodyModel) -> tuple[Array, Array, Array, Array]:
    """Across, up and level as the estimator measures them at the truth; slopes of the sight."""
    view = View(*sample.size_px, LENSES[sample.lens], sample.truth.distance_m, sample.stature_m)
    fit_ = calibration._Fit(sample.seen, view, model, 0.02)
    truth = sample.truth
    at = np.array([[truth.height_m, truth.tilt_deg, truth.roll_deg, sample.bearing_deg,
                    truth.distance_m, sample.turned_deg, 0.0, sample.stature_m, 0.0]])
    front = calibration._facing(at)
    middles_m = fit_._middles_m(at, front)
    across, up, level = (each[0] for each in fit_._off(at, middles_m, front))
    # By how much a step of one stature to the front raises the place in the picture.
    step_m = NUDGE * sample.stature_m * front[0]
    (_, here, deep), (_, there, deeper) = (
        camera_axes(each, truth.height_m, truth.tilt_deg)
        for each in (middles_m[0], middles_m[0] + step_m))
    return across, up, level, (here / deep - there / deeper) * deep / sample.stature_m / NUDGE


def _cov(offs: Sequence[Array], people: dict[str, float]) -> Array:
    table = np.stack(offs)
    table = np.clip(table, *np.percentile(table, [1, 99], axis=0))
    return np.asarray(np.cov(table.T) + np.diag(table.mean(axis=0) ** 2)
                      + np.diag([people[name] ** 2 for name in PAIRS]))


def _leans(chosen: Sequence[Sample]) -> tuple[Array, Array]:
    inputs = np.array([[1.0, s.truth.tilt_deg, np.degrees(np.arctan2(
        s.truth.height_m - s.stature_m / 2, s.truth.distance_m))] for s in chosen])
    leans = np.stack([s.seen.leans_deg for s in chosen])
    lines = np.linalg.lstsq(inputs, leans, rcond=None)[0].T
    left = leans - inputs @ lines.T
    return lines, np.cov(left.T) + PEOPLE_LEAN_DEG ** 2 * np.ones((3, 3)) + 0.5 * np.eye(3)


@dataclass(frozen=True, slots=True)
class Judged:
    """One view, and what was made of it by a model that never saw its body."""

    sample: Sample
    found: Estimate


def judge(seen: Sequence[Sample], *, stature_known: bool) -> list[Judged]:
    """Each body in turn, by the other nine; nobody stands quite on the mark."""
    random = np.random.default_rng(SEED)
    judged = []
    for name in STATURES_M:
        model = fit(seen, [other for other in STATURES_M if other != name])
        for sample in (each for each in seen if each.person == name):
            mark_m = sample.truth.distance_m + random.normal(0.0, OFF_MARK_M)
            view = View(*sample.size_px, LENSES[sample.lens], mark_m,
                        sample.stature_m if stature_known else None)
            judged.append(Judged(sample, calibration.estimate(sample.seen, view, model)))
    return judged


VALUES = {"height_m": ("height", 100, "cm"), "tilt_deg": ("tilt", 1, "°"),
          "roll_deg": ("roll", 1, "°"), "vfov_deg": ("field of view", 1, "°"),
          "distance_m": ("distance", 100, "cm")}


def table(judged: Sequence[Judged]) -> str:
    """Bias, errors and whether the uncertainty is honest, as Markdown."""
    rows = ["| value | n | bias | MAE | RMSE | uncertainty told | within 1 u | within 2 u |",
            "|---|---|---|---|---|---|---|---|"]
    for name, (title, scale, unit) in VALUES.items():
        error = np.array([getattr(j.found.station, name) - getattr(j.sample.truth, name)
                          for j in judged])
        told = np.array([getattr(j.found.station, f"{name}_u") for j in judged])
        within = [f"{100 * np.mean(np.abs(error) <= n * told):.0f} %" for n in (1, 2)]
        rows.append(f"| {title}, {unit} | {len(error)} | {scale * error.mean():+.2f} | "
                    f"{scale * np.abs(error).mean():.2f} | "
                    f"{scale * np.sqrt((error ** 2).mean()):.2f} | {scale * told.mean():.2f} | "
                    f"{' | '.join(within)} |")
    stature = np.array([j.found.stature_m - j.sample.stature_m for j in judged])
    told = np.array([j.found.stature_m_u for j in judged])
    rows.append(f"| stature, cm | {len(stature)} | {100 * stature.mean():+.2f} | "
                f"{100 * np.abs(stature).mean():.2f} | "
                f"{100 * np.sqrt((stature ** 2).mean()):.2f} | {100 * told.mean():.2f} | "
                f"{100 * np.mean(np.abs(stature) <= told):.0f} % | "
                f"{100 * np.mean(np.abs(stature) <= 2 * told):.0f} % |")
    return "\n".join(rows)


def valley(judged: Sequence[Judged]) -> str:
    """How well the line of sight to 1 m above the mark is known, and what the priors pull at."""
    def sight_deg(at: Station) -> float:
        return float(np.degrees(np.arctan2(at.height_m - 1, at.distance_m)) - at.tilt_deg)
    off = np.array([sight_deg(j.found.station) - sight_deg(j.sample.truth) for j in judged])
    rows = [f"Line of sight to 1 m above the mark: RMSE {np.sqrt((off ** 2).mean()):.2f}°.", "",
            "| true height, m | n | bias of height, cm | bias of tilt, ° |", "|---|---|---|---|"]
    for low, high in ((0.8, 1.0), (1.0, 1.2), (1.2, 1.35), (1.35, 1.5)):
        group = [j for j in judged if low <= j.sample.truth.height_m < high]
        if not group:
            continue
        height = np.mean([j.found.station.height_m - j.sample.truth.height_m for j in group])
        tilt = np.mean([j.found.station.tilt_deg - j.sample.truth.tilt_deg for j in group])
        rows.append(f"| {low}–{high} | {len(group)} | {100 * height:+.1f} | {tilt:+.2f} |")
    return "\n".join(rows)


def write_model(path: Path, model: BodyModel) -> None:
    """As `BodyModel.of` reads it."""
    lines = ["# What a body standing upright looks like: made by `python -m tests.accuracy",
             "# calibration` from rendered bodies (docs/calibration.md). In order: "
             + ", ".join(PAIRS) + ".", "# Statures and degrees; see alignment/standing.py."]
    for name in BodyModel.__dataclass_fields__:
        value = getattr(model, name)
        digits = 10 if "cov" in name else 4
        if value.ndim == 1:
            lines.append(f"{name} = {[round(float(x), digits) for x in value]}")
        else:
            lines += [f"{name} = [", *(f"    {[round(float(x), digits) for x in row]},"
                                       for row in value), "]"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(cache: Path, folder: Path) -> None:
    """Fit and judge; `standing.toml` and `calibration.md` go into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    seen = samples(cache)
    page = ["# Calibration on the bench", f"{datetime.date.today()}, "
            "`python -m tests.accuracy calibration`"]
    for known in (True, False):
        judged = judge(seen, stature_known=known)
        page += [f"## Stature {'told' if known else 'not told'}", table(judged),
                 valley(judged)]
        for lens in LENSES:
            if group := [j for j in judged if j.sample.lens == lens]:
                page += [f"### {lens}", table(group)]
    (folder / "calibration.md").write_text("\n\n".join(page) + "\n", encoding="utf-8")
    write_model(folder / "standing.toml", fit(seen, list(STATURES_M)))
