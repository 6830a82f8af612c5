"""The films and what is true of them: rendered people, the rehearsal, and real footage.

What is rendered has its truth from the joints of the posed body; the people are those of the
bench whom nothing was ever fitted on (`tests/accuracy/bodies.py`). Of the real ones it is what the
manifest beside them says, one reader's eye.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

from mirrorapp.camera import rehearsal
from tests import films as rooms
from tests.accuracy import bodies, film
from tests.accuracy.plan import Clip, Look, Setup, Squat, View
from tests.shared import DATA
from tests.side_by_side.looping import pictures

IN_DEG = 10.0
"""From so much valgus on that the movement adds, a rendered knee has fallen in."""
LOOK = Look(legs="shorts", skin=(0.66, 0.46, 0.36), top=(0.25, 0.32, 0.45),
            shoes=(0.87, 0.87, 0.86), light="normal", noise=2.0)
VIEW = View(lens="webcam", yaw_deg=0.0, distance_m=2.2, height_m=1.3, tilt_deg=8.0, lateral_m=0.0,
            roll_deg=0.0)
LEGGINGS = replace(LOOK, legs="dark leggings")
ASIDE = replace(VIEW, yaw_deg=90.0)
"""Where the other programs are at home; which knee falls in can't be seen from there."""
VERY_DEEP_DEG, DEEP_DEG, SHALLOW_DEG = 110.0, 100.0, 65.0


@dataclass(frozen=True, slots=True)
class Film:
    """`knees`: of left and right "in", "straight", "none" where nobody bends them, and None where
    it can't be said.
    """

    name: str
    what: str
    path: str
    reps: int
    knees: dict[str, str | None]


def _rendered(name: str, person: str, flexion_deg: float, valgus_deg: tuple[float, float], *,
              look: Look = LOOK, view: View = VIEW) -> Clip:
    setup = Setup(name, person, view, look, stance=1.1, toe_out_deg=9.0, arms=1.0)
    squats = [Squat(1.5 + 3.6 * nth, 1.4, 0.4, 1.2, flexion_deg, *valgus_deg) for nth in range(3)]
    return Clip(name, setup, tuple(squats), squats[-1].end_s + 0.6)


RENDERED = {
    "straight-deep": _rendered("straight-deep", "man_184_heavy", DEEP_DEG, (0.0, 0.0)),
    "left-in-deep": _rendered("left-in-deep", "woman_157_heavy", DEEP_DEG, (16.0, 0.0),
                              look=LEGGINGS),
    "right-in-shallow": _rendered("right-in-shallow", "man_172_medium", SHALLOW_DEG, (0.0, 15.0)),
    "left-in-shallow": _rendered("left-in-shallow", "woman_167_fit", SHALLOW_DEG, (14.0, 0.0),
                                 look=LEGGINGS),
    "from-the-side": _rendered("from-the-side", "man_184_heavy", VERY_DEEP_DEG, (0.0, 0.0),
                               view=ASIDE),
}
REAL = {
    "lnew_bad_IMG_7033_1280": "a man, overhead, shallow; his right knee is on the border",
    "lnew_good_IMG_7027_1280": "a man, overhead",
    "lnew_good_IMG_7052_1280": "another man, overhead, deep, baggy trousers",
    "p2s_single_cam02": "somebody balances and kicks; no squat",
    "p2s_multi_cam02": "the same with somebody else beside; no squat",
    "sports2d_demo": "somebody walks, seen from the side; no squat",
}
PACED, START, START_FRAMES = rehearsal.CLIP, "start.mp4", 15
"""What the pace is taken of, and its beginning: the difference is without what a start takes."""
_SAID = {"no": "straight", "yes": "in"}


