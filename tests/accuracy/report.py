"""The report: one Markdown page, one JSON file and the plots."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from tests.accuracy import (
    baselines,
    conditions,
    dataset,
    fit,
    no_standing,
    posture,
    rolled,
    rules,
    targets,
    verdicts,
)
from tests.accuracy.conditions import valgus_line
from tests.accuracy.score import Row, Said, Scores, Watched, as_table, line, score

FACING_DEG = 10.5
HEAD = Path(__file__).with_name("head.md")
COMMAND = "python -m tests.accuracy score"


def write(cache: Path, folder: Path) -> None:
    """Score everything: page and plot go to the folder, all that was said to the cache."""
    from tests.accuracy import plots

    folder.mkdir(parents=True, exist_ok=True)
    scores = score(cache)
    page = "\n\n".join([*_page(scores, dataset.samples(cache)),
                        *_no_standing(cache), *_carriage(cache), *_roll(cache),
                        *fit.fitted(cache).page]) + "\n"
    (folder / "accuracy.md").write_text(_head(scores) + page, encoding="utf-8")
    facts = {"said": [asdict(each) for each in scores.said],
             "watched": [asdict(each) for each in scores.watched]}
    (cache / "accuracy.json").write_text(json.dumps(facts, default=str), encoding="utf-8")
    plots.draw(scores, folder)


def _head(scores: Scores) -> str:
    """The page's beginning, with the targets and how far they are reached filled in."""
    return HEAD.read_text(encoding="utf-8").replace(
        "{targets}", targets.table(scores, _facing(scores)))


def _facing(scores: Scores) -> list[Said]:
    return [s for s in scores.said if s.kind == "clip" and abs(s.yaw_deg) <= FACING_DEG]


def _no_standing(cache: Path) -> list[str]:
    return ["## No standing in the film (each squat cut out of its clip, within ±10°)",
            no_standing.table(cache)]


def _carriage(cache: Path) -> list[str]:
    return ["## Pelvis, trunk and knee gap, against standing (150 stills that lean, tilt, shift)",
            *posture.page(cache)]


def _roll(cache: Path) -> list[str]:
    return ["## A camera that hangs crooked: the movement, clips within ±10°",
            as_table(rolled.table(cache), "deg")]


def _page(scores: Scores, samples: Sequence[dataset.Sample]) -> list[str]:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    clips = [s for s in scores.said if s.kind == "clip"]
    facing = [s for s in clips if abs(s.yaw_deg) <= FACING_DEG]
    stills = [s for s in scores.said if s.kind == "still" and abs(s.yaw_deg) <= FACING_DEG]
    near = [s for s in samples if s.kind == "clip" and abs(s.yaw_deg) <= FACING_DEG]
    return [
        "# The mirror as it is",
        f"Made on {today} with `{COMMAND}`. {len(scores.watched)} clips, "
        f"{len(clips)} knees in them, {len(scores.said) - len(clips)} knees in stills.",
        "## Against the targets",
        _targets(scores, facing),
        "## Valgus of each repetition, by condition (clips, within ±10° of facing, told)",
        as_table(_valgus(facing), "deg"),
        "## Sensitivity and false alarms, by condition (clips, within ±10°)",
        conditions.table(conditions.split(facing)),
        "## By how far the user is turned (clips)",
        as_table([(f"yaw {yaw:+.0f}°", valgus_line([s for s in clips if _band(s) == yaw]))
                for yaw in (-20, -15, -10, -5, 0, 5, 10, 15, 20)], "deg"),
        "## Stills, within ±10° of facing",
        as_table(_valgus(stills), "deg"),
        conditions.table(conditions.split(stills)),
        "## Verdicts (clips, within ±10°)", verdicts.table(facing),
        "## Plain readings on the same clips, held-out bodies",
        as_table(list(baselines.table(near).items()), "deg"),
        as_table([(name, _per_cent(row)) for name, row in baselines.kt_table(near).items()], "%"),
        "## Plain rules on the same clips, all ten bodies", rules.table(near, facing),
        "## Repetitions counted", _counts(scores.watched),
    ]


def _valgus(said: Sequence[Said]) -> list[Row]:
    return [(name, valgus_line(group)) for name, group in conditions.split(said)]


def movement_line(said: Sequence[Said]) -> dict[str, float]:
    """The same against the movement, for a reading that leaves the standing axis out."""
    told = [s for s in said if s.valgus_deg is not None]
    return line([s.valgus_deg or 0.0 for s in told], [s.movement_deg for s in told])


def kt_line(said: Sequence[Said]) -> dict[str, float]:
    """The same for kt, in per cent of the shank."""
    told = [s for s in said if s.kt is not None]
    return _per_cent(line([s.kt or 0.0 for s in told], [s.true_kt for s in told]))


def _per_cent(row: dict[str, float]) -> dict[str, float]:
    return {name: value * 100 if name in ("bias", "mae", "sd", "rmse") else value
            for name, value in row.items()}


def _band(said: Said) -> float:
    bands = (-20, -15, -10, -5, 0, 5, 10, 15, 20)
    return min(bands, key=lambda band: abs(said.yaw_deg - band))


def _targets(scores: Scores, facing: Sequence[Said]) -> str:
    tested = [s for s in facing if s.held_out]
    squared = [s for s in tested if abs(s.yaw_deg) < 5]
    aside = [s for s in tested if abs(s.yaw_deg) > 9]
    rows = [("all ten bodies", facing), ("held-out bodies", tested),
            ("held out, within 5°", squared), ("held out, at ±10°", aside)]
    lines = [as_table([(name, valgus_line(group)) for name, group in rows], "deg"),
             "against the movement alone, without what is in the bones:",
             as_table([(name, movement_line(group)) for name, group in rows], "deg"),
             "kt:", as_table([(name, kt_line(group)) for name, group in rows], "% of the shank")]
    errors = [abs(e) for w in scores.watched if abs(w.yaw_deg) <= FACING_DEG
              for e in w.axis_error_deg.values() if e is not None]
    turned = [w for w in scores.watched if abs(w.yaw_deg) >= 20]
    ahead = [w for w in scores.watched if abs(w.yaw_deg) <= 8]
    lines.append("\n".join([
        f"- standing axis, of {len(errors)} legs: mean error {np.mean(errors):.1f}°, largest "
        f"{np.max(errors):.1f}°, within 2.5°: {np.mean(np.array(errors) <= 2.5):.0%}",
        f"- turned 20° or more, frames refused: {np.mean([w.refused_share for w in turned]):.1%} "
        f"(least {min((w.refused_share for w in turned), default=0):.0%})",
        f"- turned 8° or less, frames judged: {np.mean([w.judged_share for w in ahead]):.1%} "
        f"(least {min((w.judged_share for w in ahead), default=0):.0%})"]))
    return "\n\n".join(lines)


def _counts(watched: Sequence[Watched]) -> str:
    names = list(watched[0].counted)
    lines = ["| rate | exact | wrong |", "|---|---|---|"]
    for name in names:
        wrong = [f"{w.name} {w.counted[name]} of {w.true_reps}" for w in watched
                 if w.counted[name] != w.true_reps]
        lines.append(f"| {name} | {len(watched) - len(wrong)} of {len(watched)} | "
                     f"{', '.join(wrong)} |")
    return "\n".join(lines)
