"""Who is compared, how each is installed and started, and what it answers."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrorapp.events import Verdict

Told = dict[str, Any]
"""`reps`, and `knees`: by side "in", "straight" or "not judged", or None."""

_KNEE = {Verdict.CAVING_IN: "in", Verdict.DRIFTING: "in", Verdict.GOOD: "straight",
         Verdict.FALLING_OUT: "straight", Verdict.CANNOT_JUDGE: "not judged"}
_LITE = "lib/python*/site-packages/kinemotion/models/pose_landmarker_lite.task"


def _of_loop(stdout: str) -> Told:
    told: Told = json.loads(stdout)
    return told


def _of_mirror(stdout: str) -> Told:
    report = json.loads(stdout)
    return {"reps": report["rep_count"],
            "knees": {side: _KNEE[said] for side, said in report["verdict"].items()}}


@dataclass(frozen=True, slots=True)
class Contestant:
    """`requires`: what its own environment gets; none: it runs in the mirror's.

    `arguments`: after `python -m`, before the film; `MODEL` is where the mirror's model lies.
    """

    name: str
    licence: str
    model: str
    counts: str
    arguments: tuple[str, ...]
    requires: tuple[str, ...] = ()
    read: Callable[[str], Told] = _of_loop
    runtime: str = "mediapipe"

    def folder(self, work: Path) -> Path:
        return work / self.name

    def command(self, work: Path, clip: str, model: Path) -> list[str]:
        python = str(self.folder(work) / "bin" / "python") if self.requires else sys.executable
        given = [str(model) if each == "MODEL" else each for each in self.arguments]
        return [python, "-m", *given, clip]

    def versions(self, work: Path) -> str:
        """Those of the program and of what it looks with."""
        python = str(self.folder(work) / "bin" / "python") if self.requires else sys.executable
        said = subprocess.run([python, "-m", "pip", "list", "--format=json"], check=True,
                              capture_output=True, text=True).stdout
        wanted = (*(each.partition("==")[0] for each in self.requires), self.runtime)
        return ", ".join(f"{each['name']} {each['version']}" for each in json.loads(said)
                         if each["name"] in wanted)


_LOOP = "tests.side_by_side."
CONTESTANTS = (
    Contestant("mirrorapp", "Apache-2.0", "full", "itself", ("mirrorapp", "replay"),
               read=_of_mirror, runtime="ai-edge-litert"),
    Contestant("plain-loop", "our own", "full", "90° and 160° in the picture",
               (f"{_LOOP}plain_loop", "MODEL", "TUTORIAL")),
    Contestant("plain-loop-tuned", "our own", "full", "135° and 140° in space, tuned",
               (f"{_LOOP}plain_loop", "MODEL", "TUNED")),
    # The newest MediaPipe that trackerfit allows has no `solutions` any more, which it needs.
    Contestant("trackerfit", "MIT", "full, in its wheel", "itself", (f"{_LOOP}trackerfit_loop",),
               ("trackerfit==1.0.2", "mediapipe==0.10.21")),
    Contestant("cvzone", "MIT", "lite", "angle; 90° and 160° are ours", (f"{_LOOP}cvzone_loop",),
               ("cvzone==2.0.0", "mediapipe==0.10.35")),
    Contestant("kinemotion", "MIT", "lite", "angle; 90° and 160° are ours",
               (f"{_LOOP}kinemotion_loop",), ("kinemotion==0.82.0", "mediapipe==1.2.3")),
)


def install(work: Path) -> None:
    """An environment of its own for each, where it is missing; then cvzone's model.

    That is MediaPipe's lite one, which cvzone would fetch at its first start; kinemotion's package
    has the same.
    """
    for each in CONTESTANTS:
        if each.requires and not each.folder(work).exists():
            subprocess.run([sys.executable, "-m", "venv", each.folder(work)], check=True)
            subprocess.run([each.folder(work) / "bin" / "pip", "install", "--quiet",
                            *each.requires], check=True)
    lite = next((work / "kinemotion").glob(_LITE))
    (work / "pose_landmarker.task").write_bytes(lite.read_bytes())