def make(folder: Path) -> None:
    """Render what is missing. Needs the extra ``author``; some ten minutes."""
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    for name, clip in RENDERED.items():
        path = folder / f"{name}.mp4"
        if not path.exists():
            _encode(path, _render(folder, clip), film.FPS)
        told.append(_of_rendered(path, clip))
    together = folder / "somebody-beside.mp4"
    if not together.exists():
        _encode(together, _beside(), round(rooms.FPS))
    told.append(Film("somebody-beside", "a woman, shallow; somebody else stands beside",
                     str(together), 1, {"left": "straight", "right": "straight"}))
    start = folder / START
    if not start.exists():
        first = islice(pictures(str(PACED)), START_FRAMES)
        _encode(start, (bgr[..., ::-1] for _, bgr in first), film.FPS)
    (folder / "films.json").write_text(json.dumps([asdict(film) for film in told], indent=1))


def known(folder: Path) -> list[Film]:
    """Every film that is there: those rendered into a folder, the rehearsal, the real ones."""
    rendered = [Film(**each) for each in json.loads((folder / "films.json").read_text())]
    return [*rendered, _rehearsal(), *_real()]


def _of_rendered(path: Path, clip: Clip) -> Film:
    first, setup = clip.squats[0], clip.setup
    sides = {"left": first.valgus_left_deg, "right": first.valgus_right_deg}
    fallen = [f"{side} knee {deg:.0f}° in" for side, deg in sides.items() if deg >= IN_DEG]
    what = (f"rendered {setup.person.split('_')[0]} in {setup.look.legs.split()[-1]}",
            f"{first.flexion_deg:.0f}° bent", *(fallen or ["knees straight"]),
            *(["seen from the side"] if setup.view is ASIDE else []))
    return Film(path.stem, ", ".join(what), str(path), len(clip.squats), {
        side: None if setup.view is ASIDE else "in" if deg >= IN_DEG else "straight"
        for side, deg in sides.items()})


def _rehearsal() -> Film:
    facts = json.loads(rehearsal.CLIP.with_suffix(".json").read_text())
    worst = {side: max(rep[side]["valgus_deg"] for rep in facts["repetitions"])
             for side in ("left", "right")}
    return Film("rehearsal", "rendered woman, 65° bent; the left knee falls in once in five, the "
                "right one in another", str(rehearsal.CLIP), len(facts["repetitions"]),
                {side: "in" if deg >= IN_DEG else "straight" for side, deg in worst.items()})


def _real() -> Iterable[Film]:
    if not DATA.is_dir():
        return
    for entry in json.loads((DATA / "manifest.json").read_text()):
        name = Path(entry["file"]).stem
        if name in REAL:
            bends = entry["reps_seen"] > 0
            yield Film(name, REAL[name], str(DATA / entry["clip"]), entry["reps_seen"], {
                side: _SAID.get(entry[f"caves_in_{side}"].split(" ")[0]) if bends else "none"
                for side in ("left", "right")})


def _render(folder: Path, clip: Clip) -> Iterable[Any]:
    from tests.accuracy.scenes import Scene

    bodies.bake_those(folder, [who for who in bodies.PEOPLE if who.name == clip.setup.person])
    body = bodies.load(folder, clip.setup.person)
    with Scene(clip.setup, body, seed=5) as scene:
        for time_s in film.frame_times_s(clip):
            yield scene.picture(scene.pose(film.shape_at(clip, time_s)))


def _beside() -> Iterable[Any]:
    """A squat of the rehearsal's, and somebody who stands where it begins."""
    for index in range(112):
        yield rooms.picture(("other", 10, rooms.RIGHT), ("user", index, rooms.LEFT))[..., :3]


def _encode(path: Path, pictures: Iterable[Any], rate_hz: int) -> None:
    """As H.264 of good quality; nothing is left of one that is broken off."""
    import av

    part = path.with_suffix(".part")
    with av.open(str(part), "w", format="mp4") as container:
        stream: Any = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(rate_hz))
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt, stream.options = "yuv420p", {"crf": "20"}
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    part.rename(path)
