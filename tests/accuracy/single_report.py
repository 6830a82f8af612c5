"""What the mirror says of squats on one leg, beside what is true of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mirrorapp import replay
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, rates, single
from tests.accuracy.dataset import sight_yaw_deg
from tests.accuracy.score import HELD_FPS, MATCH_S, as_table, line
from tests.accuracy.single import Single
from tests.accuracy.verdicts import TOLD

EXERCISE = library.load("single-leg-squat")
SHOWN = ((0, 8), (1, 14))  # which still stands, and for how many frames
BENT_FRAMES = 8
LIMITS = {"15° in or more": (14.9, 99), "10–15° in": (9.9, 14.9), "5–10° in": (5, 9.9),
          "within 5°": (-5, 5), "within 2°": (-2.1, 2.1), "9° out or more": (-99, -9)}


@dataclass(frozen=True, slots=True)
class Told:
    """One repetition or still: what was said of the stance leg. `refusal` of a still."""

    kind: str
    person: str
    held: str
    yaw_deg: float
    true_deg: float
    axis_deg: float
    verdict: str
    valgus_deg: float | None
    refusal: str | None = None


def write(cache: Path, path: Path) -> None:
    """The tables of docs/accuracy-single-leg.md."""
    found = single.samples(cache)
    told = [*_stills(cache), *(clips := list(_clips(cache)))]
    page = ["## Readings of single stills, standing known", *_readings(single.told(found)),
            "## Whose stance is told", _stances(found),
            "## As the mirror says it", _said(told), "## Verdicts", _verdicts(told),
            "## Repetitions counted", _counts(cache), "", _errors(clips)]
    path.write_text("\n\n".join(page) + "\n", encoding="utf-8")


def _readings(found: Sequence[Single]) -> list[str]:
    facing = [s for s in found if abs(s.yaw_deg) <= single.FACING_DEG]
    tested = [s for s in facing if s.person in bodies.HELD_OUT]
    tables = single.fit([s for s in found if s.person in bodies.FIT])
    rows = []
    for who, group in (("all bodies", facing), ("held out", tested)):
        true = [s.movement_deg for s in group]
        rows += [(f"FPPA − standing on both feet, {who}",
                  line([s.here["fppa"] - s.both["fppa"] for s in group], true)),
                 (f"FPPA − standing on that leg, {who}",
                  line([s.here["fppa"] - s.alone["fppa"] for s in group], true))]
    rows += [("shipped, held out", line([single.movement_deg(s, tables) for s in tested],
                                        [s.movement_deg for s in tested])),
             ("shipped, held out, stood on both feet only", line(
                 [single.movement_from_both_deg(s, tables) for s in tested],
                 [s.movement_deg for s in tested])),
             ("as shipped, each body by the other nine", line(
                 single.left_out(facing, single.movement_deg), [s.movement_deg for s in facing]))]
    pairs = list(zip(facing, single.left_out(facing, single.movement_deg), strict=True))
    for low, high in ((0, 4), (4, 8), (8, 12.8)):
        near = [(s, r) for s, r in pairs if low <= abs(s.yaw_deg) < high]
        rows.append((f"… turned {low}–{high}°", line([r for _, r in near],
                                                     [s.movement_deg for s, _ in near])))
    for low, high in ((8, 25), (25, 40), (40, 60)):
        near = [(s, r) for s, r in pairs if low <= s.flexion_deg < high]
        rows.append((f"… bent by {low}–{high}°", line([r for _, r in near],
                                                      [s.movement_deg for s, _ in near])))
    over_toe = [("kt as it looks, all bodies", line([100 * s.here["kt"] for s in facing],
                                                    [100 * s.kt for s in facing])),
                ("kt, each body by the other nine", line(
                    [100 * k for k in single.left_out(facing, single.kt)],
                    [100 * s.kt for s in facing]))]
    turned = [("each body by the other nine", line(
        single.left_out(found, lambda s, t: single.yaw_deg(s, t["yaw_deg"])),
        [s.yaw_deg for s in found]))]
    return [as_table(rows, "movement, deg"), as_table(over_toe, "% of the shank"),
            as_table(turned, "turned, deg")]


def _stances(found: Sequence[Single]) -> str:
    rows = ["| free leg held | stills | told | told wrong |", "|---|---|---|---|"]
    for held in dict.fromkeys(s.held for s in found):
        group = [s for s in found if s.held == held]
        rows.append(f"| {held} | {len(group)} | {sum(s.seen is s.side for s in group)} | "
                    f"{sum(s.seen is s.side.other for s in group)} |")
    return "\n".join(rows)


def _stills(cache: Path) -> Iterator[Told]:
    for film, facts in single.facts_of(cache, "stills"):
        side = Side(facts["side"])
        for seen, true in zip(film[2:], facts["stills"][2:], strict=True):
            reading = shown(film, seen)
            refusal = None if reading.refusal is None else reading.refusal.value
            if refusal is None and reading.stance is not side:
                refusal = "stance not told" if reading.stance is None else "wrong stance"
            knee = reading.knees.get(side) if refusal is None else None
            said = knee.verdict.value if knee else "cannot_judge"
            yield _told(facts, true, said, knee.valgus_deg if knee else None, refusal)


def shown(film: Sequence[Sighting], bent: Sighting) -> Reading:
    """Both feet, one foot, and a bent still, each shown for a while; the last reading."""
    aligner = Aligner(EXERCISE.thresholds.thresholds(), single=True)
    shots = [film[which] for which, frames in SHOWN for _ in range(frames)]
    for number, seen in enumerate([*shots, *[bent] * BENT_FRAMES]):
        reading = aligner.read(replace(seen, time_s=number / HELD_FPS))
    return reading


def _clips(cache: Path) -> Iterator[Told]:
    for film, facts in single.facts_of(cache, "clip"):
        reps = replay.replay(film, EXERCISE).reps
        for true in facts["reps"]:
            near = [rep for rep in reps if abs(rep.bottom_s - true["bottom_s"]) <= MATCH_S]
            knee = near[0].knee(Side(facts["side"])) if near else None
            said = knee.verdict.value if knee else "not_counted"
            yield _told(facts, true, said, knee.valgus_deg if knee else None)


def _told(facts: dict[str, Any], true: dict[str, Any], verdict: str, valgus_deg: float | None,
          refusal: str | None = None) -> Told:
    side, setup = facts["side"], facts["setup"]
    axis = setup[f"axis_{side}_deg"]
    held = facts.get("held", "behind").removesuffix(" again")
    return Told(facts["kind"].removesuffix("s"), setup["person"], held, sight_yaw_deg(facts),
                true[side]["valgus_deg"] - axis, axis, verdict, valgus_deg, refusal)


def _said(told: Sequence[Told]) -> str:
    rows = []
    for kind in ("still", "clip"):
        for who, names in (("all bodies", bodies.FIT + bodies.HELD_OUT),
                           ("held out", bodies.HELD_OUT)):
            group = [t for t in told if t.kind == kind and t.person in names
                     and t.valgus_deg is not None]
            rows.append((f"{kind}s, {who}", line([t.valgus_deg or 0.0 for t in group],
                                                 [t.true_deg + t.axis_deg for t in group])))
    refused = Counter(t.refusal for t in told if t.kind == "still" and t.held != "in front")
    rear = Counter(t.refusal for t in told if t.kind == "still" and t.held == "in front")
    return "\n\n".join([
        as_table(rows, "valgus with the axis, deg"),
        f"Stills refused, by reason (None: judged, or not bent enough): {_counted(refused)}.",
        f"With the free leg straight in front: {_counted(rear)}."])


def _counted(found: Counter[str | None]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in found.most_common())


def _verdicts(told: Sequence[Told]) -> str:
    names = (*TOLD, "cannot_judge", "not_counted")
    rows = ["| true movement | n | " + " | ".join(names) + " |",
            "|---" * (len(names) + 2) + "|"]
    for kind in ("still", "clip"):
        for who, people in (("", bodies.FIT + bodies.HELD_OUT), ("held out: ", bodies.HELD_OUT)):
            for name, (low, high) in LIMITS.items():
                found = Counter(t.verdict for t in told if t.kind == kind and t.person in people
                                and t.held != "in front" and low <= t.true_deg <= high)
                rows.append(f"| {kind}s, {who}{name} | {sum(found.values())} | "
                            + " | ".join(str(found[each] or "") for each in names) + " |")
    return "\n".join(rows)


def _counts(cache: Path) -> str:
    squat, exact, wrong, as_squats = library.load("squat"), Counter[str](), [], 0
    clips = list(single.facts_of(cache, "clip"))
    for film, facts in clips:
        as_squats += len(replay.replay(film, squat).reps)
        for name, each in rates.variants(film).items():
            reps = replay.replay(each, EXERCISE).reps
            right = len(reps) == len(facts["reps"]) and {r.side for r in reps} == {facts["side"]}
            exact[name] += right
            if not right:
                wrong.append(f"{facts['name']} at {name}: {len(reps)}")
    two = [len(replay.replay(list(single.recording.read(path)), EXERCISE).reps)
           for path, _ in single.dataset.facts_of(cache, "clips")]
    lines = [f"- {name}: {count} of {len(clips)} clips exact" for name, count in exact.items()]
    return "\n".join([*lines, f"- wrong: {'; '.join(wrong) or 'none'}",
                      f"- counted as two-legged squats: {as_squats}",
                      f"- counted in the {len(two)} clips of two-legged squats: {sum(two)}"])


def _errors(clips: Sequence[Told]) -> str:
    rows = ["| clip of | turned | true valgus | told | verdict |", "|---|---|---|---|---|"]
    for each in clips:
        said = "" if each.valgus_deg is None else f"{each.valgus_deg:.1f}"
        rows.append(f"| {each.person} | {each.yaw_deg:+.0f}° | {each.true_deg + each.axis_deg:.1f}"
                    f"{f' (axis {each.axis_deg:.0f})' if each.axis_deg else ''} | {said} | "
                    f"{each.verdict} |")
    return "\n".join(rows)
